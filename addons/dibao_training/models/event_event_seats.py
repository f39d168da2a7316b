# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class EventEvent(models.Model):
    """Who has a seat in a session, who waits for one, and what cancelling does."""

    # One file for each concern.
    _inherit = "event.event"  # pylint: disable=consider-merging-classes-inherited

    def _dibao_register(self, employees, invited=False):
        """Give employees a seat, or a place on the waiting list.

        :param employees: records of ``hr.employee``
        :param bool invited: the coordinator does it; else the employee himself
        :return: the registrations, old ones included
        :raise UserError: over, cancelled, or somebody is registered as another employee
        """
        self.ensure_one()
        event = self.sudo()
        # Two who take the last seat: one after the other.
        event.lock_for_update()
        event._dibao_check_open()
        seats = event.registration_ids.filtered(lambda one: one.state != "cancel")
        for employee in employees.sudo():
            if employee in seats.dibao_employee_id:
                continue
            same = employee._dibao_same_person()
            twin = seats.filtered(lambda one, same=same: one.dibao_employee_id in same)
            if twin:
                raise UserError(
                    self.env._(
                        "%(name)s is registered already as another employee with the "
                        "same ID number (%(other)s).",
                        name=employee.name,
                        other=twin[0].name,
                    )
                )
            full = event._dibao_is_full()
            seat = seats.create(
                {
                    "event_id": event.id,
                    "dibao_employee_id": employee.id,
                    "name": employee.name,
                    "state": "draft" if full else "open",
                    "dibao_waiting": full,
                    "dibao_invited": invited,
                }
            )
            seat._dibao_tell()
            seats |= seat
        return seats.filtered(lambda one: one.dibao_employee_id in employees).with_env(
            self.env
        )

    def _dibao_check_open(self):
        if not self.dibao_course_id:
            raise UserError(self.env._("This event is no session of a course."))
        if self.kanban_state == "cancel" or self.dibao_course_id.state == "cancelled":
            raise UserError(
                self.env._("“%(session)s” was cancelled.", session=self.name)
            )
        if self.dibao_closed_on:
            raise UserError(self.env._("“%(session)s” is over.", session=self.name))

    def _dibao_is_full(self):
        self.invalidate_recordset(["seats_available", "seats_taken"])
        limited = self.seats_limited and self.seats_max
        return bool(limited and self.seats_available <= 0)

    def _dibao_move_up(self):
        """Who waits longest gets a seat that has become free."""
        for event in self.sudo().filtered(lambda one: not one.dibao_closed_on):
            if event.kanban_state == "cancel":
                continue
            waiting = event.registration_ids.filtered("dibao_waiting").sorted("id")
            for seat in waiting:
                if event._dibao_is_full():
                    break
                seat.write({"dibao_waiting": False, "state": "open"})
                seat._dibao_tell()

    # BY ONESELF

    @api.model
    def _dibao_open_domain(self, employee):
        """Sessions to come that an employee may book: of the own office and those
        above, for this audience, and open to the staff.

        :return: a ``Domain``; nothing fits without an employee
        """
        user = employee.sudo().user_id
        division = employee.dibao_division_id or user.dibao_division_ids[:1]
        if not division:
            return Domain.FALSE
        above = [int(one) for one in (division.parent_path or "").split("/") if one]
        # sudo: what audience the person belongs to
        staff = self.env["dibao.staff"].sudo()
        staff = staff.search([("employee_id", "=", employee.id)])
        return Domain(
            [
                ("dibao_course_id", "!=", False),
                ("dibao_course_id.state", "!=", "cancelled"),
                ("dibao_open", "=", True),
                ("dibao_closed_on", "=", False),
                ("kanban_state", "!=", "cancel"),
                ("date_end", ">", fields.Datetime.now()),
                ("dibao_division_id", "in", above),
                ("dibao_course_id.audience", "in", ["all", staff.kind or "all"]),
            ]
        )

    @api.model
    @api.private
    def _dibao_book_own(self, employee, number):
        """Give an employee who asks himself a seat, or a place on the waiting list.

        :param int number: id of the session, as a row of the own page has it
        :raise UserError: it cannot be booked (any more) by this employee
        """
        # sudo: he has no right to sessions; the domain says which ones he may book
        event = self.sudo().search(
            self._dibao_open_domain(employee) & Domain("id", "=", number)
        )
        if not event:
            raise UserError(self.env._("This session cannot be booked any more."))
        return event._dibao_register(employee)

    # CANCELLING

    def _dibao_take_back(self):
        """A session that is cancelled gives no hours, booked before or not."""
        events = self.sudo().filtered("dibao_course_id")
        booked = (
            self.env["dibao.training.credit"]
            .sudo()
            .search([("event_id", "in", events.ids), ("state", "=", "booked")])
        )
        for event, credits in booked.grouped("event_id").items():
            credits._reverse(
                self.env._("Session cancelled: %(session)s", session=event.name)
            )

    def action_dibao_cancel(self):
        """Cancel the session: its hours are taken back, and people are told."""
        for event in self:
            event.write({"kanban_state": "cancel"})
            event._dibao_tell_cancelled()

    def _dibao_tell_cancelled(self):
        for seat in self.sudo().registration_ids:
            user = seat.dibao_employee_id.user_id
            if user and seat.state != "cancel":
                event = self.with_context(lang=user.lang)
                self.sudo().dibao_course_id.message_notify(
                    partner_ids=user.partner_id.ids,
                    subject=self.name,
                    body=event.env._(
                        "“%(session)s” on %(day)s was cancelled.",
                        session=self.name,
                        day=self._dibao_day(),
                    ),
                )
