# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.exceptions import UserError


class DibaoAssessment(models.Model):
    _inherit = "dibao.assessment"

    def action_reckon(self):
        """Reckon drafts anew, with what an officer found meanwhile."""
        self.check_access("write")
        for one in self:
            if one.state != "draft":
                raise UserError(
                    self.env._("%s is frozen: reckon the household.", one.display_name)
                )
            # sudo: the effect of the act checked above
            one.sudo()._acting()._calculate()
        return True

    def _open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }
