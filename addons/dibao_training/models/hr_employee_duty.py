# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

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

    def _dibao_kept(self):
        kept = super()._dibao_kept()
        kept["dibao.training.certificate"] = self.env._("certificates")
        kept["dibao.training.attempt"] = self.env._("exams")
        kept["dibao.duty.leave"] = self.env._("exceptional leaves")
        kept["dibao.duty.handover"] = self.env._("work handed over")
        return kept
