# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Cases worked by hand from the rules; the reckoning of each stands beside it.

The standard is 600 yuan per person and month unless told otherwise, the day 10 March
2026, so the window March 2025 to February 2026.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from odoo.tests import BaseCase

from ..tools.reckoning import Fact, MissingRule, Unsettled
from .means_common import DEFAULTS, asset, household, person, reckon, rules_of, year

A, B, C = (person(key) for key in "abc")


class MeansCase(BaseCase):
    def check(self, family, verdict, income, per_capita, amount=None, **rules):
        """Compare income, income per person, verdict and amount with those by hand."""
        tier = rules.pop("tier", None)
        means, paid = reckon(family, rules_of(**rules), tier=tier)
        self.assertEqual(means.verdict, verdict)
        self.assertEqual(means.income, Fraction(str(income)))
        self.assertEqual(means.per_capita, Fraction(str(per_capita)))
        if amount is None:
            self.assertIsNone(paid)
        else:
            self.assertEqual(paid.amount, Decimal(amount))
            self.assertEqual(sum(part.amount for part in paid.parts), paid.amount)
        return means, paid


class TestIncomeByHand(MeansCase):
    def test_01_gap_of_two(self):
        # 7,200 / 12 = 600; / 2 = 300; (600 - 300) × 2 = 600.00
        family = household([A, B], incomes=[year("wage", 7200, "a")])
        self.check(family, "eligible", 600, 300, "600.00")

    def test_02_nothing_at_all(self):
        # 0; (600 - 0) × 1
        self.check(household([A]), "eligible", 0, 0, "600.00")

    def test_03_at_the_standard_is_not_below_it(self):
        # 14,400 / 12 = 1,200; / 2 = 600, not below 600; below 900: near-threshold
        family = household([A, B], incomes=[year("wage", 14400, "a")])
        self.check(family, "edge", 1200, 600)

    def test_04_a_fen_below_the_standard(self):
        # 14,399.88 / 12 = 1,199.99; 1,200 - 1,199.99 = 0.01
        family = household([A, B], incomes=[year("wage", "14399.88", "a")])
        self.check(family, "eligible", "1199.99", "599.995", "0.01")

    def test_05_at_the_threshold_is_above_it(self):
        # 600 × 1.5 = 900, and 900 is not below 900
        family = household([A], incomes=[year("wage", 10800, "a")])
        self.check(family, "above", 900, 900)

    def test_06_threshold_of_two_standards(self):
        # multiplier 2: 900 < 1,200
        family = household([A], incomes=[year("wage", 10800, "a")])
        self.check(family, "edge", 900, 900, edge_multiplier=2.0)

    def test_07_all_kinds(self):
        # wage 3,000 + business 2,400 + property 600 + transfer 1,200 + other 240
        # = 7,440 / 12 = 620; / 3 = 206.67; 1,800 - 620 = 1,180
        facts = [
            year("wage", 3000, "a"),
            year("farming", 2400, "b", "business"),
            year("rent", 600, None, "property"),
            year("pension", 1200, "c"),
            year("other", 240, "a"),
        ]
        family = household([A, B, C], incomes=facts)
        self.check(family, "eligible", 620, Fraction(620, 3), "1180.00")

    def test_08_part_of_a_period_lies_outside(self):
        # 6,000 for January 2025 to June 2025, six months of 1,000; March to June lie
        # inside: 4,000 / 12 = 333.33; 600 - 333.33 = 266.67
        pay = Fact(
            *("wage", Decimal(6000), "wage", "a"), date(2025, 1, 1), date(2025, 6, 30)
        )
        family = household([A], incomes=[pay])
        self.check(family, "eligible", Fraction(1000, 3), Fraction(1000, 3), "266.67")

    def test_09_what_goes_on_since_three_months(self):
        # 500 a month since December 2025: three of twelve months: 1,500 / 12 = 125
        pay = Fact("wage", Decimal(500), "wage", "a", date(2025, 12, 15))
        self.check(household([A], incomes=[pay]), "eligible", 125, 125, "475.00")

    def test_10_old_income_is_none(self):
        pay = Fact(
            *("wage", Decimal(9999), "wage", "a"), date(2024, 1, 1), date(2025, 2, 28)
        )
        self.check(household([A], incomes=[pay]), "eligible", 0, 0, "600.00")

    def test_10_the_month_of_the_application_lies_outside(self):
        # 240 for February and March 2026, 120 each: February is the last: 120 / 12
        pay = Fact(
            *("wage", Decimal(240), "wage", "a"), date(2026, 2, 1), date(2026, 3, 31)
        )
        self.check(household([A], incomes=[pay]), "eligible", 10, 10, "590.00")

    def test_11_window_ends_with_the_application(self):
        # applied in December 2025: window December 2024 to November 2025; the pay of
        # January 2026 lies behind it. By the day of the reckoning: 1,200 / 12 = 100
        pay = Fact(
            *("wage", Decimal(1200), "wage", "a"), date(2026, 1, 1), date(2026, 1, 31)
        )
        family = household([A], incomes=[pay], applied_on=date(2025, 12, 5))
        self.check(family, "eligible", 0, 0, "600.00")
        self.check(
            *(family, "eligible", 100, 100, "500.00"), income_window_anchor="reckoning"
        )

    def test_12_window_of_one_month_for_pay(self):
        # pay of February 2026 only: 550; farming over twelve months: 600 / 12 = 50
        pay = Fact(
            *("wage", Decimal(550), "wage", "a"), date(2026, 2, 1), date(2026, 2, 28)
        )
        family = household([A, B], incomes=[pay, year("farming", 600, "b", "business")])
        self.check(
            *(family, "eligible", 600, 300, "600.00"), income_window_kinds={"wage": 1}
        )

    def test_13_what_does_not_count(self):
        # scholarship, special care and assistance are left out: 0 + wage 1,200 / 12
        facts = [
            year(kind, 5000, "a", "transfer")
            for kind in ("scholarship", "special_care", "social_assistance")
        ]
        family = household([A], incomes=[*facts, year("wage", 1200, "a")])
        means, _paid = self.check(family, "eligible", 100, 100, "500.00")
        left_out = [line.amount for line in means.lines if line.code == "left_out"]
        self.assertEqual(left_out, [Decimal("-416.67")] * 3)

    def test_14_basic_pension_by_the_month_of_the_income(self):
        # left out until December 2025 only: January and February 2026 count:
        # 1,236 / 12 = 103 a month; 2 × 103 / 12 = 17.1666…; 600 - 17.17 = 582.83
        family = household([A], incomes=[year("basic_pension", 1236, "a")])
        mean = Fraction(206, 12)
        until = {"disregard_basic_pension": lambda day: day < date(2026, 1, 1)}
        self.check(family, "eligible", mean, mean, "582.83", **until)
        # tested on the day of the reckoning, all of it counts: 103
        self.check(
            *(family, "eligible", 103, 103, "497.00"),
            disregard_tested_on="reckoning",
            **until,
        )
        # with a rule for the years after, none of it does
        self.check(family, "eligible", 0, 0, "600.00")

    def test_15_support_of_siblings(self):
        # 2,400 / 12 = 200; left out in whole, or by half: 100
        fact = year("support_siblings", 2400, "a", "transfer")
        family = household([A], incomes=[fact])
        self.check(family, "eligible", 0, 0, "600.00")
        self.check(family, "eligible", 100, 100, "500.00", support_disregard_share=50.0)

    def test_16_disability_allowance(self):
        # 1,200 / 12 = 100, left out unless the area counts it
        fact = year("disability_allowance", 1200, "a", "transfer")
        family = household([A], incomes=[fact])
        self.check(family, "eligible", 0, 0, "600.00")
        self.check(
            family, "eligible", 100, 100, "500.00", disability_allowance_counts=True
        )

    def test_17_loss_is_no_cost_of_living(self):
        # business -3,600 / 12 = -300, to zero; wage 2,400 / 12 = 200
        facts = [year("business", -3600, "a"), year("wage", 2400, "b")]
        family = household([A, B], incomes=facts)
        self.check(family, "eligible", 200, 100, "1000.00")
        # set against each other: -100, and never below zero: 0
        self.check(family, "eligible", 0, 0, "1200.00", negative_income="offset")

    def test_18_support_paid_lowers_transfers_only(self):
        # pension 2,400 / 12 = 200, support paid 3,600 / 12 = 300: -100, to zero;
        # wage 1,200 / 12 = 100
        family = household(
            [A, B],
            incomes=[year("pension", 2400, "a"), year("wage", 1200, "b")],
            expenses=[year("support", 3600, "a", "expense")],
        )
        self.check(family, "eligible", 100, 50, "1100.00")
        # set against the wage: 100 + 200 - 300 = 0
        self.check(family, "eligible", 0, 0, "1200.00", negative_income="offset")

    def test_19_cost_of_working_from_that_pay_only(self):
        # A earns 6,000 / 12 = 500 with costs of 1,200 / 12 = 100; B has costs without
        # pay, which nothing is taken from: 400
        family = household(
            [A, B],
            incomes=[year("wage", 6000, "a")],
            expenses=[
                year("work_cost", 1200, "a", "expense"),
                year("work_cost", 1200, "b", "expense"),
            ],
        )
        self.check(family, "eligible", 400, 200, "800.00")

    def test_20_cost_of_illness_by_share_and_cap(self):
        # income 9,600 / 12 = 800; A is ill: 7,200 / 12 = 600; the cost of B, who is
        # not, is none. In whole: 800 - 600 = 200. By half: 800 - 300 = 500. By half,
        # at most 0.25 standards: 150: 650
        ill = person("a", serious_illness=True)
        family = household(
            [ill, B],
            incomes=[year("wage", 9600, "b")],
            expenses=[
                year("medical", 7200, "a", "expense"),
                year("medical", 7200, "b", "expense"),
            ],
        )
        no_supplement = {"supplement_serious_illness": 0.0}
        self.check(family, "eligible", 200, 100, "1000.00", **no_supplement)
        rule = {"code": "illness_cost", "expenses": ["medical"], "who": "ill"}
        half = {"deductions": [{**rule, "share": 50}], **no_supplement}
        self.check(family, "eligible", 500, 250, "700.00", **half)
        capped = {
            "deductions": [{**rule, "share": 50, "cap": 0.25}],
            **no_supplement,
        }
        self.check(family, "eligible", 650, 325, "550.00", **capped)

    def test_21_deductions_end_at_nothing(self):
        # 1,200 / 12 = 100 less 7,200 / 12 = 600: 0, not -500
        ill = person("a", serious_illness=True)
        family = household(
            [ill],
            incomes=[year("wage", 1200, "a")],
            expenses=[year("medical", 7200, "a", "expense")],
        )
        # 600 + 20 % of 600 = 720
        self.check(family, "eligible", 0, 0, "720.00")

    def test_22_part_of_pay_left_out(self):
        # pay 36,000 / 12 = 3,000, from 2,690 on 800 do not count: 2,200; / 4 = 550;
        # 2,400 - 2,200 = 200. A pay of 2,689 stays whole: / 4 = 672.25: edge
        four = [A, B, C, person("d")]
        rule = {"work_disregard": {"from": 2690, "amount": 800}}
        family = household(four, incomes=[year("wage", 36000, "a")])
        self.check(family, "eligible", 2200, 550, "200.00", **rule)
        family = household(four, incomes=[year("wage", 32268, "a")])
        self.check(family, "edge", 2689, "672.25", **rule)

    def test_23_imputed(self):
        # base 1,000: A (40, able) 1.0 = 1,000, has 400: +600. B (58, woman) is past
        # 54: nothing. C (grade 4) 0.2 = 200, has nothing: +200. Income 400 + 800
        members = [
            A,
            person("b", 58, sex="2"),
            person("c", disability_grade="4", labour="part"),
        ]
        family = household(members, incomes=[year("wage", 4800, "a")])
        rule = {"imputed_income": True, "imputed_base": 1000.0}
        self.check(family, "eligible", 1200, 400, "600.00", **rule)
        # found to be unable to find work: nothing is imputed to A: 400 + 200
        members[0] = person("a", exempt=True)
        family = household(members, incomes=[year("wage", 4800, "a")])
        self.check(family, "eligible", 600, 200, "1200.00", **rule)
        # off by default
        self.check(family, "eligible", 400, Fraction(400, 3), "1400.00")

    def test_24_monthly_figures_as_authority(self):
        # 100 / 12 = 8.3333…: rounded 8.33, for three facts 24.99, and not 25.00
        facts = [year("wage", 100, "a") for _one in range(3)]
        family = household([A], incomes=facts)
        self.check(family, "eligible", 25, 25, "575.00")
        self.check(
            family, "eligible", "24.99", "24.99", "575.01", income_authority="month"
        )

    def test_25_exact_or_rounded_income(self):
        # 21,599.94 / 12 = 1,799.995; / 3 = 599.998333…, rounded 600.00
        family = household([A, B, C], incomes=[year("wage", "21599.94", "a")])
        income = Fraction("1799.995")
        # exact: below 600; the gap of 0.005 is rounded half up: 0.01
        self.check(family, "eligible", income, income / 3, "0.01")
        self.check(family, "edge", income, income / 3, compare_income="rounded")


