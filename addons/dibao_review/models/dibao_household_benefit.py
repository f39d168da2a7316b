# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .dibao_benefit import HELD


class DibaoHousehold(models.Model):
    """What the household is entitled to, version by version."""

    _inherit = "dibao.household"

    benefit_ids = fields.One2many("dibao.benefit", "household_id", "Benefits")

    def _in_force(self, day=None):
        """The benefit that holds on a day (today by default); empty when none does."""
        self.ensure_one()
        day = fields.Date.to_date(day) or fields.Date.context_today(self)
        open_end = Domain("date_to", "=", False) | Domain("date_to", ">=", day)
        domain = (
            Domain("household_id", "=", self.id)
            & Domain("state", "in", HELD)
            & Domain("date_from", "<=", day)
            & open_end
        )
        return self.env["dibao.benefit"].search(domain, limit=1)

    def _benefits_held(self):
        """All that was ever granted and not replaced whole, latest version first."""
        return self.env["dibao.benefit"].search(
            [("household_id", "in", self.ids), ("state", "in", (*HELD, "cancelled"))],
            order="version desc, id desc",
        )

    def _follow_benefit(self, day):
        """Show on these households what is in force on a day, or comes next.

        Without any, nothing is shown as drawn; the income stays as last reckoned.
        """
        benefits = self.env["dibao.benefit"].sudo()
        benefits.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT * FROM (%s) shown WHERE household_id IN %s",
                benefits._shown_query(day),
                tuple(self.ids) or (0,),
            )
        )
        shown = {row[0]: row[1:] for row in rows}
        values = {}
        for household in self:
            amount, since, income = shown.get(household.id, (0, False, None))
            values[household.id] = {"allowance": amount, "allowance_from": since}
            if income is not None:
                values[household.id]["monthly_income"] = income
        self.sudo()._write_each(values)

    @api.model
    def _follow_benefits(self, day):
        """Every household whose benefits changed by the mere passing of time."""
        benefits = self.env["dibao.benefit"].sudo()
        benefits.flush_model()
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT h.id FROM dibao_household h
                     LEFT JOIN (%s) shown ON shown.household_id = h.id
                    WHERE h.id IN (SELECT household_id FROM dibao_benefit)
                      AND (coalesce(h.allowance, 0), h.allowance_from)
                          IS DISTINCT FROM (coalesce(shown.amount, 0), shown.date_from)
                    ORDER BY h.id""",
                benefits._shown_query(day),
            )
        )
        self.browse([row[0] for row in rows])._follow_benefit(day)
