# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reading of the lists that other departments send: cells into slots.

A source says which columns its list has (`Column`); each fills one slot. What no rule
needs is not read at all, so that it is never kept. Nothing here raises or returns text
that carries an ID number.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from odoo.addons.dibao_archive.tools import chinese, ledger_values
from odoo.addons.dibao_archive.tools.code_label import label_key
from odoo.addons.dibao_archive.tools.ledger_values import Flaw, text_of

#: What a column may be: who, where, and what the rules compare.
WHO = ("id_number", "name", "birth_date")
OTHERS = ("other_id", "object")
DATES = ("fact_on", "end_on")
NUMBERS = ("amount", "quantity")
WORDS = ("kind", "grade", "status")
SLOTS = (*WHO, "place", *OTHERS, *DATES, *NUMBERS, *WORDS)
#: Rows above the heading that a sender may have put there.
HEAD_ROWS = 15
#: A keyed or plain hash in hex or base64, as senders put in the place of a number.
_HASHED = re.compile(r"[0-9a-fA-F]{32,128}|[A-Za-z0-9+/_-]{42,88}={0,2}")
#: Findings by code: ``error`` leaves the row out.
ERRORS = frozenset(
    (
        *("id_characters", "id_length", "id_birth_date", "id_birth_future"),
        *("id_check_digit", "id_rounded", "id_masked", "id_hashed", "no_key"),
        *("date_impossible", "date_future", "amount_unknown", "amount_negative"),
        *("word_unknown", "value_missing"),
    )
)
NOTES = frozenset(("row_twice", "value_left_out", "no_authorisation"))


@dataclass(frozen=True)
class Column:
    """A column of a source: slot, headings it is known by, what its words mean."""

    slot: str
    headings: tuple
    required: bool = False
    words: dict = field(default_factory=dict)

    @property
    def keys(self):
        """Spellings of its headings, as compared."""
        return {label_key(one) for one in self.headings}


class Heading(NamedTuple):
    """Where the heading is, and which slot stands in which position."""

    row: int
    places: dict


class MissingColumns(ValueError):
    """The list has not the columns of its source.

    ``missing``: headings looked for; ``found``: headings that the file has, scrubbed.
    """

    def __init__(self, missing, found):
        super().__init__("columns_missing")
        self.missing, self.found = missing, found


def find_heading(rows, columns):
    """The heading among the first rows of a list.

    :param rows: ``(row number, cells)``
    :param columns: of the source
    :raise MissingColumns: no row holds all that are required
    """
    best, best_cells = {}, None
    for number, cells in rows:
        keys = [label_key(text_of(cell)) if cell is not None else "" for cell in cells]
        places = {}
        for column in columns:
            at = next((i for i, key in enumerate(keys) if key in column.keys), None)
            if at is not None:
                places[column.slot] = at
        if len(places) > len(best) or best_cells is None:
            best, best_cells = places, (number, cells)
    missing = [
        one
        for one in columns
        if one.required and one.slot not in best and one.slot not in WHO
    ]
    if not _names_somebody(best):
        missing = [one for one in columns if one.slot == "id_number"] + missing
    if missing or best_cells is None:
        found = best_cells[1] if best_cells else ()
        raise MissingColumns(
            [one.headings[0] for one in missing],
            [ledger_values.scrub(cell) for cell in found if cell is not None][:20],
        )
    return Heading(best_cells[0], best)


def _names_somebody(places):
    return "id_number" in places or {"name", "birth_date"} <= places.keys()


@dataclass(slots=True)
class Kept:
    """What is kept of a row until it is sealed and matched."""

    row: int
    values: dict
    findings: list

    @property
    def faulty(self):
        """Is it left out?"""
        return any(code in ERRORS for code, _slot, _value in self.findings)


