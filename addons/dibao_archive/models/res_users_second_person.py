# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import SUPERUSER_ID, api, models


class ResUsers(models.Model):
    """Some duties nobody carries out alone: which ones is the office's policy."""

    # One file for each concern.
    _inherit = "res.users"  # pylint: disable=consider-merging-classes-inherited

    @api.private
    def _dibao_demand_duty(self, duty, record=None):
        done = super()._dibao_demand_duty(duty, record)
        # The program itself does what its users' acts have started.
        if record and self.id != SUPERUSER_ID:
            self.env["dibao.second.person"]._demand(self, duty, record)
        return done
