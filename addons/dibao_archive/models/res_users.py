# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

OVERSIGHT = ("auditor", "security_officer", "system_admin")


class ResUsers(models.Model):
    _inherit = "res.users"

    dibao_division_ids = fields.Many2many(
        "dibao.division",
        "dibao_division_user_rel",
        "user_id",
        "division_id",
        string="Jurisdiction",
        help="This user sees what lies under these divisions. None: nothing.",
    )

    @api.model
    def _get_invalidation_fields(self):
        # Record rules are cached with the user's divisions in them.
        return super()._get_invalidation_fields() | {"dibao_division_ids"}

    @api.constrains("group_ids")
    def _check_three_administrators(self):
        """Auditor, security officer and system administrator are never one person."""
        groups = [f"dibao_archive.group_{name}" for name in OVERSIGHT]
        for user in self:
            if sum(user.has_group(group) for group in groups) > 1:
                raise ValidationError(
                    self.env._(
                        "%(name)s: auditor, security officer and system administrator "
                        "must be different persons.",
                        name=user.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        for user in users:
            if user._dibao_groups() or user.dibao_division_ids:
                self._dibao_check_grant(user)
        return users

    def write(self, vals):
        touched = any(
            name in ("group_ids", "dibao_division_ids", "role") or "group" in name
            for name in vals
        )
        if not touched:
            return super().write(vals)
        before = {u.id: (u._dibao_groups(), u.dibao_division_ids) for u in self}
        result = super().write(vals)
        for user in self:
            if (user._dibao_groups(), user.dibao_division_ids) != before[user.id]:
                self._dibao_check_grant(user)
        return result

    def _dibao_groups(self):
        """The dibao groups a user holds."""
        category = self.env.ref("dibao_archive.module_category_dibao", False)
        reveal = self.env.ref("dibao_archive.group_reveal", False)
        groups = self.sudo().all_group_ids
        return groups.filtered(
            lambda g: (category and g.privilege_id.category_id == category) or g == reveal
        )

    def _dibao_check_grant(self, user):
        """Rights over protected data are granted by the security officer alone.

        While nobody holds that office, whoever administers the platform's rights may
        appoint the first one, and nobody else.
        """
        officer = self.env.ref("dibao_archive.group_security_officer", False)
        if self.env.su or not officer:
            return
        me = self.env.user
        first = user._dibao_groups() == officer and officer.sudo().all_user_ids == user
        if not me.has_group("dibao_archive.group_security_officer") or me == user:
            if not (first and me.has_group("base.group_erp_manager")):
                raise AccessError(
                    self.env._(
                        "Dibao roles and jurisdictions are granted by the security "
                        "officer, and never to oneself."
                    )
                )
        self.env["dibao.access.log"]._log(
            "grant",
            self.env["res.users"].browse(),
            ["group_ids", "dibao_division_ids"],
            detail=f"user {user.id}: "
            + ", ".join(user._dibao_groups().sudo().mapped("name"))[:400],
            count=1,
        )

    @api.private
    def _dibao_check_duty(self, duty, record=None):
        """May this user carry out a duty (a code such as "confirm") on a record?

        The seam for the training add-on, which refuses those whose certificate lapsed.

        :return: True, or the reason why not (text)
        """
        return True
