# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


class DibaoItem(models.Model):
    """An item is held with its body, its annexes, its volume or its household."""

    _name = "dibao.item"
    _inherit = ["dibao.item", "dibao.held.mixin"]

    def _correct(self, values, reason):
        self._refuse_held()
        return super()._correct(values, reason)

    def _renumber(self):
        self._refuse_held()
        return super()._renumber()
