# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class DibaoIngestPiece(models.Model):
    """A piece of a file that is being uploaded: what has arrived is not sent again."""

    _name = "dibao.ingest.piece"
    _description = "Piece of an Upload"
    _inherit = ["dibao.vault.mixin"]
    _order = "file_id, position"
    _rec_name = "position"

    file_id = fields.Many2one(
        "dibao.ingest.file", required=True, index=True, ondelete="cascade"
    )
    division_id = fields.Many2one(related="file_id.division_id", store=True, index=True)
    position = fields.Integer("From byte", required=True, aggregator=False)

    _once = models.Constraint(
        "UNIQUE(file_id, position)", "This piece has arrived already."
    )
