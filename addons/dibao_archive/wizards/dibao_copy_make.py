# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class DibaoCopyMake(models.TransientModel):
    """Asks what a certified copy is for, and makes it."""

    _name = "dibao.copy.make"
    _description = "Make a Certified Copy"
    _inherit = ["dibao.sealed.mixin"]

    original_id = fields.Many2one(
        "dibao.original", required=True, readonly=True, ondelete="cascade"
    )
    purpose = fields.Selection(
        selection=lambda self: self.env["dibao.certified.copy"]._purposes(),
        required=True,
        default="verification",
    )
    reference = fields.Char("Case or request")
    recipient = fields.Char("For whom")

    def action_make(self):
        """Make the copy and open it."""
        self.ensure_one()
        copies = self.env["dibao.certified.copy"]
        copies.check_access("write")
        copy = copies._make(
            self.original_id, self.purpose, self.reference or "", self.recipient or ""
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": copy._name,
            "res_id": copy.id,
            "views": [(False, "form")],
        }
