# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


class DibaoItem(models.Model):
    """An item may be appraised apart from the rest of its volume."""

    _name = "dibao.item"
    _inherit = ["dibao.item", "dibao.appraised.mixin"]
