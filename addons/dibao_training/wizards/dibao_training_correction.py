# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class DibaoTrainingCorrection(models.TransientModel):
    """Asks how many hours are right, and why."""

    _name = "dibao.training.correction"
    _description = "Correct Credit Hours"
    _inherit = ["dibao.sealed.mixin"]

    credit_id = fields.Many2one(
        "dibao.training.credit", required=True, readonly=True, ondelete="cascade"
    )
    hours = fields.Float(
        compute="_compute_from_credit", store=True, readonly=False, help="0 takes back."
    )
    professional = fields.Boolean(
        "Professional subject",
        compute="_compute_from_credit",
        store=True,
        readonly=False,
    )
    reason = fields.Char(required=True)

    @api.depends("credit_id")
    def _compute_from_credit(self):
        for one in self:
            one.hours = one.credit_id.hours
            one.professional = one.credit_id.professional

    def action_correct(self):
        """Take the entry back and book it anew."""
        self.ensure_one()
        credit = self.credit_id
        credit._check_correctable()
        if self.hours < 0:
            raise UserError(self.env._("Hours are not below zero."))
        if self.hours == credit.hours and self.professional == credit.professional:
            raise UserError(self.env._("This correction changes nothing."))
        values = {"hours": self.hours, "professional": self.professional}
        credit._correct(values, self.reason)
        return {"type": "ir.actions.act_window_close"}
