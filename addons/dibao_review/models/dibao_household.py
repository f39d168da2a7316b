# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class DibaoHousehold(models.Model):
    _inherit = "dibao.household"

    case_ids = fields.One2many("dibao.case", "household_id", string="Cases")
    case_count = fields.Integer(compute="_compute_case_count")

    def _compute_case_count(self):
        cases = self.env["dibao.case"]
        counts = {}
        if cases.has_access("read"):
            counts = dict(
                cases._read_group(
                    [("household_id", "in", self.ids)], ["household_id"], ["__count"]
                )
            )
        for household in self:
            household.case_count = counts.get(household, 0)

    def action_view_cases(self):
        """Open the household's cases."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_review.dibao_case_action"
        )
        return {
            **action,
            "path": False,
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": [("household_id", "=", self.id)],
            "context": {"default_household_id": self.id},
        }
