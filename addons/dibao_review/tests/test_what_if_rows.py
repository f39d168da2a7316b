# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json
import random
from decimal import Decimal

from odoo.tests import tagged
from odoo.tools import SQL

from ..tools import allowance
from ..tools.reckoning import Member, Unsettled, exact, fen
from .what_if_common import WhatIfCase

TIERS = [
    {"tier": "A", "below": 30, "rural": 550, "urban": 700},
    {"tier": "B", "below": 70, "rural": 400, "urban": 500},
    {"tier": "C", "below": 100, "rural": 250, "urban": 300},
]
#: Without a limit an officer chooses by difficulty.
CHOSEN_TIERS = [
    {"tier": "B", "rural": 333.35, "urban": 444},
    {"tier": 1, "rural": 620, "urban": 900.05},
]
#: What is thought about: standards and rules, each against those in force.
DRAFTS = [
    {"standard_rural": 720, "standard_urban": 900},
    {"standard_rural": 480},
    {"round_mode": "up", "round_unit": "1", "round_level": "person"},
    {"round_mode": "down", "round_unit": "0.1", "smallest_amount": "50"},
    {"amount_method": "tier", "amount_tiers": json.dumps(TIERS)},
    {"amount_method": "tier", "amount_tiers": json.dumps(TIERS), "round_unit": "10"},
    {"supplement_elderly": "25", "supplement_elderly_age": "70"},
    {"supplement_stacking": "sum", "supplement_cap": "35"},
    {"severe_disability": '{"grades": ["1"], "grade3_types": ["5", "6"]}'},
    {"edge_multiplier": "2", "compare_income": "rounded", "price_subsidy": "12.5"},
    {"refusal_percent": "50", "zero_amount": "refuse"},
    {
        "standard_rural": 555.55,
        "amount_method": "tier",
        "amount_tiers": json.dumps([{"tier": 1, "rural": 620, "urban": 900}]),
        "base_ceiling": "yes",
    },
]


