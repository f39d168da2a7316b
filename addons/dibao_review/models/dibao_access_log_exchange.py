# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models


class DibaoAccessLog(models.Model):
    """Words of receipts and of what is given to others."""

    _inherit = "dibao.access.log"

    @api.model
    def _detail_words(self):
        return super()._detail_words() | {
            "exchange_import": self.env._("Delivery %(id)s of %(source)s"),
            "exchange_result": self.env._("Result of a delivery"),
            "data_given": self.env._("Given to %(recipient)s: %(data)s"),
        }

    @api.model
    def _purpose_words(self):
        return super()._purpose_words() | {"exchange": self.env._("Data exchange")}
