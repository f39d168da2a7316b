# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.dibao_archive.in_hand import InHand, tasks

from ..tools import procedure


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    @api.private
    def _dibao_in_hand(self):
        stages = tuple(procedure.OPEN_STAGES)
        return super()._dibao_in_hand() + [
            InHand(
                "dibao.case",
                "officer_id",
                ("investigate", "confirm"),
                SQL("t.stage IN %s", stages),
            ),
            *tasks(("dibao.case", "dibao.visit"), ("investigate", "confirm")),
            *tasks(("dibao.payment.run",), ("pay",)),
        ]
