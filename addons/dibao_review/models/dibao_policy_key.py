# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class DibaoPolicyKey(models.Model):
    _inherit = "dibao.policy.key"

    category = fields.Selection(
        selection_add=[("statistics", "Statistics")],
        ondelete={"statistics": "set default"},
    )
