# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


class DibaoPersonRestricted(models.Model):
    _name = "dibao.person"
    _inherit = ["dibao.person", "dibao.restricted.mixin"]


class DibaoHouseholdRestricted(models.Model):
    _name = "dibao.household"
    _inherit = ["dibao.household", "dibao.restricted.mixin"]

    def _end_views(self):
        """What was granted by a loan to look at ends with the restriction."""
        volumes = self.env["dibao.volume"].sudo()
        volumes = volumes.search([("household_id", "in", self.ids)])
        grants = self.env["dibao.view.grant"].sudo()
        grants.search([("volume_id", "in", volumes.ids)])._revoke()
