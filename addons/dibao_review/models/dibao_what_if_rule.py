# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

#: The rules that a what-if can think about: those of amounts, not of incomes.
THINKABLE = (
    *("edge_multiplier", "compare_income", "amount_method", "amount_tiers"),
    *("round_unit", "round_mode", "round_level", "base_ceiling", "smallest_amount"),
    *("zero_amount", "refusal_percent", "price_subsidy", "supplement_elderly_age"),
    *("supplement_elderly", "supplement_minor", "supplement_severe_disability"),
    *("supplement_serious_illness", "severe_disability", "supplement_stacking"),
    "supplement_cap",
)


class DibaoWhatIfRule(models.Model):
    """A draft value of a rule; the values in force stay as they are."""

    _name = "dibao.what.if.rule"
    _description = "Draft rule of a what-if"
    _inherit = ["dibao.jurisdiction.mixin"]
    _order = "what_if_id, id"
    _rec_name = "key_id"

    what_if_id = fields.Many2one(
        "dibao.what.if", required=True, index=True, ondelete="cascade"
    )
    division_id = fields.Many2one(
        related="what_if_id.division_id", store=True, index=True
    )
    key_id = fields.Many2one(
        "dibao.policy.key",
        "Rule",
        required=True,
        ondelete="cascade",
        domain=[("code", "in", THINKABLE)],
    )
    key_help = fields.Text(related="key_id.help")
    value = fields.Char(
        "Draft value",
        required=True,
        help="As text: 7, 1.5, yes, the code of a choice, a text or JSON.",
    )

    _one_value = models.UniqueIndex(
        "(what_if_id, key_id)", "A rule has one draft value."
    )

    @api.constrains("key_id", "value")
    def _check_value(self):
        for rule in self:
            rule.key_id._parse(rule.value)

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules.what_if_id._forget()
        return rules

    def write(self, vals):
        result = super().write(vals)
        self.what_if_id._forget()
        return result

    def unlink(self):
        self.what_if_id._forget()
        return super().unlink()
