# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


class IrRule(models.Model):
    _name = "ir.rule"
    _inherit = ["ir.rule", "dibao.rights.guard"]
