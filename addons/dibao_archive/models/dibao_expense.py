# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class DibaoExpense(models.Model):
    _name = "dibao.expense"
    _description = "Household Expense"
    _inherit = ["dibao.fact.mixin"]

    kind_id = fields.Many2one(domain=[("list", "=", "expense")])
