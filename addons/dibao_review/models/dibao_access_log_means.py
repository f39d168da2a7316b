# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models


class DibaoAccessLog(models.Model):
    _inherit = "dibao.access.log"

    @api.model
    def _detail_words(self):
        return {
            **super()._detail_words(),
            "means_sheet": self.env._("Means test on paper"),
        }
