# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Readers of ledger cells: what a cell means, or which rule it breaks.

A reader takes a cell that is not empty and returns a value or None; it raises ``Flaw``
for what must be told. Readers of words remember what they have seen: a column has few
different ones.
"""

import re

from . import chinese, protected, resident_id
from .code_label import label_key
from .ledger_words import (
    DISABILITY_GRADE,
    LABOUR,
    NO_ID,
    NO_ID_REASON,
    RECHECK_CLASS,
    SEX,
    STATE,
    URBAN_RURAL,
    relation_key,
    split_disability,
)

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


def _word(table, code, key=label_key):
    def read(cell):
        if chinese.is_empty(cell):
            return None
        value = table.get(key(text_of(cell)))
        if value is None:
            raise Flaw(code)
        return value

    return read


def read_codes(labels):
    """Reader of a cell with several labels (causes), as a tuple without repeats."""

    def read(cell):
        found, missing = [], False
        for word in re.split(r"[、,，;；/ 和]+", chinese.narrow(text_of(cell))):
            code = labels.get(label_key(word)) if word else None
            missing = missing or (bool(word) and code is None)
            found += [code] if code else []
        if missing:
            raise Flaw("code_unknown", tuple(dict.fromkeys(found)) or None)
        return tuple(dict.fromkeys(found)) or None

    return read


def read_disability(cell):
    """``(type, grade)``; grade only where the cell holds both."""
    if chinese.is_empty(cell):
        return None
    text = text_of(cell)
    if label_key(text) in _NOT_DISABLED:
        return None
    kind, grade = split_disability(text)
    if not kind:
        raise Flaw("code_unknown", (None, grade) if grade else None)
    return kind, grade


_NOT_DISABLED = {
    label_key(word) for word in ("无残疾", "非残疾", "没有", "否", "健康", "正常")
}


def _grade(cell):
    return None if label_key(text_of(cell)) in _NOT_DISABLED else _read_grade(cell)


def _illness(cell):
    text = read_text(cell)
    return None if text in ("否", "没有", "无重大疾病", "健康") else text


def id_words(cell):
    """What words in the place of an ID number say: a reason, None (there is none),
    or False (they say nothing)."""
    key = label_key(text_of(cell))
    if key in NO_ID or not key:
        return None
    return NO_ID_REASON.get(key, False)


def _no_id(cell):
    key = label_key(text_of(cell))
    return NO_ID_REASON.get(key) or (None if key in NO_ID or not key else "other")


_read_grade = _word(DISABILITY_GRADE, "code_unknown")


def person_readers(labels, today):
    """``{field: reader}`` of what concerns a person.

    ``labels``: ``{list: {label_key: id}}`` of the code tables.
    """
    words = {
        "sex": _word(SEX, "sex_unknown"),
        "relation": _word(labels["relation"], "relation_unknown", relation_key),
        "disability_type": read_disability,
        "disability_grade": _grade,
        "labour_ability": _word(LABOUR, "code_unknown"),
        "serious_illness": chinese.parse_yes_no,
        "counted": _counted,
        "exclusion": _word(labels["exclusion"], "code_unknown"),
        "no_id_reason": _no_id,
        "school": read_text,
        "illness": _illness,
    }
    for name in ("ethnic", "marriage", "health", "education", "occupation"):
        words[name] = _word(labels[name], "code_unknown")
    readers = {name: remembered(reader) for name, reader in words.items()}
    return readers | {
        "name": read_name,
        "id_number": read_id_number(today),
        "birth_date": read_past_date(today),
        "death_date": read_past_date(today),
        "disability_certificate": read_certificate,
        "phone": read_phone,
        "phone_other": read_phone,
    }


def _counted(cell):
    answer = chinese.parse_yes_no(cell)
    if answer is None and not chinese.is_empty(cell):
        raise Flaw("counted_unknown", True)
    return answer


def household_readers(labels, today):
    """``{field: reader}`` of what concerns a household, the place left out."""
    words = {
        "urban_rural": _word(URBAN_RURAL, "urban_rural_unknown"),
        "recheck_class": _word(RECHECK_CLASS, "code_unknown"),
        "cause": read_codes(labels["cause"]),
        "state": _word(STATE, "state_unknown"),
        "account_bank": read_text,
        "allowance_from": read_date,
        "state_date": read_date,
        "pay_date": read_date,
        "allowance": read_amount,
        "monthly_income": read_amount,
        "annual_income": _yearly,
        "member_count": read_count,
        "counted_count": read_count,
    }
    readers = {name: remembered(reader) for name, reader in words.items()}
    return readers | {
        "number": _number,
        "registered_address": read_text,
        "living_address": read_text,
        "account_number": read_account,
        "account_holder": lambda cell: chinese.clean_name(text_of(cell)) or None,
        "certificate_number": _number,
    }


def _yearly(cell):
    amount = read_amount(cell)
    return None if amount is None else (amount / 12).quantize(amount)


def _number(cell):
    text = chinese.compact(text_of(cell))
    if len(text) > 64:
        raise Flaw("value_long")
    return None if text.upper() in chinese.EMPTY_WORDS else text
