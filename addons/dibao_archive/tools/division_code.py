# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Codes of administrative divisions, without a database.

GB/T 2260 gives six digits (province, city, county), the statistical code adds
three digits for the township and three for the village: twelve in all, padded
with zeros on the right.
"""

import unicodedata

WIDTH = 12
#: Significant digits of each level, from the top of the tree down.
PREFIX_WIDTH = {"province": 2, "city": 4, "county": 6, "township": 9, "village": 12}
LEVELS = tuple(PREFIX_WIDTH)
#: Layers that stand in the official tables only to fill a level.
PLACEHOLDER_NAMES = (
    "市辖区",
    "县",
    "省直辖县级行政区划",
    "自治区直辖县级行政区划",
)
#: Statistics hands out village numbers up to 599 (committees and bodies like
#: them); numbers given here start above, so that they never meet an official one.
FIRST_OWN_VILLAGE = 600


class DivisionCodeError(ValueError):
    """A text that is no division code; ``reason`` is a key, never the text."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


def normalize(text):
    """Twelve digits for a code written with 2, 4, 6, 9 or 12 digits.

    Full-width digits and blanks around are what ledgers contain.

    >>> normalize("１３０１０２")
    '130102000000'
    """
    digits = unicodedata.normalize("NFKC", str(text or "")).strip()
    if not digits:
        raise DivisionCodeError("empty")
    if not (digits.isascii() and digits.isdigit()):
        raise DivisionCodeError("not_digits")
    if len(digits) not in PREFIX_WIDTH.values():
        raise DivisionCodeError("length")
    code = digits.ljust(WIDTH, "0")
    level_of(code)
    return code


def level_of(code):
    """Level of a twelve-digit code, read from its trailing zeros.

    >>> level_of("130102001000")
    'township'
    """
    if len(code) != WIDTH or not (code.isascii() and code.isdigit()):
        raise DivisionCodeError("length")
    if code[:2] == "00":
        raise DivisionCodeError("no_province")
    level = next(
        level for level, width in PREFIX_WIDTH.items() if not code[width:].strip("0")
    )
    if level == "village" and code[6:9] == "000":
        raise DivisionCodeError("no_township")
    # A township may lack a county (cities without districts), never a city.
    if level != "province" and code[2:4] == "00":
        raise DivisionCodeError("no_city")
    return level


def prefix(code):
    """The significant digits: every code below starts with them."""
    return code[: PREFIX_WIDTH[level_of(code)]]


def parent_code(code):
    """Twelve-digit code of the division above, None for a province.

    A township of a city without districts (441900003000) gives the city.
    """
    position = LEVELS.index(level_of(code))
    if not position:
        return None
    return code[: PREFIX_WIDTH[LEVELS[position - 1]]].ljust(WIDTH, "0")


def is_placeholder(name, level):
    """Whether the official tables have this layer only to fill a level."""
    return level == "city" and name in PLACEHOLDER_NAMES


def free_village_code(township, taken):
    """First number of the own range that is free in a township.

    :param township: twelve-digit code of the township
    :param taken: codes in use (any container)
    """
    for number in range(FIRST_OWN_VILLAGE, 1000):
        code = f"{township[:9]}{number:03d}"
        if code not in taken:
            return code
    raise DivisionCodeError("full")
