# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..tools import payment
from ..tools.monthly_fact import CAUSES, LABOUR
from .statistics_common import DEC, FEB, JAN, StatisticsCase

ROW_CLASSES = ("female", "elderly", "minor", "disabled")
#: What Dehua county published of its urban roll for October 2024.
PUBLISHED = {
    **{"households": 173, "persons": 311, "female": 149, "elderly": 15},
    **{"minor": 116, "disabled": 120, "entry_persons": 4, "exit_persons": 3},
    **dict(zip((f"labour_{one}" for one in LABOUR), (42, 32, 146, 91), strict=True)),
    **dict(
        zip((f"cause_{one}" for one in CAUSES), (65, 120, 73, 0, 18, 35), strict=True)
    ),
}


def steps_of(compared):
    """``{what: [(step, count)]}`` between two tables."""
    return {
        one["what"]: [(step["code"], step["count"]) for step in one["steps"]]
        for one in compared["movement"]
    }


@tagged("post_install", "-at_install")
class TestOfficialTable(StatisticsCase):
    """The county table on the screen: rows, checks, movement, rights, drill-down."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        person = cls.person_values
        cls.kept = cls.make_people(
            [person(), person("20150101", "2")], 300.0, DEC, causes=("illness",)
        )
        cls.ended = cls.make_people([person()], 200.0, DEC, cls.west_village)
        cls.freeze(JAN)
        cls.ended._in_force(JAN)._end(JAN, "测试")
        cls.new = cls.make_people([person(sex="2")], 250.0, FEB, cls.west_village)
        cls.here = cls.make_people([person()], 150.0, FEB, cls.east)
        cls.freeze(FEB)
        cls.read = cls.env["dibao.statistics"]

    def table(self, user=None, **asked):
        read = self.read.with_user(user or self.officer)
        return read.official_table(**{"division_id": self.county.id, **asked})

    def test_rows_and_checks(self):
        table = self.table()
        self.assertEqual(table["month"], "2026-02-01")
        rows = {row["label"]: row["cells"] for row in table["rows"]}
        self.assertEqual(list(rows), ["东镇", "西镇", "Sum of the table"])
        total = rows["Sum of the table"]
        self.assertEqual((total["households"], total["persons"]), (3, 4))
        self.assertEqual((total["spending"], total["year_spending"]), (700, 1200))
        self.assertEqual(total["average"], 175)
        self.assertEqual([one for one in table["checks"] if not one["holds"]], [])
        self.assertGreater(len(table["checks"]), 30)

    def test_movement_and_comparison(self):
        [last] = self.table()["compared"]
        steps = steps_of(last)
        self.assertEqual(
            steps["Number of persons"],
            [("last", 3), ("came:new", 2), ("left:stopped", -1), ("now", 4)],
        )
        self.assertEqual(
            steps["Number of households"],
            [("last", 2), ("came", 2), ("left", -1), ("now", 3)],
        )
        # One person more, of 500 / 3 yuan each; then each got 500 + 166.67 - 700 more.
        self.assertEqual(
            steps["Spending of the month"],
            [("last", 500), ("persons", 166.67), ("each", 33.33), ("now", 700)],
        )
        [diff] = [
            row["diff"] for row in last["rows"] if row["label"] == "Number of persons"
        ]
        self.assertEqual(diff, 1)

    def test_who_is_registered_at_the_township_itself(self):
        table = self.table(division_id=self.east.id)
        labels = [row["label"] for row in table["rows"]]
        self.assertEqual(
            labels, ["东一村", "Registered at 东镇 itself", "Sum of the table"]
        )
        rest = table["rows"][1]["cells"]
        self.assertEqual((rest["persons"], rest["spending"]), (1, 150))
        self.assertTrue(all(one["holds"] for one in table["checks"]))
        action = self.read.with_user(self.officer).official_cell(
            self.east.id, FEB, "persons", only_here=True
        )
        rows = self.facts.search(action["domain"])
        self.assertEqual(rows.household_id, self.here)

    def test_each_cell_leads_to_its_rows(self):
        """What a cell says and the rows it opens are the same number, everywhere."""
        table = self.table()
        for row in table["rows"]:
            for column in table["columns"]:
                code, value = column["code"], row["cells"][column["code"]]
                action = self.read.with_user(self.officer).official_cell(
                    row["division_id"], FEB, code
                )
                rows = self.facts.with_user(self.officer).search(action["domain"])
                if column["kind"] == "count":
                    found = sum(rows.mapped("sign"))
                elif code == "average":
                    continue
                else:
                    name = code.removeprefix("year_")
                    found = sum(one.sign * one[name] for one in rows)
                self.assertEqual(found, value, (row["label"], code))

    def test_each_line_leads_to_its_rows(self):
        """Lines of the form and the yearbook as well, of this year and the last."""
        for layout in ("quarterly", "yearbook"):
            for row in self.table(layout=layout)["rows"]:
                asked = row["leads"]["value"]
                action = self.read.with_user(self.officer).official_cell(
                    row["division_id"], **asked
                )
                rows = self.facts.with_user(self.officer).search(action["domain"])
                measure, value = asked["column"], row["cells"]["value"]
                if measure in ("persons", "households", *ROW_CLASSES):
                    self.assertEqual(sum(rows.mapped("sign")), value, row["label"])
                elif measure.startswith("year_"):
                    name = measure.removeprefix("year_")
                    found = sum(one.sign * one[name] for one in rows) / 10_000
                    self.assertEqual(round(found, 4), value, row["label"])
                else:
                    self.assertEqual(measure, "average_year")
        self.assertEqual(row["leads"]["before"]["month"], "2025-02-01")

    def test_lines(self):
        for layout, lines in (("quarterly", 17), ("yearbook", 16)):
            table = self.table(layout=layout)
            self.assertEqual(len(table["rows"]), lines)
            self.assertTrue(all(one["holds"] for one in table["checks"]))
        values = {
            row["cells"]["number"]: row["cells"]["value"]
            for row in self.table(layout="quarterly")["rows"]
        }
        self.assertEqual((values[1], values[12], values[15]), (0.12, 4, 3))

    def test_who_sees_sums_only(self):
        viewer = self.make_user("t_viewer", "statistics", self.county)
        table = self.table(viewer)
        self.assertFalse(table["sees_small"])
        values = {v for row in table["rows"] for v in row["cells"].values()}
        self.assertEqual(values, {None}, "three households are too few")
        self.assertEqual((table["movement"], table["compared"]), ([], []))
        with self.assertRaises(AccessError):
            self.read.with_user(viewer).official_cell(self.county.id, FEB, "persons")

    def test_small_places_do_not_follow_from_the_total(self):
        for _one in range(6):
            self.make_people([self.person_values()], 100.0, date(2026, 3, 1))
        self.freeze(date(2026, 3, 1))
        viewer = self.make_user("t_viewer2", "statistics", self.county)
        table = self.table(viewer)
        *places, total = table["rows"]
        self.assertEqual(total["cells"]["households"], 9)
        for row in places:
            self.assertEqual(set(row["cells"].values()), {None}, row["label"])
        self.assertIsNone(total["cells"]["female"])
        self.assertIsNone(total["cells"]["disabled"] or None)

    def test_outside_the_area(self):
        clerk = self.make_user("t_clerk", "township_clerk", self.east)
        with self.assertRaises(AccessError):
            self.table(clerk)
        table = self.table(clerk, division_id=None)
        self.assertEqual(table["place"]["id"], self.east.id)
        self.assertFalse(table["place"]["parent"])
        with self.assertRaises(AccessError):
            self.read.with_user(clerk).official_cell(self.west.id, FEB, "persons")


@tagged("post_install", "-at_install")
class TestYearAgo(StatisticsCase):
    """The table beside that of the same month last year, explained."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        person = cls.person_values
        cls.months = [date(2025, n, 1) for n in range(1, 13)] + [JAN]
        start = date(2024, 12, 1)
        cls.kept = cls.make_people([person(), person("20150101", "2")], 300.0, start)
        cls.ended = cls.make_people([person()], 200.0, start, cls.west_village)

    def freeze_all(self, months):
        """Each in the night it is due: what is written afterwards is learned later."""
        for month in months:
            with freeze_time(payment.shift(month, 1)):
                self.freeze(month)

    def compared(self, **asked):
        read = self.env["dibao.statistics"].with_user(self.officer)
        table = read.official_table(division_id=self.county.id, **asked)
        return {one["name"]: one for one in table["compared"]}

    def test_movement_over_a_year(self):
        """Every reason added up, and what was learned in between."""
        self.freeze_all(self.months[:5])
        self.ended._in_force(date(2025, 6, 1))._end(date(2025, 6, 1), "测试")
        # Learned in June: somebody else was on the roll since April already.
        self.make_people([self.person_values()], 100.0, date(2025, 4, 1))
        self.freeze_all(self.months[5:9])
        self.make_people([self.person_values(sex="2")], 250.0, date(2025, 11, 1))
        self.kept.member_ids[1].person_id.death_date = date(2025, 9, 10)
        self.freeze_all(self.months[9:])
        for published in (False, True):
            year = self.compared(published=published)["Same month last year (2025-01)"]
            steps = steps_of(year)
            persons = dict(steps["Number of persons"])
            self.assertEqual((persons["last"], persons["now"]), (3, 3))
            self.assertEqual((persons["left:died"], persons["left:stopped"]), (-1, -1))
            # As published, April's table did not know the one who came then.
            came = (1, 1) if published else (2, 0)
            found = persons["came:new"], persons.get("corrected", 0)
            self.assertEqual(found, came, published)
            households = dict(steps["Number of households"])
            self.assertEqual((households["last"], households["now"]), (2, 3))
            money = dict(steps["Spending of the month"])
            self.assertEqual((money["last"], money["now"]), (500, 650))
            for what, found in steps.items():
                self.assertNotIn("unexplained", dict(found), (published, what))
                first, *between, end = [count for _code, count in found]
                self.assertAlmostEqual(first + sum(between), end, 2, what)

    def test_a_part_of_a_year_is_not_compared(self):
        """January to March of last year, of which only March is known."""
        march = [date(2025, 3, 1), *self.months[9:], FEB, date(2026, 3, 1)]
        self.freeze_all(march)
        read = self.env["dibao.statistics"].with_user(self.officer)
        table = read.official_table("quarterly", self.county.id)
        rows = {row["cells"]["number"]: row["cells"] for row in table["rows"]}
        self.assertEqual((rows[1]["value"], rows[1]["before"]), (0.15, None))
        self.assertIsNone(rows[1]["growth"])
        self.assertEqual((rows[12]["value"], rows[12]["before"]), (3, 3))
        self.assertFalse(table["note"])
        table = read.official_table("county", self.county.id, month="2025-11-01")
        self.assertIn("2025-01、2025-02、2025-04", table["note"])

    def test_a_gap_is_not_explained(self):
        self.freeze_all([self.months[0], self.months[-1]])
        year = self.compared()["Same month last year (2025-01)"]
        self.assertEqual(year["movement"], [])
        self.assertEqual(year["rows"][0]["diff"], 0)


