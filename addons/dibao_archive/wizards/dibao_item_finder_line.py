# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class DibaoItemFinderLine(models.TransientModel):
    """An item that was found, and masked words around the hit."""

    _name = "dibao.item.finder.line"
    _description = "Found Item"
    _order = "id"
    _rec_name = "item_id"

    finder_id = fields.Many2one(
        "dibao.item.finder", required=True, readonly=True, ondelete="cascade"
    )
    item_id = fields.Many2one("dibao.item", readonly=True, ondelete="cascade")
    reference_code = fields.Char(related="item_id.reference_code")
    kind_id = fields.Many2one(related="item_id.kind_id")
    household_id = fields.Many2one(related="item_id.household_id")
    date = fields.Date(related="item_id.date")
    snippet = fields.Char(readonly=True)

    def action_open(self):
        """Open the item."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "dibao.item",
            "res_id": self.item_id.id,
            "views": [(False, "form")],
        }
