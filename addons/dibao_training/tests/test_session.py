# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.dibao_archive.tests.common import make_id

from .test_staff import StaffCase


class SessionCase(StaffCase):
    allow_inherited_tests_method = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.course.planned_on = fields.Date.today()
        cls.course.action_plan()
        cls.one = cls._staff("甲测试")
        cls.two = cls._staff("乙测试")
        cls.lesson = cls._session()

    @classmethod
    def _session(cls, hours=0, minutes=-30, length=180, course=None, **values):
        now = fields.Datetime.now()
        event = cls.env["event.event"].with_user(cls.coordinator)
        return event.create(
            {
                "name": "第一期",
                "dibao_course_id": (course or cls.course).id,
                "date_begin": now + timedelta(minutes=minutes),
                "date_end": now + timedelta(minutes=minutes + length),
                "date_tz": "Asia/Shanghai",
                **({"dibao_hours": hours} if hours else {}),
                **values,
            }
        )

    def _register(self, *staff, session=None):
        people = self.env["dibao.staff"].union(*staff)
        session = session or self.lesson
        seats = session._dibao_register(people.sudo().employee_id, invited=True)
        return seats.sorted("id")

    def _hours(self, staff, state="booked"):
        credits = self.env["dibao.training.credit"].search(
            [("employee_id", "=", staff.sudo().employee_id.id)]
        )
        if state:
            credits = credits.filtered(lambda one: one.state == state)
        return sum(credits.mapped("hours"))


