# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields, models

from ..models.event_minutes import ACTION_POINT


class DibaoSessionPoint(models.TransientModel):
    """An action point of a seminar becomes a task of the person responsible."""

    _name = "dibao.session.point"
    _description = "Action Point of a Session"
    _inherit = ["dibao.sealed.mixin"]

    event_id = fields.Many2one(
        "event.event", "Session", required=True, readonly=True, ondelete="cascade"
    )
    summary = fields.Char("What", required=True)
    user_id = fields.Many2one(
        "res.users",
        "Who",
        required=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
    )
    date_deadline = fields.Date(
        "Until",
        required=True,
        default=lambda self: fields.Date.context_today(self) + timedelta(days=30),
    )

    def action_add(self):
        """Open the task."""
        self.ensure_one()
        self.event_id.check_access("write")
        self.event_id.dibao_course_id.activity_schedule(
            ACTION_POINT,
            date_deadline=self.date_deadline,
            summary=self.summary,
            note=self.event_id.name,
            user_id=self.user_id.id,
        )
        return {"type": "ir.actions.act_window_close"}
