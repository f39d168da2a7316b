# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.dibao_payment_run import FINANCE, OFFICER


class DibaoPaymentCorrect(models.TransientModel):
    """A correction of a payment: a new line of the run that is being prepared."""

    _name = "dibao.payment.correct"
    _description = "Correct a Payment"
    _inherit = ["dibao.sealed.mixin"]

    line_id = fields.Many2one(
        "dibao.payment.line", "Payment line", required=True, ondelete="cascade"
    )
    paid = fields.Float(related="line_id.amount", string="It was, yuan")
    amount = fields.Float(
        "More (or less, with a minus), yuan", digits=(12, 2), required=True
    )
    reason = fields.Char(required=True)

    @api.constrains("amount")
    def _check_amount(self):
        if any(not round(one.amount, 2) for one in self):
            raise UserError(self.env._("Enter the difference."))

    def action_correct(self):
        """Put the correction into the county's next run."""
        self.ensure_one()
        line = self.line_id
        line._check_line(FINANCE, OFFICER)
        run = line.sudo().run_id._next()
        run._add_line(line, "correction", self.amount, self.reason.strip())
        run._tell_sums()
        return run._open_form()
