# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Resident identity numbers (GB 11643-1999): 6 place, 8 birth date, 3 order, 1 check.

Nothing here raises or returns text that carries the number: results are stable
codes, so that no message, log or traceback can leak it.
"""

import datetime
import pathlib
from functools import lru_cache
from typing import NamedTuple

from stdnum import numdb
from stdnum.cn import ric

from .chinese import compact

_STRIP = str.maketrans("", "", "-'‘’`\"“”")
_CYRILLIC_X = str.maketrans("ХхxΧχ×", "XXXXXX")

# 15-digit numbers were issued until 1999 to people born in the 1900s.
_SHORT_CENTURY = "19"
_OLDEST = datetime.timedelta(days=round(130 * 365.25))

TEXTS = {
    "empty": "There is no ID number.",
    "rounded": (
        "The spreadsheet has rounded the ID number: its last digits are lost."
        " Format the column as text and type the number again."
    ),
    "characters": "The ID number holds characters other than digits and a final X.",
    "length": "The ID number must have 18 characters (15 on old cards).",
    "birth_date": "The birth date inside the ID number does not exist.",
    "birth_future": "The birth date inside the ID number lies in the future.",
    "check_digit": (
        "The last character of the ID number does not fit the others:"
        " at least one digit is wrong. Compare it with the card."
    ),
    "place_unknown": (
        "The place part of the ID number is in no current list. Old and abolished"
        " codes are on real cards: compare it with the card."
    ),
    "lifted": "A 15-digit number of an old card was lifted to 18 characters.",
    "age": "By the ID number the person would be over 130 years old.",
}


class Check(NamedTuple):
    """What a number says of itself; ``errors`` and ``warnings`` are codes of TEXTS.

    ``number`` is the normalised number, also when it is wrong. ``sex`` is the
    code of GB/T 2261.1 (1 male, 2 female). ``birth_date`` and ``sex`` are None
    unless the number is free of errors.
    """

    number: str
    birth_date: datetime.date | None
    sex: str | None
    errors: tuple
    warnings: tuple

    @property
    def ok(self):
        return not self.errors


def check_character(first17):
    """The 18th character for 17 digits (ISO 7064 MOD 11-2)."""
    return ric.calc_check_digit(first17 + "0")


def lift(number15):
    """The 18-character form of a 15-digit number."""
    first17 = number15[:6] + _SHORT_CENTURY + number15[6:]
    return first17 + check_character(first17)


def normalise(value):
    """The one stored form: half-width, without spaces, capital X, 18 characters.

    15-digit numbers are lifted; anything else comes back cleaned but unjudged.
    """
    if not value:
        return ""
    number = value
    if not (isinstance(number, str) and number.isascii() and number.isalnum()):
        number = compact(str(number)).translate(_CYRILLIC_X).translate(_STRIP)
    number = number.upper()
    if len(number) == 15 and number.isascii() and number.isdigit():
        return lift(number)
    return number


@lru_cache(maxsize=1)
def _places():
    # Read beside the module: where a platform wraps the module's loader,
    # importlib.resources (which stdnum itself asks) does not find the table.
    table = pathlib.Path(ric.__file__).with_name("loc.dat")
    with table.open(encoding="utf-8") as handle:
        return numdb.read(handle)


@lru_cache(maxsize=8192)
def place_known(code6):
    """Does the table of python-stdnum know this six-digit place?"""
    return bool(_places().info(code6)[0][1])


@lru_cache(maxsize=65536)
def _date(text):
    try:
        return datetime.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def _shape_error(number):
    if not number:
        return "empty"
    body = number[:-1]
    if not (body.isascii() and body.isdigit() and number[-1] in "0123456789X"):
        # A spreadsheet's 4.40101E+17 has lost its last digits for good.
        return "rounded" if "E+" in number or "E17" in number else "characters"
    return "" if len(number) == 18 else "length"


def check(value, today=None):
    """Judge an ID number as typed; see ``Check``. Never raises on any text.

    Errors: empty, rounded, characters, length, birth_date, birth_future,
    check_digit. Warnings: place_unknown, lifted, age.
    """
    number = normalise(value)
    error = _shape_error(number)
    if error:
        return Check(number, None, None, (error,), ())
    today = today or datetime.date.today()
    errors = []
    birth = _date(number[6:14])
    if birth is None:
        errors.append("birth_date")
    elif birth > today:
        errors.append("birth_future")
    if number[-1] != ric.calc_check_digit(number):
        errors.append("check_digit")
    warnings = []
    if not place_known(number[:6]):
        warnings.append("place_unknown")
    if isinstance(value, str) and len(value) < 18 and len(compact(value)) <= 15:
        warnings.append("lifted")
    if birth and today - birth > _OLDEST:
        warnings.append("age")
    if errors:
        return Check(number, None, None, tuple(errors), tuple(warnings))
    return Check(number, birth, sex(number), (), tuple(warnings))


def birth_date(number):
    """Birth date inside a normalised number, None if there is none."""
    if len(number) != 18 or not number[6:14].isdigit():
        return None
    return _date(number[6:14])


def sex(number):
    """Sex by the order number: odd 1 (male), even 2 (female), None unreadable."""
    if len(number) != 18 or not number[16].isdigit():
        return None
    return "1" if int(number[16]) % 2 else "2"


def _spread(patterns):
    """Distribution modulo 11 of the sums of (weight, possible digits) positions."""
    counts = [1] + [0] * 10
    for weight, digits in patterns:
        following = [0] * 11
        for rest, count in enumerate(counts):
            if count:
                for digit in digits:
                    following[(rest + weight * digit) % 11] += count
        counts = following
    return counts


_WEIGHTS = tuple(2 ** (17 - position) % 11 for position in range(17))


def _dates(mask, births):
    """Distribution modulo 11 of the birth dates that fit mask and range."""
    counts = [0] * 11
    first, last = births
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        text = datetime.date.fromordinal(ordinal).strftime("%Y%m%d")
        if all(m in ("*", d) for m, d in zip(mask, text, strict=True)):
            total = sum(int(d) * w for d, w in zip(text, _WEIGHTS[6:14], strict=True))
            counts[total % 11] += 1
    return counts


def _join(left, right):
    joined = [0] * 11
    for a, count_a in enumerate(left):
        for b, count_b in enumerate(right):
            joined[(a + b) % 11] += count_a * count_b
    return joined


def candidates(
    mask,
    births=(datetime.date(1930, 1, 1), datetime.date(2026, 12, 31)),
    sex_code=None,
):
    """How many ID numbers a reader must choose from, given all that he is shown.

    ``mask`` has 18 characters, ``*`` where hidden; ``births`` is the range of birth
    dates that the rest of the output leaves open (one day where the birth date is
    shown, a year where the age is); ``sex_code`` the sex if shown. Exact count.
    Source of the rule: R-51, an output must leave at least 1,000.
    """

    def digits(position):
        char = mask[position]
        return range(10) if char == "*" else (int(char),)

    place = _spread((_WEIGHTS[p], digits(p)) for p in range(6))
    order = [(_WEIGHTS[p], digits(p)) for p in range(14, 17)]
    if sex_code in ("1", "2"):
        weight, last = order[-1]
        odd = sex_code == "1"
        order[-1] = weight, [d for d in last if bool(d % 2) == odd]
    sums = _join(_join(place, _dates(mask[6:14], births)), _spread(order))
    if mask[17] == "*":
        return sum(sums)
    # The weighted sum of all 18 characters is 1 modulo 11.
    shown = 10 if mask[17] == "X" else int(mask[17])
    return sums[(1 - shown) % 11]


def marks(warnings):
    """Those of a check's warnings that stay with the person, as one text, or None."""
    return (
        ",".join(code for code in ("place_unknown", "age") if code in warnings) or None
    )
