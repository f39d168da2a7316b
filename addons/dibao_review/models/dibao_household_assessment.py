# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class DibaoHousehold(models.Model):
    """The means tests of a household, and the button that makes one."""

    _inherit = "dibao.household"

    assessment_ids = fields.One2many("dibao.assessment", "household_id", "Means tests")

    def action_reckon(self):
        """Reckon the household by today's rules and open the reckoning."""
        self.ensure_one()
        assessments = self.env["dibao.assessment"]
        assessments.check_access("write")
        self.check_access("write")
        return assessments._reckon(self)._open()

    def action_view_benefits(self):
        """Open the versions of what the household is entitled to."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Benefits"),
            "res_model": "dibao.benefit",
            "view_mode": "list,form",
            "domain": [("household_id", "=", self.id)],
        }
