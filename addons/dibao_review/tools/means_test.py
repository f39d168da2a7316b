# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The means test: does a household stand below the standard, and by what figures?

Pure: everything comes in as ``Member`` and ``Fact`` records and ``Rules``; the result
carries each figure with its line, so that whoever applied can follow it.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from . import means_members, means_property
from .means_income import Income
from .reckoning import Line, Unsettled, exact, fen

#: What can come out: entitled, near the threshold, above it, or property over a limit.
VERDICTS = ("eligible", "edge", "above", "property")


@dataclass(frozen=True)
class Household:
    """What is tested. ``standard`` is yuan per person and month.

    ``single`` and ``ground`` are set when one person applies alone (art. 8).
    """

    members: tuple
    standard: Decimal
    applied_on: date
    day: date
    incomes: tuple = ()
    assets: tuple = ()
    expenses: tuple = ()
    single: object = None
    ground: str = ""


@dataclass
class Means:
    """The result. ``income`` and ``per_capita`` are exact (fractions)."""

    verdict: str
    income: Fraction
    counted: int
    per_capita: Fraction
    standard: Decimal
    members: tuple
    needs_look: bool = False
    lines: list = field(default_factory=list)


def reckon(household, rules):
    """Reckon the means of a household.

    :raise MissingRule: a rule has no value
    :raise Unsettled: nobody counts, or the ground of a single person does not fit
    """
    members, lines = means_members.alive(household.members, household.day)
    members = means_members.refused(rules, members)
    if household.single is None:
        return _reckon(household, rules, members, lines)
    alone, needs_edge, told = means_members.single(
        *(rules, members, household.single, household.ground),
        ripe_day(household, rules),
    )
    if needs_edge:
        family = _reckon(household, rules, members, [])
        if family.verdict == "eligible":
            # Where the household itself is entitled, nobody is taken out of it.
            raise Unsettled("single_household_eligible")
        if family.verdict != "edge":
            raise Unsettled("single_household_not_edge")
        income = fen(family.per_capita)
        told.append(Line("member", "single_edge", income, rule="edge_multiplier"))
    return _reckon(household, rules, alone, lines + told, alone=household.single)


def ripe_day(household, rules):
    """The day on which ages and other ripening facts are tested."""
    if rules.need("ripening_day") == "application":
        return household.applied_on
    return household.day


def _reckon(household, rules, members, lines, alone=None):
    ripe = ripe_day(household, rules)
    lines = [*lines, *means_members.listed(members, ripe)]
    counted = sum(1 for member in members if member.counted)
    if not counted:
        raise Unsettled("nobody_counts")
    if alone is None:
        lines += means_members.doubts(rules, members, ripe, household.applied_on)
    own_income = alone is not None and rules.need("single_income") == "own"
    own_property = alone is not None and rules.need("single_property") == "own"
    income = _income(household, rules, members, alone if own_income else None)
    total = income.total()
    per_capita = total / counted
    told = {"counted": counted}
    lines += income.lines
    lines.append(Line("result", "income", fen(total)))
    lines.append(Line("result", "per_capita", fen(per_capita), params=told))
    below, edge, told = _compare(household, rules, per_capita, total, counted)
    lines += told
    assets = means_property.considered(rules, members, household.assets)
    if own_property:
        assets = [asset for asset in assets if asset.member == alone]
    over, look, told = _property(household, rules, members, assets, below, edge)
    lines += told + means_property.signs(
        rules, household.expenses, household.applied_on, household.day
    )
    verdict = "eligible" if below else "edge" if edge else "above"
    if over:
        verdict = "property"
    lines.append(Line("result", verdict))
    kept = household.standard, tuple(members), look, lines
    return Means(verdict, total, counted, per_capita, *kept)


def _income(household, rules, members, alone):
    """The income of those who count and of the household as such, or of one alone."""
    income = Income(
        rules, members, household.applied_on, household.day, household.standard
    )
    counts = {alone}
    if alone is None:
        counts |= {member.key for member in members if member.counted}
    for fact in household.incomes:
        if fact.member in counts:
            income.add(fact)
    expenses = [fact for fact in household.expenses if fact.member in counts]
    income.pay_support(expenses)
    income.disregard_work()
    income.floor_losses()
    income.impute()
    income.deduct(expenses)
    return income


def is_below(rules, income, counted, standard):
    """Does a household with this counted income stand below the standard?

    :param income: of the household per month, exact
    :param standard: yuan per person and month
    """
    standard = exact(standard)
    if rules.need("compare_income") == "rounded":
        return exact(fen(income / counted)) < standard
    # without dividing: thirds of a fen must not decide
    return income < standard * counted


def _compare(household, rules, per_capita, total, counted):
    """(below the standard, near the threshold, lines)."""
    standard = exact(household.standard)
    below = is_below(rules, total, counted, standard)
    if rules.need("compare_income") == "rounded":
        own = exact(fen(per_capita))
        edge = own < standard * rules.number("edge_multiplier")
    else:
        edge = total < standard * rules.number("edge_multiplier") * counted
    lines = [
        Line("result", "standard", fen(standard), rule="standard"),
        Line(
            "result",
            "threshold",
            fen(standard * rules.number("edge_multiplier")),
            rule="edge_multiplier",
        ),
    ]
    return below, edge and not below, lines


def _property(household, rules, members, assets, below, edge):
    """(over a limit, to look at, lines); above the threshold nothing is asked."""
    if not below and not edge:
        return False, False, []
    counted = sum(1 for member in members if member.counted)
    multiple = "dibao" if below else "edge"
    over, lines = means_property.financial(
        rules, members, assets, household.standard, counted, multiple
    )
    too_much, look, told = means_property.things(rules, assets)
    return over or too_much, look, lines + told
