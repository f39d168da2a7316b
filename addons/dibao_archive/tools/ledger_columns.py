# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which column of a ledger is what: header rows, layouts, synonyms.

Layouts: ``household`` (the auditors' household list: one row per household, members
side by side), ``member`` (one row per member), ``payment`` (the auditors' payment
list: head only, one row per payment).

A field is ``head.<name>``, ``member.<name>`` or the plain name of what concerns the
household. ``slot`` numbers the members of the household layout from 1.
"""

import hashlib
from dataclasses import asdict, dataclass

from .ledger_headings import (
    HOUSEHOLD_WORDS,
    PERSON_WORDS,
    plain,
    recognise_header,
)

# Compared or known only. The day of a payment is not the day since when it is paid, and
# what a list adds to the month's sum is not part of the allowance in force.
UNSTORED = frozenset(
    ("age", "other_subsidy", "member_count", "counted_count", "pay_date")
)

PROTECTED = {
    "id_number": "id_number",
    "account_number": "account",
    "phone": "phone",
    "phone_other": "phone",
    "disability_certificate": "certificate",
}

_MOST_HEADER_ROWS = 3
_SEARCHED_ROWS = 30


@dataclass
class Column:
    """One column: ``field`` is "" where unknown and "-" where known to be useless."""

    index: int
    header: str
    field: str = ""
    slot: int = 0


@dataclass
class Mapping:
    """How a ledger is read. Rows count from 1 as the spreadsheet shows them."""

    layout: str
    header_rows: list
    columns: list

    @property
    def first_row(self):
        return self.header_rows[-1] + 1 if self.header_rows else 1

    @property
    def unknown(self):
        return [column for column in self.columns if not column.field]

    @property
    def fingerprint(self):
        """Equal for ledgers with equal headers; holds nothing personal."""
        text = "\n".join(
            f"{column.index} {plain(column.header)}" for column in self.columns
        )
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    def to_json(self):
        return asdict(self)

    @classmethod
    def from_json(cls, data):
        return cls(
            layout=data["layout"],
            header_rows=list(data["header_rows"]),
            columns=[Column(**column) for column in data["columns"]],
        )


def fill_merged(rows, merges, first):
    """Repeat the text of merged header cells over the area they cover.

    ``rows``: lists of cells, their numbers from ``first`` (from 0); ``merges`` as
    ``((row, column), (row, column))`` from 0.
    """
    width = max(map(len, rows), default=0)
    filled = [[*row, *[None] * (width - len(row))] for row in rows]
    for (top, left), (bottom, right) in merges:
        if not first <= top < first + len(filled):
            continue
        value = filled[top - first][left] if left < width else None
        for row in range(top - first, min(bottom - first + 1, len(filled))):
            for column in range(left, min(right + 1, width)):
                # Only to the right: downwards the same text would be read twice.
                filled[row][column] = value if row == top - first else None
    return filled


def _spread(rows):
    """Group headers of text files reach over the blanks to their right."""
    spread = [list(row) for row in rows]
    for upper, lower in zip(spread, spread[1:], strict=False):
        group = None
        for column, cell in enumerate(upper):
            if cell not in (None, ""):
                group = cell if lower[column] not in (None, "") else None
            elif group and lower[column] not in (None, ""):
                upper[column] = group
            else:
                group = None
    return spread


def _columns(rows, number_slots=True):
    columns = []
    for index in range(len(rows[0])):
        parts = [str(row[index]).strip() for row in rows if row[index] is not None]
        parts = list(dict.fromkeys(part for part in parts if part))
        field, slot = recognise_header(parts)
        header = " / ".join(" ".join(part.split()) for part in parts)
        columns.append(Column(index, header[:200], field, slot))
    if number_slots:
        _number_slots(columns)
    return columns


def _number_slots(columns):
    """Members side by side without numbers: a field that comes again opens the next."""
    members = [column for column in columns if column.field.startswith("member.")]
    if any(column.slot for column in members):
        slot = 0
        for column in members:
            slot = column.slot = column.slot or slot
        return
    fields = [column.field for column in members]
    if len(set(fields)) == len(fields):
        return
    slot, seen = 1, set()
    for column in members:
        if column.field in seen:
            slot, seen = slot + 1, set()
        seen.add(column.field)
        column.slot = slot


def _layout(columns):
    fields = {column.field for column in columns}
    if any(column.slot for column in columns):
        return "household"
    if "pay_date" in fields and not fields & {"member.relation"}:
        return "payment"
    if fields & {"member.relation", "head.name", "head.id_number"} and fields & {
        "member.name",
        "member.id_number",
    }:
        return "member"
    # A name and a number without any relation: the heads alone are listed.
    return "household"


def _settle(columns, layout):
    """One field, one column; what a layout cannot hold is taken back."""
    fields = {column.field for column in columns}
    named_head = fields & {"head.name", "head.id_number"}
    for column in columns:
        alone = column.field.startswith("member.") and not column.slot
        if alone and layout in ("payment", "household"):
            field = "head." + column.field[7:]
            column.field = field if field not in fields or not named_head else ""
    seen = set()
    for column in columns:
        key = column.field, column.slot
        if column.field not in ("", "-") and key in seen:
            column.field, column.slot = "", 0
        seen.add(key)
    return columns


def _score(columns):
    known = {(c.field, c.slot) for c in columns if c.field not in ("", "-")}
    identity = {"name", "id_number", "number"}
    if not any(field.split(".")[-1] in identity for field, _slot_ in known):
        return 0
    return len(known)


def recognise(rows, merges=()):
    """Mapping of a ledger from its first rows, None if no header is found.

    ``rows``: ``(row number from 1, cells)`` of the first non-empty rows; ``merges``
    as a workbook gives them (from 0).
    """
    rows = rows[:_SEARCHED_ROWS]
    best, best_score = None, 1
    for start in range(len(rows)):
        for height in range(1, _MOST_HEADER_ROWS + 1):
            block = rows[start : start + height]
            numbers = [number for number, _cells in block]
            if len(block) < height or numbers[-1] - numbers[0] != height - 1:
                continue
            cells = fill_merged([cells for _n, cells in block], merges, numbers[0] - 1)
            columns = _columns(_spread(cells))
            score = _score(columns)
            # A taller block must tell more: else a title would count as header.
            better = score == best_score and best and len(numbers) < len(best[0])
            if score > best_score or better:
                best, best_score = (numbers, columns), score
    if best is None:
        return None
    numbers, columns = best
    layout = _layout(columns)
    columns = [column for column in _settle(columns, layout) if column.header]
    return Mapping(layout=layout, header_rows=numbers, columns=columns)


def field_choices():
    """All fields a column may stand for, for the mapping screen."""
    people = [name for name in PERSON_WORDS]
    return [
        *HOUSEHOLD_WORDS,
        *(f"head.{name}" for name in people if name != "relation"),
        *(f"member.{name}" for name in people),
    ]


def protected_kind(field):
    """Kind of protected value in a column of this field, "" for open ones."""
    return PROTECTED.get(field.rsplit(".", 1)[-1], "")
