# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.safe_eval import datetime, safe_eval

from ..protected_domain import holds_value
from ..tools import clear_text


class IrFilters(models.Model):
    """A favourite keeps what was searched for: protected values must not stay there."""

    _inherit = "ir.filters"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._dibao_check(vals.get("model_id"), vals)
        return super().create(vals_list)

    def write(self, vals):
        for model in set(self.mapped("model_id")) | {vals.get("model_id")}:
            self._dibao_check(model, vals)
        return super().write(vals)

    @api.model
    def _dibao_check(self, model_name, vals):
        if not (model_name or "").startswith("dibao."):
            return
        model = self.env.get(model_name)
        named = any(clear_text.holds_id_number(text) for text in vals.values())
        if named or (
            model is not None
            and any(holds_value(model, domain) for domain in self._dibao_domains(vals))
        ):
            raise UserError(
                self.env._(
                    "This search holds a protected value, which would be kept in clear."
                    " Remove it from the search, then save the favourite."
                )
            )

    @api.model
    def _dibao_domains(self, vals):
        domain = vals.get("domain") or []
        if isinstance(domain, str):
            names = {"uid": self.env.uid, "context": {}, "datetime": datetime}
            try:
                domain = safe_eval(domain, names)
            except (NameError, ValueError):
                # It cannot be read now, so nobody can say what it holds.
                domain = [("id_number", "=", domain)] if _digits(domain) else []
        return [domain]


def _digits(text):
    return sum(character.isdigit() for character in text) >= 8