@tagged("post_install", "-at_install")
class TestSession(SessionCase):
    def test_attendance_books_hours(self):
        seat = self._register(self.one)
        seat.action_set_done()
        [credit] = seat.dibao_credit_ids
        self.assertRecordValues(
            credit,
            [
                {
                    "hours": 8,
                    "course_id": self.course.id,
                    "event_id": self.lesson.id,
                    "professional": True,
                    "division_id": self.township.id,
                    "state": "booked",
                }
            ],
        )
        self.assertEqual(self.course.state, "held")

    def test_seat_and_session_with_hours_stay(self):
        seat = self._register(self.one)
        seat.action_set_done()
        for record in (seat, self.lesson):
            with self.assertRaisesRegex(UserError, "must be kept"):
                record.sudo().unlink()
        # taken back: the entries tell of it, and still hang on the seat
        seat.write({"state": "open"})
        with self.assertRaisesRegex(UserError, "must be kept"):
            seat.sudo().unlink()
        other = self._register(self.two)
        other.sudo().unlink()
        self.assertFalse(other.exists())

    def test_double_check_in(self):
        """By the desk's scanner, a second scan, and a button: the hours count once."""
        seat = self._register(self.one)
        desk = self.env["event.registration"].with_user(self.coordinator)
        first = desk.register_attendee(seat.barcode, self.lesson.id)
        second = desk.register_attendee(seat.barcode, self.lesson.id)
        self.assertEqual(first["status"], "confirmed_registration")
        self.assertEqual(second["status"], "already_registered")
        seat.action_set_done()
        self.assertEqual(self._hours(self.one), 8)
        self.assertEqual(len(seat.dibao_credit_ids), 1)

    def test_registered_once(self):
        seats = self._register(self.one)
        self.assertEqual(self._register(self.one), seats)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["event.registration"].create(
                {
                    "event_id": self.lesson.id,
                    "dibao_employee_id": self.one.sudo().employee_id.id,
                    "name": "x",
                }
            )

    def test_no_letters_to_contacts(self):
        self.assertFalse(self.lesson.event_mail_ids)
        seat = self._register(self.one)
        self.assertFalse(seat.partner_id or seat.email or seat.phone)

    def test_waiting_list_moves_up(self):
        session = self._session(seats_limited=True, seats_max=1)
        first, second = self._register(self.one, self.two, session=session)
        self.assertEqual((first.state, second.state), ("open", "draft"))
        self.assertTrue(second.dibao_waiting)
        first.action_cancel()
        self.assertEqual(second.state, "open")
        self.assertFalse(second.dibao_waiting)

    def test_more_seats_move_up(self):
        session = self._session(seats_limited=True, seats_max=1)
        _first, second = self._register(self.one, self.two, session=session)
        session.seats_max = 2
        self.assertEqual(second.state, "open")

    def test_two_employees_of_one_number(self):
        """One person under two employees has one seat, and the hours once."""
        number = make_id("19820202", 11)
        one, other = self.env["hr.employee"].create(
            [
                {"name": "双测试", "identification_id": number},
                {"name": "双测试", "identification_id": number},
            ]
        )
        (one | other).dibao_division_id = self.township
        self.lesson._dibao_register(one).action_set_done()
        with self.assertRaisesRegex(UserError, "same ID number"):
            self.lesson._dibao_register(other)
        again = self._session()
        seat = again._dibao_register(other)
        seat.action_set_done()
        self.assertFalse(seat.dibao_credit_ids)
        self.assertIn("booked for this person already", seat.dibao_credit_note)

    def test_second_group_of_the_course_gives_nothing_more(self):
        self._register(self.one).action_set_done()
        self._register(self.one, session=self._session()).action_set_done()
        self.assertEqual(self._hours(self.one), 8)

    def test_parts_of_a_course(self):
        """Two days of four hours; a third one has nothing left to give."""
        for _day in range(3):
            session = self._session(hours=4)
            self._register(self.one, session=session).action_set_done()
        self.assertEqual(self._hours(self.one), 8)

    def test_cancelled_after_booking(self):
        seat = self._register(self.one)
        seat.action_set_done()
        self.lesson.action_dibao_cancel()
        self.assertEqual(self._hours(self.one), 0)
        self.assertEqual(self._hours(self.one, state=None), 0)
        states = seat.dibao_credit_ids.mapped("state")
        self.assertEqual(sorted(states), ["reversal", "reversed"])
        [reversal] = seat.dibao_credit_ids.filtered("reversal_of_id")
        self.assertIn("Session cancelled", reversal.reason)
        self.lesson.action_dibao_cancel()
        self.assertEqual(len(seat.dibao_credit_ids), 2)
        with self.assertRaisesRegex(UserError, "was cancelled"):
            self._register(self.two)

    def test_attendance_withdrawn_and_given_again(self):
        seat = self._register(self.one)
        seat.action_set_done()
        seat.action_confirm()
        self.assertEqual(self._hours(self.one), 0)
        seat.action_set_done()
        self.assertEqual(self._hours(self.one), 8)
        self.assertEqual(len(seat.dibao_credit_ids), 3)

    def test_not_before_it_begins(self):
        session = self._session(minutes=61)
        seat = self._register(self.one, session=session)
        with self.assertRaisesRegex(UserError, "60 minutes before"):
            seat.action_set_done()
        early = self._session(minutes=59)
        self._register(self.two, session=early).action_set_done()
        self.assertEqual(self._hours(self.two), 8)

    def test_employee_without_user(self):
        """Village assistants often have none: hours count all the same."""
        self.assertFalse(self.one.user_id)
        self._register(self.one).action_set_done()
        self.assertEqual(self._hours(self.one), 8)

    def test_session_with_hours_stays(self):
        self._register(self.one).action_set_done()
        with self.assertRaisesRegex(UserError, "must be kept"):
            self.lesson.sudo().unlink()

    def test_other_events_are_let_alone(self):
        event = self.env["event.event"].create(
            {
                "name": "Party",
                "date_begin": fields.Datetime.now() + timedelta(days=9),
                "date_end": fields.Datetime.now() + timedelta(days=10),
            }
        )
        self.assertTrue(event.event_mail_ids)
        seat = self.env["event.registration"].create(
            {"event_id": event.id, "name": "x"}
        )
        seat.action_set_done()
        self.assertFalse(event.dibao_token or seat.dibao_credit_ids)
        seat.unlink()
        event.unlink()

    @freeze_time("2026-12-31 17:00:00")
    def test_day_is_that_of_the_place(self):
        """One o'clock on New Year in Shanghai is still the old year in UTC."""
        session = self._session(minutes=-5)
        self.assertEqual(str(session._dibao_day()), "2027-01-01")

    @freeze_time("2026-03-29 00:30:00")
    def test_clock_change(self):
        """Two hours in Berlin, over the hour that spring skips, are two hours."""
        session = self._session(
            minutes=0, length=120, date_tz="Europe/Berlin", dibao_mode="online"
        )
        seat = self._register(self.one, session=session)
        seat._dibao_join()
        with freeze_time("2026-03-29 02:30:00"):
            seat._dibao_leave()
        self.assertEqual(seat.dibao_minutes, 120)


