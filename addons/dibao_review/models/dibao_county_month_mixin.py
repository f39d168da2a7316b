# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from ..tools import payment


class DibaoCountyMonthMixin(models.AbstractModel):
    """A county's month: whatever is frozen, disclosed or provided of it.

    The month is kept as its first day, whichever day was typed.
    """

    _name = "dibao.county.month.mixin"
    _description = "Of a County's Month"

    division_id = fields.Many2one(
        "dibao.division",
        "County",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["dibao.payment.run"]._default_county(),
        domain="['|', ('level', '=', 'county'), ('acts_as_county', '=', True)]",
    )
    month = fields.Date(
        required=True,
        default=lambda self: self._default_month(),
        help="Any day of the month; kept as its first day.",
    )

    @api.model
    def _default_month(self):
        """The last month that is over."""
        return payment.shift(payment.first_of(fields.Date.context_today(self)), -1)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._of_first_day(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._of_first_day(vals))

    @api.model
    def _of_first_day(self, vals):
        month = fields.Date.to_date(vals.get("month"))
        return {**vals, "month": payment.first_of(month)} if month else vals
