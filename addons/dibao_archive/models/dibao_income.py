# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class DibaoIncome(models.Model):
    _name = "dibao.income"
    _description = "Household Income"
    _inherit = ["dibao.fact.mixin"]

    kind_id = fields.Many2one(domain=[("list", "=", "income")])