class TestMembersByHand(MeansCase):
    def test_26_who_does_not_count(self):
        # B is in prison: income of A alone, 3,600 / 12 = 300, divisor 1; what B has
        # is not counted
        gone = person("b", counted=False, exclusion="prison")
        facts = [year("wage", 3600, "a"), year("wage", 99999, "b")]
        self.check(household([A, gone], incomes=facts), "eligible", 300, 300, "300.00")

    def test_27_who_died(self):
        # B died on 10 March 2026, the day itself: the divisor is 1
        family = household([A, person("b", death_date=date(2026, 3, 10))])
        means, _paid = self.check(family, "eligible", 0, 0, "600.00")
        self.assertIn("died", [line.code for line in means.lines])
        # a death later than the day of the reckoning changes nothing yet
        family = household([A, person("b", death_date=date(2026, 3, 11))])
        self.check(family, "eligible", 0, 0, "1200.00")

    def test_28_nobody_counts(self):
        nobody = household([person("a", counted=False, exclusion="missing")])
        with self.assertRaises(Unsettled) as caught:
            reckon(nobody, rules_of())
        self.assertEqual(caught.exception.reason, "nobody_counts")

    def test_29_single_person_of_a_near_threshold_household(self):
        # household: 16,800 / 12 = 1,400; / 2 = 700: below 900, not below 600: edge.
        # B, grade 2, alone: own income 0; 600 + 30 % of 600 = 780
        severe = person("b", disability_grade="2", labour="lost")
        values = {
            "incomes": [year("wage", 16800, "a")],
            "single": "b",
            "ground": "edge_disability",
        }
        self.check(household([A, severe], **values), "eligible", 0, 0, "780.00")
        # grade 3, intellectual: may; no severe grade, so no supplement: 600
        third = person("b", disability_grade="3", disability_type="5", labour="lost")
        self.check(household([A, third], **values), "eligible", 0, 0, "600.00")
        # grade 3, limb: may not
        limb = person("b", disability_grade="3", disability_type="4", labour="lost")
        self.refused(household([A, limb], **values), "single_ground")

    def refused(self, family, reason):
        with self.assertRaises(Unsettled) as caught:
            reckon(family, rules_of())
        self.assertEqual(caught.exception.reason, reason)

    def test_30_nobody_alone_out_of_an_entitled_household(self):
        # 7,200 / 12 = 600; / 2 = 300: the household itself is entitled
        severe = person("b", disability_grade="2", labour="lost")
        values = {"single": "b", "ground": "edge_disability"}
        facts = [year("wage", 7200, "a")]
        family = household([A, severe], incomes=facts, **values)
        self.refused(family, "single_household_eligible")
        # 24,000 / 12 = 2,000; / 2 = 1,000: above 900, not near the threshold
        facts = [year("wage", 24000, "a")]
        family = household([A, severe], incomes=facts, **values)
        self.refused(family, "single_household_not_edge")

    def test_31_unemployed_adult_with_severe_disability(self):
        # 2022 notice: no threshold for the household (1,000 per person, above)
        severe = person("b", disability_grade="1", labour="lost")
        values = {"incomes": [year("wage", 24000, "a")], "single": "b"}
        family = household([A, severe], ground="unemployed", **values)
        self.check(family, "eligible", 0, 0, "780.00")

    def test_32_signs_do_not_decide(self):
        # a grown child who could live alone, a spouse left out without a ground
        members = [
            person("a", relation="02"),
            person("b", 20, relation="20"),
            person("c", relation="12", counted=False, exclusion="not_cohabiting"),
        ]
        means, _paid = self.check(household(members), "eligible", 0, 0, "1200.00")
        found = {line.code for line in means.lines if line.section == "sign"}
        self.assertEqual(found, {"grown_child_counted", "spouse_left_out"})

    def test_32_signs_of_who_counts(self):
        # a former spouse, a child born while the case runs, an uncle since December
        members = [
            person("a", relation="02"),
            person("b", relation="12", marriage="40"),
            replace(person("c"), birth_date=date(2026, 3, 11), relation="20"),
            person("d", relation="81", joined=date(2025, 12, 1)),
            person("e", relation="81", joined=date(2025, 3, 10)),
        ]

        def signs(**rules):
            means, _paid = reckon(household(members), rules_of(**rules))
            return {
                (line.code, line.person)
                for line in means.lines
                if line.section == "sign"
            }

        # by default a newborn counts, somebody divorced does not, a year is long
        self.assertEqual(
            signs(), {("divorced_counted", "b"), ("not_together_long", "d")}
        )
        table = {
            **{"in_laws": True, "postgraduates": False, "unmarried_soldier": False},
            **{"divorced": True, "newborn": False, "together_months": 3},
        }
        self.assertEqual(signs(count_rules=table), {("newborn_counted", "c")})

    def test_32_years_of_a_cleric(self):
        # 57号 art. 7, 8: three years; to the day on which facts are tested
        def reckoned(since, ground="", **rules):
            cleric = replace(
                person("b", counted=False, exclusion="clergy"), excluded_since=since
            )
            family = household(
                [person("a", relation="02"), cleric],
                single=ground and "b" or None,
                ground=ground,
            )
            return reckon(family, rules_of(**rules))[0]

        def doubted(since, **rules):
            lines = reckoned(since, **rules).lines
            return any(line.code == "clergy_not_long_out" for line in lines)

        self.assertFalse(doubted(date(2023, 3, 10)))
        self.assertTrue(doubted(date(2023, 3, 11)))
        self.assertFalse(doubted(None))
        one_year = {**DEFAULTS["count_rules"], "clergy_years": 1}
        self.assertFalse(doubted(date(2023, 3, 11), count_rules=one_year))
        self.assertTrue(reckoned(date(2023, 3, 10), "clergy"))
        with self.assertRaises(Unsettled):
            reckoned(date(2023, 3, 11), "clergy")

    def test_33_three_refused_offers(self):
        # 1,800 - 0 = 1,800 for three; the share of one, 600, is stopped: 1,200
        members = [A, B, person("c", stopped=True)]
        self.check(household(members), "eligible", 0, 0, "1200.00")
        # reduced by half: 1,800 - 300
        self.check(
            household(members), "eligible", 0, 0, "1500.00", refusal_percent=50.0
        )
        # out of the divisor, with the own income: 3,600 / 12 = 300 / 2 = 150
        family = household(
            members, incomes=[year("wage", 3600, "a"), year("wage", 1200, "c")]
        )
        self.check(family, "eligible", 300, 150, "900.00", refusal_divisor="leave")


