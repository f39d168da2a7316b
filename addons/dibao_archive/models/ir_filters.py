# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.exceptions import UserError

from ..sealed import Sealed
from ..tools import clear_text


class IrFilters(models.Model):
    """A search for a whole protected number is used once; saved, it would lie in clear
    in the table of favourites, for everybody it is shared with."""

    _inherit = "ir.filters"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._dibao_refuse_numbers(vals.get("model_id"), vals)
        return super().create(vals_list)

    def write(self, vals):
        for model_name in {vals.get("model_id"), *self.mapped("model_id")}:
            self._dibao_refuse_numbers(model_name, vals)
        return super().write(vals)

    @api.model
    def _dibao_refuse_numbers(self, model_name, vals):
        domain = vals.get("domain")
        sealed = any(
            self._dibao_is_protected(model_name, path)
            for path in clear_text.searched(domain)
        )
        if sealed or any(
            clear_text.holds_id_number(str(text)) for text in vals.values()
        ):
            raise UserError(
                self.env._(
                    "A favourite cannot keep a whole ID, phone, account or certificate "
                    "number: it would lie there in clear. Remove that part of the "
                    "search first."
                )
            )

    @api.model
    def _dibao_is_protected(self, model_name, path):
        model = self.env.get(model_name)
        field = None
        for name in path.split("."):
            field = model._fields.get(name) if model is not None else None
            model = self.env.get(field.comodel_name) if field is not None else None
        # The household finds its members by a field of its own.
        household = field is not None and str(field) == "dibao.household.id_number"
        return isinstance(field, Sealed) or household
