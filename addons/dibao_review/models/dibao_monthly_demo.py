# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools.date_utils import end_of

from ..tools import payment

MONTHS = 14
#: Yuan of the demo's supplements, taken out of what is granted.
AGE, ILLNESS, PRICE = 60.0, 40.0, 15.0
#: What each person of the demo's equalised village gets.
SAME = 380.0


class DibaoMonthlyFreeze(models.Model):
    """Fourteen frozen months of the demo county, one with corrections, and a budget."""

    _inherit = "dibao.monthly.freeze"

    @api.model
    def _demo_county(self):
        places = self.env["dibao.division"].sudo()._live_by_code(["990101000000"])
        return places.get("990101000000")

    @api.model
    def _demo_prepare(self):
        """Parts of the amounts, a village that shares them out, and who left."""
        county = self._demo_county()
        if not county or self.search_count([("division_id", "=", county.id)], limit=1):
            return
        benefits = self.env["dibao.benefit"].sudo()._acting()
        mine = benefits.search(
            [
                ("household_id.county_id", "=", county.id),
                ("state", "=", "in_force"),
                ("kind", "=", "regular"),
                ("case_id", "=", False),
            ]
        )
        self._demo_equalise(mine)
        for number, benefit in enumerate(mine):
            self._demo_parts(benefit, number)
        self._demo_left(county)

    @api.model
    def _demo_equalise(self, benefits):
        villages = benefits.grouped("division_id")
        village = max(villages, key=lambda one: (len(villages[one]), one.id))
        for benefit in villages[village][:-2]:
            amount = SAME * (len(benefit.member_ids) or 1)
            benefit.write(
                {
                    "amount": amount,
                    "line_ids": [
                        Command.clear(),
                        Command.create(
                            {"component": "base", "code": "gap", "amount": amount}
                        ),
                    ],
                }
            )
            benefit.household_id.sudo().allowance = amount

    @api.model
    def _demo_parts(self, benefit, number):
        """Split the basic allowance: the amount stays what it is."""
        base = benefit.line_ids
        if len(base) != 1 or base.amount < 200:
            return
        today = fields.Date.context_today(self)
        born = [one.birth_date for one in benefit.member_ids.person_id]
        old = any(
            one and payment.shift(one.replace(day=1), 720) < today for one in born
        )
        parts = [("price", False, PRICE)]
        if old and number % 2:
            parts.append(("supplement", "elderly", AGE))
        elif number % 5 == 0:
            parts.append(("supplement", "serious_illness", ILLNESS))
        lines = [
            {"component": component, "code": code, "amount": amount, "sequence": 20}
            for component, code, amount in parts
        ]
        base.sudo()._acting().amount = base.amount - sum(one[2] for one in parts)
        benefit.line_ids.sudo()._acting().create(
            [{**line, "benefit_id": benefit.id} for line in lines]
        )

    @api.model
    def _demo_left(self, county):
        """Households that are stopped drew until some month of the last year."""
        stopped = self.env["dibao.household"].sudo()
        stopped = stopped.search(
            [
                ("county_id", "=", county.id),
                ("state", "in", ("stopped", "suspended")),
                ("benefit_ids", "=", False),
            ],
            order="id",
        )
        this = payment.first_of(fields.Date.context_today(self))
        for number, household in enumerate(stopped):
            last = payment.shift(this, -2 - (number * 5) % (MONTHS - 2))
            self._demo_ended(household, payment.shift(last, -30), last)

    @api.model
    def _demo_ended(self, household, first, last):
        people = household.member_ids.filtered("is_counted").person_id
        amount = household.allowance or 300.0
        benefits = self.env["dibao.benefit"].sudo()._acting()
        return benefits.create(
            {
                "household_id": household.id,
                "state": "ended",
                "date_from": first,
                "date_to": end_of(last, "month"),
                "urban_rural": household.urban_rural,
                "counted": len(people),
                "amount": amount,
                "started_on": first,
                "ended_on": last,
                "end_reason": "示例：家庭收入高于当地标准",
                "line_ids": [Command.create({"component": "base", "amount": amount})],
                "member_ids": [
                    Command.create(
                        {"person_id": one.id, "is_counted": True, "is_paid": True}
                    )
                    for one in people
                ],
            }
        )

    @api.model
    def _demo_create(self):
        """Freeze the demo county's last months, as the nights would have done."""
        county = self._demo_county()
        if not county or self.search_count([("division_id", "=", county.id)], limit=1):
            return
        this = payment.first_of(fields.Date.context_today(self))
        for back in range(MONTHS, 0, -1):
            month = payment.shift(this, -back)
            if back == 2:
                self._demo_late(county, month)
            freeze = self.create({"division_id": county.id, "month": month})
            freeze._freeze()
            night = fields.Datetime.to_datetime(payment.shift(month, 1))
            freeze._by_act({"frozen_on": night + timedelta(hours=18)})
            # A night later: what was written since is seen.
            self.env.cr.execute(
                "UPDATE dibao_benefit SET write_date = %s WHERE write_date > %s",
                [night, night],
            )
            self.env.invalidate_all()
        self._demo_budget(county, this)

    @api.model
    def _demo_late(self, county, month):
        """Decided late: a household was entitled two months earlier already."""
        waiting = self.env["dibao.household"].sudo()
        waiting = waiting.search(
            [
                ("county_id", "=", county.id),
                ("state", "=", "draft"),
                ("benefit_ids", "=", False),
                ("counted_count", ">", 0),
            ],
            order="id",
            limit=1,
        )
        if waiting:
            first = payment.shift(month, -2)
            self._demo_ended(waiting, first, payment.shift(month, -1))

    @api.model
    def _demo_budget(self, county, this):
        sums = self.env["dibao.monthly.sum"].sudo()
        rows = sums.search(
            [
                ("division_id", "=", county.id),
                ("month", ">=", payment.shift(this, -12)),
            ]
        )
        year = round(sum(rows.mapped("spending")) * 1.01, -4)
        self.env["dibao.budget"].create(
            [
                {
                    "division_id": county.id,
                    "year": this.year - back,
                    "amount": year - back * 20000,
                    "source": f"示例财社〔{this.year - back}〕1号",
                }
                for back in range(2)
            ]
        )
