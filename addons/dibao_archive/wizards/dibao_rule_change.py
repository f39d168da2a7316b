# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class DibaoRuleChange(models.TransientModel):
    """A new value from a day on: the old period ends the day before."""

    _name = "dibao.rule.change"
    _description = "New value of a rule"

    policy_id = fields.Many2one("dibao.policy", ondelete="cascade")
    standard_id = fields.Many2one("dibao.standard", ondelete="cascade")
    key_id = fields.Many2one(related="policy_id.key_id", string="Key")
    value_type = fields.Selection(related="policy_id.value_type")
    unit = fields.Char(related="policy_id.unit")
    present = fields.Char(compute="_compute_present", string="Value now")
    valid_from = fields.Date("New value from", required=True)
    value = fields.Char("New value")
    option_id = fields.Many2one(
        "dibao.policy.option", "New choice", domain="[('key_id', '=', key_id)]"
    )
    is_yes = fields.Boolean("Yes from then on")
    amount = fields.Float("New amount", digits=(12, 2))
    legal_basis = fields.Char(required=True)
    note = fields.Text()

    @api.depends("policy_id", "standard_id")
    def _compute_present(self):
        for wizard in self:
            wizard.present = (
                wizard.policy_id.value_shown or f"{wizard.standard_id.amount:.2f}"
            )

    def _new_values(self):
        self.ensure_one()
        values = {"legal_basis": self.legal_basis, "note": self.note}
        if self.standard_id:
            return values | {"amount": self.amount}
        if self.value_type == "selection":
            return values | {"value": self.option_id.code}
        if self.value_type == "boolean":
            return values | {"value": "true" if self.is_yes else "false"}
        return values | {"value": self.value}

    def action_apply(self):
        """Close the old period, open the new one and show it."""
        self.ensure_one()
        rule = self.policy_id or self.standard_id
        return rule._succeed(self.valid_from, self._new_values()).get_formview_action()
