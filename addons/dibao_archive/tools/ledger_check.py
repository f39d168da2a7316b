# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rows of a ledger become households with members, and findings.

Streams: a household is handed on as soon as its last row is read. What must be known
over the whole file (numbers seen) is kept as plain integers.
"""

import datetime
from collections import Counter
from typing import NamedTuple

from . import chinese
from .ledger_columns import protected_kind
from .ledger_family import Family
from .ledger_household import Household, HouseholdReader, Options
from .ledger_people import PersonReader
from .ledger_readers import household_readers, id_words, person_readers
from .ledger_rule import ERROR
from .ledger_texts import RULES
from .ledger_values import scrub, text_of
from .ledger_words import FOOT_WORDS, TOTAL_WORDS
from .mask import mask
from .protected import normalise


class Finding(NamedTuple):
    """A broken rule. ``row`` from 1, ``column`` from 0 (-1: the whole row).

    ``value`` is fit to be shown: protected values are masked. ``detail`` fills the
    rule's text.
    """

    row: int
    column: int
    code: str
    value: str = ""
    detail: dict = {}

    @property
    def severity(self):
        return RULES[self.code].severity


class LedgerCheck:
    """Reads the rows of one ledger under a mapping.

    :param mapping: ``ledger_columns.Mapping``
    :param labels: ``{list: {label_key: id}}`` for relation, cause, exclusion, ethnic,
        marriage, health, education, occupation
    :param relations: ids that mean the head, and the id of relation 02
    :param office: ``(office id, [(id, code, name, level, parent id), …])``
    :param formulas: ``{(row, column)}`` from 0, as a workbook gives them

    ``households(rows)`` yields ``Household``; findings gather until they are taken,
    ``counts`` counts them by rule.
    """

    def __init__(
        self,
        mapping,
        labels,
        relations,
        office,
        options=None,
        formulas=frozenset(),
        today=None,
    ):
        self.options = options or Options()
        self.layout = mapping.layout
        self.first_row = mapping.first_row
        self.formulas = formulas
        today = today or datetime.date.today()
        self.header = {c.index: chinese.compact(c.header) for c in mapping.columns}
        self.columns = {
            c.field: c.index for c in mapping.columns if c.field and not c.slot
        }
        # Codes and household numbers are no secret, unless they are ID numbers.
        self.open = {self.columns.get("division_code"), self.columns.get("number")}
        self.kinds = {c.index: protected_kind(c.field) for c in mapping.columns}
        self.used = frozenset(
            c.index for c in mapping.columns if c.field not in ("", "-")
        )
        self.reader = HouseholdReader(
            self, mapping, household_readers(labels, today), office
        )
        self.people = PersonReader(self, mapping, person_readers(labels, today))
        self.family = Family(self, self.people.relation)
        self.relations = relations
        self.labels = labels
        self.no_id_reason = id_words
        self.findings = []
        self.counts = Counter()
        self.ids, self.numbers = {}, {}
        self.persons = self.faulty = 0

    # ------------------------------------------------------------------ telling

    def tell(self, row, column, code, value=None, first=None):
        """Note a finding; returns True if it keeps the household out.

        ``first``: the row that the rule's text points at.
        """
        detail = {"row": first} if first else {}
        self.counts[code] += 1
        shown = ""
        if value is not None:
            kind = self.kinds.get(column)
            # A broken number may hide a whole one: nothing but its first places.
            text = text_of(value)
            if kind:
                shown = mask(kind, normalise(kind, text))
            else:
                shown = scrub(text, 15 if column in self.open else 10)
        self.findings.append(Finding(row, column, code, shown[:80], detail))
        return RULES[code].severity == ERROR

    def take_findings(self):
        """The findings since the last call."""
        taken, self.findings = self.findings, []
        return taken

    # ------------------------------------------------------------------ reading

    def households(self, rows):
        """Households of ``(row number, cells)`` pairs, the header's rows left out."""
        current = None
        for number, cells in rows:
            if number < self.first_row or self._is_noise(number, cells):
                continue
            if self.layout == "member":
                following = self._member_row(number, cells, current)
                if following is not current:
                    if current:
                        yield self._finish(current)
                    current = following
            else:
                household = self._household_row(number, cells)
                if household:
                    yield self._finish(household)
        if current:
            yield self._finish(current)

    def _is_noise(self, number, cells):
        """Totals, signatures, notes, column numbers and repeated headers."""
        anchor = self.people.anchor
        if 0 <= anchor < len(cells):
            cell = cells[anchor]
            # The common case: nothing but a person has an ID number.
            if isinstance(cell, str) and len(cell) >= 15 and cell[0].isdigit():
                return False
        told = [(i, cell) for i, cell in enumerate(cells) if cell is not None]
        if not told:
            return True
        first = text_of(told[0][1]).strip()
        lead = [text_of(cell).strip() for _i, cell in told[:3]]
        if any(TOTAL_WORDS.match(chinese.compact(text)) for text in lead):
            return True
        if len(told) <= 4 and FOOT_WORDS.match(chinese.compact(first)):
            return True
        if len(told) > 2 and self._is_header(told):
            return True
        if not any(i in self.used for i, _cell in told):
            if len(first) > 1 and not first.isdigit():
                self.tell(number, told[0][0], "row_ignored", first)
            return True
        return False

    def _is_header(self, told):
        # A row that counts the columns (1, 2, 3 …), or the header on a new page.
        first, second, third = (text_of(cell) for _i, cell in told[:3])
        if (first, second, third) == ("1", "2", "3"):
            texts = [text_of(cell) for _i, cell in told]
            return texts == [str(n) for n in range(1, len(texts) + 1)]
        if first not in self.header.get(told[0][0], ""):
            return False
        return all(
            chinese.compact(text_of(cell)) in self.header.get(i, "") for i, cell in told
        )

    def _check_formulas(self, household, number, cells):
        for column in self.used:
            if (number - 1, column) in self.formulas:
                self.tell(number, column, "formula")
                household.faulty = True

    # ------------------------------------------------------------------ rows

    def _household_row(self, number, cells):
        household = Household(number)
        if self.formulas:
            self._check_formulas(household, number, cells)
        self.reader.read_first(household, number, cells)
        if self._seen_number(household, number, cells):
            return None
        self.people.read_head(household, number, cells)
        self.people.read_slots(household, number, cells)
        return household

    def _member_row(self, number, cells, current):
        """The household this row belongs to: the current one or a new one."""
        index = self.columns.get("number", -1)
        cell = cells[index] if 0 <= index < len(cells) else None
        told = chinese.compact(text_of(cell)) if cell is not None else ""
        household = current
        if told:
            if not current or current.values.get("number") != told:
                household = None
        elif not current or self.people.opens(cells, current):
            household = None
        if household is None:
            household = Household(number)
            self.reader.read_first(household, number, cells)
            first = household.values.get("number")
            if first and first in self.numbers:
                row = self.numbers[first]
                household.faulty |= self.tell(
                    number, index, "number_apart", first, first=row
                )
            elif first:
                self.numbers[first] = number
            self.people.read_named_head(household, number, cells)
        else:
            household.rows.append(number)
            self.reader.read_further(household, number, cells)
        if self.formulas:
            self._check_formulas(household, number, cells)
        self.people.read_row(household, number, cells)
        return household

    def _seen_number(self, household, number, cells):
        """Rows of one household again: later payments, or a number given twice."""
        told = household.values.get("number")
        if not told:
            return False
        if told not in self.numbers:
            self.numbers[told] = number
            return False
        row = self.numbers[told]
        index = self.columns["number"]
        head = self.people.peek_head(cells)
        if self.layout == "payment" and head and self.ids.get(head) == row:
            self.tell(number, index, "number_twice_same", told, first=row)
            return True
        household.faulty |= self.tell(number, index, "number_twice", told, first=row)
        return False

    # ------------------------------------------------------------------ whole

    def _finish(self, household):
        self.family.settle(household)
        self.reader.settle(household)
        self.persons += len(household.members)
        self.faulty += household.faulty
        return household
