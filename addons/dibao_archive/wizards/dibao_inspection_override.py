# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class DibaoInspectionOverride(models.TransientModel):
    """Why a failed inspection may be passed over: a second person's word."""

    _name = "dibao.inspection.override"
    _description = "Pass over an Inspection"
    _inherit = ["dibao.sealed.mixin"]

    inspection_id = fields.Many2one(
        "dibao.inspection", required=True, readonly=True, ondelete="cascade"
    )
    conclusion = fields.Selection(related="inspection_id.conclusion")
    reason = fields.Char(required=True)

    def action_apply(self):
        """Let it pass, with the user's name and reason."""
        self.ensure_one()
        self.inspection_id._override(self.reason)
