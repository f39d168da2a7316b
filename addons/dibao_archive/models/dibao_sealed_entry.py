# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models

from ..sealed import Sealed
from ..tools import protected


class DibaoSealedEntry(models.AbstractModel):
    """Who types a protected value is told of a mistake at once, not at the save.

    The form keeps what was typed, so that one digit can be mended; the server computes
    as if nothing had been typed yet, and refuses it at the save.
    """

    _inherit = "dibao.sealed.mixin"

    def _has_onchange(self, field, other_fields):
        return isinstance(field, Sealed) or super()._has_onchange(field, other_fields)

    def onchange(self, values, field_names, fields_spec):
        told = [
            text
            for name in field_names
            if (text := self._typing_error(name, values.get(name)))
        ]
        values = self._without_typing_errors(values)
        result = super().onchange(values, field_names, fields_spec)
        if told and "warning" not in result:
            result["warning"] = {
                "title": self.env._("Please compare"),
                "message": "\n".join(told),
                "type": "notification",
            }
        return result

    @api.model
    def _without_typing_errors(self, values):
        """A copy of a form's values, mistyped protected ones empty, lines included."""
        result = {}
        for name, value in values.items():
            field = self._fields.get(name)
            if field is not None and field.type in ("one2many", "many2many"):
                value = self._lines_without_typing_errors(field, value)
            elif self._typing_error(name, value):
                value = False
            result[name] = value
        return result

    @api.model
    def _lines_without_typing_errors(self, field, commands):
        lines = self.env[field.comodel_name]
        if not hasattr(lines, "_without_typing_errors"):
            return commands
        return [
            [*command[:2], lines._without_typing_errors(command[2])]
            if len(command) == 3 and isinstance(command[2], dict)
            else command
            for command in commands or []
        ]

    @api.model
    def _typing_error(self, name, value):
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