class TestPropertyByHand(MeansCase):
    def test_34_financial_assets(self):
        # limit 24 × 600 × 2 = 28,800: at it is within, a fen more is over
        inside = household([A, B], assets=[asset("deposit", 28800)])
        self.check(inside, "eligible", 0, 0, "1200.00")
        over = household(
            [A, B], assets=[asset("deposit", 28800), asset("cash", "0.01", "b")]
        )
        means, _paid = self.check(over, "property", 0, 0)
        line = next(one for one in means.lines if one.code == "financial_over")
        self.assertEqual(line.params["limit"], "28800.00")

    def test_35_tolerance_for_a_serious_illness(self):
        # limit 24 × 600 = 14,400; with a serious illness 50,000
        ill = person("a", serious_illness=True)
        family = household([ill], assets=[asset("deposit", 40000)])
        self.check(family, "property", 0, 0)
        self.check(
            *(family, "eligible", 0, 0, "720.00"), property_financial_illness=50000.0
        )

    def test_36_a_car_and_what_is_none(self):
        family = household([A], assets=[asset("vehicle", 20000)])
        self.check(family, "property", 0, 0)
        self.check(family, "eligible", 0, 0, "600.00", property_vehicle=True)
        for kind in ("mobility_vehicle", "motorcycle"):
            family = household([A], assets=[asset(kind, 20000)])
            self.check(family, "eligible", 0, 0, "600.00")

    def test_37_a_second_home_is_judged(self):
        # one is allowed; the second is for an officer to judge, not a refusal
        family = household([A], assets=[asset("house"), asset("house")])
        means, _paid = self.check(family, "eligible", 0, 0, "600.00")
        self.assertTrue(means.needs_look)
        means, _paid = self.check(family, "property", 0, 0, property_to_look_at=[])
        self.assertFalse(means.needs_look)

    def test_38_whose_property(self):
        # deposits of B, who does not count: looked at where B is the spouse
        for relation, verdict in (("12", "property"), ("20", "eligible")):
            out = person("b", relation=relation, counted=False, exclusion="prison")
            family = household([A, out], assets=[asset("deposit", 99999, "b")])
            means, _paid = reckon(family, rules_of())
            self.assertEqual(means.verdict, verdict, relation)

    def test_39_near_threshold_limit_of_its_own(self):
        # 700 per person: edge; 24 × 600 = 14,400 < 20,000 <= 36 × 600 = 21,600
        values = {"incomes": [year("wage", 8400, "a")]}
        family = household([A], assets=[asset("deposit", 20000)], **values)
        self.check(family, "property", 700, 700)
        self.check(family, "edge", 700, 700, property_financial_multiple_edge=36.0)

    def test_40_signs_of_spending(self):
        # utilities 4,800 / 12 = 400 > 300: a line, no decision
        family = household([A], expenses=[year("utilities", 4800, "a", "expense")])
        means, _paid = self.check(family, "eligible", 0, 0, "600.00")
        self.assertIn("spending", [line.code for line in means.lines])

    def test_41_a_missing_rule_stops_and_is_named(self):
        for rule, family in (
            ("property_vehicle", household([A], assets=[asset("vehicle")])),
            ("supplement_elderly", household([person("a", 70)])),
            ("imputed_base", household([A])),
            ("amount_tiers", household([A])),
        ):
            changes = {rule: None, "amount_method": "gap"}
            if rule == "imputed_base":
                changes["imputed_income"] = True
            if rule == "amount_tiers":
                changes["amount_method"] = "tier"
            with self.assertRaises(MissingRule) as caught:
                reckon(family, rules_of(**changes))
            self.assertEqual(caught.exception.key, rule)
