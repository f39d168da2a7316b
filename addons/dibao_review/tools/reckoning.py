# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the reckonings of means and amounts share: rules, lines, exact rounding.

Inside, figures are fractions, so that a year divided by twelve and multiplied again is
the year; what leaves is ``Decimal``. No figure is a binary float.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

FEN = Decimal("0.01")


class MissingRule(LookupError):
    """A rule that the reckoning needs has no value for the place on that day."""

    def __init__(self, key, day=None):
        super().__init__(key)
        self.key, self.day = key, day


class Unsettled(ValueError):
    """Something only an officer can settle; ``reason`` is a key, not a sentence."""

    def __init__(self, reason, **params):
        super().__init__(reason)
        self.reason, self.params = reason, params


class Rules:
    """The rules of a place, asked one by one; what was asked stands in ``used``.

    :param read: ``read(key, day)`` -> typed value, or None where there is no rule;
        ``day`` is None for the day of the reckoning
    """

    def __init__(self, read):
        self._read = read
        self.used = {}

    def get(self, key, day=None):
        """Value of a rule, None where there is none."""
        value = self._read(key, day)
        if value is not None:
            self.used.setdefault(key, value)
        return value

    def need(self, key, day=None):
        """Value of a rule.

        :raise MissingRule: there is none: the reckoning stops and names it
        """
        value = self.get(key, day)
        if value is None:
            raise MissingRule(key, day)
        return value

    def number(self, key, day=None):
        """A rule as an exact number."""
        return exact(self.need(key, day))


@dataclass(frozen=True)
class Line:
    """One line of a reckoning.

    ``code`` names its sentence, ``params`` are that sentence's values; ``amount`` is
    the figure in yuan (None where the line tells a fact only). ``rule`` is the policy
    it follows, ``source`` who says so, ``person`` the key of the member, ``fact`` the
    key of the fact.
    """

    section: str
    code: str
    amount: Decimal | None = None
    person: object = None
    source: str = ""
    rule: str = ""
    params: dict = field(default_factory=dict)
    fact: object = None


@dataclass(frozen=True)
class Member:
    """A person of the household as of the day of the reckoning.

    ``exempt``: found to be really unable to find work, so nothing is imputed.
    ``stopped``: the share is stopped (three refused offers, 民发〔2021〕57号 art. 34).
    ``grounds``: codes of local supplements that the person has.
    """

    key: object
    birth_date: date | None = None
    sex: str = ""
    counted: bool = True
    exclusion: str = ""
    excluded_since: date | None = None
    relation: str = ""
    marriage: str = ""
    labour: str = ""
    health: str = ""
    disability_type: str = ""
    disability_grade: str = ""
    serious_illness: bool = False
    occupation: str = ""
    education: str = ""
    death_date: date | None = None
    joined: date | None = None
    exempt: bool = False
    stopped: bool = False
    grounds: tuple = ()


@dataclass(frozen=True)
class Fact:
    """An income, an asset or an expense.

    ``amount`` is yuan for the whole of the period; without a last day it is yuan per
    month and goes on. ``kind`` is the code of the fact, ``group`` that of what it
    belongs to (wage, business, property, transfer, other for an income).
    """

    kind: str
    amount: Decimal
    group: str = ""
    member: object = None
    begin: date | None = None
    end: date | None = None
    source: str = ""
    key: object = None
    verified: bool = False


def exact(value):
    """A figure as a fraction. A float is taken as written, not as stored."""
    if isinstance(value, float):
        return Fraction(repr(value))
    return Fraction(value)


def rounded(value, unit=FEN, mode="half_up"):
    """Round an exact figure to whole units.

    :param mode: ``half_up`` (away from zero at the half), ``up`` (to the next unit) or
        ``down``
    :return: Decimal
    """
    unit = exact(unit)
    count = exact(value) / unit
    if mode == "up":
        whole = ceil(count)
    elif mode == "down":
        whole = floor(count)
    elif mode == "half_up":
        whole = (
            floor(count + Fraction(1, 2))
            if count >= 0
            else -floor(Fraction(1, 2) - count)
        )
    else:
        raise ValueError(f"unknown rounding {mode!r}")
    figure = whole * unit
    return (Decimal(figure.numerator) / Decimal(figure.denominator)).quantize(FEN)


def fen(value):
    """To the fen, as figures are shown."""
    return rounded(value)


def age_on(member, day):
    """Completed years on a day, None without a date of birth.

    Who was born on 29 February completes a year on 1 March of a common year.
    """
    born = member.birth_date
    if not born:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def month_index(day):
    """Months since year 0: two days of one month have the same."""
    return day.year * 12 + day.month - 1


def month_first(index):
    """First day of a month by its index."""
    return date(index // 12, index % 12 + 1, 1)
