# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a month's payment is made of, in words of one household.

The payment run asks the same in SQL for a whole county at once; a test compares the
two, row by row. Figures are yuan as ``Decimal`` with two places; months are the first
day of a month. 民发〔2021〕57号 art. 21 (first month), 25 (monthly, by bank) and 32
(change and stop).
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

FEN = Decimal("0.01")
NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Benefit:
    """A version of an entitlement, for whole months.

    ``deaths`` has one entry for each counted person: the day of death, or None.
    """

    date_from: date
    date_to: date | None
    amount: Decimal
    kind: str = "regular"
    counted: int = 1
    standard: Decimal = NOTHING
    deaths: tuple = (None,)


@dataclass(frozen=True)
class Rules:
    """The readings that an area has chosen (policies).

    ``after_death``: ``flag`` pays what was confirmed until the change is decided (it is
    due within three months); ``hold`` pays nothing until then.
    """

    after_death: str = "flag"
    arrears_months: int = 12
    recovery_share: Decimal = Decimal(50)


@dataclass(frozen=True)
class Paid:
    """What a run has for a household by kind of line, and the benefit behind it."""

    parts: dict = field(default_factory=dict)
    benefit: Benefit | None = None

    @property
    def total(self):
        return sum(self.parts.values(), NOTHING)


def first_of(day):
    """First day of the month of a day."""
    return day.replace(day=1)


def shift(month, count):
    """The first day of the month that is ``count`` months later.

    >>> shift(date(2026, 11, 1), 2)
    datetime.date(2027, 1, 1)
    """
    years, zero_based = divmod(month.year * 12 + month.month - 1 + count, 12)
    return date(years, zero_based + 1, 1)


def first_month(decided_on, rule):
    """First month paid after a decision: by the rule ``same`` or ``next`` (art. 21)."""
    return shift(first_of(decided_on), 0 if rule == "same" else 1)


def months_of(month, frequency):
    """The months that one run pays: its own, or the quarter that ends with it.

    :raise ValueError: a quarterly run of a month that ends no quarter
    """
    if frequency == "monthly":
        return [month]
    if month.month % 3:
        raise ValueError("quarter")
    return [shift(month, -2), shift(month, -1), month]


def all_dead(benefit, month):
    """Every counted person died before the month began."""
    return bool(benefit.deaths) and all(
        day is not None and day < month for day in benefit.deaths
    )


def any_dead(benefit, month):
    """A counted person died before the month began (A01)."""
    return any(day is not None and day < month for day in benefit.deaths)


def owed(benefits, month, rules=None):
    """The benefit that is owed for a month, or None."""
    rules = rules or Rules()
    for benefit in benefits:
        if benefit.date_from > month or benefit.amount <= 0:
            continue
        if benefit.date_to is not None and benefit.date_to < month:
            continue
        if all_dead(benefit, month):
            continue
        if rules.after_death == "hold" and any_dead(benefit, month):
            continue
        return benefit
    return None


def missed(benefits, granted, months, rules=None):
    """Months that were paid too little, as ``[(month, yuan)]`` in their order.

    :param granted: ``{month: yuan}`` of all lines that live, whatever came of them at
        the bank
    :param months: months for which the county has paid
    """
    found = []
    for month in sorted(months):
        benefit = owed(benefits, month, rules)
        lack = (benefit.amount if benefit else NOTHING) - granted.get(month, NOTHING)
        if benefit and lack > 0:
            found.append((month, lack))
    return found


def recovered(left, monthly, payable, share):
    """What is taken back this month, of a household that agreed to it in writing.

    Never more than is left, than was agreed on for a month, or than the share (per
    cent) of what it would get; rounded down to the fen, to the good of the household.
    """
    most = (max(payable, NOTHING) * share / 100).quantize(FEN, ROUND_DOWN)
    return max(min(left, monthly, most), NOTHING)


def explain(before, now, month, previous_month, seen_before=False, rules=None):
    """Why a household's payment differs from last month's: ``[(cause, yuan)]``.

    The parts add up to the difference, to the fen. What comes once (arrears, recovery,
    a correction, a payment made again) is a cause when it comes, and ``…_past`` in the
    month after, when it falls away.

    :param before, now: ``Paid`` of the two runs
    :param seen_before: the household was paid by an earlier run than the last
    """
    causes = []
    step = now.parts.get("regular", NOTHING) - before.parts.get("regular", NOTHING)
    if step:
        causes.append(
            (_why(before, now, month, previous_month, seen_before, rules), step)
        )
    for kind in ("arrears", "recovery", "correction", "reissue"):
        if now.parts.get(kind):
            causes.append((kind, now.parts[kind]))
        if before.parts.get(kind):
            causes.append((f"{kind}_past", -before.parts[kind]))
    return causes


def _why(before, now, month, previous_month, seen_before, rules):
    """The cause behind a change of the regular amount."""
    old, new = before.benefit, now.benefit
    if "regular" not in before.parts:
        return "resumed" if seen_before else "first"
    if "regular" not in now.parts:
        return _why_gone(old, month, rules or Rules())
    if old == new:
        return "unexplained"
    if new.kind == "taper" and old.kind != "taper":
        return "taper"
    if new.counted != old.counted:
        return "members"
    if new.standard != old.standard:
        return "standard"
    return "increase" if new.amount > old.amount else "reduction"


def _why_gone(old, month, rules):
    if all_dead(old, month):
        return "died"
    if old.date_to is not None and old.date_to < month:
        return "taper_end" if old.kind == "taper" else "ended"
    if rules.after_death == "hold" and any_dead(old, month):
        return "held"
    return "unexplained"


def day_of(month, day):
    """A day of a month, its last one where the month is shorter.

    >>> day_of(date(2024, 2, 1), 31)
    datetime.date(2024, 2, 29)
    """
    return min(month + timedelta(days=day - 1), last_day(month))


def last_day(month):
    """Last day of the month that begins on this day."""
    return shift(month, 1) - timedelta(days=1)
