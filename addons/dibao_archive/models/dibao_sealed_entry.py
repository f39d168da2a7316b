# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models

from ..sealed import Sealed
from ..tools import protected


class DibaoSealedEntry(models.AbstractModel):
    """Who types a protected value is told of a mistake at once, not at the save."""

    _inherit = "dibao.sealed.mixin"

    def _has_onchange(self, field, other_fields):
        return isinstance(field, Sealed) or super()._has_onchange(field, other_fields)

    def onchange(self, values, field_names, fields_spec):
        typed = {name: values.get(name) for name in field_names}
        result = super().onchange(values, field_names, fields_spec)
        told = [
            text for name, value in typed.items() if (text := self._typed(name, value))
        ]
        if told and "warning" not in result:
            result["warning"] = {
                "title": self.env._("Please compare"),
                "message": "\n".join(told),
                "type": "notification",
            }
        return result

    def _typed(self, name, value):
        """What is wrong with a value as it was typed, without repeating it."""
        field = self._fields.get(name)
        if not isinstance(field, Sealed) or not value or "*" in value:
            return None
        clear = protected.normalise(field.kind, value)
        problem = protected.problem(field.kind, clear)
        if not problem:
            return None
        return self.env._(
            "%(field)s: %(problem)s",
            field=field._description_string(self.env),
            problem=self._problem_text(problem),
        )
