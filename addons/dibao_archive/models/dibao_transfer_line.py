# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from .dibao_category import OPEN_MARKS


class DibaoTransferLine(models.Model):
    """A volume on the list of a transfer, with the opinion on its opening (R-35)."""

    _name = "dibao.transfer.line"
    _description = "Line of a Transfer"
    _inherit = ["dibao.sealed.mixin"]
    _order = "transfer_id desc, sequence, id"
    _rec_name = "reference_code"

    transfer_id = fields.Many2one(
        "dibao.transfer", required=True, index=True, ondelete="cascade"
    )
    state = fields.Selection(related="transfer_id.state")
    sequence = fields.Integer(default=10, aggregator=False)
    volume_id = fields.Many2one(
        "dibao.volume", required=True, index=True, ondelete="restrict"
    )
    reference_code = fields.Char(related="volume_id.reference_code", store=True)
    title = fields.Char(related="volume_id.title")
    year = fields.Integer(related="volume_id.year", store=True, aggregator=False)
    category_id = fields.Many2one(related="volume_id.category_id", store=True)
    retention_id = fields.Many2one(related="volume_id.retention_id")
    item_count = fields.Integer("Item count", compute="_compute_counts", store=True)
    page_count = fields.Integer("Pages", compute="_compute_counts", store=True)
    document_count = fields.Integer("Files", compute="_compute_counts", store=True)
    byte_count = fields.Float(
        "Bytes", compute="_compute_counts", store=True, digits=(20, 0)
    )
    open_mark = fields.Selection(
        OPEN_MARKS,
        "Opening",
        compute="_compute_open_mark",
        store=True,
        readonly=False,
        precompute=True,
    )
    opening_opinion = fields.Char(
        help="Opinion of the handing-over unit on the opening: which, and why."
    )

    _once = models.UniqueIndex(
        "(transfer_id, volume_id)", "A volume stands on a list once."
    )

    @api.depends("volume_id")
    def _compute_open_mark(self):
        for line in self:
            line.open_mark = line.volume_id.open_mark or line.open_mark

    @api.depends("volume_id")
    def _compute_counts(self):
        for line in self:
            volume = line.volume_id.sudo()
            originals = volume.item_ids.original_ids.filtered(
                lambda one: one.state != "erased" and one.role != "derivative"
            )
            line.item_count = volume.item_count
            line.page_count = volume.page_count
            line.document_count = len(originals)
            line.byte_count = sum(originals.mapped("size"))

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_draft()
        return lines

    def write(self, vals):
        self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_in_drafts(self):
        self._check_draft()

    def _check_draft(self):
        # What came in is listed by taking it over, when nobody else writes any more.
        lines = self.filtered(
            lambda line: not (self.env.su and line.transfer_id.direction == "in")
        )
        if any(line.transfer_id.state != "draft" for line in lines):
            raise UserError(
                self.env._("The list is settled. Cancel the transfer to change it.")
            )
