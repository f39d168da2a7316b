# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Declared means of a fictional household: income, assets, expenses, certificates."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from .county_family import Family


@dataclass(slots=True)
class Means:
    """One fact. ``table``: income, asset or expense; ``amount`` yuan in the period.

    ``verified`` is None where nobody has looked yet. ``member`` is the place in
    ``family.members`` or None for the household.
    """

    table: str
    kind: str
    amount: int
    verified: int | None = None
    member: int | None = None
    period_from: date | None = None
    period_to: date | None = None
    source: str = ""


def means(family: Family, as_of: date) -> list[Means]:
    """Facts of a household; its income of a year is twelve times ``family.income``."""
    rng = random.Random(family.number)
    start, end = as_of.replace(year=as_of.year - 1, day=1), as_of.replace(day=1)
    end -= timedelta(1)
    found = _income(rng, family) + _assets(rng, family) + _expenses(rng, family)
    for fact in found:
        if fact.table != "asset":
            fact.period_from, fact.period_to = start, end
        if rng.random() < 0.7:
            fact.verified = fact.amount
            # Now and then the check finds more than was declared.
            if fact.table == "asset" and rng.random() < 0.1:
                fact.verified = fact.amount + rng.randrange(500, 9000, 100)
    return found


def _income(rng, family):
    left = family.income * 12
    found = []
    for place, person in enumerate(family.members):
        if left <= 0:
            break
        if person.age >= 60:
            kind, source = "transfer", "城乡居民养老保险"
        elif person.labour in ("able", "part"):
            rural = family.urban_rural == "rural"
            kind, source = ("business", "种植") if rural else ("wage", "零工")
        else:
            continue
        amount = left if rng.random() < 0.6 else round(left * rng.uniform(0.3, 0.8))
        found.append(Means("income", kind, amount, member=place, source=source))
        left -= amount
    if left > 0:
        # Support by relatives outside the house, land rent: nobody's in particular.
        kind = "property" if rng.random() < 0.3 else "transfer"
        found.append(Means("income", kind, left, source="家庭申报"))
    return found


def _assets(rng, family):
    found = [
        Means(
            "asset",
            "deposit",
            rng.randrange(0, 12000, 50),
            member=0,
            source=family.bank,
        )
    ]
    if rng.random() < 0.8:
        found.append(Means("asset", "house", 0, member=0, source="自建住房一处"))
    if rng.random() < 0.02:
        found.append(
            Means("asset", "vehicle", rng.randrange(3000, 28000, 500), member=0)
        )
    return found


def _expenses(rng, family):
    found = []
    for place, person in enumerate(family.members):
        if person.serious_illness:
            amount = rng.randrange(2000, 38000, 10)
            found.append(Means("expense", "medical", amount, member=place))
        if person.occupation == "31":
            amount = rng.randrange(300, 4000, 10)
            found.append(Means("expense", "education", amount, member=place))
    return found
