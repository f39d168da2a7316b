# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What each household is owed, reckoned from the rules and from nothing else.

Written from 社会救助暂行办法 art. 12 and 民发〔2021〕57号 art. 13, 21, 23, 27 and 32
with the figures that the county of this test has set, without a line of the product:
exact fractions, one rounding to the fen at the end of each part.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

FEN = Decimal("0.01")
WINDOW = 12
#: Yuan per person and month, by the first day on which they hold.
STANDARDS = {
    "rural": ((date(2023, 1, 1), 600), (date(2024, 7, 16), 660)),
    "urban": ((date(2023, 1, 1), 800),),
}
#: Per cent of the standard; one person has the highest of them.
ELDERLY, MINOR, SEVERE, ILL = 10, 10, 30, 20
#: The central basic pension, in the years of the 14th plan (57号 art. 13).
NOT_COUNTED = ("basic_pension",)
#: From this day on a decision pays from its own month on.
SAME_MONTH_FROM = date(2024, 9, 1)
#: Months and per cent of the tapering allowance.
TAPER_MONTHS, TAPER_SHARE = 3, 50


def fen(figure):
    """Rounded to the fen, half up."""
    exact = Decimal(figure.numerator) / Decimal(figure.denominator)
    return exact.quantize(FEN, ROUND_HALF_UP)


@dataclass
class Person:
    """A member; ``grade`` is the grade of a disability."""

    born: date
    grade: str = ""
    ill: bool = False
    counted: bool = True
    #: Refused three jobs: the share is stopped (art. 34).
    stopped: bool = False


@dataclass
class Income:
    """Yuan a month, or a total of the months of a period."""

    yuan: int
    begin: date | None = None
    end: date | None = None
    kind: str = ""


@dataclass
class Means:
    """A household as it stands on the day on which it is reckoned."""

    people: dict
    incomes: dict = field(default_factory=dict)
    kind: str = "rural"


def standard(kind, day):
    """The standard of the first day of the month in which is reckoned."""
    first = day.replace(day=1)
    return [yuan for since, yuan in STANDARDS[kind] if since <= first][-1]


def _months(day):
    return day.year * 12 + day.month


def income_of(incomes, applied_on):
    """Mean per month over the twelve months before the month of the application."""
    last = _months(applied_on) - 1
    first, total = last - WINDOW + 1, Fraction(0)
    for one in incomes:
        if one.kind in NOT_COUNTED:
            continue
        if one.end is None:
            begin = max(first, _months(one.begin) if one.begin else first)
            total += Fraction(one.yuan) * max(last - begin + 1, 0)
            continue
        begin, end = _months(one.begin), _months(one.end)
        share = Fraction(one.yuan, end - begin + 1)
        total += share * max(min(end, last) - max(begin, first) + 1, 0)
    return total / WINDOW


def age(born, day):
    """Completed years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def supplement(person, day):
    """Per cent of the standard that a member gets beside the basic allowance."""
    years = age(person.born, day)
    return max(
        ELDERLY if years >= 60 else 0,
        MINOR if years < 18 else 0,
        SEVERE if person.grade in ("1", "2") else 0,
        ILL if person.ill else 0,
    )


def allowance(means, applied_on, day):
    """Yuan a month: the gap to the standard, and what is added for each person.

    :return: None where the household is not below the standard
    """
    counted = [one for one in means.people.values() if one.counted]
    line = standard(means.kind, day) * len(counted)
    gap = line - income_of(means.incomes.values(), applied_on)
    if gap <= 0:
        return None
    stopped = sum(one.stopped for one in counted)
    whole = Fraction(fen(gap))
    parts = [fen(whole - whole * stopped / len(counted))]
    for person in counted:
        if person.stopped:
            continue
        share = Fraction(standard(means.kind, day) * supplement(person, day), 100)
        parts.append(fen(share))
    return sum(parts, Decimal(0))


class Ledger:
    """What is owed month by month, from the decisions of one household."""

    def __init__(self):
        #: [first month, last month or None, yuan], in the order of the decisions.
        self.versions = []

    def grant(self, decided_on, yuan, died_on=None):
        """A new amount, from the first month that the decision pays for.

        After a death it is the month after it: what was paid beyond is given back.
        """
        first = first_month(decided_on)
        if died_on:
            first = min(first, shift(died_on.replace(day=1), 1))
        self._cut(first)
        self.versions.append([first, None, yuan])

    def raised(self, first, yuan):
        """The amount at a new standard, from a month on; a later grant begins later."""
        first = max(first, self.versions[-1][0])
        self._cut(first)
        self.versions.append([first, None, yuan])

    def stop(self, decided_on):
        """Paid for the last time in the month of the decision."""
        self._cut(shift(decided_on.replace(day=1), 1))

    def taper(self, decided_on):
        """A part of the amount for some months more, then nothing."""
        yuan = self.versions[-1][2]
        first = shift(decided_on.replace(day=1), 1)
        self._cut(first)
        share = fen(Fraction(yuan) * TAPER_SHARE / 100)
        self.versions.append([first, shift(first, TAPER_MONTHS - 1), share])

    def _cut(self, first):
        kept = []
        for begin, end, yuan in self.versions:
            if begin < first:
                last = shift(first, -1)
                kept.append([begin, min(end, last) if end else last, yuan])
        self.versions = kept

    def owed(self, month):
        """Yuan for a month that begins on this day."""
        for begin, end, yuan in self.versions:
            if begin <= month and (end is None or month <= end):
                return yuan
        return Decimal(0)


def first_month(decided_on):
    """The month after the decision; its own month once the county says so."""
    own = decided_on.replace(day=1)
    return own if decided_on >= SAME_MONTH_FROM else shift(own, 1)


def shift(month, count):
    """The first day of a month some months later."""
    years, rest = divmod(_months(month) - 1 + count, 12)
    return date(years, rest + 1, 1)
