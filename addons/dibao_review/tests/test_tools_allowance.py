# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Amounts worked by hand; the standard is 600 yuan unless told otherwise."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from ..tools import allowance
from ..tools.reckoning import Member, Unsettled, rounded
from .means_common import household, person, reckon, rules_of, year
from .test_tools_means import MeansCase

A, B, C = (person(key) for key in "abc")
TIERS = [
    {"tier": "A", "below": 30, "rural": 550, "urban": 700},
    {"tier": "B", "below": 70, "rural": 400, "urban": 500},
    {"tier": "C", "below": 100, "rural": 250, "urban": 300},
]


class TestAmountByHand(MeansCase):
    def test_42_per_person_or_per_household(self):
        # 12,000 / 12 = 1,000; / 3 = 333.333…; once: 1,800 - 1,000 = 800.00;
        # per person: 266.666… = 266.67 × 3 = 800.01
        family = household([A, B, C], incomes=[year("wage", 12000, "a")])
        third = Fraction(1000, 3)
        self.check(family, "eligible", 1000, third, "800.00")
        self.check(family, "eligible", 1000, third, "800.01", round_level="person")

    def test_43_to_the_yuan(self):
        # 1,000 / 12 = 83.33…; 600 - 83.33… = 516.66…: half up 517, up 517, down 516
        family = household([A], incomes=[year("wage", 1000, "a")])
        own = Fraction(1000, 12)
        for mode, amount in (("half_up", 517), ("up", 517), ("down", 516)):
            self.check(
                *(family, "eligible", own, own, f"{amount}.00"),
                round_unit=1.0,
                round_mode=mode,
            )

    def test_44_half_a_fen(self):
        self.assertEqual(rounded(Fraction("0.005")), Decimal("0.01"))
        self.assertEqual(rounded(Fraction("-0.005")), Decimal("-0.01"))
        self.assertEqual(rounded(Fraction("0.004999")), Decimal("0.00"))
        self.assertEqual(rounded(2.675), Decimal("2.68"))
        self.assertEqual(rounded(Fraction("0.25"), 0.1), Decimal("0.30"))

    def test_45_smallest_amount(self):
        # 7,140 / 12 = 595: gap 5.00, at least 30
        family = household([A], incomes=[year("wage", 7140, "a")])
        self.check(family, "eligible", 595, 595, "5.00")
        self.check(family, "eligible", 595, 595, "30.00", smallest_amount=30.0)

    def test_46_entitled_to_nothing(self):
        # 7,199.99 / 12 = 599.999166…: gap 0.000833…, rounds to 0.00: one fen is paid
        family = household([A], incomes=[year("wage", "7199.99", "a")])
        own = Fraction("7199.99") / 12
        self.check(family, "eligible", own, own, "0.01")
        # in whole yuan: one yuan
        self.check(family, "eligible", own, own, "1.00", round_unit=1.0)
        with self.assertRaises(Unsettled):
            reckon(family, rules_of(zero_amount="refuse"))

    def test_47_tiers_by_income(self):
        # 2 persons; income 2,400 / 12 = 200 / 2 = 100 = 16.7 % of 600: A: 550 × 2;
        # 300 each = 50 %: B: 400 × 2; 180 each = 30 % is not below 30: B; 420 each =
        # 70 %: C: 250 × 2
        for yearly, each, tier, amount in (
            (2400, 100, "A", "1100.00"),
            (7200, 300, "B", "800.00"),
            (4320, 180, "B", "800.00"),
            (10080, 420, "C", "500.00"),
        ):
            family = household([A, B], incomes=[year("wage", yearly, "a")])
            _means, paid = self.check(
                *(family, "eligible", 2 * each, each, amount),
                amount_method="tier",
                amount_tiers=TIERS,
            )
            self.assertEqual(paid.tier, tier)

    def test_48_tiers_by_an_officer(self):
        table = [{"tier": n, "rural": 500 - 100 * n, "urban": 0} for n in (1, 2)]
        rules = {"amount_method": "tier", "amount_tiers": table}
        # tier 2: 300 × 2
        self.check(household([A, B]), "eligible", 0, 0, "600.00", tier="2", **rules)
        with self.assertRaises(Unsettled) as caught:
            reckon(household([A, B]), rules_of(**rules))
        self.assertEqual(caught.exception.reason, "tier")

    def test_49_base_is_never_above_the_standard(self):
        # tier of 700 per person against a standard of 600: 600 × 2
        table = [{"tier": 1, "below": 100, "rural": 700, "urban": 700}]
        rules = {"amount_method": "tier", "amount_tiers": table}
        self.check(household([A, B]), "eligible", 0, 0, "1200.00", **rules)
        rules["base_ceiling"] = False
        self.check(household([A, B]), "eligible", 0, 0, "1400.00", **rules)

    def test_50_supplements(self):
        # base 1,800; A 70 years: 10 % = 60; B 10 years: 10 % = 60; C 40, ill: 20 % =
        # 120: 2,040
        members = [person("a", 70), person("b", 10), person("c", serious_illness=True)]
        _means, paid = self.check(household(members), "eligible", 0, 0, "2040.00")
        found = {(part.code, part.person): part.amount for part in paid.parts[1:]}
        self.assertEqual(
            found,
            {
                ("elderly", "a"): Decimal("60.00"),
                ("minor", "b"): Decimal("60.00"),
                ("serious_illness", "c"): Decimal("120.00"),
            },
        )

    def test_51_several_supplements_for_one(self):
        # 70 years, grade 1, ill: 10, 30 and 20 %. The highest: 180. All: 360. All, at
        # most 40 %: 240
        members = [person("a", 70, disability_grade="1", serious_illness=True)]
        family = household(members)
        self.check(family, "eligible", 0, 0, "780.00")
        self.check(family, "eligible", 0, 0, "960.00", supplement_stacking="sum")
        self.check(
            *(family, "eligible", 0, 0, "840.00"),
            supplement_stacking="sum",
            supplement_cap=40.0,
        )

    def test_52_the_day_of_an_age(self):
        # 60 on 10 March 2026 itself: old. 18 on that day: no minor any more
        born = date(1966, 3, 10), date(2008, 3, 10), date(2008, 3, 11)
        members = [Member(key, day) for key, day in zip("abc", born, strict=True)]
        # 1,800 + 60 for A + 60 for C, who is 17 for one day more
        _means, paid = self.check(household(members), "eligible", 0, 0, "1920.00")
        self.assertEqual([part.person for part in paid.parts[1:]], ["a", "c"])

    def test_53_local_ground(self):
        # single parent 15 % of 600 = 90
        family = household([person("a", grounds=("single_parent",))])
        self.check(family, "eligible", 0, 0, "690.00")
        with self.assertRaises(Unsettled):
            reckon(household([person("a", grounds=("unknown",))]), rules_of())

    def test_54_grade_three_where_an_area_adds_it(self):
        third = person("a", disability_grade="3", disability_type="6")
        self.check(household([third]), "eligible", 0, 0, "600.00")
        table = {"grades": ["1", "2"], "grade3_types": ["5", "6"]}
        self.check(
            household([third]), "eligible", 0, 0, "780.00", severe_disability=table
        )

    def test_55_price_subsidy(self):
        # 1,200 + 2 × 27.50 = 1,255, as a part of its own
        _means, paid = self.check(
            *(household([A, B]), "eligible", 0, 0, "1255.00"), price_subsidy=27.5
        )
        self.assertEqual(paid.parts[-1].component, "price")

    def test_56_taper(self):
        # 512.35 by half: 256.175 = 256.18
        part = allowance.taper(rules_of(taper_share=50.0), Decimal("512.35"))
        self.assertEqual(part.amount, Decimal("256.18"))
        self.assertEqual(part.component, "taper")

    def test_57_all_shares_stopped(self):
        family = household([person("a", stopped=True)])
        self.check(family, "eligible", 0, 0, "0.00", smallest_amount=30.0)
