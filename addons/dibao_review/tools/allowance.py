# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The amount of the allowance (社会救助暂行办法 art. 12, 民发〔2021〕57号 art. 23, 27).

Pure, like ``means_test``. ``reckon`` starts from the counted income of a household, so
that a what-if can run it on figures that were reckoned before.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from .means_members import OF_AGE, is_severe
from .reckoning import FEN, Line, Unsettled, age_on, exact, fen, rounded


@dataclass(frozen=True)
class Part:
    """A part of the amount, in yuan per month; ``person`` for a supplement."""

    component: str
    code: str
    amount: Decimal
    person: object = None
    rule: str = ""


@dataclass
class Allowance:
    """The amount and its parts, which add up to it; ``tier`` where there are tiers."""

    amount: Decimal
    parts: list
    tier: str = ""
    lines: list = field(default_factory=list)


def reckon(rules, income, members, standard, urban_rural, day, tier=None):
    """The allowance of an entitled household.

    :param income: counted income of the household per month, exact
    :param members: ``Member`` records, those who do not count among them
    :param standard: yuan per person and month
    :param day: on which ages are tested
    :param tier: chosen by an officer, where the table does not choose by income
    :raise MissingRule: a rule has no value
    :raise Unsettled: the tier is not settled, or an entitled household would get
        nothing and the policy refuses that
    """
    counted = [member for member in members if member.counted]
    if not counted:
        raise Unsettled("nobody_counts")
    lines = []
    unit, mode = rules.number("round_unit"), rules.need("round_mode")
    method = rules.need("amount_method")
    if method == "gap":
        base = _gap(rules, exact(income), len(counted), exact(standard), unit, mode)
        told = {"standard": str(fen(standard)), "counted": len(counted)}
        lines.append(Line("amount", "gap", base, rule="amount_method", params=told))
        tier = ""
    else:
        tier, share = _tier(rules, income, len(counted), standard, urban_rural, tier)
        base = rounded(share * len(counted), unit, mode)
        told = {"tier": tier, "share": str(fen(share)), "counted": len(counted)}
        lines.append(Line("amount", "tier", base, rule="amount_tiers", params=told))
    base = _ceiling(rules, base, standard, len(counted), unit, lines)
    base = _stopped(rules, base, counted, unit, mode, lines)
    base = _smallest(rules, base, unit, counted, lines)
    parts = [Part("base", method, base, rule="amount_method")]
    for part in _supplements(rules, counted, standard, day, unit, mode):
        parts.append(part)
        told = {"code": part.code}
        lines.append(
            Line("amount", "supplement", part.amount, part.person, "", part.rule, told)
        )
    price = rules.number("price_subsidy") * len(counted)
    if price:
        figure = rounded(price, unit, mode)
        parts.append(Part("price", "price", figure, rule="price_subsidy"))
        lines.append(Line("amount", "price", figure, rule="price_subsidy"))
    amount = sum((part.amount for part in parts), Decimal(0)).quantize(FEN)
    lines.append(Line("amount", "total", amount))
    return Allowance(amount, parts, tier, lines)


def _gap(rules, income, counted, standard, unit, mode):
    """(standard less income per person) times the counted members, never negative."""
    gap = max(standard * counted - income, Fraction(0))
    if rules.need("round_level") == "person":
        return rounded(gap / counted, unit, mode) * counted
    return rounded(gap, unit, mode)


def _tier(rules, income, counted, standard, urban_rural, chosen):
    """(name, yuan per person) of the tier.

    A table whose rows say ``below`` (per cent of the standard) chooses by the income
    per person: the first row it lies below. Otherwise an officer chooses by difficulty.
    """
    table = rules.need("amount_tiers")
    share = exact(income) * 100 / (exact(standard) * counted)
    if chosen in (None, "") and all("below" in row for row in table):
        rows = [row for row in table if share < exact(row["below"])]
    else:
        rows = [row for row in table if str(row["tier"]) == str(chosen)]
    if not rows:
        raise Unsettled("tier")
    return str(rows[0]["tier"]), exact(rows[0][urban_rural])


