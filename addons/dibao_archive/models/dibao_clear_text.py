# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.exceptions import ValidationError

from ..sealed import Sealed
from ..tools import clear_text


class DibaoClearText(models.AbstractModel):
    """An ID number typed into a name or a note would lie there in clear: refused."""

    _inherit = "dibao.sealed.mixin"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_clear_numbers(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_clear_numbers(vals)
        return super().write(vals)

    @api.model
    def _refuse_clear_numbers(self, vals):
        for name, value in vals.items():
            field = self._fields.get(name)
            if (
                field is not None
                and field.type in ("char", "text", "html")
                and not isinstance(field, Sealed)
                and clear_text.holds_id_number(value)
            ):
                raise ValidationError(
                    self.env._(
                        "%(field)s holds an ID number. Numbers belong in their own "
                        "field, where they are protected.",
                        field=field._description_string(self.env),
                    )
                )
