# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain


class DibaoSessionRegister(models.TransientModel):
    """Registers staff for a session; proposes those who lack hours."""

    _name = "dibao.session.register"
    _description = "Register Staff for a Session"
    _inherit = ["dibao.sealed.mixin"]

    event_id = fields.Many2one(
        "event.event", "Session", required=True, readonly=True, ondelete="cascade"
    )
    audience = fields.Selection(related="event_id.dibao_course_id.audience")
    staff_ids = fields.Many2many("dibao.staff", string="Staff")
    seats_available = fields.Integer(related="event_id.seats_available")
    seats_limited = fields.Boolean(related="event_id.seats_limited")

    def action_propose(self):
        """Fill in who of the audience lacks hours this year, most missing first."""
        self.ensure_one()
        course = self.event_id.dibao_course_id
        year = str(self.event_id._dibao_day().year)
        domain = Domain("year", "=", year) & Domain("is_short", "=", True)
        domain &= Domain("division_id", "child_of", course.division_id.ids)
        domain &= Domain("staff_id", "!=", False)
        if course.audience != "all":
            domain &= Domain("kind", "=", course.audience)
        known = self.event_id.registration_ids.filtered(lambda r: r.state != "cancel")
        domain &= Domain("employee_id", "not in", known.dibao_employee_id.ids)
        limit = self.seats_available if self.seats_limited else None
        rows = self.env["dibao.training.year"].search(
            domain, order="missing_hours desc, id", limit=limit
        )
        self.staff_ids = [Command.set(rows.staff_id.ids)]
        return self._screen()

    def _screen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Register staff"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_register(self):
        """Give them seats, or places on the waiting list, and tell them."""
        self.ensure_one()
        self.event_id.check_access("write")
        self.staff_ids.check_access("read")
        if not self.staff_ids:
            raise UserError(self.env._("Choose whom to register."))
        self.event_id._dibao_register(self.staff_ids.employee_id, invited=True)
        return {"type": "ir.actions.act_window_close"}
