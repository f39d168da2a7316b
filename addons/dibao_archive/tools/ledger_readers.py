# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which reader belongs to which column of a ledger, and readers of words.

Words are found in the tables of ``ledger_words`` and in the code tables of the
database; what a single cell may hold is told by ``ledger_values``.
"""

import re

from . import chinese
from .code_label import label_key
from .ledger_values import (
    Flaw,
    read_account,
    read_amount,
    read_certificate,
    read_count,
    read_date,
    read_id_number,
    read_name,
    read_past_date,
    read_phone,
    read_text,
    remembered,
    text_of,
)
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
