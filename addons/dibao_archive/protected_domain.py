# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Search conditions that hold protected values, and so must not be stored."""

import re

from .sealed import Sealed
from .tools import resident_id

#: Search fields that take a whole ID number without being one.
_BESIDE = {"id_number"}
_LONG = re.compile(r"[0-9Xx]{15,}")


def holds_value(model, domain):
    """Does a domain (list of conditions) name a protected value?

    A condition on a protected field does, and so does any text with an ID number in
    it, since people type numbers into every search box.
    """
    return any(_condition_holds(model, item) for item in domain)


def _condition_holds(model, item):
    if not isinstance(item, (list, tuple)) or len(item) != 3:
        return False
    path, _operator, value = item
    if isinstance(value, (list, tuple)) and any(
        isinstance(one, (list, tuple)) for one in value
    ):
        # A condition on what lies behind a link.
        target = _last_field(model, path)
        behind = model.env.get(getattr(target, "comodel_name", None) or "")
        return holds_value(model if behind is None else behind, value)
    field = _last_field(model, path)
    if isinstance(field, Sealed) or str(path).rpartition(".")[2] in _BESIDE:
        return bool(value)
    values = value if isinstance(value, (list, tuple)) else [value]
    return any(_is_number(one) for one in values if isinstance(one, str))


def _last_field(model, path):
    field = None
    for name in str(path).split("."):
        field = model._fields.get(name) if model is not None else None
        model = model.env.get(getattr(field, "comodel_name", None) or "")
    return field


def _is_number(text):
    return (
        any(not resident_id.check(found).errors for found in _LONG.findall(text))
        or not resident_id.check(text).errors
    )
