# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, freeze_time, tagged

from .test_session import SessionCase
from .test_staff import pdf_bytes


class MineCase(SessionCase):
    allow_inherited_tests_method = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # a clerk: no right to events, registrations or hours of others
        cls.clerk = cls._persona("t_clerk", "township_clerk", cls.township)
        cls.one.sudo().employee_id.user_id = cls.clerk
        cls.later = cls._session(minutes=24 * 60, name="第二期")
        cls.env.flush_all()

    def _page(self, user=None):
        pages = self.env["dibao.my.training"].with_user(user or self.clerk)
        return pages.browse(pages.action_open()["res_id"])


@tagged("post_install", "-at_install")
class TestMyTraining(MineCase):
    def test_what_i_owe(self):
        page = self._page()
        self.assertEqual(page.employee_id.name, "甲测试")
        self.assertEqual((page.hours, page.required_hours), (0, 90))
        self.assertIn("90.0 hours are missing", page.advice)
        self.assertIn("secrecy promise", page.advice)

    def test_book_and_give_up(self):
        page = self._page()
        line = page.open_ids.filtered(lambda one: one.name == "第二期")
        line.action_book()
        seat = self.later.registration_ids
        self.assertEqual(seat.dibao_employee_id, self.one.sudo().employee_id)
        self.assertFalse(seat.dibao_invited)
        [mine] = page.seat_ids
        self.assertEqual(mine.state, "open")
        self.assertEqual(page.coming_hours, 8)
        mine.action_give_up()
        self.assertEqual(seat.state, "cancel")
        self.assertFalse(page.seat_ids)

    def _study(self, **values):
        course = self.course.copy(
            {
                "name": "自学课程",
                "kind": "self_study",
                "planned_on": fields.Date.today(),
                **values,
            }
        )
        course.action_plan()
        return course

    def _complete(self, line, content=None):
        shown = line.action_complete()
        wizard = self.env[shown["res_model"]].with_user(self.clerk)
        wizard = wizard.with_context(**shown["context"]).create(
            {
                "file": base64.b64encode(pdf_bytes() if content is None else content),
                "file_name": "笔记.pdf",
            }
        )
        return wizard.action_complete()

    def test_self_study_books_itself_with_its_paper(self):
        course = self._study()
        self._study(name="外县", division_id=self.other_county.id)
        page = self._page()
        [line] = page.study_ids
        self.assertEqual((line.name, line.hours), ("自学课程", 8))
        self._complete(line)
        [credit] = self.env["dibao.training.credit"].search(
            [("course_id", "=", course.id)]
        )
        self.assertRecordValues(
            credit,
            [
                {
                    "employee_id": self.one.sudo().employee_id.id,
                    "hours": 8,
                    "date": fields.Date.today(),
                    "state": "booked",
                }
            ],
        )
        item = credit.item_id
        self.assertEqual(item.kind_id.code, "TRAINING")
        self.assertEqual(item.volume_id.division_id, self.township)
        self.assertEqual(item.original_ids.name, "笔记.pdf")
        self.assertFalse(self._page().study_ids)
        with self.assertRaisesRegex(UserError, "cannot be completed"):
            self._complete(line)

    def test_self_study_needs_a_paper(self):
        self._study()
        [line] = self._page().study_ids
        for content in (b"", b"no paper at all"):
            with self.assertRaises(UserError):
                self._complete(line, content)
        self.assertEqual(self._hours(self.one), 0)

    def test_forged_self_study_books_nothing(self):
        """Neither a course that is held nor one of elsewhere is completed alone."""
        self._study()
        [line] = self._page().study_ids
        elsewhere = self._study(division_id=self.other_county.id)
        for course in (self.course, elsewhere):
            line.sudo().course_ref = course.id
            with self.assertRaisesRegex(UserError, "cannot be completed"):
                self._complete(line)

    def test_no_right_to_the_events(self):
        with self.assertRaises(AccessError):
            self.env["event.event"].with_user(self.clerk).search([])

    def test_others_sessions_are_not_offered(self):
        course = self.course.copy(
            {"division_id": self.other_county.id, "planned_on": fields.Date.today()}
        )
        self.env["event.event"].create(
            {
                "name": "外县",
                "dibao_course_id": course.id,
                "date_begin": fields.Datetime.now() + timedelta(days=1),
                "date_end": fields.Datetime.now() + timedelta(days=2),
            }
        )
        self.assertNotIn("外县", self._page().open_ids.mapped("name"))

    def test_forged_row_opens_nothing(self):
        """A row that names another's seat is looked at again."""
        [foreign] = self._register(self.two, session=self.later)
        page = self._page()
        line = page.sudo().line_ids[:1]
        line.write({"kind": "seat", "seat_ref": foreign.id})
        with self.assertRaisesRegex(UserError, "no session of yours"):
            line.with_user(self.clerk).action_give_up()
        with self.assertRaises(AccessError):
            line.with_user(self.clerk).seat_ref = 1

    def test_user_without_employee(self):
        nobody = self._persona("t_nobody", "township_clerk", self.township)
        page = self._page(nobody)
        self.assertFalse(page.employee_id or page.line_ids)
        self.assertIn("not linked to an employee", page.advice)

    def test_online_session(self):
        with freeze_time("2026-05-04 01:00:00"):
            session = self._session(
                minutes=0,
                length=60,
                dibao_mode="online",
                event_url="https://meeting.example.org/1",
                name="线上",
            )
            self._register(self.one, session=session)
            page = self._page()
            line = page.seat_ids.filtered(lambda one: one.name == "线上")
            self.assertEqual(line.action_join()["url"], session.event_url)
        with freeze_time("2026-05-04 02:00:00"):
            page = self._page()
            page.seat_ids.filtered("joined").action_leave()
            session.action_dibao_close()
        self.assertEqual(self._hours(self.one), 8)


@tagged("post_install", "-at_install")
class TestCheckIn(MineCase, HttpCase):
    def test_own_telephone_at_the_door(self):
        seat = self._register(self.one)
        address = f"/dibao/training/checkin/{self.lesson.dibao_token}"
        self.authenticate("t_clerk", "t_clerk")
        page = self.url_open(address)
        self.assertIn("甲测试", page.text)
        self.assertEqual(seat.state, "open", "looking checks nobody in")
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        for _time in range(2):
            page = self.url_open(f"{address}/here", data={"csrf_token": token})
            self.assertEqual(page.status_code, 200)
        seat.invalidate_recordset()
        self.assertEqual(seat.state, "done")
        self.assertEqual(self._hours(self.one), 8)

    def test_somebody_without_a_seat(self):
        self.authenticate("t_clerk", "t_clerk")
        page = self.url_open(f"/dibao/training/checkin/{self.lesson.dibao_token}")
        self.assertNotIn("csrf_token", page.text)
        self.assertEqual(
            self.url_open("/dibao/training/checkin/A1-0000000000000").status_code, 404
        )
