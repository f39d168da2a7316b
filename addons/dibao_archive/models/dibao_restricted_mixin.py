# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError

#: Who still works with restricted data: decides on requests, keeps, audits.
ROLES = (
    "dibao_archive.group_county_confirmer",
    "dibao_archive.group_archive_supervisor",
    "dibao_archive.group_auditor",
)


class DibaoRestrictedMixin(models.AbstractModel):
    """Persons and households whose data are stored and protected only (PIPL art. 47).

    Rules of `security/restricted_rules.xml` hide them from all but `ROLES`; what opens,
    lends or gives away asks `_refuse_restricted`.
    """

    _name = "dibao.restricted.mixin"
    _description = "Restricted Data"

    restricted = fields.Boolean(
        readonly=True,
        copy=False,
        help="Stored and protected only, at the person's request (PIPL art. 47).",
    )

    _restricted = models.Index("(id) WHERE restricted IS TRUE")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._guard_restricted(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._guard_restricted(vals)
        return super().write(vals)

    @api.model
    def _guard_restricted(self, vals):
        if "restricted" in vals and not self.env.su:
            raise AccessError(
                self.env._("Restricting is decided upon a request of the person.")
            )

    def _refuse_restricted(self, user=None):
        """Refuse a use of restricted data to all but the named roles.

        :raise AccessError: one of these is restricted; the attempt is logged
        """
        user = user or self.env.user
        held = self.sudo().filtered("restricted").sudo(False)
        if held and not any(user.has_group(role) for role in ROLES):
            self.env["dibao.access.log"]._log("refused", held, detail="restricted")
            raise AccessError(
                self.env._(
                    "These data are restricted at the person's request: they are "
                    "stored and protected only. The attempt was logged."
                )
            )
