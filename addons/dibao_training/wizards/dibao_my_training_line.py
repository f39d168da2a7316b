# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import UserError


class DibaoMyTrainingLine(models.TransientModel):
    """A row of one's own training page: a seat, a session to book, hours, material."""

    _name = "dibao.my.training.line"
    _description = "Line of My Training"
    _order = "date desc, day desc, id"

    page_id = fields.Many2one(
        "dibao.my.training", required=True, readonly=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [
            ("seat", "My session"),
            ("open", "Open session"),
            ("study", "Self-study"),
            ("credit", "Hours"),
            ("material", "Material"),
            ("certificate", "Certificate"),
        ],
        required=True,
        readonly=True,
    )
    # Numbers, no links: the user has no right to events and seats of his own.
    event_ref = fields.Integer(readonly=True)
    seat_ref = fields.Integer(readonly=True)
    course_ref = fields.Integer("Course no.", readonly=True)
    name = fields.Char(readonly=True)
    date = fields.Datetime("Time", readonly=True)
    date_end = fields.Datetime("Until", readonly=True)
    day = fields.Date(readonly=True)
    place = fields.Char(readonly=True)
    url = fields.Char("Link", readonly=True)
    hours = fields.Float(readonly=True)
    professional = fields.Boolean("Professional subject", readonly=True)
    joined = fields.Boolean("Present online", readonly=True)
    state = fields.Selection(
        [
            ("free", "Seats free"),
            ("full", "Full: waiting list"),
            ("waiting", "Waiting"),
            ("draft", "Unconfirmed"),
            ("open", "Registered"),
            ("done", "Attended"),
        ],
        readonly=True,
    )

    def _page(self, page):
        page._fill()
        return page._screen()

    def _seat(self):
        """The own seat behind the row; the number in it is looked at again."""
        self.ensure_one()
        self.check_access("read")
        employee = self.page_id._my_employee()
        seat = self.env["event.registration"].sudo().browse(self.seat_ref).exists()
        if self.kind != "seat" or not seat or seat.dibao_employee_id != employee:
            raise UserError(self.env._("This is no session of yours any more."))
        return seat

    def action_book(self):
        """Take a seat, or a place on the waiting list."""
        self.ensure_one()
        self.check_access("read")
        page = self.page_id
        employee = page._my_employee()
        if self.kind != "open":
            raise UserError(self.env._("This session cannot be booked any more."))
        self.env["event.event"]._dibao_book_own(employee, self.event_ref)
        return self._page(page)

    def action_give_up(self):
        """Give the seat back: who waits moves up."""
        seat = self._seat()
        if seat.state not in ("open", "draft") or seat.event_id.dibao_closed_on:
            raise UserError(self.env._("This session is over."))
        seat.action_cancel()
        return self._page(self.page_id)

    def action_join(self):
        """Come into an online session; the time counts from now."""
        seat = self._seat()
        event = seat.event_id
        if seat.state != "open" or event.dibao_mode == "onsite":
            raise UserError(self.env._("This session is not held online."))
        seat._dibao_check_attendance()
        seat._dibao_join()
        if not event.event_url:
            return self._page(self.page_id)
        self.page_id._fill()
        return {"type": "ir.actions.act_url", "url": event.event_url, "target": "new"}

    def action_leave(self):
        """Leave an online session; the minutes are added up."""
        self._seat()._dibao_leave()
        return self._page(self.page_id)

    def action_complete(self):
        """Show that the course was studied; the form asks for the paper."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Complete self-study"),
            "res_model": "dibao.self.study",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_course_ref": self.course_ref,
                "default_name": self.name,
                "default_hours": self.hours,
            },
        }
