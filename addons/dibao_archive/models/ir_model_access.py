# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models

from .rights_guard import refuse_unspecified


class IrModelAccess(models.Model):
    _inherit = "ir.model.access"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._dibao_check_specified()
        return lines

    def write(self, vals):
        self._dibao_check_specified()
        result = super().write(vals)
        self._dibao_check_specified()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_specified(self):
        self._dibao_check_specified()

    def _dibao_check_specified(self):
        refuse_unspecified(self.env, self.sudo().model_id.mapped("model"))
