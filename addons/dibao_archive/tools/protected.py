# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The kinds of protected values: how each is normalised and what is wrong with it."""

import re
import unicodedata

from . import resident_id

KINDS = ("id_number", "account", "phone", "certificate")
_NOISE = re.compile(r"[\s\-‐-―·.]+")


def _plain(value):
    return _NOISE.sub("", unicodedata.normalize("NFKC", str(value or "")))


def _phone(value):
    text = _plain(value).strip("()").replace("(", "").replace(")", "")
    for prefix in ("+86", "0086"):
        if text.startswith(prefix):
            return text[len(prefix) :]
    return text


_NORMALISE = {
    "id_number": resident_id.normalise,
    "account": _plain,
    "phone": _phone,
    "certificate": lambda value: _plain(value).upper(),
}
_SHAPES = {
    "account": re.compile(r"[0-9]{8,32}"),
    "phone": re.compile(r"[0-9]{7,12}"),
    "certificate": re.compile(r"[0-9A-Z一-鿿()]{4,40}"),
}


def normalise(kind, value):
    """The one spelling of a protected value that is sealed and indexed.

    >>> normalise("phone", "+86 199-0000-0000")
    '19900000000'
    """
    return _NORMALISE[kind](value) if value else ""


def problem(kind, clear):
    """What is wrong with a normalised value: a code, or "" when nothing is."""
    if kind == "id_number":
        errors = resident_id.check(clear).errors
        return f"id_{errors[0]}" if errors else ""
    return "" if _SHAPES[kind].fullmatch(clear) else f"{kind}_shape"


def bound_to(model, field):
    """The context of a ciphertext: it opens in this field of this model only."""
    return f"{model}/{field}".encode()
