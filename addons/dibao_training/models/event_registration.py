# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

COORDINATOR = "dibao_archive.group_training_coordinator"


class EventRegistration(models.Model):
    """A seat of a member of the staff; attending it books the hours."""

    _inherit = "event.registration"

    dibao_employee_id = fields.Many2one(
        "hr.employee", "Employee", index="btree_not_null", ondelete="set null"
    )
    dibao_division_id = fields.Many2one(
        related="dibao_employee_id.dibao_division_id",
        string="Works for",
        store=True,
        index="btree_not_null",
    )
    dibao_waiting = fields.Boolean("On the waiting list", copy=False)
    dibao_invited = fields.Boolean("Invited by the coordinator", copy=False)
    dibao_joined_on = fields.Datetime("Joined online", copy=False)
    dibao_minutes = fields.Integer("Minutes online", copy=False)
    dibao_credit_ids = fields.One2many(
        "dibao.training.credit", "registration_id", "Hours", groups=COORDINATOR
    )
    dibao_credit_note = fields.Char(
        "Why no hours", readonly=True, copy=False, groups=COORDINATOR
    )

    _dibao_once = models.UniqueIndex(
        "(event_id, dibao_employee_id)"
        " WHERE dibao_employee_id IS NOT NULL AND state <> 'cancel' AND active",
        "This employee is registered for the session already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        seats = super().create(vals_list)
        seats.filtered(lambda one: one.state == "done")._dibao_book()
        return seats

    def write(self, vals):
        if "state" not in vals:
            return super().write(vals)
        attended = self.filtered(lambda one: one.state == "done")
        if vals["state"] == "done":
            (self - attended)._dibao_check_attendance()
        result = super().write(vals)
        if vals["state"] == "done":
            (self - attended)._dibao_book()
        else:
            attended._dibao_unbook()
        if vals["state"] == "cancel":
            self.sudo().filtered("dibao_waiting").dibao_waiting = False
            self.event_id.sudo().filtered("dibao_course_id")._dibao_move_up()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_hours(self):
        # sudo: hours that the user may not read count as well
        credits = self.env["dibao.training.credit"].sudo()
        known = credits.search([("registration_id", "in", self.ids)], limit=1)
        if known:
            raise UserError(
                self.env._(
                    "%(name)s has hours from “%(session)s” on record, which must be "
                    "kept. Set the attendance back or cancel it instead: its hours "
                    "are then taken back.",
                    name=known.employee_id.name,
                    session=known.subject,
                )
            )

    # ATTENDANCE

    def _dibao_check_attendance(self):
        """Nobody attends what was cancelled or is still to come."""
        for seat in self.sudo():
            event = seat.event_id
            if not event.dibao_course_id:
                continue
            if event.kanban_state == "cancel":
                raise UserError(
                    self.env._("“%(session)s” was cancelled.", session=event.name)
                )
            early = self.env["dibao.policy"]._get(
                "checkin_before_minutes", event.dibao_course_id.division_id
            )
            opens = event.date_begin - timedelta(minutes=early or 0)
            if fields.Datetime.now() < opens:
                raise UserError(
                    self.env._(
                        "“%(session)s” begins on %(date)s: attendance is taken from "
                        "%(minutes)s minutes before.",
                        session=event.name,
                        date=event._dibao_day(),
                        minutes=early or 0,
                    )
                )

    def _dibao_book(self):
        """Book the hours of those who attended, once for each person and course."""
        credits = self.env["dibao.training.credit"].sudo()
        for seat in self.sudo():
            event, employee = seat.event_id, seat.dibao_employee_id
            course = event.dibao_course_id
            if not course or not employee:
                continue
            event.dibao_course_id._held_by_session(event._dibao_day())
            free = course.hours - credits._earned(employee, course)
            hours = min(event.dibao_hours, free)
            if float_compare(hours, 0, precision_digits=2) <= 0:
                seat.dibao_credit_note = self.env._(
                    "The hours of the course are booked for this person already."
                )
                continue
            seat.dibao_credit_note = False
            credits._acting().create(
                {
                    "employee_id": employee.id,
                    "course_id": course.id,
                    "event_id": event.id,
                    "registration_id": seat.id,
                    "subject": event.name,
                    "date": event._dibao_day(),
                    "hours": hours,
                    "professional": course.professional,
                    "evidence": self.env._("Attendance of the session"),
                }
            )

    def _dibao_unbook(self):
        """Attendance that is withdrawn takes its hours back."""
        booked = self.sudo().dibao_credit_ids.filtered(
            lambda one: one.state == "booked"
        )
        if booked:
            booked._reverse(self.env._("Attendance withdrawn"))

    # ONLINE

    def _dibao_join(self):
        """The participant comes in; counted until he leaves."""
        for seat in self.sudo():
            if not seat.dibao_joined_on:
                seat.dibao_joined_on = fields.Datetime.now()

    def _dibao_leave(self):
        """Add the minutes since he came in, within the session's own hours."""
        now = fields.Datetime.now()
        for seat in self.sudo().filtered("dibao_joined_on"):
            event = seat.event_id
            begin = max(seat.dibao_joined_on, event.date_begin)
            end = min(now, event.date_end)
            minutes = max((end - begin).total_seconds(), 0) // 60
            seat.write(
                {
                    "dibao_minutes": seat.dibao_minutes + int(minutes),
                    "dibao_joined_on": False,
                }
            )

    def _dibao_judge_online(self):
        """Who was there for the share that the policy asks for attended."""
        policies = self.env["dibao.policy"]
        self._dibao_leave()
        for seat in self.sudo().filtered(
            lambda one: one.state == "open" and one.dibao_minutes
        ):
            event = seat.event_id
            share = policies._get("online_min_share", event.dibao_course_id.division_id)
            length = (event.date_end - event.date_begin).total_seconds() / 60
            if 100.0 * seat.dibao_minutes >= (share or 0) * length:
                seat.action_set_done()
            else:
                seat.dibao_credit_note = self.env._(
                    "Online for %(minutes)s of %(length)s minutes.",
                    minutes=seat.dibao_minutes,
                    length=int(length),
                )

    # PAPERS

    def _dibao_code(self):
        """The QR code that the registration desk reads."""
        return self.env["dibao.cover.sheet"]._code_picture(self.barcode)

    def _dibao_hours(self):
        """Hours that this attendance has booked."""
        credits = self.sudo().dibao_credit_ids
        return sum(credits.filtered(lambda one: one.state == "booked").mapped("hours"))

    # TELLING

    def _dibao_tell(self):
        """Tell an invited employee, or one who moved up, within the system."""
        for seat in self.sudo():
            user = seat.dibao_employee_id.user_id
            if not user:
                continue
            course = seat.event_id.dibao_course_id
            text = seat.with_context(lang=user.lang)._dibao_words()
            course.message_notify(
                partner_ids=user.partner_id.ids,
                subject=seat.event_id.name,
                body=text,
            )

    def _dibao_words(self):
        self.ensure_one()
        event = self.event_id
        values = {"session": event.name, "day": event._dibao_day()}
        if self.dibao_waiting:
            return self.env._(
                "You are on the waiting list of “%(session)s” on %(day)s.", **values
            )
        return self.env._("You have a seat in “%(session)s” on %(day)s.", **values)
