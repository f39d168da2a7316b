# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reference codes (档号): rendering, parsing, and what people type for them.

DA/T 13-2022: parts are joined by a half-width hyphen, codes of one level by the middle
dot U+00B7. Which parts stand where is a profile of the fonds and class; parsing is the
inverse of rendering for each of them.
"""

import re
from typing import NamedTuple

DOT, HYPHEN = "\u00b7", "-"
# What input methods and other programs put in place of the two signs. NFKC leaves
# most of them as they are.
_DOTS = "\u30fb\u2022\u2027\uff0e\uff65\u22c5\u2219\u0387\u318d\u2024\u25cf\ufe52"
_HYPHENS = "\uff0d\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\ufe58\u2043"
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B)}
_ALIKE = (
    _FULL_WIDTH
    | str.maketrans(_DOTS, DOT * len(_DOTS))
    | str.maketrans(_HYPHENS, HYPHEN * len(_HYPHENS))
)
_SEGMENT = rf"[^\s{DOT}{HYPHEN}]+"
_PATTERNS = {
    "fonds": r"[A-Z][0-9]{3}",
    "category": rf"{_SEGMENT}(?:{DOT}{_SEGMENT}){{0,3}}",
    "year": r"[0-9]{4}",
    "retention": r"Y|D[1-9][0-9]*",
    "organ": _SEGMENT,
    "area": r"[0-9]{2,12}",
}
#: Running numbers: zero-filled to the width of the profile, longer ones as they are.
NUMBERS = ("volume", "item")
ELEMENTS = (*_PATTERNS, *NUMBERS, "literal")
SEPARATORS = (HYPHEN, DOT, "")


class ReferenceError(ValueError):
    """A code or a value does not fit the profile; ``reason`` says why, as a key:
    ``missing``, ``shape``, ``table``, ``profile``; ``element`` says where."""

    def __init__(self, reason, element=None, value=None):
        super().__init__(f"{element or 'code'}: {reason} ({value!r})")
        self.reason, self.element, self.value = reason, element, value


class Part(NamedTuple):
    """An element of a profile, with the separator that stands before it.

    :param element: one of ``ELEMENTS``
    :param separator: ``-``, ``·`` or nothing; the first part has none
    :param width: digits of a running number, at least
    :param table: codes that may stand here; empty: any of the right shape
    :param literal: the text of a literal
    """

    element: str
    separator: str = HYPHEN
    width: int = 0
    table: tuple = ()
    literal: str = ""


#: Presets of DA/T 13-2022, DA/T 22-2015 and a local one (fonds, class, year, running
#: numbers), as ``{code: parts}``.
PRESETS = {
    "dat13_volume": (
        Part("fonds", ""),
        Part("category"),
        Part("year", DOT),
        Part("retention", DOT),
        Part("volume", width=3),
        Part("item", width=3),
    ),
    "dat13_item": (
        Part("fonds", ""),
        Part("category"),
        Part("year", DOT),
        Part("retention", DOT),
        Part("organ", DOT),
        Part("item", width=4),
    ),
    "dat22_item": (
        Part("fonds", ""),
        Part("category"),
        Part("year", DOT),
        Part("retention"),
        Part("organ"),
        Part("item", width=4),
    ),
    "local": (
        Part("fonds", ""),
        Part("category"),
        Part("year", DOT),
        Part("volume", width=5),
        Part("item", width=3),
    ),
}


def normalise(text):
    """Text as typed or pasted, with the signs of the standard.

    Look-alike dots become U+00B7, dashes and full-width hyphens ``-``, full-width
    letters and digits half-width ones; spaces go.

    >>> normalise("J019－ZY・DB•2024‧D30－００１")
    'J019-ZY·DB·2024·D30-001'
    """
    return "".join(str(text or "").translate(_ALIKE).split())


def search_key(text):
    """What a search compares: upper case, without separators.

    >>> search_key("zy・db-2024")
    'ZYDB2024'
    """
    return normalise(text).replace(DOT, "").replace(HYPHEN, "").replace(".", "").upper()


def fits(element, value, part=None):
    """Whether a value may stand for an element (of a part with a width and table)."""
    part = part or Part(element)
    return bool(re.fullmatch(_pattern(part), str(value or "")))


def check(parts):
    """Refuse a profile whose codes could not be read back.

    :raise ReferenceError: reason ``profile``
    """
    elements = [part.element for part in parts if part.element != "literal"]
    unknown = [part for part in parts if part.element not in ELEMENTS]
    if unknown or len(elements) != len(set(elements)):
        raise ReferenceError("profile", None, elements)
    if not elements or elements[-1] not in NUMBERS:
        # Without a running number at its end, nothing tells two codes apart.
        raise ReferenceError("profile", elements[-1] if elements else None)
    for place, part in enumerate(parts):
        wrong = part.separator not in SEPARATORS
        if wrong or (part.element != "literal" and bool(place) != bool(part.separator)):
            raise ReferenceError("profile", part.element, part.separator)
        # Class codes have dots of their own: only what cannot be mistaken for another
        # level may follow one.
        after = parts[place + 1] if place + 1 < len(parts) else None
        dotted = part.element == "category" and after and after.separator == DOT
        if dotted and after.element not in ("year", "retention"):
            raise ReferenceError("profile", after.element, after.separator)
        if part.literal and not re.fullmatch(_SEGMENT, part.literal):
            raise ReferenceError("profile", "literal", part.literal)
    return parts


def render(parts, values, until=None):
    """The code of values by a profile.

    :param values: ``{element: value}``; running numbers as int, the others as text
    :param until: last element to render (the code of a volume ends with ``volume``)
    :raise ReferenceError: a value is missing or does not fit
    """
    code = ""
    for part in parts:
        code += part.separator + _rendered(part, values)
        if part.element == until:
            break
    return code


def scope(parts, values, number):
    """Within which codes a running number may not come twice: all before it.

    :param number: the element, ``volume`` or ``item``
    """
    return render(
        [
            part
            if part.element != number
            else Part("literal", part.separator, literal="#")
            for part in parts
            if part.element == number
            or part.element not in NUMBERS[NUMBERS.index(number) :]
        ],
        values,
    )


def parse(parts, text, until=None):
    """Values of a code: the inverse of ``render``. Input is normalised first.

    :return: ``{element: value}``
    :raise ReferenceError: the text is no code of the profile
    """
    pattern = ""
    for part in parts:
        pattern += re.escape(part.separator)
        if part.element == "literal":
            pattern += re.escape(part.literal)
        else:
            pattern += f"(?P<{part.element}>{_pattern(part)})"
        if part.element == until:
            break
    found = re.fullmatch(pattern, normalise(text))
    if not found:
        raise ReferenceError("shape", None, text)
    return {
        name: int(value) if name in NUMBERS else value
        for name, value in found.groupdict().items()
    }


def _pattern(part):
    if part.table:
        return "|".join(map(re.escape, sorted(part.table, key=len, reverse=True)))
    if part.element in NUMBERS:
        # 0001 is no number of width 3: it would not be rendered so.
        width = max(part.width, 1)
        return rf"[0-9]{{{width}}}|[1-9][0-9]{{{width},}}"
    return _PATTERNS[part.element]


def _rendered(part, values):
    if part.element == "literal":
        return part.literal
    value = values.get(part.element)
    if value in (None, False, ""):
        raise ReferenceError("missing", part.element)
    if part.element in NUMBERS:
        if value < 1:
            raise ReferenceError("shape", part.element, value)
        return str(value).zfill(part.width)
    value = str(value)
    if not re.fullmatch(_pattern(part), value):
        raise ReferenceError("table" if part.table else "shape", part.element, value)
    return value
