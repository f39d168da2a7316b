# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import payment

#: The demo county raises its standards by so much: yuan per person and month.
RAISED = {"urban": 50.0, "rural": 60.0}
NOTICE = "示例县民政局关于提高城乡低保标准的通知（示民发〔示例〕8号）"


class DibaoStandardChange(models.Model):
    """The demo county thinks about a new standard, and prepares to carry it out."""

    _inherit = "dibao.standard.change"

    @api.model
    def _demo_create(self):
        """A what-if, the new standard, and its list that waits to be confirmed."""
        places = self.env["dibao.division"].sudo()._live_by_code(["990101000000"])
        county = places.get("990101000000")
        if not county or self.search_count([], limit=1):
            return
        self._demo_rechecked(county)
        today = fields.Date.context_today(self)
        month = payment.shift(payment.first_of(today), 1)
        standards = self.env["dibao.standard"]
        held = standards.search(
            Domain("division_id", "=", county.id) & Domain("valid_to", "=", False)
        )
        if set(held.mapped("urban_rural")) != set(RAISED):
            return
        amounts = {one.urban_rural: one.amount for one in held}
        raised = {kind: amounts[kind] + more for kind, more in RAISED.items()}
        self._demo_what_if(county, raised)
        held.valid_to = fields.Date.subtract(month, days=1)
        standards.create(
            [
                {
                    "division_id": county.id,
                    "urban_rural": kind,
                    "amount": amount,
                    "valid_from": month,
                    "legal_basis": NOTICE,
                }
                for kind, amount in raised.items()
            ]
        )
        change = self._search_all(today)[:1]
        if change:
            change._demo_list()

    @api.model
    def _demo_rechecked(self, county):
        """When the households were last re-verified: most of them in time."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """UPDATE dibao_household
                      SET rechecked_on = CURRENT_DATE - 20 - (id %% 71)
                          * CASE recheck_class WHEN 'stable' THEN 5 ELSE 2 END
                    WHERE county_id = %s AND rechecked_on IS NULL""",
                county.id,
            )
        )
        self.env.invalidate_all()

    @api.model
    def _demo_what_if(self, county, raised):
        self.env["dibao.what.if"].create(
            {
                "name": "示例：提高低保标准测算",
                "division_id": county.id,
                "standard_urban": raised["urban"],
                "standard_rural": raised["rural"],
            }
        ).action_reckon()

    def _demo_list(self):
        officer = self.env.ref(
            "dibao_archive.user_demo_officer", raise_if_not_found=False
        )
        self._list()
        while self._reckon_next():
            pass
        self._by_act(
            {
                "state": "listed",
                "listed_by_id": (officer or self.env.ref("base.user_admin")).id,
                "listed_on": fields.Datetime.now(),
            }
        )
