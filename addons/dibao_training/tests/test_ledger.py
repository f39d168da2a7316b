# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from psycopg2 import IntegrityError
from psycopg2.errors import RestrictViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from .common import TrainingPersonas


@tagged("post_install", "-at_install")
class TestLedger(TransactionCase, TrainingPersonas):
    """Entries are kept: what was wrong is taken back, with a reason."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()
        cls._hold()
        cls.credit = (
            cls.env["dibao.training.credit"]
            .with_user(cls.coordinator)
            .create({"employee_id": cls.employee.id, "course_id": cls.course.id})
        )

    def _tally(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["dibao.training.tally"].search(
            [("employee_id", "=", self.employee.id), ("year", "=", "2024")]
        )

    def _correct(self, reason="按签到表更正", **values):
        wizard = self.env["dibao.training.correction"].with_user(self.coordinator)
        values = {"hours": 8, "professional": True, **values}
        wizard = wizard.create({"credit_id": self.credit.id, "reason": reason})
        wizard.write(values)
        return wizard.action_correct()

    def test_nobody_changes_an_entry(self):
        with self.assertRaises(AccessError):
            self.credit.hours = 3
        with self.assertRaisesRegex(UserError, "never changed"):
            self.credit.sudo().hours = 3
        with self.assertRaises(AccessError):
            self.credit.unlink()
        with self.assertRaisesRegex(UserError, "never deleted"):
            self.credit.sudo().unlink()

    def test_database_refuses_too(self):
        self.env.flush_all()
        with mute_logger("odoo.sql_db"), self.assertRaises(RestrictViolation):
            self.env.cr.execute(
                "UPDATE dibao_training_credit SET hours = 99 WHERE id = %s",
                [self.credit.id],
            )

    def test_what_the_entries_hang_on_stays(self):
        """Deleting employee or course in the database would take entries along."""
        self.env.flush_all()
        for table, record in (
            ("hr_employee", self.employee),
            ("dibao_training_course", self.course),
            ("dibao_training_credit", self.credit),
        ):
            with (
                self.subTest(table),
                mute_logger("odoo.sql_db"),
                self.assertRaises(RestrictViolation) as refused,
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(f"DELETE FROM {table} WHERE id = %s", [record.id])
        message = self.env[self.credit._name]._sql_error_to_message(refused.exception)
        self.assertIn("Archive", message)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(RestrictViolation),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute("TRUNCATE dibao_training_credit CASCADE")
        self.assertTrue(self.credit.exists())
        self.assertEqual(self._tally().hours, 8)

    def test_course_with_hours_of_people_who_left(self):
        """Its coordinator does not see them any more; the course stays all the same."""
        self.employee.dibao_division_id = self.other_county
        self.env.flush_all()
        course = self.course.with_user(self.coordinator)
        self.assertFalse(course.credit_ids)
        with self.assertRaisesRegex(UserError, "must be kept"):
            course.unlink()

    def test_course_that_changes_leaves_entries(self):
        self.course.hours = 20
        self.env.flush_all()
        self.assertEqual(self.credit.hours, 8)

    def test_correction_keeps_everything(self):
        self._correct(hours=5)
        entries = self.env["dibao.training.credit"].search(
            [("employee_id", "=", self.employee.id)], order="id"
        )
        self.assertRecordValues(
            entries,
            [
                {"hours": 8, "state": "reversed", "reason": False},
                {"hours": -8, "state": "reversal", "reason": "按签到表更正"},
                {"hours": 5, "state": "booked", "reason": "按签到表更正"},
            ],
        )
        self.assertEqual(entries[2].corrects_id, self.credit)
        self.assertEqual(self._tally().hours, 5)

    def test_correction_to_nothing(self):
        self._correct(hours=0)
        self.assertEqual(self._tally().hours, 0)

    def test_correction_of_the_subject(self):
        self.assertEqual(self._tally().professional_hours, 8)
        self._correct(professional=False)
        self.assertEqual(self._tally().professional_hours, 0)
        self.assertEqual(self._tally().hours, 8)

    def test_correction_needs_reason_and_change(self):
        with self.assertRaisesRegex(UserError, "Say why"):
            self._correct(reason="  ", hours=5)
        with self.assertRaisesRegex(UserError, "changes nothing"):
            self._correct()

    def test_taken_back_once(self):
        self._correct(hours=5)
        with self.assertRaisesRegex(UserError, "taken back already"):
            self._correct(hours=4)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["dibao.training.credit"]._acting().create(
                {
                    **self.credit.sudo()._same_occasion(),
                    "hours": -8,
                    "state": "reversal",
                    "reversal_of_id": self.credit.id,
                }
            )

    def test_more_than_the_course_gives(self):
        with self.assertRaisesRegex(ValidationError, "counted once"):
            self._correct(hours=9)

    def test_reader_corrects_nothing(self):
        reader = self._persona("t_reader", "archivist")
        with self.assertRaises(AccessError):
            self.credit.with_user(reader).action_correct()

    def test_forged_reversal_is_refused(self):
        """What acts write is not written by whoever sends values."""
        with self.assertRaises(AccessError):
            self.env["dibao.training.credit"].with_user(self.coordinator).create(
                {
                    "employee_id": self.employee.id,
                    "subject": "x",
                    "date": "2024-01-01",
                    "hours": -80,
                    "evidence": "x",
                    "reversal_of_id": self.credit.id,
                }
            )

    def test_sums_are_those_of_the_ledger(self):
        self._correct(hours=5)
        self.env["dibao.training.credit"].create(
            {
                "employee_id": self.employee.id,
                "subject": "x",
                "date": "2024-06-01",
                "hours": 2.5,
                "evidence": "x",
            }
        )
        entries = self.env["dibao.training.credit"].search(
            [("employee_id", "=", self.employee.id), ("year", "=", "2024")]
        )
        tally = self._tally()
        self.assertEqual(tally.hours, sum(entries.mapped("hours")))
        self.assertEqual((tally.hours, tally.professional_hours), (7.5, 5))

    def test_future_hours(self):
        with self.assertRaisesRegex(ValidationError, "still to come"):
            self.env["dibao.training.credit"].create(
                {
                    "employee_id": self.employee.id,
                    "subject": "x",
                    "date": "2999-01-01",
                    "hours": 2,
                    "evidence": "x",
                }
            )