@tagged("post_install", "-at_install")
class TestWhatIfRows(WhatIfCase):
    """The statements for a province reckon as the function for one household does."""

    def setUp(self):
        super().setUp()
        rng = random.Random(5)
        # incomes that lie at, near and far from every limit, with odd fen
        for household in self.households[::2]:
            heads = len(household.live_member_ids.filtered("is_counted"))
            standard = 750 if household.urban_rural == "urban" else 600
            share = rng.choice([0, 0.3, 0.7, 0.999, 1, 1.2, 1.5, 1.49, rng.random()])
            income = round(
                standard * heads * share + rng.choice([0, 0, 0.01, -0.01]), 2
            )
            single = rng.random() < 0.1
            person = household.live_member_ids.filtered("is_counted")[-1:].person_id
            self._assess(
                household,
                max(income, 0),
                "eligible",
                stopped=rng.choice([0, 0, 0, 1, 2]),
                tier=rng.choice([False, False, "B", "1"]),
                **({"single_person_id": person.id, "counted": 1} if single else {}),
            )
            if rng.random() < 0.3:
                household.state = "stopped"
        people = self.households.live_member_ids.person_id
        for person in people[::7]:
            person.write(
                {
                    "serious_illness": rng.random() < 0.5,
                    "disability_grade": rng.choice(["1", "2", "3", False]),
                    "disability_type": rng.choice(["4", "5", "6"]),
                }
            )
        people[6].death_date = "2026-03-10"
        # the very days of the ages; by SQL, since their ID numbers say otherwise
        self.env.flush_all()
        days = "2008-03-10", "2008-03-11", "1966-03-10", "1966-03-11"
        for person, day in zip(people[:4], days, strict=True):
            self.env.cr.execute(
                SQL(
                    "UPDATE dibao_person SET birth_date = %s WHERE id = %s",
                    day,
                    person.id,
                )
            )
        self.env.invalidate_all()

    def test_row_by_row(self):
        for draft in DRAFTS:
            with self.subTest(draft=draft):
                self._compare(self._what_if(**draft))

    def test_random_rules(self):
        """Combinations nobody thought of, against rules in force of another method."""
        rng = random.Random(41)
        # standards of their own: classes enough for an index to lead to each
        townships = self.households.division_id.parent_id
        self.assertGreater(len(townships), 1)
        for place, amount in zip(townships, (640, 515.5), strict=False):
            self.env["dibao.standard"].create(
                {
                    "division_id": place.id,
                    "urban_rural": "rural",
                    "amount": amount,
                    "valid_from": "2020-01-01",
                    "legal_basis": "试验乡镇",
                }
            )
        for number in range(30):
            if number % 6 == 0:
                # what is in force is reckoned by the same statement
                for code, value in self._draw(rng).items():
                    self._rule_in_force(code, value)
            draft = self._draw(rng)
            draft["standard_rural"] = rng.choice([0, 333.33, 600, 641.05, 1200])
            draft["standard_urban"] = rng.choice([0, 750, 777.77, 100])
            with self.subTest(draft=draft):
                self._compare(self._what_if(**draft))

    def _rule_in_force(self, code, value):
        rule = self.policy.search(
            [("key_id.code", "=", code), ("division_id", "=", self.county.id)]
        )
        if rule:
            rule.value = value
        else:
            self._rule(code, value)

    @staticmethod
    def _draw(rng):
        """Values of some of the rules that a what-if thinks about."""
        tiers = TIERS if rng.random() < 0.5 else CHOSEN_TIERS
        values = {
            "amount_method": ["gap", "gap", "tier"],
            "amount_tiers": [json.dumps(tiers), json.dumps(tiers[:2])],
            "round_unit": ["0.01", "0.1", "1", "5", "10"],
            "round_mode": ["half_up", "up", "down"],
            "round_level": ["household", "person"],
            "compare_income": ["exact", "rounded"],
            "edge_multiplier": ["1", "1.5", "1.333"],
            "base_ceiling": ["yes", "no"],
            "smallest_amount": ["0", "20", "50.55", "700"],
            "zero_amount": ["refuse", "unit"],
            "refusal_percent": ["0", "33.3", "50", "100"],
            "price_subsidy": ["0", "12.5", "7.77"],
            "supplement_elderly_age": ["60", "70", "80"],
            "supplement_elderly": ["0", "10.5"],
            "supplement_minor": ["15", "33.33"],
            "supplement_stacking": ["sum", "highest"],
            "supplement_cap": ["0", "35", "100"],
            "severe_disability": [
                '{"grades": [], "grade3_types": []}',
                '{"grades": ["1", "2"], "grade3_types": ["5"]}',
            ],
        }
        drawn = {code: rng.choice(some) for code, some in values.items()}
        for code in rng.sample(sorted(values), 4):
            if code != "amount_tiers":
                del drawn[code]
        return drawn

    def _compare(self, what_if):
        what_if.sudo()._reckon_rows()
        # as text, since the driver makes binary floats of numbers
        self.env.cr.execute(
            SQL(
                "SELECT *, amount_now::text AS text_now, amount_then::text AS text_then"
                " FROM dibao_if_row"
            )
        )
        names = [column.name for column in self.env.cr.description]
        rows = [dict(zip(names, row, strict=True)) for row in self.env.cr.fetchall()]
        self.assertGreater(len(rows), 120)
        drafted = what_if._drafted()
        wrong = []
        for row in rows:
            household = self.env["dibao.household"].browse(row["id"])
            for variant, draft in (("now", {}), ("then", drafted)):
                rules = what_if._rules_of(household.division_id, draft)
                standard = what_if._standard(
                    household.division_id, household.urban_rural, variant
                )
                mine = self._by_hand(what_if, household, rules, standard)
                figure = row[f"text_{variant}"]
                theirs = (
                    row[f"entitled_{variant}"],
                    row[f"edge_{variant}"],
                    figure and Decimal(figure),
                )
                if mine != theirs:
                    wrong.append((household.number, variant, mine, theirs))
        self.assertFalse(wrong[:5], f"{len(wrong)} of {len(rows)}")

    def _by_hand(self, what_if, household, rules, standard):
        """(entitled, below the threshold, amount) by the Python functions."""
        test = household.assessment_ids.sorted("version")[-1:]
        income = test.income if test else household.monthly_income
        income = Decimal(f"{income:.2f}")
        draft = self.env["dibao.assessment"].new(
            {"household_id": household.id, "day": what_if.day}
        )
        draft.member_ids = test.member_ids
        members = list(draft._members())
        if test.single_person_id:
            members = [m for m in members if m.key == test.single_person_id.id]
        counted = test.counted if test else household.counted_count
        compare = exact(income) / counted
        if rules.need("compare_income") == "rounded":
            compare = exact(fen(compare))
        entitled = compare < exact(standard)
        edge = compare < exact(standard) * rules.number("edge_multiplier")
        if not entitled:
            return entitled, edge, 0
        gone = [m for m in members if m.death_date and m.death_date <= what_if.day]
        members = [m for m in members if m not in gone]
        # the divisor is that of the means test, as it was found
        for number in range(counted - sum(m.counted for m in members)):
            members.append(Member(key=f"gone{number}"))
        try:
            paid = allowance.reckon(
                *(rules, income, members, standard, household.urban_rural),
                *(what_if.day, test.tier or None),
            )
        except Unsettled:
            return entitled, edge, None
        return entitled, edge, paid.amount
