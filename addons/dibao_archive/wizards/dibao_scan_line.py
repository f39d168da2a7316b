# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from ..models.dibao_loan_line import CONDITIONS


class DibaoScanLine(models.TransientModel):
    """Something that was scanned."""

    _name = "dibao.scan.line"
    _description = "Scanned Label"
    _inherit = ["dibao.sealed.mixin"]

    scan_id = fields.Many2one("dibao.scan", required=True, ondelete="cascade")
    purpose = fields.Selection(related="scan_id.purpose")
    volume_id = fields.Many2one("dibao.volume", ondelete="cascade")
    item_id = fields.Many2one("dibao.item", ondelete="cascade")
    location_id = fields.Many2one("dibao.location", ondelete="cascade")
    box_id = fields.Many2one("dibao.location", "Found in", ondelete="cascade")
    loan_line_id = fields.Many2one("dibao.loan.line", ondelete="cascade")
    name = fields.Char("What", compute="_compute_name")
    now_in = fields.Char("Lies in", compute="_compute_name")
    warning = fields.Char(compute="_compute_name")
    condition = fields.Selection(CONDITIONS, default="intact", required=True)
    condition_note = fields.Char()

    def _paper(self):
        return self.item_id or self.volume_id

    @api.depends("volume_id", "item_id", "location_id", "scan_id.target_id")
    def _compute_name(self):
        for line in self:
            thing = line.item_id or line.volume_id or line.location_id
            line.name = thing.display_name
            place = line.volume_id.box_id or line.location_id.parent_id
            line.now_in = place.path_name
            line.warning = line._warning()

    def _warning(self):
        target = self.scan_id.target_id
        if self.purpose != "move" or not (target and self.volume_id):
            return False
        path = self.volume_id.division_id.sudo().parent_path or ""
        if path.startswith(target.division_id.sudo().parent_path or "-"):
            return False
        return self.env._(
            "Paper of %(one)s into a box of %(other)s",
            one=self.volume_id.division_id.name,
            other=target.division_id.name,
        )
