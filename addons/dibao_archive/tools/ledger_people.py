# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The persons of a ledger's rows."""

from .ledger_values import Flaw, text_of
from .ledger_words import HEAD_WORDS, relation_key
from .resident_id import normalise


class Member:
    """One person of a household; ``values`` holds only what the ledger tells.

    Keys: names of ``dibao.person`` and ``dibao.household.member`` fields (relations
    as ids), and ``counted``. ``column`` is that of the ID number, else of the name.
    """

    __slots__ = ("column", "is_head", "row", "values", "warnings")

    def __init__(self, row, column):
        self.row, self.column = row, column
        self.values = {}
        self.warnings = ()
        self.is_head = False


_IDS = {
    "relation": "relation_id",
    "exclusion": "exclusion_id",
    "ethnic": "ethnic_id",
    "marriage": "marriage_id",
    "health": "health_id",
    "education": "education_id",
    "occupation": "occupation_id",
}


class _Group:
    """The columns of one person in a row."""

    def __init__(self, columns, readers):
        by_name = {column.field.split(".")[1]: column.index for column in columns}
        self.name = by_name.pop("name", -1)
        self.id_number = by_name.pop("id_number", -1)
        self.relation = by_name.get("relation", -1)
        self.columns = by_name
        self.steps = [
            (index, _IDS.get(name, name), readers[name])
            for name, index in by_name.items()
            if name in readers
        ]
        self.anchor = self.id_number if self.id_number >= 0 else self.name


def _cell(cells, index):
    return cells[index] if 0 <= index < len(cells) else None


