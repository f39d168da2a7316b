# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a ledger's row says of a household, besides its persons."""

from typing import NamedTuple

from . import chinese
from .ledger_columns import UNSTORED
from .ledger_places import Places
from .ledger_values import Flaw

_PLACE_FIELDS = ("division_code", "township", "village")


class Household:
    """What a ledger says of one household; ``values`` holds only what it tells.

    Keys of ``values``: names of ``dibao.household`` fields (relations as ids, or
    ``("new", township id, name)`` for a village that is to be created), and
    ``account_holder``, a name. ``members``: see ``ledger_people.Member``.
    """

    __slots__ = ("faulty", "members", "row", "rows", "values")

    def __init__(self, row):
        self.row = row
        self.rows = [row]
        self.values = {}
        self.members = []
        self.faulty = False

    @property
    def head(self):
        return next((member for member in self.members if member.is_head), None)


class Options(NamedTuple):
    """Choices of the user for a whole file."""

    urban_rural: str = ""
    create_villages: bool = False


class HouseholdReader:
    """Reads the values of households for a ``LedgerCheck``, and settles them."""

    def __init__(self, check, mapping, readers, office):
        self.check = check
        self.places = Places(*office, check.options.create_villages)
        self.steps = [
            (c.index, c.field, readers[c.field])
            for c in mapping.columns
            if c.field in readers
        ]
        self.accounts = {}

    def read_first(self, household, number, cells):
        values = household.values
        width = len(cells)
        for index, field, read in self.steps:
            if index >= width or (cell := cells[index]) is None:
                continue
            try:
                value = read(cell)
            except Flaw as flaw:
                household.faulty |= self.check.tell(number, index, flaw.code, cell)
                value = flaw.value
                if field == "urban_rural":
                    values[field] = None
            if value is not None:
                values[field] = value
        self._read_place(household, number, cells)

    def read_further(self, household, number, cells):
        """Later rows of a household may tell what the first left blank."""
        values = household.values
        width = len(cells)
        for index, field, read in self.steps:
            if field in values or index >= width or (cell := cells[index]) is None:
                continue
            try:
                value = read(cell)
            except Flaw as flaw:
                household.faulty |= self.check.tell(number, index, flaw.code, cell)
                value = flaw.value
            if value is not None:
                values[field] = value

    def _read_place(self, household, number, cells):
        told = []
        for field in _PLACE_FIELDS:
            index = self.check.columns.get(field, -1)
            told.append(cells[index] if 0 <= index < len(cells) else None)
        try:
            household.values["division_id"] = self.places.resolve(*told)
        except Flaw as flaw:
            column = self._place_column(flaw.code, told)
            value = told[_PLACE_FIELDS.index(column)] if column else None
            index = self.check.columns.get(column, -1)
            household.faulty |= self.check.tell(number, index, flaw.code, value)
            if flaw.value:
                household.values["division_id"] = flaw.value

    @staticmethod
    def _place_column(code, told):
        """The cell to point at: the code where it is told, else village, township."""
        if not chinese.is_empty(told[0]):
            return "division_code"
        if not chinese.is_empty(told[2]) and code != "division_missing":
            return "village"
        return "township" if not chinese.is_empty(told[1]) else ""

    # ------------------------------------------------------------------ whole

    def settle(self, household):
        """What is known once all rows are read."""
        check, values = self.check, household.values
        if "number" not in values and (
            "number" in check.columns or not check.counts["number_missing"]
        ):
            check.tell(household.row, check.columns.get("number", -1), "number_missing")
        if "urban_rural" not in values and check.options.urban_rural:
            values["urban_rural"] = check.options.urban_rural
        self._settle_account(household)
        self._settle_counts(household)
        if annual := values.pop("annual_income", None):
            values.setdefault("monthly_income", annual)
        for field in UNSTORED:
            values.pop(field, None)

    def _settle_account(self, household):
        values = household.values
        account = values.get("account_number")
        holder = values.pop("account_holder", None)
        if account:
            # 64 bits of a keyed-by-process hash are enough to point at a row.
            key = hash(account)
            first = self.accounts.setdefault(key, household.row)
            if first != household.row:
                self.check.tell(
                    household.row,
                    self.check.columns["account_number"],
                    "account_shared",
                    account,
                    first=first,
                )
        if holder:
            names = {member.values.get("name") for member in household.members}
            if holder in names:
                values["account_holder"] = holder
            else:
                self.check.tell(
                    household.row,
                    self.check.columns["account_holder"],
                    "holder_outside",
                    holder,
                )

    def _settle_counts(self, household):
        values, members = household.values, household.members
        counted = sum(member.values.get("counted", True) for member in members)
        for field, listed in (
            ("member_count", len(members)),
            ("counted_count", counted),
        ):
            told = values.get(field)
            # Payment lists name the head alone.
            if told and told != listed and self.check.layout != "payment":
                self.check.tell(
                    household.row, self.check.columns[field], "count_differs", told
                )