@tagged("post_install", "-at_install")
class TestPublishedTable(StatisticsCase):
    """A county generated to the shape of a published table gives that table."""

    def people(self):
        """Values of 311 persons whose classes are those of the published table."""
        severe = {"disability_grade": "1", "disability_type": "4"}
        slight = {"disability_grade": "3", "disability_type": "4"}
        kinds = [
            *[("20150101", {})] * 85,  # minors: no ability
            *[("20150101", severe)] * 31,  # minors: fully lost
            *[("19500101", {})] * 6,  # over 60: no ability
            *[("19500101", severe)] * 9,
            *[("19850101", {})] * 42,  # able
            *[("19850101", slight)] * 10,  # partly lost
            *[("19850101", {"illness": "慢性病"})] * 22,
            *[("19850101", severe)] * 70,
            *[("19850101", {"serious_illness": True})] * 36,
        ]
        female = [
            (number + 1) * 149 // 311 > number * 149 // 311 for number in range(311)
        ]
        return [
            self.person_values(birth, "2" if woman else "1", **values)
            for (birth, values), woman in zip(kinds, female, strict=True)
        ]

    @staticmethod
    def shapes():
        """Cause and size of 173 households: each person counts for one cause."""
        pairs = {"illness": 32, "disability": 44, "schooling": 36, "labour": 9}
        alone = {"illness": 1, "disability": 32, "schooling": 1, "other": 1}
        return [
            *(("other", 2) for _one in range(17)),
            *((cause, 2) for cause, count in pairs.items() for _one in range(count)),
            *((cause, 1) for cause, count in alone.items() for _one in range(count)),
        ]

    def test_dehua_urban(self):
        people, urban = iter(self.people()), {"urban_rural": "urban"}
        for number, (cause, size) in enumerate(self.shapes()):
            self.make_people(
                [next(people) for _one in range(size)],
                634.0 * size,
                FEB if number < 2 else DEC,
                self.east_village if number % 2 else self.west_village,
                causes=(cause,),
                **urban,
            )
        self.assertFalse(list(people))
        for _one in range(3):
            gone = self.make_people([self.person_values()], 500.0, DEC, **urban)
            gone._in_force(JAN)._end(JAN, "测试")
        self.freeze(JAN)
        self.freeze(FEB)
        table = self.env["dibao.statistics"].official_table(
            division_id=self.county.id, month=FEB, urban_rural="urban"
        )
        total = table["rows"][-1]["cells"]
        self.assertEqual({name: total[name] for name in PUBLISHED}, PUBLISHED)
        self.assertEqual(total["average"], 634)
        self.assertEqual([one for one in table["checks"] if not one["holds"]], [])
