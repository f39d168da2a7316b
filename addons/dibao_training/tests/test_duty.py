# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Date
from odoo.tests import tagged

from ..duty_refused import DutyRefused
from ..duty_sql import standing_query
from .duty_common import DutyCase


@tagged("post_install", "-at_install")
class TestDuty(DutyCase):
    def file(self, user=None):
        """File a paper as a user, and roll nothing back."""
        volume = self.volume()
        item = self.paper(volume, "F01")
        item.with_user(user or self.archivist)._file()
        return item

    def test_shipped_requirements_lock_nobody_out(self):
        shipped = self.env["dibao.duty.requirement"].with_context(active_test=False)
        shipped = shipped.search([("division_id", "=", False)])
        self.assertEqual(len(shipped), 9)
        self.assertFalse(any(shipped.mapped("active")))
        self.assertEqual(self.file().state, "filed")

    def test_without_certificate_filing_is_refused(self):
        self.ask()
        with freeze_time("2026-05-01"):
            with self.assertRaises(AccessError) as refused:
                self.file()
            self.certify()
            self.assertEqual(self.file().state, "filed")
        error = refused.exception
        self.assertIsInstance(error, DutyRefused)
        self.assertIn(self.kind_archive.name, str(error.args[0]))
        action = self.env["ir.actions.server"].browse(error.args[1])
        shown = action.with_user(self.archivist).with_context(**error.args[3]).run()
        need = self.env["dibao.duty.need"].browse(shown["res_id"])
        self.assertEqual(need.duty_id.code, "file")
        self.assertEqual(need.line_ids.kind_id, self.kind_archive)

    def test_the_right_ends_with_the_day(self):
        self.ask()
        self.certify()
        with freeze_time("2026-12-31 12:00:00"):
            self.assertEqual(self.file().state, "filed")
        self.archivist.tz = "Asia/Shanghai"
        # Past midnight in China: nothing has run in between.
        with freeze_time("2026-12-31 16:30:00"), self.assertRaises(AccessError) as no:
            self.file()
        self.assertIn("2026-12-31", str(no.exception))

    def test_revoked_at_once(self):
        self.ask()
        certificate = self.certify()
        with freeze_time("2026-05-01"):
            self.file()
            certificate.with_user(self.coordinator).reason = "冒名"
            certificate.with_user(self.coordinator).action_revoke()
            with self.assertRaises(AccessError):
                self.file()

    def test_the_nearest_place_decides(self):
        self.ask()
        self.ask(division=self.east, kinds=self.kind_review)
        with freeze_time("2026-05-01"):
            self.certify()
            with self.assertRaisesRegex(AccessError, self.kind_review.name):
                self.file()
            self.certify(kind=self.kind_review)
            self.file()

    def test_of_two_periods_the_one_in_force(self):
        self.ask(valid_to="2026-04-30", kinds=self.kind_review)
        self.ask(valid_from="2026-05-01")
        self.set_policy("duty_grace_days", "0")
        self.certify()
        with freeze_time("2026-04-30"), self.assertRaises(AccessError):
            self.file()
        with freeze_time("2026-05-01"):
            self.file()

    def test_periods_of_one_duty_share_no_day(self):
        self.ask(valid_from="2026-01-01")
        with self.assertRaises(ValidationError):
            self.ask(valid_from="2026-06-01")

    def test_grace(self):
        rule = self.ask(valid_from="2026-05-01")
        self.assertEqual(rule.grace_until, Date.to_date("2026-07-29"))
        with freeze_time("2026-07-29"):
            self.file()
        with freeze_time("2026-07-30"), self.assertRaises(AccessError):
            self.file()

    def test_putting_in_force_begins_with_grace(self):
        rule = self.env.ref("dibao_training.requirement_file")
        with freeze_time("2026-05-01"):
            action = rule.with_user(self.coordinator).action_adopt()
            mine = rule.browse(action["res_id"])
            self.assertEqual(mine.division_id, self.county)
            self.assertTrue(mine.active)
            self.file()
        with freeze_time("2026-08-01"), self.assertRaises(AccessError):
            self.file()
        with self.assertRaises(AccessError):
            # the whole country is not the county's to decide
            rule.with_user(self.coordinator).action_enforce()

    def test_a_rule_asks_for_something(self):
        with self.assertRaises(ValidationError):
            self.ask(kinds=self.kind_archive.browse())

    def leave(self, user=None, **vals):
        return (
            self.env["dibao.duty.leave"]
            .with_user(user or self.supervisor)
            .create(
                {
                    "employee_id": self.worker.id,
                    "duty_id": self.env.ref("dibao_training.duty_file").id,
                    "date_from": "2026-05-01",
                    "date_to": "2026-05-10",
                    "reason": "立卷人员住院",
                    **vals,
                }
            )
        )

    def test_exceptional_leave(self):
        self.ask()
        with freeze_time("2026-05-10"):
            leave = self.leave()
            self.assertEqual(leave.granted_by_id, self.supervisor)
            self.file()
        with freeze_time("2026-05-11"), self.assertRaises(AccessError):
            self.file()
        with freeze_time("2026-05-05"):
            leave.action_withdraw()
            with self.assertRaises(AccessError):
                self.file()

    def test_leave_is_given_by_somebody_else_and_not_for_long(self):
        head = self.make_employee("首示例", self.supervisor, self.county)
        with self.assertRaises(AccessError):
            self.leave(employee_id=head.id)
        with self.assertRaises(AccessError):
            self.leave(user=self.coordinator)
        with self.assertRaises(ValidationError):
            self.leave(date_to="2026-05-31")
        with self.assertRaises(UserError):
            self.leave().employee_id = head

    def test_user_without_employee(self):
        self.ask()
        other = self.make_user("other_archivist", "archivist", self.county)
        with self.assertRaises(AccessError) as no:
            self.file(other)
        self.assertIn("•", str(no.exception))

    def test_certificates_of_an_archived_employee_count_no_more(self):
        self.ask()
        self.certify()
        with freeze_time("2026-05-01"):
            self.file()
            self.worker.active = False
            with self.assertRaises(AccessError):
                self.file()

    def test_clear_values(self):
        self.ask("reveal")
        person = self.household.head_id.with_user(self.archivist)
        with freeze_time("2026-05-01"):
            with self.assertRaises(AccessError):
                person.dibao_reveal("id_number", "audit")
            self.certify()
            self.assertEqual(len(person.dibao_reveal("id_number", "audit")), 18)

    def test_one_query_an_act(self):
        self.ask()
        self.certify()
        user, volume = self.archivist.with_user(self.archivist), self.volume()
        with freeze_time("2026-05-01"):
            for duty in ("file", "destroy"):  # rules are cached until they change
                self.assertIs(user._dibao_check_duty(duty, volume), True)
            self.env.cr.cache.clear()
            volume.sudo().division_id  # noqa: B018 - the act has read it
            with self.assertQueryCount(1):
                self.assertIs(user._dibao_check_duty("file", volume), True)
                for _again in range(3):
                    user._dibao_check_duty("file", volume)
            with self.assertQueryCount(0):
                user._dibao_check_duty("destroy", volume)  # nothing is asked for

    def lesson(self, name="档案整理培训第一期", division=None, **course):
        """A session to come of the county, on 1 June 2026."""
        course = self.env["dibao.training.course"].create(
            {
                "name": "档案整理培训",
                "division_id": (division or self.county).id,
                "planned_on": "2026-06-01",
                "hours": 8,
                **course,
            }
        )
        return self.env["event.event"].create(
            {
                "name": name,
                "dibao_course_id": course.id,
                "date_begin": "2026-06-01 01:00:00",
                "date_end": "2026-06-01 09:00:00",
            }
        )

    def elsewhere(self):
        return self.env["dibao.division"].create(
            {"code": "990992000000", "name": "外示县"}
        )

    def need(self, user=None):
        """What the button of the refusal opens."""
        with self.assertRaises(DutyRefused) as refused:
            self.file(user)
        _message, action, _button, context = refused.exception.args
        action = self.env["ir.actions.server"].browse(action)
        shown = action.with_user(user or self.archivist).with_context(**context).run()
        needs = self.env["dibao.duty.need"].with_user(user or self.archivist)
        return needs.browse(shown["res_id"])

    def test_need_tells_sessions_and_exam(self):
        self.ask()
        topics = [Command.set(self.kind_archive.topic_ids[:1].ids)]
        with freeze_time("2026-05-01"):
            self.lesson(topic_ids=topics)
            need = self.need()
        self.assertEqual(need.state, "missing")
        self.assertRecordValues(
            need.line_ids, [{"kind_id": self.kind_archive.id, "missing": True}]
        )
        self.assertRecordValues(
            need.session_ids,
            [
                {
                    "name": "档案整理培训第一期",
                    "state": "free",
                    "serves": self.kind_archive.name,
                }
            ],
        )

    def test_sessions_by_the_duty_of_their_course(self):
        """A course that serves the duty helps, whatever topics it names."""
        self.ask()
        duty = self.env.ref("dibao_training.duty_file")
        other = self.env.ref("dibao_training.duty_pay")
        with freeze_time("2026-05-01"):
            self.lesson("归档实务", duty_ids=[Command.set(duty.ids)])
            self.lesson("发放实务", duty_ids=[Command.set(other.ids)])
            self.lesson("别处", self.elsewhere(), duty_ids=[Command.set(duty.ids)])
            self.lesson(
                "协理员班", duty_ids=[Command.set(duty.ids)], audience="assistant"
            )
            need = self.need()
        self.assertEqual(need.session_ids.mapped("name"), ["归档实务"])
        self.assertIn(duty.name, need.session_ids.serves)

    def test_registered_from_the_refusal(self):
        self.ask()
        duty = self.env.ref("dibao_training.duty_file")
        with freeze_time("2026-05-01"):
            event = self.lesson(duty_ids=[Command.set(duty.ids)])
            need = self.need()
            shown = need.session_ids.action_book()
            self.assertEqual(shown["res_id"], need.id)
            self.assertEqual(need.session_ids.state, "booked")
            seat = event.registration_ids
            self.assertEqual(seat.dibao_employee_id, self.worker)
            self.assertEqual((seat.state, seat.dibao_invited), ("open", False))
            # told again as it is, and not twice
            self.assertEqual(self.need().session_ids.state, "booked")
            self.need().session_ids.action_book()
            self.assertEqual(len(event.registration_ids), 1)

    def test_a_full_session_has_a_waiting_list(self):
        self.ask()
        duty = self.env.ref("dibao_training.duty_file")
        somebody = self.make_employee("首示例", self.supervisor, self.county)
        with freeze_time("2026-05-01"):
            event = self.lesson(duty_ids=[Command.set(duty.ids)])
            event.write({"seats_limited": True, "seats_max": 1})
            event._dibao_register(somebody)
            need = self.need()
            self.assertEqual(need.session_ids.state, "full")
            need.session_ids.action_book()
            self.assertEqual(need.session_ids.state, "waiting")

    def test_a_forged_row_books_nothing(self):
        self.ask()
        duty = self.env.ref("dibao_training.duty_file")
        with freeze_time("2026-05-01"):
            self.lesson(duty_ids=[Command.set(duty.ids)])
            elsewhere = self.lesson(division=self.elsewhere())
            row = self.need().session_ids
            row.event_ref = elsewhere.id
            with self.assertRaisesRegex(UserError, "cannot be booked"):
                row.action_book()
        self.assertFalse(elsewhere.registration_ids)

    def test_report_says_the_same_person_by_person(self):
        """The list's query and the check of an act are one rule."""
        self.ask("file", valid_from="2026-01-01", promise=True)
        self.ask("lend")
        self.ask("inspect", kinds=self.kind_archive | self.kind_review, any_of=True)
        self.ask("destroy", kinds=self.kind_archive | self.kind_review)
        self.ask("transfer", division=self.east, valid_from="2026-04-20")
        head = self.make_employee("首示例", self.supervisor, self.county)
        east = self.make_user("east_archivist", "archivist", self.east)
        easter = self.make_employee("东示例", east, self.east)
        self.certify(last="2026-05-20")
        self.certify(head, self.kind_review, last=False)
        self.certify(easter, self.kind_archive, "2025-01-01", "2026-04-30")
        self.leave(employee_id=easter.id, date_from="2026-04-25")
        for day in (
            "2026-03-31",
            "2026-04-30",
            "2026-05-01",
            "2026-05-21",
            "2026-07-19",
        ):
            with freeze_time(f"{day} 02:00:00"):
                self.compare(Date.to_date(day), self.archivist | self.supervisor | east)

    def compare(self, day, users):
        rows = self.env.execute_query_dict(standing_query(self.env, day))
        told = {(row["user_id"], row["duty_id"]): row for row in rows}
        duties = self.env["dibao.duty"].search([])
        seen = 0
        for user in users:
            place = self.env["dibao.fonds"].new(
                {"division_id": user.dibao_division_ids.id}
            )
            for duty in duties:
                row = told.get((user.id, duty.id))
                if not row:
                    continue
                seen += 1
                stands = user._dibao_standing(duty.code, place)
                until = (
                    stands.until if stands.until and stands.until.year < 9999 else None
                )
                self.assertEqual(
                    (row["state"], row["until"], row["missing_promise"]),
                    (stands.state, until, stands.promise),
                    (day, user.login, duty.code),
                )
                self.assertEqual(
                    set(row["missing_kinds"] or ()), set(stands.kinds), duty.code
                )
        self.assertGreaterEqual(seen, 15)

    def test_report_on_the_screen(self):
        self.ask()
        self.certify()
        rows = self.env["dibao.duty.standing"].with_user(self.coordinator)
        with freeze_time("2026-05-01"):
            row = rows.search(
                [("employee_id", "=", self.worker.id), ("duty_id.code", "=", "file")]
            )
            self.assertEqual(row.state, "qualified")
            self.assertEqual(row.until, Date.to_date("2026-12-31"))
        with freeze_time("2027-01-01"):
            rows.invalidate_model()
            row = rows.search(
                [("employee_id", "=", self.worker.id), ("duty_id.code", "=", "file")]
            )
            self.assertEqual(
                (row.state, row.missing), ("missing", self.kind_archive.name)
            )
