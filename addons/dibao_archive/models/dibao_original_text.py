# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

from ..sealed import SealedBlob


class DibaoOriginalText(models.Model):
    """The text of one page, as a program read it.

    Sealed, since the page of an identity card holds its number (R-56). It never
    replaces what somebody typed.
    """

    _name = "dibao.original.text"
    _description = "Text of a Page"
    _order = "original_id, page"
    _rec_name = "page"

    original_id = fields.Many2one(
        "dibao.original", required=True, index=True, ondelete="cascade", readonly=True
    )
    division_id = fields.Many2one(
        related="original_id.division_id", store=True, index=True
    )
    page = fields.Integer(required=True, readonly=True, aggregator=False)
    text = SealedBlob(readonly=True)
    confidence = fields.Float(readonly=True, aggregator="avg")
    tool = fields.Char("Read by", readonly=True)

    _page_once = models.Constraint("UNIQUE(original_id, page)", "A page is read once.")