@tagged("post_install", "-at_install")
class TestSessionEnd(SessionCase):
    def test_online_share(self):
        """Four fifths of 100 minutes: 80 count, 79 do not."""
        with freeze_time("2026-05-04 01:00:00"):
            session = self._session(minutes=0, length=100, dibao_mode="online")
            enough, short = self._register(self.one, self.two, session=session)
            (enough | short)._dibao_join()
        with freeze_time("2026-05-04 02:19:00"):
            short._dibao_leave()
        with freeze_time("2026-05-04 02:20:00"):
            enough._dibao_leave()
        with freeze_time("2026-05-04 03:00:00"):
            session.action_dibao_close()
        self.assertEqual((enough.state, short.state), ("done", "open"))
        self.assertEqual((self._hours(self.one), self._hours(self.two)), (8, 0))
        self.assertIn("79 of 100", short.dibao_credit_note)

    def test_close_files_the_list(self):
        self._register(self.one).action_set_done()
        self.lesson.action_dibao_close()
        item = self.lesson.sudo().dibao_sheet_item_id
        self.assertEqual(item.kind_id.code, "TRAINSHEET")
        self.assertEqual(item.volume_id.division_id, self.county)
        self.assertEqual(item.original_ids.mimetype, "application/pdf")
        with self.assertRaisesRegex(UserError, "is over"):
            self.lesson.action_dibao_close()

    def test_papers_of_assistants_lie_apart(self):
        self.course.audience = "assistant"
        self.lesson.action_dibao_close()
        item = self.lesson.sudo().dibao_sheet_item_id
        self.assertEqual(item.kind_id.code, "TRAINASST")

    def test_sheet_is_printed_and_scanned_back(self):
        seats = self._register(self.one, self.two)
        content, _kind = self.env["ir.actions.report"]._render_qweb_pdf(
            "dibao_training.attendance_sheet_report", self.lesson.ids
        )
        wizard = self.env["dibao.session.sheet"].with_user(self.coordinator)
        wizard = wizard.create(
            {"file": base64.b64encode(content), "file_name": "签到表.pdf"}
        )
        wizard.action_read()
        self.assertEqual(wizard.event_id, self.lesson)
        self.assertEqual(wizard.seat_ids, seats)
        wizard.seat_ids -= seats[1]
        wizard.action_apply()
        self.assertEqual(seats.mapped("state"), ["done", "open"])
        self.assertEqual(self._hours(self.one), 8)
        self.assertEqual(self._hours(self.two), 0)
        item = self.lesson.sudo().dibao_sheet_item_id
        self.assertEqual(item.original_ids.name, "签到表.pdf")

    def test_sheet_of_another_county_is_not_found(self):
        content, _kind = self.env["ir.actions.report"]._render_qweb_pdf(
            "dibao_training.attendance_sheet_report", self.lesson.ids
        )
        wizard = self.env["dibao.session.sheet"].with_user(self.other_coordinator)
        wizard = wizard.create({"file": base64.b64encode(content)})
        with self.assertRaisesRegex(UserError, "No code of a session of yours"):
            wizard.action_read()

    def test_evaluation_has_no_names(self):
        user = self._persona("t_archivist", "archivist", self.township)
        self.one.sudo().employee_id.user_id = user
        self._register(self.one).action_set_done()
        self.lesson.action_dibao_close()
        answers = self.env["survey.user_input"].search(
            [("dibao_event_id", "=", self.lesson.id)]
        )
        self.assertEqual(len(answers), 1)
        self.assertFalse(answers.partner_id or answers.email or answers.nickname)
        questions = answers.survey_id.question_ids.filtered(
            lambda one: one.question_type == "scale"
        )
        for question, mark in zip(questions, (5, 4, 3), strict=True):
            answers._save_lines(question, str(mark))
        answers._mark_done()
        self.assertEqual(self.lesson.dibao_rating, 4.0)

    def test_minutes_and_action_points(self):
        self.lesson.dibao_minutes = "<p>商定：三号盒重新编号</p>"
        point = self.env["dibao.session.point"].with_user(self.coordinator)
        point.create({"event_id": self.lesson.id, "summary": "重新编号"}).action_add()
        [activity] = self.course.activity_ids
        self.assertEqual(activity.summary, "重新编号")
        self.assertEqual(activity.user_id, self.coordinator)
        self.assertEqual(self.lesson.dibao_point_ids, activity)
        self.lesson.action_dibao_file_minutes()
        item = self.lesson.sudo().dibao_minutes_item_id
        self.assertEqual(item.kind_id.code, "TRAINING")

    def test_propose_who_lacks_hours(self):
        self.env["dibao.training.credit"].create(
            {
                "employee_id": self.two.sudo().employee_id.id,
                "subject": "x",
                "date": fields.Date.today(),
                "hours": 90,
                "professional": True,
                "evidence": "x",
            }
        )
        wizard = self.env["dibao.session.register"].with_user(self.coordinator)
        wizard = wizard.create({"event_id": self.lesson.id})
        wizard.action_propose()
        self.assertIn(self.one, wizard.staff_ids)
        self.assertNotIn(self.two, wizard.staff_ids)
        wizard.action_register()
        self.assertIn(
            self.one.sudo().employee_id,
            self.lesson.registration_ids.dibao_employee_id,
        )
