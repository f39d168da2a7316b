# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class DibaoDutyNeedSession(models.TransientModel):
    """A session to come that helps to a duty; booked from the refusal itself."""

    _name = "dibao.duty.need.session"
    _description = "A Session that Helps to a Duty"
    _order = "date_begin, id"

    need_id = fields.Many2one("dibao.duty.need", required=True, ondelete="cascade")
    # A number, no link: the user has no right to sessions.
    event_ref = fields.Integer(readonly=True)
    name = fields.Char("Session", readonly=True)
    date_begin = fields.Datetime("Time", readonly=True)
    place = fields.Char(readonly=True)
    serves = fields.Char("Helps to", readonly=True)
    state = fields.Selection(
        [
            ("free", "Seats free"),
            ("full", "Full: waiting list"),
            ("booked", "Registered"),
            ("waiting", "Waiting"),
        ],
        "Seat",
        readonly=True,
    )

    def action_book(self):
        """Take a seat, or a place on the waiting list; the number is looked at again.

        :raise UserError: the session cannot be booked by this user (any more)
        """
        self.ensure_one()
        self.check_access("read")
        need = self.need_id
        employee = self.env["dibao.my.training"]._my_employee()
        self.env["event.event"]._dibao_book_own(employee, self.event_ref)
        need._refresh_sessions()
        return need._as_dialog()
