# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class DibaoAsset(models.Model):
    _name = "dibao.asset"
    _description = "Household Asset"
    _inherit = ["dibao.fact.mixin"]

    kind_id = fields.Many2one(domain=[("list", "=", "asset")])
