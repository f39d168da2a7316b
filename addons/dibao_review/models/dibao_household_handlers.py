# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


class DibaoHousehold(models.Model):
    """Who handled a household's cases does not supervise the end of its archives."""

    _inherit = "dibao.household"

    def _dibao_benefit_handlers(self):
        # sudo: whoever handled them, wherever and whenever that was
        cases = self.env["dibao.case"].sudo().with_context(active_test=False)
        cases = cases.search([("household_id", "in", self.ids)])
        handlers = cases.create_uid | cases._handlers() | cases.decided_by_id
        return super()._dibao_benefit_handlers() | handlers
