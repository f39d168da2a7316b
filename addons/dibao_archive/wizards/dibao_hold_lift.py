# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class DibaoHoldLift(models.TransientModel):
    """Why a hold ends; asked from another person than the one who set it."""

    _name = "dibao.hold.lift"
    _description = "Lift a Hold"
    _inherit = ["dibao.sealed.mixin"]

    hold_id = fields.Many2one(
        "dibao.hold", required=True, readonly=True, ondelete="cascade"
    )
    reason = fields.Char(required=True, help="Kept with your name.")

    def action_apply(self):
        """Lift the hold."""
        self.ensure_one()
        self.hold_id._lift(self.reason)
        return {"type": "ir.actions.act_window_close"}
