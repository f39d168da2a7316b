# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, TransactionCase, freeze_time, tagged

from .common import TrainingPersonas


@tagged("post_install", "-at_install")
class TestCourse(TransactionCase, TrainingPersonas):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()

    def test_coordinator_plans_and_holds(self):
        courses = self.env["dibao.training.course"].with_user(self.coordinator)
        with Form(courses) as form:
            form.name = "Refresher"
            form.kind = "refresher"
            form.planned_on = "2024-05-06"
            form.hours = 4
        course = form.record
        self.assertEqual(course.division_id, self.county)
        self.assertEqual(course.responsible_id, self.coordinator)
        course.action_plan()
        self.assertEqual(course.state, "planned")
        course.action_hold()
        self.assertEqual(course.state, "held")

    def test_plan_needs_hours(self):
        self.course.hours = 0
        with self.assertRaisesRegex(UserError, "date and its credit hours first"):
            self.course.action_plan()

    def test_plan_needs_date(self):
        self.course.planned_on = False
        with self.assertRaisesRegex(UserError, "date and its credit hours first"):
            self.course.action_plan()

    @freeze_time("2024-03-04")
    def test_future_course_was_not_held(self):
        self.course.action_plan()
        with self.assertRaisesRegex(UserError, "still to come"):
            self.course.action_hold()

    def test_rpc_cannot_skip_the_checks(self):
        course = self.course.with_user(self.coordinator)
        with self.assertRaisesRegex(ValidationError, "still to come"):
            course.write({"state": "held", "planned_on": "2999-01-01"})

    def test_draft_is_not_held(self):
        with self.assertRaisesRegex(UserError, "not possible"):
            self.course.action_hold()

    def test_booked_course_stays(self):
        self._hold()
        self.env["dibao.training.credit"].create(
            {"course_id": self.course.id, "employee_id": self.employee.id}
        )
        self.assertEqual(self.course.participant_count, 1)
        self.assertEqual(self.course.credited_hours, 8)
        with self.assertRaisesRegex(UserError, "so it was held"):
            self.course.action_cancel()
        with self.assertRaisesRegex(UserError, "must be kept"):
            self.course.unlink()

    def test_cancelled_course_can_be_planned_again(self):
        self.course.action_cancel()
        self.course.action_plan()
        self.assertEqual(self.course.state, "planned")

    def test_session_is_an_event(self):
        event = (
            self.env["event.event"]
            .with_user(self.coordinator)
            .create(
                {
                    "name": "Day one",
                    "date_begin": "2024-03-05 01:00:00",
                    "date_end": "2024-03-05 09:00:00",
                    "dibao_course_id": self.course.id,
                }
            )
        )
        self.assertEqual(self.course.event_ids, event)
        self.course.unlink()
        self.assertTrue(event.exists())
        self.assertFalse(event.dibao_course_id)
