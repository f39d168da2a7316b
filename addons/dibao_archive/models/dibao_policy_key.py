# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..tools import policy_value

FIXED_FIELDS = {"code", "value_type"}


class DibaoPolicyKey(models.Model):
    """A parameter of the law or of the office: what it means and which values fit."""

    _name = "dibao.policy.key"
    _description = "Policy key"
    _order = "category, sequence, code"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True, help="The name by which the program asks for it.")
    name = fields.Char(required=True, translate=True)
    category = fields.Selection(
        [
            ("amount", "Amounts"),
            ("deadline", "Time limits"),
            ("procedure", "Procedure"),
            ("change", "Re-check and change"),
            ("publication", "Publication"),
            ("archive", "Archives"),
            ("training", "Training"),
            ("protection", "Protection of data"),
        ],
        required=True,
        default="procedure",
    )
    sequence = fields.Integer(default=100)
    value_type = fields.Selection(
        [
            ("integer", "Whole number"),
            ("float", "Number"),
            ("boolean", "Yes or no"),
            ("selection", "Choice"),
            ("text", "Text"),
            ("json", "Table (JSON)"),
        ],
        required=True,
    )
    unit = fields.Char(translate=True)
    help = fields.Text("Meaning", translate=True)
    option_ids = fields.One2many("dibao.policy.option", "key_id", "Choices")
    has_low = fields.Boolean("Has a smallest value")
    low = fields.Float("Smallest value", digits=(16, 6))
    has_high = fields.Boolean("Has a greatest value")
    high = fields.Float("Greatest value", digits=(16, 6))
    policy_ids = fields.One2many("dibao.policy", "key_id", "Values")

    _code_unique = models.UniqueIndex("(code)", "There is a key of this code already.")

    @api.model_create_multi
    def create(self, vals_list):
        keys = super().create(vals_list)
        self.env.registry.clear_cache()
        return keys

    def write(self, vals):
        if FIXED_FIELDS & set(vals) and not self.env.su:
            raise UserError(
                self.env._(
                    "The program asks for a key by its code and type: they stay."
                )
            )
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    @api.constrains("value_type", "has_low", "low", "has_high", "high", "option_ids")
    def _check_values_still_fit(self):
        policies = self.env["dibao.policy"].sudo()
        policies.search(Domain("key_id", "in", self.ids))._check_value()

    def _parse(self, text):
        """Typed value of a text for this key.

        :raise ValidationError: the text does not fit; the message says what would
        """
        self.ensure_one()
        try:
            return policy_value.parse(
                self.value_type,
                text,
                options=self.option_ids.mapped("code"),
                low=self.low if self.has_low else None,
                high=self.high if self.has_high else None,
            )
        except policy_value.PolicyValueError as error:
            raise ValidationError(
                self.env._(
                    "%(key)s: %(problem)s",
                    key=self.name,
                    problem=self._value_problem(error.reason),
                )
            ) from error

    def _canonical(self, value):
        """Canonical text of what a caller gives: a text or a typed value."""
        self.ensure_one()
        if isinstance(value, (dict, list)):
            value = policy_value.to_text("json", value)
        elif value is False and self.value_type == "boolean":
            value = "false"
        return policy_value.to_text(self.value_type, self._parse(value))

    def _value_problem(self, reason):
        """A sentence for the reason key of a refused value."""
        self.ensure_one()
        options = ", ".join(self.option_ids.mapped("code"))
        sentences = {
            "empty": self.env._("the value is missing."),
            "not_number": self.env._("a number is expected, such as 1.5."),
            "not_integer": self.env._("a whole number is expected."),
            "not_boolean": self.env._("yes or no is expected."),
            "not_option": self.env._("one of these is expected: %s.", options),
            "not_json": self.env._("the text is no valid JSON."),
            "too_low": self.env._("%s is the smallest value allowed.", self.low),
            "too_high": self.env._("%s is the greatest value allowed.", self.high),
        }
        return sentences[reason]

    def _shown(self, text):
        """A canonical value as people read it: label or number, with its unit."""
        self.ensure_one()
        if text in (None, False):
            return ""
        if self.value_type == "boolean":
            return self.env._("Yes") if text == "true" else self.env._("No")
        if self.value_type == "selection":
            option = self.option_ids.filtered(lambda one: one.code == text)
            return option.name or text
        if self.unit and self.value_type in ("integer", "float"):
            return self.env._("%(value)s %(unit)s", value=text, unit=self.unit)
        return text