def _ceiling(rules, base, standard, counted, unit, lines):
    """The basic allowance is never more than the standard of all counted members."""
    limit = exact(standard) * counted
    if exact(base) <= limit or not rules.need("base_ceiling"):
        return base
    base = rounded(limit, unit, "down")
    lines.append(Line("amount", "ceiling", base, rule="base_ceiling"))
    return base


def _stopped(rules, base, counted, unit, mode, lines):
    """Only the share of who refused three offers is lowered (art. 34)."""
    stopped = [member for member in counted if member.stopped]
    if not stopped:
        return base
    percent = rules.number("refusal_percent")
    lost = exact(base) * len(stopped) / len(counted) * percent / 100
    left = rounded(exact(base) - lost, unit, mode)
    share = fen(lost / len(stopped))
    for member in stopped:
        lines.append(
            Line("amount", "stopped", -share, member.key, "", "refusal_percent")
        )
    return left


def _smallest(rules, base, unit, counted, lines):
    """What an entitled household gets at least; nobody when all shares are stopped."""
    if all(member.stopped for member in counted):
        return base
    least = rules.number("smallest_amount")
    if not base and rules.need("zero_amount") == "refuse":
        raise Unsettled("zero_amount")
    least = max(least, unit) if not base else least
    if exact(base) >= least:
        return base
    base = rounded(least, unit, "up")
    lines.append(Line("amount", "smallest", base, rule="smallest_amount"))
    return base


def _supplements(rules, counted, standard, day, unit, mode):
    """The extra parts of the members, stacked as the policy says."""
    for member in counted:
        if member.stopped:
            continue
        has = grounds(rules, member, day)
        for rate, rule, code in _stacked(rules, member, has):
            figure = rounded(exact(standard) * rate / 100, unit, mode)
            if figure:
                yield Part("supplement", code, figure, member.key, rule)


def extra(rules, member, standard, has):
    """The sum of the supplements of one member.

    :param has: grounds by code, as of ``grounds``
    :raise MissingRule: a ground of the member has no rate
    """
    unit, mode = rules.number("round_unit"), rules.need("round_mode")
    figures = (
        rounded(exact(standard) * rate / 100, unit, mode)
        for rate, _rule, _code in _stacked(rules, member, has)
    )
    return sum(figures, Decimal(0))


def grounds(rules, member, day):
    """{code: whether the member has that ground of a supplement on a day}."""
    age = age_on(member, day)
    return {
        "elderly": age is not None and age >= rules.need("supplement_elderly_age"),
        "minor": age is not None and age < OF_AGE,
        "severe_disability": bool(member.disability_grade) and is_severe(rules, member),
        "serious_illness": member.serious_illness,
    }


def _stacked(rules, member, has):
    """(per cent of the standard, policy, code) of each supplement that is paid."""
    found = [
        (rules.number(f"supplement_{code}"), f"supplement_{code}", code)
        for code, is_so in has.items()
        if is_so
    ]
    for ground in member.grounds:
        table = rules.need("supplement_local")
        if ground not in table:
            raise Unsettled("local_ground", ground=ground)
        found.append((exact(table[ground]), "supplement_local", ground))
    # the highest first; of equals the first by name, whatever the order was
    found = sorted(
        (one for one in found if one[0] > 0), key=lambda one: (-one[0], one[2])
    )
    if rules.need("supplement_stacking") == "highest":
        found = found[:1]
    cap = rules.get("supplement_cap")
    left = None if cap is None else exact(cap)
    for rate, rule, code in found:
        if left is not None:
            rate = min(rate, left)
            left -= rate
        yield rate, rule, code


def taper(rules, amount):
    """What is paid per month while tapering off: a share of the amount before.

    :return: Part
    """
    share = rules.number("taper_share")
    unit, mode = rules.number("round_unit"), rules.need("round_mode")
    figure = rounded(exact(amount) * share / 100, unit, mode)
    return Part("taper", "taper", figure, rule="taper_share")
