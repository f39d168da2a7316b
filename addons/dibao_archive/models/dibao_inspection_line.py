# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

from .dibao_inspection_result import RESULTS


class DibaoInspectionLine(models.Model):
    """An item as it was inspected: its digest, and which checks it did not pass."""

    _name = "dibao.inspection.line"
    _description = "Inspected Item"
    _order = "inspection_id desc, sequence, id"
    _rec_name = "reference_code"

    inspection_id = fields.Many2one(
        "dibao.inspection", required=True, readonly=True, index=True, ondelete="cascade"
    )
    item_id = fields.Many2one(
        "dibao.item",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="None for an item of a package that was not taken over.",
    )
    sequence = fields.Integer(readonly=True, aggregator=False)
    reference_code = fields.Char(readonly=True)
    title = fields.Char(readonly=True)
    seen = fields.Json(readonly=True, help="What each file was found to be.")
    looked_on = fields.Datetime(readonly=True)
    input_digest = fields.Char("Digest", readonly=True)
    result = fields.Selection(RESULTS, readonly=True, index=True)
    numbers = fields.Char("Checks not passed", readonly=True)

    _once = models.UniqueIndex("(inspection_id, item_id)", "Looked at once.")
