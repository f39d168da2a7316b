# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from .res_users_duty import forget_held


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    dibao_certificate_ids = fields.One2many(
        "dibao.training.certificate",
        "employee_id",
        "Dibao certificates",
        groups="dibao_archive.group_user",
    )

    def write(self, vals):
        result = super().write(vals)
        if {"user_id", "active"} & vals.keys():
            forget_held(self.env)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_certified(self):
        held = self.env["dibao.training.certificate"].sudo()
        held = held.search([("employee_id", "in", self.ids)], limit=1)
        if held:
            raise UserError(
                self.env._(
                    "%(name)s has certificates on record, which must be kept. Archive "
                    "the employee instead of deleting.",
                    name=held.employee_id.name,
                )
            )
