# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from ..models.dibao_category import SECRECY

#: What a correction may change; numbers and codes are retired instead.
CORRECTABLE = (
    "kind_id",
    "title",
    "document_number",
    "responsible",
    "date",
    "secrecy",
    "page_count",
    "remark",
)


class DibaoItemCorrect(models.TransientModel):
    """A filed item says something wrong: what it said stays on record beside it."""

    _name = "dibao.item.correct"
    _description = "Correction of a Filed Item"
    _inherit = ["dibao.sealed.mixin"]

    item_id = fields.Many2one(
        "dibao.item",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    kind_id = fields.Many2one("dibao.document.kind", "Kind of paper", required=True)
    title = fields.Char(required=True)
    document_number = fields.Char("Document no.")
    responsible = fields.Char("Responsible party")
    date = fields.Date(required=True)
    secrecy = fields.Selection(SECRECY)
    page_count = fields.Integer("Pages")
    remark = fields.Char()
    reason = fields.Char(required=True, help="Kept with your name.")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        item = self.env["dibao.item"].browse(values.get("item_id"))
        if item:
            item.check_access("read")
            for name in set(CORRECTABLE) & set(fields):
                value = item[name]
                values[name] = value.id if name.endswith("_id") else value
        return values

    def action_apply(self):
        """Write what differs into the item, and what it was into its corrections."""
        self.ensure_one()
        values = {
            name: self[name].id if name.endswith("_id") else self[name]
            for name in CORRECTABLE
        }
        self.item_id._correct(values, self.reason)
        return {"type": "ir.actions.act_window_close"}
