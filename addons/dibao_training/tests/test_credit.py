# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from .common import TrainingPersonas


@tagged("post_install", "-at_install")
class TestCredit(TransactionCase, TrainingPersonas):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()
        cls._hold()

    def _book(self, **values):
        return (
            self.env["dibao.training.credit"]
            .with_user(self.coordinator)
            .create({"employee_id": self.employee.id, **values})
        )

    def test_hours_come_from_the_course(self):
        credit = self._book(course_id=self.course.id)
        self.assertRecordValues(
            credit,
            [
                {
                    "subject": "Induction",
                    "hours": 8,
                    "professional": True,
                    "year": "2024",
                    "division_id": self.township.id,
                }
            ],
        )

    def test_hours_may_differ_for_one_person(self):
        credit = self._book(course_id=self.course.id, hours=3)
        self.assertEqual(credit.hours, 3)

    def test_hours_follow_the_person(self):
        credit = self._book(course_id=self.course.id)
        self.employee.dibao_division_id = self.other_county
        self.assertEqual(credit.sudo().division_id, self.other_county)

    def test_without_home_the_course_counts(self):
        self.employee.dibao_division_id = False
        credit = self._book(course_id=self.course.id)
        self.assertEqual(credit.division_id, self.county)

    def test_once_a_course(self):
        self._book(course_id=self.course.id)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._book(course_id=self.course.id)

    def test_no_hours_before_the_course_is_held(self):
        course = self.course.copy({"planned_on": "2024-04-01"})
        self.assertEqual(course.state, "draft")
        with self.assertRaisesRegex(ValidationError, "not held yet"):
            self._book(course_id=course.id)

    def test_hours_from_elsewhere_need_evidence(self):
        values = {"subject": "Provincial class", "date": "2024-06-01", "hours": 16}
        with self.assertRaisesRegex(ValidationError, "need evidence"):
            self._book(**values, evidence="  ")
        credit = self._book(**values, evidence="Certificate in binder 3")
        self.assertEqual((credit.hours, credit.year), (16, "2024"))

    def test_negative_hours(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._book(course_id=self.course.id, hours=-1)

    def test_employee_with_hours_is_kept(self):
        self._book(course_id=self.course.id)
        with self.assertRaisesRegex(UserError, "must be kept"):
            self.employee.unlink()
        self.employee.action_archive()
        self.assertFalse(self.employee.active)