def readers(columns, today):
    """``{slot: function of a cell}`` of the columns of a source."""
    made = {}
    for column in columns:
        if column.slot in ("id_number", "other_id"):
            made[column.slot] = _id_reader(today)
        elif column.slot == "name":
            made[column.slot] = _name
        elif column.slot in ("birth_date", "fact_on"):
            made[column.slot] = ledger_values.remembered(
                ledger_values.read_past_date(today)
            )
        elif column.slot == "end_on":
            made[column.slot] = ledger_values.remembered(ledger_values.read_date)
        elif column.slot in NUMBERS:
            made[column.slot] = ledger_values.read_amount
        elif column.slot in WORDS:
            made[column.slot] = ledger_values.remembered(_word_reader(column.words))
        else:
            made[column.slot] = _text
    return made


def _id_reader(today):
    read = ledger_values.read_id_number(today)

    def read_id(cell):
        text = text_of(cell).strip()
        if chinese.is_empty(cell):
            return None
        if len(text) > 20 and _HASHED.fullmatch(text):
            raise Flaw("id_hashed")
        check = read(cell)
        if not check.ok:
            raise Flaw(f"id_{check.errors[0]}")
        return check.number

    return read_id


def _name(cell):
    try:
        return ledger_values.read_name(cell)
    except Flaw:
        # It only helps where the number is missing: no reason to refuse the row.
        return None


def _text(cell):
    text = chinese.clean_text(text_of(cell))[:200]
    return None if chinese.is_empty(text) else text


def _word_reader(words):
    table = {label_key(word): code for word, code in words.items()}
    table.update({label_key(code): code for code in words.values()})

    def read(cell):
        if chinese.is_empty(cell):
            return None
        code = table.get(label_key(text_of(cell)))
        if code is None:
            raise Flaw("word_unknown")
        return code

    return read


class ListReader:
    """Reads the rows of one list; counts what it finds."""

    def __init__(self, columns, heading, today):
        self.columns = [one for one in columns if one.slot in heading.places]
        self.places = heading.places
        self.heading_row = heading.row
        self.readers = readers(self.columns, today)
        self.counts = Counter()

    def take(self, number, cells):
        """One row as `Kept`, None for the heading and for rows above it."""
        if number <= self.heading_row:
            return None
        values, findings = {}, []
        for column in self.columns:
            slot, at = column.slot, self.places[column.slot]
            cell = cells[at] if at < len(cells) else None
            value = None
            if cell is not None:
                try:
                    value = self.readers[slot](cell)
                except Flaw as flaw:
                    self._flaw(findings, column, flaw.code, cell)
                    continue
            if value is None and column.required and slot not in WHO:
                findings.append(("value_missing", slot, ""))
            values[slot] = value
        kept = Kept(number, values, findings)
        self._judge(kept)
        self.counts["rows"] += 1
        self.counts["faulty"] += kept.faulty
        for code, _slot, _value in findings:
            self.counts[code] += 1
        return kept

    def _flaw(self, findings, column, code, cell):
        value = "" if column.slot in ("id_number", "other_id") else _shown(cell)
        if code in ERRORS and not column.required and column.slot not in WHO:
            # What is not needed does not cost the row.
            code = "value_left_out"
        findings.append((code, column.slot, value))

    def _judge(self, kept):
        values = kept.values
        told = {code for code, _slot, _value in kept.findings}
        named = values.get("name") and values.get("birth_date")
        wrong = {code for code in told if code.startswith("id_")}
        if not values.get("id_number") and not named and not wrong:
            kept.findings.append(("no_key", "id_number", ""))


def _shown(cell):
    return ledger_values.scrub(cell)


def table_of_records(records):
    """A list of JSON objects as rows with a heading, as a sheet has them.

    :raise ValueError: it is no list of objects with simple values
    """
    if isinstance(records, dict):
        records = records.get("rows")
    if not isinstance(records, list) or not all(isinstance(r, dict) for r in records):
        raise ValueError("json_shape")
    heading = list(dict.fromkeys(key for record in records for key in record))
    simple = str | int | float | bool | None
    if not all(isinstance(v, simple) for record in records for v in record.values()):
        raise ValueError("json_shape")
    rows = ((n, [r.get(key) for key in heading]) for n, r in enumerate(records, 2))
    return heading, rows, len(records)
