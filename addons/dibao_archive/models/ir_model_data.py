# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models

from .rights_guard import refuse_unspecified

GUARDED = {"res.groups", "ir.rule", "ir.model.access", "ir.model"}


class IrModelData(models.Model):
    _inherit = "ir.model.data"

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
        """Code asks for groups by these names: they must not come to mean others."""
        names = [
            row.module
            for row in self.sudo()
            if row.module.startswith("dibao") and row.model in GUARDED
        ]
        refuse_unspecified(self.env, names)
