# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class DibaoReferenceRetire(models.TransientModel):
    """A reference code was given wrongly: it is retired, never used again."""

    _name = "dibao.reference.retire"
    _description = "Retirement of a Reference Code"
    _inherit = ["dibao.sealed.mixin"]

    reference_id = fields.Many2one(
        "dibao.reference",
        "Reference code",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    reason = fields.Char(required=True, help="Kept with your name as who approved it.")

    def action_apply(self):
        """Retire the code; the volume or item gets the next one."""
        self.ensure_one()
        self.reference_id._retire(self.reason)
        return {"type": "ir.actions.act_window_close"}
