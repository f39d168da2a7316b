# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models


class DibaoHouseholdMember(models.Model):
    """Who heads a household decides which volume takes its papers."""

    _inherit = "dibao.household.member"

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        members._follow_head()
        return members

    def write(self, vals):
        result = super().write(vals)
        if {"date_to", "end_reason", "relation_id"} & vals.keys():
            self._follow_head()
        return result

    def _follow_head(self):
        volumes = self.env["dibao.volume"]
        domain = [("household_id", "in", self.household_id.ids)]
        # Most have none yet, above all in a ledger of thousands.
        for household in volumes.sudo().search(domain).household_id:
            volumes._follow_head(household.sudo(self.env.su))
