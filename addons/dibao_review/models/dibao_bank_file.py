# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError

from .dibao_payment_run import FINANCE

#: A reference of the file: which file, which household.
REFERENCE = "P%06d-%08d"


class DibaoBankFile(models.Model):
    """A file that goes to a bank: which payments, by whom, what sum.

    The file itself is never kept. It can be made again from its payments, which are
    fixed; each making is logged.
    """

    _name = "dibao.bank.file"
    _description = "File for a Bank"
    _inherit = ["dibao.sealed.mixin", "dibao.filed.mixin", "dibao.jurisdiction.mixin"]
    _order = "id desc"
    _act_fields = (
        *("run_id", "division_id", "profile_id", "reference", "row_count", "total"),
        *("made_by_id", "made_on", "taken_count", "digest"),
    )

    name = fields.Char(compute="_compute_name")
    run_id = fields.Many2one(
        "dibao.payment.run",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    division_id = fields.Many2one(
        "dibao.division", "County", required=True, readonly=True, ondelete="restrict"
    )
    profile_id = fields.Many2one(
        "dibao.bank.profile",
        "Layout",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    reference = fields.Char("Letter or approval", readonly=True)
    row_count = fields.Integer("Accounts", readonly=True)
    total = fields.Float("Total, yuan", digits=(14, 2), readonly=True)
    made_by_id = fields.Many2one("res.users", readonly=True)
    made_on = fields.Datetime(readonly=True)
    taken_count = fields.Integer("Times taken out", readonly=True)
    digest = fields.Char("SHA-256", readonly=True, help="Of the file as it was taken.")
    line_ids = fields.One2many("dibao.payment.line", "file_id", "Payments")

    @api.depends("run_id.name")
    def _compute_name(self):
        for file in self:
            file.name = f"{file.run_id.sudo().name or ''} P{file.id or 0:06d}"

    def action_download(self):
        """Take the file out (again); what leaves is logged first."""
        self.ensure_one()
        self._check_taker()
        return {
            "type": "ir.actions.act_url",
            "url": f"/dibao/bank_file/{self.id}",
            "target": "download",
        }

    def _check_taker(self):
        self.check_access("read")
        self.run_id.check_access("write")
        if not self.env.user.has_group(FINANCE):
            raise AccessError(self.env._("Bank files are taken out by finance only."))
