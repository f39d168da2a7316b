# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which division a ledger row means: by code, or by township and village names."""

import re

from . import chinese, division_code
from .ledger_values import Flaw, text_of

_VILLAGE_END = re.compile(
    r"(?:村民委员会|居民委员会|社区居委会|村委会|居委会|行政村|社区|居民区|村|居)$"
)
_TOWNSHIP_END = re.compile(
    r"(?:人民政府|街道办事处|街道办|办事处|街道|地区|镇|乡|民族乡|苏木)$"
)


def village_key(name):
    """Key under which spellings of one village meet: 某村委会, 某村, 某."""
    name = chinese.compact(name)
    return _VILLAGE_END.sub("", name) or name


def township_key(name):
    """Key under which spellings of one township meet: 某镇人民政府, 某镇, 某."""
    name = chinese.compact(name)
    for _once in range(2):
        name = _TOWNSHIP_END.sub("", name) or name
    return name


class Places:
    """The divisions under an office, looked up as ledgers name them.

    ``rows``: ``(id, code, name, level, parent id)`` of the office and all below it.
    ``resolve`` gives a division id or ``("new", township id, village name)`` and raises
    Flaw: division_missing, division_unknown, division_ambiguous, division_outside,
    or village_new with the value to take.
    """

    def __init__(self, office_id, rows, create_villages=False):
        self.office_id = office_id
        self.create_villages = create_villages
        self.codes = {}
        self.townships, self.villages = {}, {}
        self.levels = {}
        for row_id, code, name, level, parent_id in rows:
            self.codes[code] = row_id
            self.levels[row_id] = level
            if level == "township":
                self.townships.setdefault(township_key(name), set()).add(row_id)
            elif level == "village":
                self.villages.setdefault(village_key(name), {})[row_id] = parent_id
        self.known = {}

    def resolve(self, code, township, village):
        """Remembered look-up; the three cells may be None."""
        key = code, township, village
        if key not in self.known:
            try:
                self.known[key] = self._resolve(code, township, village), None
            except Flaw as flaw:
                self.known[key] = flaw.value, flaw.code
        value, problem = self.known[key]
        if problem:
            raise Flaw(problem, value)
        return value

    def _resolve(self, code, township, village):
        found = None
        if not chinese.is_empty(code):
            found = self._by_code(text_of(code))
            if found and self.levels[found] == "village":
                return found
        township_ids = self._township_ids(township, found)
        if not chinese.is_empty(village):
            return self._village(text_of(village), township_ids)
        if found or len(township_ids) == 1:
            return found or next(iter(township_ids))
        if self.levels[self.office_id] in ("village", "township"):
            return self.office_id
        raise Flaw("division_ambiguous" if township_ids else "division_missing")

    def _by_code(self, text):
        try:
            code = division_code.normalize(text)
        except division_code.DivisionCodeError:
            raise Flaw("division_unknown") from None
        if code in self.codes:
            return self.codes[code]
        office = next(c for c, row_id in self.codes.items() if row_id == self.office_id)
        inside = code.startswith(division_code.prefix(office))
        raise Flaw("division_unknown" if inside else "division_outside")

    def _township_ids(self, township, found):
        if found and self.levels[found] == "township":
            return {found}
        if not chinese.is_empty(township):
            ids = self.townships.get(township_key(text_of(township)))
            if not ids:
                raise Flaw("division_unknown")
            return ids
        if self.levels[self.office_id] == "township":
            return {self.office_id}
        return set()

    def _village(self, name, township_ids):
        named = self.villages.get(village_key(name), {})
        ids = {
            village_id
            for village_id, parent_id in named.items()
            if not township_ids or parent_id in township_ids
        }
        if len(ids) == 1:
            return ids.pop()
        if ids:
            raise Flaw("division_ambiguous")
        if self.create_villages and len(township_ids) == 1:
            new = "new", next(iter(township_ids)), chinese.compact(name)
            raise Flaw("village_new", new)
        raise Flaw("division_unknown")
