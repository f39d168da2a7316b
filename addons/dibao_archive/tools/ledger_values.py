# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Readers of ledger cells: what a cell means, or which rule it breaks.

A reader takes a cell that is not empty and returns a value or None; it raises ``Flaw``
for what must be told. Readers of words remember what they have seen: a column has few
different ones.
"""

import re

from . import chinese, protected, resident_id

_MOST_REMEMBERED = 20000
_LONGEST = 200
_NAME = re.compile(r"[^\W\d_][^\d_@#$%&*+=<>?!！？，,;；:：/\\|]{0,39}")
_RUN = re.compile(r"\d[\d -]*[\dXx]")


class Flaw(Exception):
    """A rule is broken; ``value`` is what may still be taken over."""

    def __init__(self, code, value=None):
        super().__init__(code)
        self.code, self.value = code, value


def text_of(cell):
    """A cell as the text it shows: 12.0 is 12."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    return str(cell)


def scrub(cell, longest=10):
    """A cell's text for eyes that may not see numbers: longer ones become stars.

    Anything may hide in any cell of a stranger's sheet.
    """

    def hide(found):
        digits = sum(char.isalnum() for char in found[0])
        return found[0] if digits < longest else found[0][:4] + "*" * 8

    return _RUN.sub(hide, chinese.clean_text(text_of(cell))[:80])


def remembered(reader):
    """Cache of a reader, its flaws included."""
    known = {}

    def read(cell):
        try:
            value, code = known[cell]
        except KeyError:
            try:
                value, code = reader(cell), None
            except Flaw as flaw:
                value, code = flaw.value, flaw.code
            if len(known) < _MOST_REMEMBERED:
                known[cell] = value, code
        if code:
            raise Flaw(code, value)
        return value

    return read


def number_rounded(cell):
    """Spreadsheets keep 15 digits: a longer number in a number cell is spoilt."""
    return isinstance(cell, float) and abs(cell) >= 1e15


def read_name(cell):
    name = chinese.clean_name(text_of(cell))
    if not _NAME.fullmatch(name):
        raise Flaw("name_shape", name[:_LONGEST] or None)
    return name


def read_text(cell):
    text = chinese.clean_text(text_of(cell))
    if len(text) > _LONGEST:
        raise Flaw("value_long")
    return None if text in chinese.EMPTY_WORDS else text


def read_id_number(today):
    """Reader that gives a ``resident_id.Check``, errors of the number inside it."""

    def read(cell):
        if number_rounded(cell):
            raise Flaw("id_rounded")
        text = text_of(cell)
        if "*" in text:
            raise Flaw("id_masked")
        return resident_id.check(text, today)

    return read


def read_date(cell):
    found = chinese.parse_date(cell)
    if found is None:
        if chinese.is_empty(cell):
            return None
        raise Flaw("date_impossible")
    return found[0]


def read_past_date(today):
    def read(cell):
        day = read_date(cell)
        if day and day > today:
            raise Flaw("date_future")
        return day

    return read


def read_amount(cell):
    amount = chinese.parse_amount(cell)
    if amount is None:
        if chinese.is_empty(cell):
            return None
        raise Flaw("amount_unknown")
    if amount < 0:
        raise Flaw("amount_negative")
    return amount


def read_count(cell):
    """People in a cell such as 3 or 3人."""
    amount = chinese.parse_amount(text_of(cell).strip().rstrip("人"))
    return int(amount) if amount is not None else None


def read_account(cell):
    if number_rounded(cell):
        raise Flaw("account_rounded")
    text = text_of(cell)
    if chinese.is_empty(text):
        return None
    number = protected.normalise("account", text)
    if protected.problem("account", number):
        raise Flaw("account_shape")
    if number.startswith("62") and len(number) in (16, 19) and not luhn(number):
        raise Flaw("account_check", number)
    return number


_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def luhn(digits):
    """Check digit of bank cards (ISO/IEC 7812)."""
    numbers = list(map(int, digits))
    return (sum(numbers[-1::-2]) + sum(_DOUBLED[n] for n in numbers[-2::-2])) % 10 == 0


def _protected(kind, code):
    def read(cell):
        text = text_of(cell)
        if chinese.is_empty(text):
            return None
        clear = protected.normalise(kind, text)
        if "*" in text or number_rounded(cell) or protected.problem(kind, clear):
            raise Flaw(code)
        return clear

    return read


read_phone = _protected("phone", "phone_shape")
read_certificate = _protected("certificate", "certificate_shape")