class PersonReader:
    """Reads heads and members for a ``LedgerCheck``."""

    def __init__(self, check, mapping, readers):
        self.check = check
        self.read_name = readers["name"]
        self.read_id = readers["id_number"]
        groups = {}
        for column in mapping.columns:
            if "." in column.field:
                key = column.field.split(".")[0], column.slot
                groups.setdefault(key, []).append(column)
        made = {key: _Group(columns, readers) for key, columns in groups.items()}
        self.head = made.pop(("head", 0), None)
        self.own = made.pop(("member", 0), None)
        self.slots = [made[key] for key in sorted(made)]
        #: Column of an ID number that every row of persons has.
        self.anchor = next(
            (g.id_number for g in (self.own, self.head) if g and g.id_number >= 0), -1
        )
        #: Column of the relation to the head, -1 where the ledger does not tell it.
        self.relation = next(
            (g.relation for g in (self.own, *self.slots) if g and g.relation >= 0), -1
        )

    # ------------------------------------------------------------------ layouts

    def peek_head(self, cells):
        """Key of the head's ID number without any finding."""
        cell = _cell(cells, self.head.id_number) if self.head else None
        return _key(normalise(text_of(cell))) if cell is not None else None

    def read_head(self, household, row, cells):
        """The head's own columns of a household row."""
        if not self.head:
            return
        member = self._person(household, row, cells, self.head)
        if member:
            member.is_head = True
            member.values["relation_id"] = self.check.relations["head"]

    def read_slots(self, household, row, cells):
        """Members side by side; the head listed among them again is one person."""
        head = household.members[0] if household.members else None
        for group in self.slots:
            if not self._is_told(cells, group):
                continue
            if head and self._is_same(head, cells, group):
                extra = Member(row, group.anchor)
                self._values(household, extra, row, cells, group)
                extra.values.pop("relation_id", None)
                head.values = {**extra.values, **head.values}
                continue
            self._person(household, row, cells, group)

    def read_row(self, household, row, cells):
        """The one person of a member row."""
        if self._is_told(cells, self.own):
            self._person(household, row, cells, self.own)
        else:
            household.faulty |= self.check.tell(row, self.own.name, "name_missing")

    def read_named_head(self, household, row, cells):
        """What the household's first row says who its head is (member layout)."""
        if not self.head:
            return
        name, number = (
            _cell(cells, self.head.name),
            _cell(cells, self.head.id_number),
        )
        household.values["named_head"] = (
            name and _clean(self.read_name, name),
            number and normalise(text_of(number)),
        )

    def opens(self, cells, current):
        """Without household numbers a head opens a household; with them a blank one
        goes on with it."""
        if "number" in current.values:
            return False
        if self.head and (number := _cell(cells, self.head.id_number)) is not None:
            told = current.values.get("named_head", (None, None))[1]
            return normalise(text_of(number)) != told
        relation = _cell(cells, self.own.relation)
        return relation is not None and relation_key(text_of(relation)) in HEAD_WORDS

    # ------------------------------------------------------------------ persons

    def _is_told(self, cells, group):
        for index in (group.name, group.id_number):
            cell = _cell(cells, index)
            if cell is not None and text_of(cell).strip() not in ("", "-", "/", "无"):
                return True
        return False

    def _is_same(self, head, cells, group):
        number = _cell(cells, group.id_number)
        if number is not None and "id_number" in head.values:
            return normalise(text_of(number)) == head.values["id_number"]
        relation = _cell(cells, group.relation)
        is_head = relation is not None and relation_key(text_of(relation)) in HEAD_WORDS
        name = _cell(cells, group.name)
        return is_head and (
            name is None or _clean(self.read_name, name) == head.values.get("name")
        )

    def _person(self, household, row, cells, group):
        if not self._is_told(cells, group):
            return None
        member = Member(row, group.anchor)
        self._name(household, member, row, cells, group)
        self._values(household, member, row, cells, group)
        self._number(household, member, row, cells, group)
        household.members.append(member)
        return member

    def _name(self, household, member, row, cells, group):
        cell = _cell(cells, group.name)
        if cell is None:
            household.faulty |= self.check.tell(row, group.name, "name_missing")
            return
        try:
            member.values["name"] = self.read_name(cell)
        except Flaw as flaw:
            household.faulty |= self.check.tell(row, group.name, flaw.code, cell)
            if flaw.value:
                member.values["name"] = flaw.value
            else:
                household.faulty |= self.check.tell(row, group.name, "name_missing")

    def _values(self, household, member, row, cells, group):
        values, width = member.values, len(cells)
        for index, field, read in group.steps:
            if index >= width or (cell := cells[index]) is None:
                continue
            try:
                value = read(cell)
            except Flaw as flaw:
                household.faulty |= self.check.tell(row, index, flaw.code, cell)
                value = flaw.value
                if field == "relation_id":
                    values[field] = None
            if value is not None:
                values[field] = value
        if "disability_type" in values:
            kind, grade = values.pop("disability_type")
            if kind:
                values["disability_type"] = kind
            if grade:
                values.setdefault("disability_grade", grade)
        if values.get("illness"):
            values.setdefault("serious_illness", True)

    def _number(self, household, member, row, cells, group):
        cell = _cell(cells, group.id_number)
        column = group.id_number
        tell = self.check.tell
        number = None
        if cell is not None:
            try:
                told = self.read_id(cell)
            except Flaw as flaw:
                household.faulty |= tell(row, column, flaw.code, cell)
                return
            if told.errors and told.errors[0] == "characters":
                # Words in the cell: why there is no number.
                self._no_number(household, member, row, cells, group, cell)
                return
            number = told.number
        if not number:
            self._no_number(household, member, row, cells, group, None)
        elif told.errors:
            for code in told.errors:
                household.faulty |= tell(row, column, f"id_{code}", cell)
        else:
            self._accept(household, member, told, row, group)

    def _no_number(self, household, member, row, cells, group, cell):
        values = member.values
        if cell is not None:
            words = self.check.no_id_reason(cell)
            if words is False:
                household.faulty |= self.check.tell(
                    row, group.id_number, "id_characters", cell
                )
                return
            if words:
                values.setdefault("no_id_reason", words)
        if "no_id_reason" not in values:
            household.faulty |= self.check.tell(row, group.id_number, "id_missing")
        elif "birth_date" not in values:
            household.faulty |= self.check.tell(
                row, group.columns.get("birth_date", group.name), "birth_missing"
            )

    def _accept(self, household, member, told, row, group):
        check, values = self.check, member.values
        values["id_number"] = told.number
        values.pop("no_id_reason", None)
        member.warnings = told.warnings
        for code in told.warnings:
            if code == "place_unknown":
                # True of every old card: counted, and noted with the person.
                check.counts["id_place_unknown"] += 1
            elif code == "age":
                check.tell(row, group.id_number, "id_age", told.number)
        for field, own, code in (
            ("birth_date", told.birth_date, "birth_mismatch"),
            ("sex", told.sex, "sex_mismatch"),
        ):
            stated = values.get(field)
            if stated not in (None, own, "0", "9") and not self._month_only(
                field, stated, own
            ):
                check.tell(row, group.columns[field], code, str(stated))
            values[field] = own
        key = _key(told.number)
        first = check.ids.get(key)
        if first is None:
            check.ids[key] = row
        else:
            household.faulty |= check.tell(
                row, group.id_number, "id_twice", told.number, first=first
            )

    @staticmethod
    def _month_only(field, stated, own):
        # 1970年5月 says less than the number, not something else.
        same = field == "birth_date" and stated.day == 1
        return same and (stated.year, stated.month) == (own.year, own.month)


def _key(number):
    """A number as an integer: a quarter of a million of them must be kept."""
    return int(number[:17]) if number[:17].isdigit() else hash(number)


def _clean(read, cell):
    try:
        return read(cell)
    except Flaw as flaw:
        return flaw.value
