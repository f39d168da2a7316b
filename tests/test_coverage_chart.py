# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The dashboard's chart of who is qualified, with training and review together."""

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.dibao_training.tests.duty_common import DutyCase


@tagged("post_install", "-at_install")
class TestCoverageChart(DutyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.read = cls.env["dibao.statistics"]
        cls.easter = cls.make_user("c_east", "archivist", cls.east)
        cls.employee = cls.make_employee("东示例", cls.easter, cls.east)

    def chart(self, place):
        with freeze_time("2026-05-01 02:00:00"):
            found = self.read._chart_coverage(place)
        rows = zip(*[one["data"] for one in found["series"]], strict=True)
        return dict(zip(found["labels"], rows, strict=True)), found

    def test_by_place_with_one_click_down(self):
        before, _chart = self.chart(self.county)
        self.assertFalse(sum(row[2] for row in before.values()), "nothing is asked")
        self.ask()
        self.certify()
        rows, chart = self.chart(self.county)
        self.assertEqual(rows[self.east.name], (0, 0, 1))
        here = rows[self.county.name]
        self.assertGreaterEqual(here[0], 1, "the archivist has the certificate")
        at = chart["labels"].index(self.east.name)
        self.assertEqual(chart["places"][at], self.east.id)
        self.assertFalse(chart["places"][chart["labels"].index(self.county.name)])
        down, _chart = self.chart(self.east)
        self.assertEqual(down, {self.east.name: (0, 0, 1)})

    def test_the_sentence_names_where_most_are_missing(self):
        self.ask(division=self.east)
        _rows, chart = self.chart(self.county)
        self.assertIn(self.east.name, chart["sentence"])
        self.certify(self.employee)
        rows, chart = self.chart(self.county)
        self.assertEqual(rows[self.east.name], (1, 0, 0))
        self.assertNotIn(self.east.name, chart["sentence"])

    def test_who_has_no_staff_record_is_counted(self):
        self.ask()
        rows, _chart = self.chart(self.west)
        self.assertEqual(rows, {})
        self.make_user("c_west", "archivist", self.west)
        rows, _chart = self.chart(self.west)
        self.assertEqual(rows, {self.west.name: (0, 0, 1)})

    def test_leave_is_for_the_time_being(self):
        self.ask()
        self.env["dibao.duty.leave"].create(
            {
                **{"employee_id": self.employee.id, "date_from": "2026-04-25"},
                **{"duty_id": self.env.ref("dibao_training.duty_file").id},
                **{"reason": "示例", "date_to": "2026-05-05"},
            }
        )
        rows, _chart = self.chart(self.east)
        self.assertEqual(rows, {self.east.name: (0, 1, 0)})
