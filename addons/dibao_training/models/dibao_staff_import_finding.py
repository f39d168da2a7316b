# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from ..tools.staff_ledger import TEXTS
from ..tools.staff_tables import COLUMNS


class DibaoStaffImportFinding(models.Model):
    """Something wrong in a table: where, what, and what to do."""

    _name = "dibao.staff.import.finding"
    _description = "Finding in a Table of the Staff"
    _order = "import_id desc, row, id"
    _rec_name = "code"
    _log_access = False

    import_id = fields.Many2one(
        "dibao.staff.import", required=True, index=True, ondelete="cascade"
    )
    row = fields.Integer(aggregator=None, readonly=True)
    column = fields.Char(readonly=True)
    heading = fields.Char(compute="_compute_texts")
    value = fields.Char(readonly=True, help="Longer numbers are hidden.")
    code = fields.Char(required=True, readonly=True)
    message = fields.Char("What is wrong", compute="_compute_texts")
    remedy = fields.Char("What to do", compute="_compute_texts")

    @api.depends("code", "column")
    @api.depends_context("lang")
    def _compute_texts(self):
        for finding in self:
            wrong, remedy = TEXTS[finding.code]
            known = COLUMNS[finding.import_id.kind].get(finding.column)
            finding.heading = known[0] if known else ""
            finding.message = self.env._(wrong)
            finding.remedy = self.env._(remedy)
