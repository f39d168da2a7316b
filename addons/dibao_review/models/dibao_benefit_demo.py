# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools.date_utils import end_of, start_of


class DibaoBenefit(models.Model):
    _inherit = "dibao.benefit"

    @api.model
    def _demo_create(self):
        """The benefits that the households of the demo county draw, as registered."""
        if self.search_count([], limit=1):
            return
        drawing = self.env["dibao.household"].search(
            [
                ("division_id.code", "=like", "9901%"),
                ("state", "in", ("active", "tapering")),
                ("allowance", ">", 0),
                ("allowance_from", "!=", False),
            ]
        )
        self._acting().create([self._demo_values(one) for one in drawing])

    @api.model
    def _demo_values(self, household):
        today = fields.Date.context_today(self)
        tapers = household.state == "tapering"
        live = household.live_member_ids
        standards = self.env["dibao.standard"]
        standard = standards._amount(
            household.division_id, household.urban_rural, today
        )
        part = {
            "component": "taper" if tapers else "base",
            "code": "taper" if tapers else "gap",
            "amount": household.allowance,
            "basis": "示例县低保审批",
        }
        return {
            "household_id": household.id,
            "state": "in_force",
            "kind": "taper" if tapers else "regular",
            "date_from": start_of(household.allowance_from, "month"),
            "date_to": tapers and end_of(fields.Date.add(today, months=3), "month"),
            "urban_rural": household.urban_rural,
            "standard": standard or 0,
            "per_capita": household.income_per_head,
            "monthly_income": household.monthly_income,
            "counted": household.counted_count,
            "amount": household.allowance,
            "started_on": household.allowance_from,
            "started_by_id": self.env.ref("base.user_root").id,
            "line_ids": [Command.create(part)],
            "member_ids": [
                Command.create(
                    {
                        "person_id": one.person_id.id,
                        "is_counted": one.is_counted,
                        "is_paid": one.is_counted,
                    }
                )
                for one in live
            ],
        }
