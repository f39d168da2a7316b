# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The rights specification holds: nobody opens a hole beside it on the screen."""

from odoo import api, models
from odoo.exceptions import AccessError

PREFIX = "dibao"


def refuse_unspecified(env, names):
    """Refuse a change of access lines, rules or names that touches these add-ons.

    They come from ``security/rights.yml`` with an installation or upgrade, which runs
    as the system.

    :param names: technical names of the models or modules that the change touches
    :raise AccessError: somebody, whatever his rights on the platform, tries it
    """
    if not env.su and any(name and name.startswith(PREFIX) for name in names):
        raise AccessError(
            env._(
                "The rights over dibao data come with the program and are not changed "
                "here. Roles are granted to users by the security officer."
            )
        )


class DibaoRightsGuard(models.AbstractModel):
    """Rows of the platform that open or close our models: refused on the screen.

    Looked at before a change and after it, so that neither a row of ours is turned
    away from us nor another's turned on us.
    """

    _name = "dibao.rights.guard"
    _description = "Rights Guard"

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._dibao_check_specified()
        return rows

    def write(self, vals):
        self._dibao_check_specified()
        result = super().write(vals)
        self._dibao_check_specified()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_specified(self):
        self._dibao_check_specified()

    def _dibao_check_specified(self):
        refuse_unspecified(self.env, self._dibao_touched())

    def _dibao_touched(self):
        """Technical names of the models or modules that these rows are about."""
        return self.sudo().model_id.mapped("model")
