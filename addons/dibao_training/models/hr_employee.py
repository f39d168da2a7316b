# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    dibao_division_id = fields.Many2one(
        "dibao.division",
        string="Dibao division",
        index="btree_not_null",
        tracking=True,
        help="The division whose archives this person handles. Its training "
        "coordinator, and those above it, see the hours.",
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_hours(self):
        credit = (
            self.env["dibao.training.credit"]
            .sudo()
            .search([("employee_id", "in", self.ids)], limit=1)
        )
        if credit:
            raise UserError(
                self.env._(
                    "%(name)s has credit hours on record, which must be kept. "
                    "Archive the employee instead of deleting.",
                    name=credit.employee_id.name,
                )
            )
