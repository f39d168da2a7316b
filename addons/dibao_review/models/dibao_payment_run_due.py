# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools import payment


class DibaoPaymentRun(models.Model):
    """By which day the money is on the accounts (民发〔2012〕220号 art. 31)."""

    _inherit = "dibao.payment.run"

    pay_by = fields.Date(
        "On the accounts by",
        compute="_compute_pay_by",
        store=True,
        help="Day of the month that the policy “Day of payment” sets for the place.",
    )
    is_late = fields.Boolean(
        "Late", compute="_compute_is_late", search="_search_is_late"
    )

    @api.depends("division_id", "month")
    def _compute_pay_by(self):
        policies = self.env["dibao.policy"].sudo()
        for run in self:
            run.pay_by = False
            if run.month and run.division_id:
                day = policies._get("payment_day", run.division_id, run.month)
                run.pay_by = day and payment.day_of(run.month, day)

    @api.depends("pay_by", "state")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for run in self:
            sent = run.state in ("exported", "closed")
            run.is_late = bool(not sent and run.pay_by and run.pay_by < today)

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        late = Domain("state", "not in", ("exported", "closed")) & Domain(
            "pay_by", "<", today
        )
        return late if True in value else ~late
