# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Domain


class DibaoHouseholdScreen(models.Model):
    """What the screens of a household need beside its data."""

    _inherit = "dibao.household"

    # The desk shows a column for each state, also where nothing stands in it.
    state = fields.Selection(group_expand=True)
    is_mine = fields.Boolean(
        "In my villages",
        compute="_compute_is_mine",
        search="_search_is_mine",
        exportable=False,
        help="The villages that your jurisdiction names one by one; where it names "
        "none, all of it.",
    )

    @api.depends_context("uid")
    @api.depends("division_id")
    def _compute_is_mine(self):
        villages = self._my_villages()
        for household in self:
            household.is_mine = not villages or household.division_id in villages

    @api.model
    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        villages = self._my_villages()
        if not villages:
            return Domain.TRUE if True in value else Domain.FALSE
        return Domain("division_id", "in" if True in value else "not in", villages.ids)

    @api.model
    def _my_villages(self):
        divisions = self.env.user.sudo().dibao_division_ids
        return divisions.filtered(lambda division: division.level == "village")

    def action_open_members(self):
        """Open all who are or were members."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Members, present and former"),
            "res_model": "dibao.household.member",
            "view_mode": "list,form",
            "domain": [("household_id", "=", self.id)],
        }

    def _decision_refusal(self):
        """Why no decision taken elsewhere is recorded now; add-ons say it.

        :return: a sentence for the user, or False
        """
        self.ensure_one()
        return False
