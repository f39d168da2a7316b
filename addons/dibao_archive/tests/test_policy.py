# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tools import mute_logger

from .policy_common import PolicyCase


class TestPolicy(PolicyCase):
    # WHICH VALUE HOLDS

    def test_nearest_place_wins(self):
        self.set_policy("10", self.county)
        self.set_policy("12", self.east)
        self.assertEqual(self.get(), 7)
        self.assertEqual(self.get(self.county), 10)
        self.assertEqual(self.get(self.east_village), 12)
        self.assertEqual(self.get(self.west_village), 10)
        self.assertEqual(self.get(self.county.parent_id), 7)

    def test_periods(self):
        self.set_policy("10", self.county, "2024-01-01", "2024-12-31")
        self.set_policy("11", self.county, "2025-01-01")
        days = {
            "2023-12-31": 7,
            "2024-01-01": 10,
            "2024-12-31": 10,
            "2025-01-01": 11,
            "2030-01-01": 11,
        }
        for day, value in days.items():
            self.assertEqual(self.get(self.east, day), value, day)

    def test_today_is_that_of_the_user(self):
        self.set_policy("9", self.county, "2026-03-02")
        clerk = self.make_user("t_clock", "township_clerk", self.east)
        as_clerk = self.Policy.with_user(clerk).with_context(tz="Asia/Shanghai")
        with freeze_time("2026-03-01 15:59:00"):
            self.assertEqual(as_clerk._get("test_days", self.east), 7)
        with freeze_time("2026-03-01 16:01:00"):
            self.assertEqual(as_clerk._get("test_days", self.east), 9)

    def test_place_as_record_id_or_nothing(self):
        self.set_policy("10", self.county)
        self.assertEqual(self.get(self.east.id), 10)
        self.assertEqual(self.get(self.east), 10)
        self.assertEqual(self.get(False), 7)
        self.assertEqual(self.get(self.county.browse()), 7)

    def test_nothing_in_force(self):
        key = self.make_key("float")
        self.assertIsNone(self.get(self.east, key="test_float"))
        with self.assertRaisesRegex(UserError, "Test float"):
            self.Policy._require("test_float", self.east)
        self.set_policy("1.5", key=key, first="2025-01-01")
        self.assertIsNone(self.get(self.east, "2024-12-31", key="test_float"))
        self.assertEqual(
            self.Policy._require("test_float", self.east, "2025-01-01"), 1.5
        )

    def test_unknown_key(self):
        with self.assertRaises(ValueError):
            self.get(key="no_such_key")

    # TYPES

    def test_every_type(self):
        choice = self.make_key("selection")
        self.env["dibao.policy.option"].create(
            {"key_id": choice.id, "code": "gap", "name": "Gap"}
        )
        cases = {
            "float": ("1.50", 1.5, "1.5"),
            "boolean": ("是", True, "true"),
            "text": ("  words ", "words", "words"),
            "json": ('{"b": [1], "a": 2}', {"a": 2, "b": [1]}, '{"a": 2, "b": [1]}'),
            "selection": ("gap", "gap", "gap"),
        }
        for value_type, (given, typed, text) in cases.items():
            key = choice if value_type == "selection" else self.make_key(value_type)
            policy = self.set_policy(given, key=key)
            self.assertEqual(policy.value, text)
            value = self.get(key=key.code)
            self.assertEqual(value, typed)
            self.assertIs(type(value), type(typed))

    def test_typed_values_are_taken_too(self):
        self.assertEqual(self.set_policy(9, self.county).value, "9")
        policy = self.set_policy({"a": 1}, key=self.make_key("json"))
        self.assertEqual(policy.value, '{"a": 1}')
        policy.value = [1, 2]
        self.assertEqual(self.get(key="test_json"), [1, 2])
        switch = self.set_policy(False, key=self.make_key("boolean"))
        self.assertIs(self.get(key="test_boolean"), False)
        switch.value = True
        self.assertIs(self.get(key="test_boolean"), True)

    def test_json_handed_out_is_not_shared(self):
        self.set_policy('["a"]', key=self.make_key("json"))
        self.get(key="test_json").append("b")
        self.assertEqual(self.get(key="test_json"), ["a"])

    def test_wrong_values_are_refused_with_what_would_fit(self):
        choice = self.make_key("selection")
        self.env["dibao.policy.option"].create(
            {"key_id": choice.id, "code": "gap", "name": "Gap"}
        )
        cases = [
            (self.key, "soon", "number"),
            (self.key, "7.5", "whole"),
            (self.key, "0", "1.0"),
            (choice, "tier", "gap"),
            (self.make_key("boolean"), "maybe", "yes or no"),
            (self.make_key("json"), "{", "JSON"),
        ]
        for key, value, told in cases:
            with self.assertRaisesRegex(ValidationError, told):
                self.set_policy(value, self.county, key=key)
        policy = self.set_policy("9", self.county)
        with self.assertRaises(ValidationError):
            policy.value = "never"
        self.assertEqual(self.get(self.county), 9)

    def test_a_narrower_range_must_fit_what_is_there(self):
        with self.assertRaises(ValidationError):
            self.key.low = 8

    # BASIS AND PERIODS

    def test_no_policy_without_legal_basis(self):
        vals = {"key_id": self.key.id, "value": "9", "division_id": self.county.id}
        for basis in (None, "", "   "):
            with self.assertRaisesRegex(ValidationError, "legal basis"):
                self.Policy.create({**vals, "legal_basis": basis})
        with self.assertRaisesRegex(ValidationError, "legal basis"):
            self.national.legal_basis = ""

    def test_overlapping_periods_are_refused(self):
        held = self.set_policy("10", self.county, "2024-01-01", "2024-12-31")
        for first, last in (
            ("2024-12-31", False),
            (False, "2024-01-01"),
            ("2024-06-01", "2024-07-01"),
            (False, False),
        ):
            with self.assertRaisesRegex(ValidationError, "2024-01-01"):
                self.set_policy("11", self.county, first, last)
        later = self.set_policy("11", self.county, "2025-01-01")
        with self.assertRaises(ValidationError):
            later.valid_from = "2024-12-31"
        with self.assertRaises(ValidationError):
            held.valid_to = False
        # Another place or another policy does not collide.
        self.set_policy("12", self.east, "2024-06-01")
        self.set_policy("1", self.county, "2024-06-01", key=self.make_key("float"))

    def test_the_database_refuses_overlaps_of_parallel_writers(self):
        self.set_policy("10", self.county, "2024-01-01")
        self.env.flush_all()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env.cr.execute(
                "INSERT INTO dibao_policy (key_id, division_id, value, valid_from,"
                " legal_basis) VALUES (%s, %s, '11', '2025-01-01', 'x')",
                [self.key.id, self.county.id],
            )

    def test_periods_run_forward(self):
        with self.assertRaises(ValidationError):
            self.set_policy("9", self.county, "2025-01-02", "2025-01-01")

    def test_a_new_value_follows(self):
        policy = self.set_policy("10", self.county, "2024-01-01")
        wizard = self.env["dibao.rule.change"].create(
            {
                "policy_id": policy.id,
                "valid_from": "2025-01-01",
                "value": "14",
                "legal_basis": "Test rule art. 2",
            }
        )
        self.assertEqual(wizard.present, "10 days")
        wizard.action_apply()
        self.assertEqual(policy.valid_to, date(2024, 12, 31))
        self.assertEqual(self.get(self.county, "2024-12-31"), 10)
        self.assertEqual(self.get(self.county, "2025-01-01"), 14)
        with self.assertRaises(ValidationError):
            policy._succeed(date(2024, 1, 1), {"value": "1", "legal_basis": "x"})

    # CACHE

    def test_one_query_when_cold_none_when_warm(self):
        self.set_policy("10", self.county)
        self.env.flush_all()
        self.env.registry.clear_cache()
        day = "2025-06-01"
        with self.assertQueryCount(1):
            self.assertEqual(self.get(self.east_village, day), 10)
        with self.assertQueryCount(0):
            self.assertEqual(self.get(self.east_village, day), 10)
            self.assertEqual(self.get(self.east_village, "2020-01-01"), 10)

    def test_whatever_changes_the_answer_is_seen_at_once(self):
        self.assertEqual(self.get(self.east_village), 7)
        policy = self.set_policy("10", self.county)
        self.assertEqual(self.get(self.east_village), 10)
        policy.value = "11"
        self.assertEqual(self.get(self.east_village), 11)
        policy.valid_to = "2020-12-31"
        self.assertEqual(self.get(self.east_village), 7)
        policy.valid_to = False
        policy.division_id = self.west
        self.assertEqual(self.get(self.east_village), 7)
        self.assertEqual(self.get(self.west_village), 11)
        self.west_village.write({"code": "990101001009", "parent_id": self.east.id})
        self.assertEqual(self.get(self.west_village), 7)
        policy.unlink()
        self.assertEqual(self.get(self.west), 7)

    def test_rename_and_merge_keep_local_rules(self):
        self.set_policy("10", self.east)
        self.east._change(date(2026, 1, 1), name="新东镇")
        self.assertEqual(self.get(self.east_village), 10)

    # WHY

    def test_explain_names_every_candidate(self):
        old = self.set_policy("8", self.county, "2020-01-01", "2023-12-31")
        held = self.set_policy("10", self.county, "2024-01-01", "2025-12-31")
        coming = self.set_policy("12", self.county, "2026-01-01")
        chain = self.Policy._explain("test_days", self.east_village, "2025-06-01")
        self.assertEqual(
            [(step["policy"], step["value"], step["verdict"]) for step in chain],
            [
                (coming, 12, "not_yet"),
                (held, 10, "holds"),
                (old, 8, "ended"),
                (self.national, 7, "farther"),
            ],
        )
        self.assertIn("示例县", chain[1]["reason"])
        self.assertIn("2026-01-01", chain[0]["reason"])
        self.assertIn("2023-12-31", chain[2]["reason"])
