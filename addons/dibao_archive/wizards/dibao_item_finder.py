# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.fields import Command

SHOWN = 50


class DibaoItemFinder(models.TransientModel):
    """Search in titles, names and the text of pages, with what was found around it."""

    _name = "dibao.item.finder"
    _description = "Full-Text Search"
    _inherit = ["dibao.sealed.mixin"]
    _rec_name = "words"

    words = fields.Char("Search for")
    line_ids = fields.One2many("dibao.item.finder.line", "finder_id", "Found")
    more = fields.Boolean("There is more", readonly=True)

    def action_find(self):
        """Search by the user's own rights; the first hits are shown."""
        self.ensure_one()
        items = self.env["dibao.item"]
        if self.words:
            items = items.search([("search_text", "=", self.words)], limit=SHOWN + 1)
        shown = items[:SHOWN]
        snippets = shown._snippets(self.words or "")
        self.write(
            {
                "more": len(items) > SHOWN,
                "line_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {"item_id": item.id, "snippet": snippets[item.id]}
                        )
                        for item in shown
                    ),
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Full-text search"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "current",
        }
