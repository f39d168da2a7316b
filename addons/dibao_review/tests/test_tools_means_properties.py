# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What holds for every household, whatever it has."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..tools.reckoning import exact
from .means_common import asset, household, person, reckon, rules_of, year

INCOMES = (
    *("wage", "business", "property", "transfer", "other"),
    *("basic_pension", "support_siblings", "scholarship"),
)
GROUPS = dict.fromkeys(INCOMES[5:], "transfer")
EXPENSES = ("work_cost", "medical", "rehabilitation", "support", "utilities")
KEYS = "abcdef"

yuan = st.decimals(0, 60000, places=2)
maybe_loss = st.decimals(-20000, 60000, places=2)
rules = st.fixed_dictionaries(
    {
        "round_unit": st.sampled_from([0.01, 0.1, 1.0]),
        "round_mode": st.sampled_from(["half_up", "up", "down"]),
        "round_level": st.sampled_from(["household", "person"]),
        "income_authority": st.sampled_from(["year", "month"]),
        "compare_income": st.sampled_from(["exact", "rounded"]),
        "negative_income": st.sampled_from(["floor", "offset"]),
        "supplement_stacking": st.sampled_from(["highest", "sum"]),
        "smallest_amount": st.sampled_from([0.0, 30.0]),
        "imputed_income": st.booleans(),
        "imputed_base": st.just(800.0),
        "refusal_divisor": st.sampled_from(["keep", "leave"]),
    }
)


@st.composite
def people(draw):
    count = draw(st.integers(1, len(KEYS)))
    members = [
        person(
            key,
            draw(st.integers(0, 95)),
            sex=draw(st.sampled_from(["1", "2"])),
            counted=key == "a" or draw(st.booleans()),
            labour=draw(st.sampled_from(["able", "part", "lost", "none"])),
            disability_grade=draw(st.sampled_from(["", "1", "2", "3", "4"])),
            serious_illness=draw(st.booleans()),
            stopped=key != "a" and draw(st.booleans()),
        )
        for key in KEYS[:count]
    ]
    return members


@st.composite
def families(draw):
    members = draw(people())
    keys = st.sampled_from([None, *(member.key for member in members)])
    incomes = [
        year(kind, draw(maybe_loss), draw(keys), GROUPS.get(kind))
        for kind in draw(st.lists(st.sampled_from(INCOMES), max_size=6))
    ]
    expenses = [
        year(kind, draw(yuan), draw(keys), "expense")
        for kind in draw(st.lists(st.sampled_from(EXPENSES), max_size=4))
    ]
    assets = [asset("deposit", draw(yuan), draw(keys))] if draw(st.booleans()) else []
    return household(members, incomes=incomes, expenses=expenses, assets=assets)


def figures(family, table):
    """(verdict, income, amount) under rules."""
    means, paid = reckon(family, rules_of(**table))
    return means.verdict, means.income, paid.amount if paid else Decimal(0)


class TestProperties(BaseCase):
    @settings(max_examples=150, deadline=None, derandomize=True)
    @given(families(), rules)
    def test_never_negative_and_the_parts_are_the_whole(self, family, table):
        means, paid = reckon(family, rules_of(**table))
        self.assertGreaterEqual(means.income, 0)
        self.assertEqual(means.per_capita * means.counted, means.income)
        if paid:
            self.assertGreaterEqual(paid.amount, 0)
            self.assertTrue(all(part.amount >= 0 for part in paid.parts))
            self.assertEqual(sum(part.amount for part in paid.parts), paid.amount)
            base = paid.parts[0].amount
            ceiling = exact(family.standard) * means.counted
            unit = exact(table["round_unit"]) * means.counted
            least = exact(table["smallest_amount"])
            self.assertLessEqual(exact(base), max(ceiling + unit, least))

    @settings(max_examples=150, deadline=None, derandomize=True)
    @given(families(), rules, st.sampled_from(INCOMES[:5]), yuan, st.data())
    def test_more_income_never_brings_more(self, family, table, kind, more, data):
        """Whoever earns more has no less income by the reckoning, and gets no more."""
        counted = [member.key for member in family.members if member.counted]
        extra = year(kind, more, data.draw(st.sampled_from([None, *counted])))
        richer = replace(family, incomes=(*family.incomes, extra))
        _verdict, income, amount = figures(family, table)
        verdict, income_after, amount_after = figures(richer, table)
        self.assertGreaterEqual(income_after, income)
        self.assertLessEqual(amount_after, amount)
        if amount_after:
            self.assertEqual(verdict, "eligible")

    @settings(max_examples=150, deadline=None, derandomize=True)
    @given(families(), rules, st.randoms(use_true_random=False))
    def test_the_order_of_anything_is_irrelevant(self, family, table, random):
        def shuffled(things):
            things = list(things)
            random.shuffle(things)
            return tuple(things)

        other = replace(
            family,
            members=shuffled(family.members),
            incomes=shuffled(family.incomes),
            expenses=shuffled(family.expenses),
            assets=shuffled(family.assets),
        )
        self.assertEqual(figures(family, table), figures(other, table))

    @settings(max_examples=100, deadline=None, derandomize=True)
    @given(families(), rules, st.decimals(1, 2000, places=2))
    def test_a_higher_standard_never_takes_away(self, family, table, more):
        """Without property, which has a limit of its own."""
        assume(not family.assets)
        verdict, _income, amount = figures(family, table)
        assume(verdict == "eligible")
        richer = replace(family, standard=family.standard + more)
        after, _income, amount_after = figures(richer, table)
        self.assertEqual(after, "eligible")
        self.assertGreaterEqual(amount_after, amount)
