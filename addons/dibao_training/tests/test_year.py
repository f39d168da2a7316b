# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import TransactionCase, freeze_time, tagged

from .common import TrainingPersonas


@tagged("post_install", "-at_install")
class TestYear(TransactionCase, TrainingPersonas):
    """What a year asks for: 90 hours unless an area's policy says otherwise."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()
        key = cls.env["dibao.policy.key"].search([("code", "=", "ce_hours_year")])
        cls.env["dibao.policy"].create(
            {
                "key_id": key.id,
                "division_id": cls.county.id,
                "value": "20",
                "valid_from": "2024-01-01",
                "legal_basis": "Local notice",
                "valid_to": "2024-12-31",
            }
        )
        cls._hold()
        cls.env["dibao.training.credit"].create(
            [
                {"course_id": cls.course.id, "employee_id": cls.employee.id},
                {
                    "employee_id": cls.employee.id,
                    "subject": "Public subject",
                    "date": "2024-12-31",
                    "hours": 5,
                    "evidence": "Certificate",
                },
                {
                    "employee_id": cls.employee.id,
                    "subject": "Next year",
                    "date": "2025-01-01",
                    "hours": 100,
                    "professional": True,
                    "evidence": "Certificate",
                },
            ]
        )

    def _row(self, year, employee=None):
        return (
            self.env["dibao.training.year"]
            .with_user(self.coordinator)
            .search(
                [
                    ("employee_id", "=", (employee or self.employee).id),
                    ("year", "=", year),
                ]
            )
        )

    def test_posts_are_told_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        chinese = self.env["dibao.training.year"].with_context(lang="zh_CN")
        labels = chinese._fields["kind"]._description_selection(chinese.env)
        own = chinese.env["dibao.staff"]._fields["kind"]
        self.assertEqual(labels, own._description_selection(chinese.env))
        self.assertNotIn("Archivist", dict(labels).values())

    def test_sums_of_a_year(self):
        self.assertRecordValues(
            self._row("2024"),
            [
                {
                    "hours": 13,
                    "professional_hours": 8,
                    "required_hours": 20,
                    "missing_hours": 7,
                    "progress": 65,
                    "is_short": True,
                    "division_id": self.township.id,
                }
            ],
        )

    def test_hours_are_not_carried_over(self):
        row = self._row("2025")
        self.assertEqual((row.hours, row.required_hours), (100, 90))
        self.assertEqual((row.missing_hours, row.progress), (0, 100))
        self.assertFalse(row.is_short)

    def test_search_of_those_short_of_hours(self):
        rows = self._row("2024") | self._row("2025")
        years = self.env["dibao.training.year"].with_user(self.coordinator)
        mine = [
            ("employee_id", "=", self.employee.id),
            ("year", "in", ("2024", "2025")),
        ]
        self.assertEqual(
            years.search([*mine, ("is_short", "=", True)]), self._row("2024")
        )
        self.assertEqual(
            years.search([*mine, ("is_short", "!=", True)]), rows - self._row("2024")
        )

    def test_staff_without_hours_is_listed(self):
        idle = self.env["hr.employee"].create(
            {"name": "吴测试", "dibao_division_id": self.county.id}
        )
        row = self._row(f"{self.env.cr.now().year}", idle)
        self.assertEqual((row.hours, row.is_short), (0, True))
        idle.active = False
        self.assertFalse(self._row(f"{self.env.cr.now().year}", idle))

    def test_archived_staff_keeps_its_years(self):
        self.employee.action_archive()
        self.assertEqual(self._row("2024").hours, 13)

    @freeze_time("2024-06-01")
    def test_pivot_sums(self):
        groups = (
            self.env["dibao.training.year"]
            .with_user(self.coordinator)
            ._read_group(
                [("employee_id", "=", self.employee.id)], ["year"], ["hours:sum"]
            )
        )
        self.assertIn(("2024", 13.0), groups)
