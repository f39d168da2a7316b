# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class DibaoPolicyInForceStep(models.TransientModel):
    """One candidate of a rule and why it holds or does not."""

    _name = "dibao.policy.in.force.step"
    _description = "Candidate of a rule"
    _order = "id"

    line_id = fields.Many2one(
        "dibao.policy.in.force.line", required=True, ondelete="cascade"
    )
    place = fields.Char("Set in")
    value_shown = fields.Char("Value")
    valid_from = fields.Date("Since")
    valid_to = fields.Date("Until")
    legal_basis = fields.Char()
    holds = fields.Boolean()
    reason = fields.Char("Why")
    res_model = fields.Char()
    res_id = fields.Integer()

    def action_open_rule(self):
        """Open the rule behind the step; its model is one of the two known."""
        self.ensure_one()
        model = (
            "dibao.standard" if self.res_model == "dibao.standard" else "dibao.policy"
        )
        return self.env[model].browse(self.res_id).get_formview_action()
