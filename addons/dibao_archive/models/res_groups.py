# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.exceptions import AccessError


class ResGroups(models.Model):
    _inherit = "res.groups"

    @api.model_create_multi
    def create(self, vals_list):
        groups = super().create(vals_list)
        groups._dibao_check_change()
        return groups

    def write(self, vals):
        """A dibao group is not filled, nor implied, past the security officer."""
        if {"user_ids", "implied_ids", "implied_by_ids"} & vals.keys():
            self._dibao_check_change()
        result = super().write(vals)
        if {"implied_ids", "implied_by_ids"} & vals.keys():
            self._dibao_check_change()
        return result

    def _dibao_check_change(self):
        category = self.env.ref("dibao_archive.module_category_dibao", False)
        if self.env.su or not category:
            return
        reach = self | self.all_implied_ids
        if category in reach.sudo().privilege_id.category_id and not (
            self.env.user.has_group("dibao_archive.group_security_officer")
        ):
            raise AccessError(
                self.env._("Dibao roles are granted by the security officer.")
            )
