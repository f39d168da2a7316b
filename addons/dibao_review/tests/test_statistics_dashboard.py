# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date
from functools import partial

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .statistics_common import DEC, FEB, JAN, MAR, StatisticsCase


@tagged("post_install", "-at_install")
class TestDashboard(StatisticsCase):
    """What the entry screen shows, and to whom."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        person = cls.person_values
        # A village where everybody gets the same, and one where nobody does.
        cls.same = [
            cls.make_people([person()], 300.0, DEC, cls.east_village)
            for _one in range(8)
        ]
        cls.differ = [
            cls.make_people(
                [person(sex="2")],
                200.0 + 11 * n,
                DEC,
                cls.west_village,
                causes=("illness",),
            )
            for n in range(8)
        ]
        cls.freeze(JAN)
        for household in cls.differ[:2]:
            household._in_force(JAN)._end(JAN, "测试")
        cls.freeze(FEB)
        cls.env["dibao.budget"].create(
            {"division_id": cls.county.id, "year": 2026, "amount": 30000.0}
        )
        cls.read = cls.env["dibao.statistics"]

    def shown(self, user=None, **asked):
        read = self.read.with_user(user or self.officer)
        found = read.dashboard(**{"division_id": self.county.id, **asked})
        return found, {chart["key"]: chart for chart in found["charts"]}

    def test_every_chart_says_something(self):
        found, charts = self.shown()
        self.assertEqual(
            {"trend", "flows", "spending", "across", "average", "bands", "ages"}
            | {"causes", "equalised", "clocks", "overdue", "archives"},
            charts.keys() - {"coverage"},
        )
        for key, chart in charts.items():
            self.assertTrue(chart["sentence"], key)
            self.assertNotIn("%(", chart["sentence"], key)
            for series in chart["series"]:
                self.assertEqual(len(series["data"]), len(chart["labels"]), key)
        tiles = {tile["key"]: tile for tile in found["tiles"]}
        self.assertEqual(tiles["persons"]["value"], "14")
        self.assertEqual(
            (tiles["persons"]["change"], tiles["persons"]["direction"]), ("2", "down")
        )

    def test_over_time(self):
        _found, charts = self.shown()
        self.assertEqual(charts["trend"]["labels"][-2:], ["2026-01", "2026-02"])
        persons, households = charts["trend"]["series"]
        self.assertEqual(persons["data"][-3:], [None, 16, 14])
        self.assertEqual(households["data"][-1], 14)
        self.assertEqual(charts["flows"]["series"][1]["data"][-1], -2)

    def test_spending_and_budget(self):
        """January 4,308 and February 3,897: 4,102.50 a month to come."""
        _found, charts = self.shown()
        spent, expected, budget = charts["spending"]["series"]
        self.assertEqual(spent["data"][:3], [4308, 8205, None])
        self.assertEqual(expected["data"][-1], 8205 + 10 * 4102.5)
        self.assertEqual(budget["data"], [30000] * 12)
        # 8,205 + 6 × 4,102.50 = 32,820 is above it first.
        self.assertIn("8", charts["spending"]["sentence"])
        self.assertIn("19,230", charts["spending"]["sentence"])

    def test_equalised_village_is_named(self):
        _found, charts = self.shown()
        self.assertEqual(charts["equalised"]["labels"], ["东一村"])
        self.assertEqual(charts["equalised"]["series"][0]["data"], [100])
        self.assertIn("东一村", charts["equalised"]["sentence"])

    def test_places_beside_each_other(self):
        _found, charts = self.shown()
        across = charts["across"]
        self.assertEqual(across["labels"], ["东镇", "西镇"])
        self.assertEqual(across["places"], [self.east.id, self.west.id])
        now, before = across["series"]
        self.assertEqual((now["data"], before["data"]), ([8, 6], [8, 8]))

    def test_what_was_looked_at_before(self):
        found, charts = self.shown(month="2026-01-15", urban_rural="rural")
        self.assertEqual(found["month"], "2026-01-01")
        self.assertEqual(charts["trend"]["series"][0]["data"][-1], 16)
        found, charts = self.shown(urban_rural="urban")
        self.assertEqual(charts["trend"]["series"][0]["data"][-1], None)

    def test_nothing_frozen(self):
        found, charts = self.shown(
            self.make_user("d_nobody", "county_officer", self.places["990100000000"]),
            division_id=self.places["990100000000"].id,
        )
        self.assertEqual(found["place"]["name"], "示例市")
        lonely = self.env["dibao.division"].create(
            {"code": "990102000000", "name": "空县"}
        )
        self.officer.dibao_division_ids |= lonely
        found, charts = self.shown(division_id=lonely.id)
        self.assertFalse(found["month"])
        self.assertNotIn("trend", charts)

    def test_who_sees_sums_only(self):
        viewer = self.make_user("d_viewer", "statistics", self.county)
        found, charts = self.shown(viewer)
        self.assertFalse(found["sees_small"])
        self.assertNotIn("clocks", charts)
        left = charts["flows"]["series"][1]["data"]
        self.assertIsNone(left[-1], "two who left are too few to be shown")
        few, charts = self.shown(viewer, division_id=self.west_village.id)
        self.assertFalse(few["few"])
        for household in self.differ[2:6]:
            household._in_force(FEB)._end(FEB, "测试")
        self.freeze(MAR)
        few, charts = self.shown(viewer, division_id=self.west_village.id)
        self.assertTrue(few["few"])
        self.assertEqual((few["tiles"], few["charts"]), ([], []))

    def test_outside_the_area(self):
        clerk = self.make_user("d_clerk", "township_clerk", self.east)
        with self.assertRaises(AccessError):
            self.shown(clerk)
        found, _charts = self.shown(clerk, division_id=None)
        self.assertEqual(found["place"]["name"], "东镇")

    def test_overdue_work_is_counted(self):
        self.env["dibao.due"]._acting().create(
            [
                {
                    "household_id": self.same[0].id,
                    "division_id": self.east_village.id,
                    "kind": "recheck",
                    "fact_on": date(2025, 1, 1),
                    "due_on": date(2025, 6, 1),
                }
            ]
        )
        _found, charts = self.shown()
        self.assertEqual(charts["overdue"]["series"][0]["data"], [1])
        _found, charts = self.shown(division_id=self.west.id)
        self.assertEqual(charts["overdue"]["labels"], [])

    def test_clocks_are_counted(self):
        """Met, met late, running late; not what was dropped or began long ago."""
        today = fields.Date.context_today(self.read)
        ago = partial(fields.Date.subtract, today)
        case = self.env["dibao.case"].create(
            {"household_id": self.same[0].id, "kind": "reverification"}
        )
        self.env["dibao.case.deadline"].search([("case_id", "=", case.id)])._by_act(
            {"dropped": True}
        )
        begun = {"case_id": case.id, "key": "accept", "started_on": ago(days=30)}
        for values in (
            {"done_on": ago(days=26)},
            {"done_on": ago(days=28)},
            {"done_on": ago(days=10), "met_late": True},
            {"key": "total"},
            {"done_on": ago(days=29), "dropped": True},
            {"started_on": ago(days=400), "done_on": ago(days=300), "met_late": True},
        ):
            self.env["dibao.case.deadline"]._acting().create(
                {**begun, "due_on": ago(days=20), **values}
            )
        _found, charts = self.shown()
        chart = charts["clocks"]
        rows = dict(
            zip(
                chart["labels"],
                zip(*[one["data"] for one in chart["series"]], strict=True),
                strict=True,
            )
        )
        accept, total = (
            next(value for label, value in rows.items() if label.startswith(name))
            for name in ("Acceptance", "The whole")
        )
        self.assertEqual((accept, total), ((2, 1, 0), (0, 0, 1)))
        # 4, 2 and 20 days: the usual is 4.
        self.assertIn("(4 days)", " ".join(rows))
        _found, charts = self.shown(division_id=self.west.id)
        self.assertEqual(charts["clocks"]["labels"], [])

    def test_archives_are_counted(self):
        """Three volumes of the east, of which one lacks two papers; one of the west."""
        category = self.env["dibao.category"].search([], limit=1)
        for division, missing in (
            (self.east_village, 0),
            (self.east_village, 2),
            (self.east, 0),
            (self.west_village, 0),
        ):
            self.env.cr.execute(
                """INSERT INTO dibao_volume (category_id, division_id, year, title,
                          state, opened_on, missing_count)
                   VALUES (%s, %s, 2026, '示例', 'open', '2026-01-05', %s)""",
                [category.id, division.id, missing],
            )
        before = self.env["dibao.volume"].search_count(
            [("division_id", "child_of", self.county.id), ("title", "!=", "示例")]
        )
        self.assertFalse(before)
        _found, charts = self.shown()
        chart = charts["archives"]
        self.assertEqual(chart["labels"], ["东镇", "西镇"])
        self.assertEqual(chart["series"][0]["data"], [66.7, 100.0])
        self.assertEqual(chart["places"], [self.east.id, self.west.id])
        for said in ("75", "1 of 4", "2 papers"):
            self.assertIn(said, chart["sentence"])

    def test_overdue_leads_are_counted(self):
        """With the list behind each bar; not for who takes no part in leads."""
        rule = self.env["dibao.alert.rule"].search([("code", "=", "A06")])
        for at, due in enumerate(("2025-06-01", "2025-06-02", "2099-01-01")):
            self.env["dibao.alert"]._acting().create(
                {
                    "rule_id": rule.id,
                    "rule_group": rule.group,
                    "household_id": self.same[0].id,
                    "division_id": self.east_village.id,
                    "fact_key": f"late{at}",
                    "first_seen": "2025-05-01",
                    "due_on": due,
                }
            )
        _found, charts = self.shown()
        chart = charts["overdue"]
        self.assertEqual(chart["labels"], ["Leads: Dynamic management"])
        self.assertEqual(chart["series"][0]["data"], [2])
        [behind] = chart["opens"]
        self.assertEqual(behind["res_model"], "dibao.alert")
        self.assertEqual(self.env["dibao.alert"].search_count(behind["domain"]), 2)
        self.assertIn("2", chart["sentence"])
        _found, charts = self.shown(division_id=self.west.id)
        self.assertEqual(charts["overdue"]["labels"], [])
