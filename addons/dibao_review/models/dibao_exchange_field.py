# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re

from odoo import fields, models


class DibaoExchangeField(models.Model):
    """A column of a source's list: what it is called, and what it is kept as."""

    _name = "dibao.exchange.field"
    _description = "Column of a Source"
    _order = "source_id, sequence, id"

    source_id = fields.Many2one(
        "dibao.exchange.source", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(
        "Heading", required=True, help="Other spellings after it, divided by 、."
    )
    slot = fields.Selection(
        [
            ("id_number", "ID number"),
            ("name", "Name"),
            ("birth_date", "Birth date"),
            ("place", "Place"),
            ("other_id", "ID number of another person"),
            ("object", "Number of a thing"),
            ("fact_on", "Day of the fact"),
            ("end_on", "Last day"),
            ("amount", "Yuan"),
            ("quantity", "Quantity"),
            ("kind", "Kind"),
            ("grade", "Grade"),
            ("status", "State"),
        ],
        "Is",
        required=True,
    )
    required = fields.Boolean()
    words = fields.Json(
        help='What the words of the list mean, such as {"死亡": "death"}.',
    )

    _slot_once = models.UniqueIndex(
        "(source_id, slot)", "A source has one column of a kind."
    )

    def _headings(self):
        return tuple(filter(None, re.split(r"[、|]", self.name or "")))
