# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class DibaoPolicyInForceLine(models.TransientModel):
    """One rule as it holds, with the chain of candidates behind it."""

    _name = "dibao.policy.in.force.line"
    _description = "Rule in force"
    _order = "id"

    in_force_id = fields.Many2one(
        "dibao.policy.in.force", required=True, ondelete="cascade"
    )
    key_id = fields.Many2one("dibao.policy.key", ondelete="cascade")
    key_help = fields.Text(related="key_id.help")
    urban_rural = fields.Selection([("urban", "Urban"), ("rural", "Rural")])
    category = fields.Selection(
        lambda self: self.env["dibao.policy.key"]
        ._fields["category"]
        ._description_selection(self.env),
        "Subject",
    )
    name = fields.Char("Rule")
    source = fields.Selection(
        [("here", "Set here"), ("above", "Inherited"), ("none", "No value")]
    )
    value_shown = fields.Char("Value")
    place = fields.Char("Set in")
    valid_from = fields.Date("Since")
    valid_to = fields.Date("Until")
    legal_basis = fields.Char()
    step_ids = fields.One2many("dibao.policy.in.force.step", "line_id", "Why")

    def action_set_here(self):
        """Open a new rule of this kind for the place and day of the screen."""
        self.ensure_one()
        screen = self.in_force_id
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "dibao.policy" if self.key_id else "dibao.standard",
            "view_mode": "form",
            "context": {
                "default_key_id": self.key_id.id,
                "default_urban_rural": self.urban_rural,
                "default_division_id": screen.division_id.id,
                "default_valid_from": screen.on_date,
            },
        }
