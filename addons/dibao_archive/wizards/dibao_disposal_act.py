# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import UserError


class DibaoDisposalAct(models.TransientModel):
    """What a step of a disposal asks for: a number, a reason, a signature."""

    _name = "dibao.disposal.act"
    _description = "Step of a Disposal"
    _inherit = ["dibao.sealed.mixin"]

    disposal_id = fields.Many2one(
        "dibao.disposal", required=True, readonly=True, ondelete="cascade"
    )
    act = fields.Selection(
        [
            ("approve", "Approve the list"),
            ("refuse", "Send the list back"),
            ("reopen", "Reopen the list"),
            ("cancel", "Cancel the list"),
            ("before", "Checked before"),
            ("after", "Sign after"),
            ("withdraw", "Withdraw the rest"),
        ],
        required=True,
        readonly=True,
    )
    note = fields.Char()
    compared = fields.Boolean(
        "I compared each entry of the list with the archives themselves"
    )
    line_count = fields.Integer(related="disposal_id.line_count")
    destroy_count = fields.Integer(related="disposal_id.destroy_count")
    sha256 = fields.Char(related="disposal_id.sha256")
    place = fields.Char(related="disposal_id.place")

    def action_apply(self):
        """Take the step."""
        self.ensure_one()
        disposal = self.disposal_id
        if self.act in ("before", "after") and not self.compared:
            raise UserError(
                self.env._("Compare list and archives first, and say that you did.")
            )
        steps = {
            "approve": disposal._approve,
            "refuse": disposal._refuse,
            "reopen": disposal._reopen,
            "cancel": disposal._cancel,
            "before": disposal._check_before,
            "after": disposal._sign_after,
            "withdraw": disposal._withdraw,
        }
        steps[self.act](self.note)
        return {"type": "ir.actions.act_window_close"}
