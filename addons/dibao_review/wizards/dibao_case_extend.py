# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

from ..models.dibao_case_deadline import EXTENSIONS


class DibaoCaseExtend(models.TransientModel):
    """Take longer for the whole case, for one of the reasons that the rules list."""

    _name = "dibao.case.extend"
    _description = "Extension of a Case"

    case_id = fields.Many2one("dibao.case", required=True, readonly=True)
    reason = fields.Selection(
        EXTENSIONS,
        "Longer, because",
        required=True,
        help="The reasons of the notice of 20 October 2022; no other one extends.",
    )

    def action_extend(self):
        """Extend the running limit of the whole case."""
        self.ensure_one()
        self.case_id.check_access("write")
        self.case_id._running_total()._extend(self.reason)
        return {"type": "ir.actions.act_window_close"}
