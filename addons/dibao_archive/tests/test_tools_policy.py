# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import random
from datetime import date, timedelta

from odoo.tests import BaseCase

from ..tools import in_force, policy_value

Candidate = in_force.Candidate


class TestInForce(BaseCase):
    def test_the_nearest_place_wins_whatever_its_date(self):
        chain = in_force.by_rank(
            [
                Candidate(1, None, 7),
                Candidate(2, 3, 8, date(2025, 1, 1)),
                Candidate(3, 1, 9, date(2020, 1, 1)),
            ]
        )
        self.assertEqual(in_force.holding(chain, date(2025, 6, 1)).id, 3)
        self.assertEqual(in_force.holding(chain, date(2019, 6, 1)).id, 1)

    def test_both_ends_belong_to_the_period(self):
        one = Candidate(1, 0, 7, date(2024, 1, 1), date(2024, 12, 31))
        days = {
            date(2023, 12, 31): False,
            date(2024, 1, 1): True,
            date(2024, 12, 31): True,
            date(2025, 1, 1): False,
        }
        for day, expected in days.items():
            self.assertIs(in_force.covers(one, day), expected, day)

    def test_the_later_of_one_place_wins(self):
        chain = in_force.by_rank(
            [Candidate(1, 0, 7), Candidate(2, 0, 8, date(2024, 1, 1))]
        )
        self.assertEqual(in_force.holding(chain, date(2024, 1, 1)).id, 2)
        self.assertEqual(in_force.holding(chain, date(2023, 12, 31)).id, 1)

    def test_every_verdict(self):
        day = date(2025, 6, 1)
        chain = in_force.by_rank(
            [
                Candidate("ended", 0, 1, date(2020, 1, 1), date(2024, 12, 31)),
                Candidate("not_yet", 0, 2, date(2026, 1, 1)),
                Candidate("holds", 1, 3, date(2025, 1, 1)),
                Candidate("older", 1, 4, date(2021, 1, 1)),
                Candidate("farther", None, 5),
            ]
        )
        for one, verdict in in_force.verdicts(chain, day):
            self.assertEqual(one.id, verdict)

    def test_nothing_holds(self):
        chain = [Candidate(1, 0, 7, date(2030, 1, 1))]
        self.assertIsNone(in_force.holding(chain, date(2025, 1, 1)))
        self.assertEqual(
            in_force.verdicts(chain, date(2025, 1, 1)), [(chain[0], "not_yet")]
        )

    def test_against_a_plain_reading_of_the_rule(self):
        """Random chains: nearest place, then latest first day, checked one by one."""
        rng = random.Random(7)
        start = date(2024, 1, 1)
        for _round in range(500):
            chain = []
            for number in range(rng.randint(0, 8)):
                first = rng.choice([None, start + timedelta(rng.randint(0, 60))])
                last = rng.choice([None, start + timedelta(rng.randint(0, 90))])
                place = rng.choice([None, 0, 1, 2])
                chain.append(Candidate(number, place, number, first, last))
            day = start + timedelta(rng.randint(0, 90))
            best = None
            for one in chain:
                if not in_force.covers(one, day):
                    continue
                rank = (
                    99 if one.distance is None else one.distance,
                    -(one.valid_from or date.min).toordinal(),
                )
                if best is None or rank < best[0]:
                    best = (rank, one)
            held = in_force.holding(in_force.by_rank(chain), day)
            self.assertEqual(held and rank_of(held), best and rank_of(best[1]))


def rank_of(one):
    return one.distance, one.valid_from


class TestPolicyValue(BaseCase):
    def test_typed_values(self):
        cases = [
            ("integer", " 7 ", 7),
            ("integer", "１０", 10),
            ("integer", "7.0", 7),
            ("float", "1.5", 1.5),
            ("float", "-2", -2.0),
            ("boolean", "yes", True),
            ("boolean", "是", True),
            ("boolean", "False", False),
            ("text", " a b ", "a b"),
            ("json", '{"a": [1, 2]}', {"a": [1, 2]}),
        ]
        for value_type, text, expected in cases:
            value = policy_value.parse(value_type, text)
            self.assertEqual(value, expected)
            self.assertIs(type(value), type(expected))
            again = policy_value.to_text(value_type, value)
            self.assertEqual(policy_value.parse(value_type, again), expected)

    def test_refused_with_a_reason(self):
        cases = [
            ("integer", "", "empty"),
            ("integer", "7.5", "not_integer"),
            ("integer", "seven", "not_number"),
            ("integer", "7 days", "not_number"),
            ("float", "1e400", "not_number"),
            ("float", "nan", "not_number"),
            ("boolean", "maybe", "not_boolean"),
            ("json", "{", "not_json"),
            ("json", "NaN", "not_json"),
            ("json", "[" * 100_000, "not_json"),
            ("selection", "x", "not_option"),
        ]
        for value_type, text, reason in cases:
            with self.assertRaises(policy_value.PolicyValueError) as caught:
                policy_value.parse(value_type, text, options=("gap",))
            self.assertEqual(caught.exception.reason, reason, (value_type, text[:9]))

    def test_limits_belong_to_the_range(self):
        self.assertEqual(policy_value.parse("integer", "1", low=1, high=3), 1)
        self.assertEqual(policy_value.parse("integer", "3", low=1, high=3), 3)
        for text, reason in (("0", "too_low"), ("4", "too_high")):
            with self.assertRaises(policy_value.PolicyValueError) as caught:
                policy_value.parse("integer", text, low=1, high=3)
            self.assertEqual(caught.exception.reason, reason)
