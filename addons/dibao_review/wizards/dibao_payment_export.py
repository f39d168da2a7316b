# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import bank_book
from ..models.dibao_payment_run import FINANCE


class DibaoPaymentExport(models.TransientModel):
    """Take what is due of a locked run into a file for a bank, once."""

    _name = "dibao.payment.export"
    _description = "Make a Bank's File"

    run_id = fields.Many2one(
        "dibao.payment.run", required=True, readonly=True, ondelete="cascade"
    )
    profile_id = fields.Many2one(
        "dibao.bank.profile",
        "Layout",
        required=True,
        default=lambda self: self.env["dibao.bank.profile"].search([], limit=1),
    )
    reference = fields.Char(
        "Letter or approval", required=True, help="What the accounts are given out for."
    )
    row_count = fields.Integer("Accounts", compute="_compute_sums")
    total = fields.Float("Total, yuan", digits=(14, 2), compute="_compute_sums")

    @api.depends("run_id", "profile_id.bank")
    def _compute_sums(self):
        for one in self:
            domain = [("run_id", "=", one.run_id.id), ("state", "=", "due")]
            if one.profile_id.bank:
                domain.append(("bank", "=", one.profile_id.bank))
            groups = self.env["dibao.payment.line"]._read_group(
                domain, [], ["household_id:count_distinct", "amount:sum"]
            )
            one.row_count, one.total = groups[0]

    def action_make(self):
        """Make the file and take it out."""
        self.ensure_one()
        run = self.run_id._begin_step((FINANCE,), "locked", "exported")
        # Whoever died since it was locked is not paid.
        run._stop_stale()
        file = bank_book.make(run, self.profile_id, self.reference.strip())
        if not file:
            raise UserError(
                self.env._(
                    "Nothing is due for this bank. A file that was made before is "
                    "taken out again from the list of bank files."
                )
            )
        run._follow_lines()
        return file.with_env(self.env).action_download()
