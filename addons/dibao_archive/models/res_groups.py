# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import ormcache

from .res_users import OFFICER, OVERSIGHT

GRANTING = {"user_ids", "all_user_ids", "implied_ids", "implied_by_ids"}


class ResGroups(models.Model):
    _inherit = "res.groups"

    @api.model
    def _dibao_all(self):
        """The groups of these add-ons, known by their external ids.

        Names, privileges and categories can be edited; external ids of ours cannot.
        """
        return self.sudo().browse(self._dibao_all_ids())

    @api.model
    @ormcache(cache="groups")
    def _dibao_all_ids(self):
        data = self.env["ir.model.data"].sudo()
        rows = data.search(
            [("model", "=", "res.groups"), ("module", "=like", "dibao%")]
        )
        return tuple(rows.mapped("res_id"))

    @api.model
    def _dibao_roles(self):
        """Names of the roles people are given, in the order ``groups.xml`` has them."""
        rows = (
            self.env["ir.model.data"]
            .sudo()
            .search(
                [
                    ("module", "=", "dibao_archive"),
                    ("model", "=", "res.groups"),
                    ("name", "not in", ("group_user", "group_reveal")),
                ],
                order="id",
            )
        )
        return tuple(name.removeprefix("group_") for name in rows.mapped("name"))

    @api.model_create_multi
    def create(self, vals_list):
        before = self._dibao_staff_rights()
        groups = super().create(vals_list)
        self._dibao_look_again()
        groups._dibao_check_reach()
        groups._dibao_check_rules()
        groups._dibao_check_users(before)
        return groups

    def write(self, vals):
        """A dibao group is not filled, nor implied, past the security officer."""
        if not GRANTING & vals.keys():
            result = super().write(vals)
            self._dibao_check_rules()
            return result
        self._dibao_check_reach()
        before = self._dibao_staff_rights()
        result = super().write(vals)
        self._dibao_look_again()
        self._dibao_check_reach()
        self._dibao_check_users(before)
        return result

    @api.model
    def _dibao_look_again(self):
        """Who holds and implies what, as it is now.

        What is recomputed while groups are being written may have read the platform's
        cache of them before it was cleared.
        """
        self.env.registry.clear_cache("groups")
        self.invalidate_model(["all_implied_ids", "all_implied_by_ids", "all_user_ids"])
        self.env["res.users"].invalidate_model(["all_group_ids"])

    @api.ondelete(at_uninstall=False)
    def _unlink_except_dibao(self):
        self._dibao_check_reach()

    @api.model
    def _dibao_staff_rights(self):
        """{user: what he may} of all who hold a dibao group, in service or not."""
        if self.env.su:
            return {}
        groups = self._dibao_all().with_context(active_test=False)
        return groups.all_user_ids.with_env(self.env)._dibao_rights()

    def _dibao_check_users(self, before):
        """Check whose rights changed with these groups, however they came to change."""
        users = self.env["res.users"]
        after = users.union(*before, *self._dibao_staff_rights())
        after._dibao_check_changed(before)
        offices = [self.env.ref(name, False) for group in OVERSIGHT for name in group]
        if self.sudo().all_implied_ids & self.union(*filter(None, offices)):
            self.sudo().all_user_ids._check_three_administrators()

    def _dibao_check_reach(self):
        if self.env.su or self.env.user.has_group(OFFICER):
            return
        if self.sudo().all_implied_ids & self._dibao_all():
            raise AccessError(
                self.env._("Dibao roles are granted by the security officer.")
            )

    def _dibao_check_rules(self):
        """A rule tied to a group no longer binds the others: ours bind everybody."""
        rules = self.sudo().with_context(active_test=False).rule_groups
        rules.sudo(self.env.su)._dibao_check_specified()
