# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models

from .rights_guard import PREFIX

GUARDED = {"res.groups", "ir.rule", "ir.model.access", "ir.model"}


class IrModelData(models.Model):
    """Code asks for groups by these names: they must not come to mean others."""

    _name = "ir.model.data"
    _inherit = ["ir.model.data", "dibao.rights.guard"]

    def _dibao_touched(self):
        return [
            row.module
            for row in self.sudo()
            if row.module.startswith(PREFIX) and row.model in GUARDED
        ]
