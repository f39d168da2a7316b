# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .what_if_common import WhatIfCase


@tagged("post_install", "-at_install")
class TestWhatIf(WhatIfCase):
    def setUp(self):
        super().setUp()
        rural = self.households.filtered(
            lambda one: one.urban_rural == "rural" and one.state == "active"
        )
        self.near, self.over = rural[:2]
        (self.near | self.over).state = "stopped"
        # 650 and 950 a head: near the threshold of 900, and above it
        for household, each, verdict in (
            (self.near, 650, "edge"),
            (self.over, 950, "above"),
        ):
            self._assess(household, each * household.counted_count, verdict)

    def test_a_higher_standard(self):
        what_if = self._what_if(standard_rural=700)
        what_if.action_reckon()
        self.assertEqual(what_if.state, "done")
        change = what_if.change_ids
        self.assertEqual(change.mapped("kind"), ["enter_edge"])
        self.assertEqual(change.household_id, self.near)
        # 50 a head, and supplements by the higher standard
        self.assertGreaterEqual(change.amount_then, 50 * self.near.counted_count)
        self.assertEqual(what_if.entering, 1)
        self.assertEqual(sum(what_if.result_ids.mapped("entering_edge")), 1)
        self.assertGreater(what_if.gaining, 0)
        self.assertEqual(what_if.losing, 0)
        self.assertEqual(what_if.leaving, 0)
        self.assertGreater(what_if.cost_then, what_if.cost_now)
        self.assertAlmostEqual(
            what_if.cost_more, sum(what_if.result_ids.mapped("difference")), 2
        )
        townships = set(what_if.result_ids.division_id.mapped("level"))
        self.assertEqual(townships, {"township"})
        looked_at = self.households.filtered(
            lambda one: one.state == "active" or one.assessment_ids
        )
        self.assertEqual(what_if.households, len(looked_at))

    def test_urban_households_stay_as_they_are(self):
        what_if = self._what_if(standard_rural=700)
        what_if.action_reckon()
        for result in what_if.result_ids.filtered(
            lambda one: one.urban_rural == "urban"
        ):
            self.assertEqual(result.difference, 0)
            self.assertEqual(result.gaining, 0)

    def test_a_lower_standard(self):
        what_if = self._what_if(standard_rural=300)
        what_if.action_reckon()
        self.assertGreater(what_if.leaving, 0)
        self.assertEqual(set(what_if.change_ids.mapped("kind")), {"leave"})
        self.assertLess(what_if.cost_more, 0)

    def test_property_over_a_limit_stays_out(self):
        self.near.assessment_ids._by_act({"verdict": "property"})
        what_if = self._what_if(standard_rural=700)
        what_if.action_reckon()
        self.assertFalse(what_if.change_ids)

    def test_a_changed_draft_is_reckoned_anew(self):
        what_if = self._what_if(standard_rural=700)
        what_if.action_reckon()
        what_if.standard_rural = 710
        self.assertEqual(what_if.state, "draft")
        self.assertFalse(what_if.result_ids)
        self.assertFalse(what_if.change_ids)
        what_if.action_reckon()
        key = self.env["dibao.policy.key"].search([("code", "=", "round_mode")])
        what_if.rule_ids = [Command.create({"key_id": key.id, "value": "up"})]
        self.assertEqual(what_if.state, "draft")

    def test_local_rules_of_a_township_hold_there(self):
        """A standard of its own below the county is the one in force there."""
        township = self.near.division_id.parent_id
        self.env["dibao.standard"].create(
            {
                "division_id": township.id,
                "urban_rural": "rural",
                "amount": 660,
                "valid_from": "2020-01-01",
                "legal_basis": "东镇",
            }
        )
        what_if = self._what_if()
        what_if.action_reckon()
        # 650 lies below 660: entitled there already by the rules in force
        self.assertEqual(what_if.change_ids.mapped("kind"), ["enter"])

    def test_missing_rules_are_named(self):
        rule = self.policy.search(
            [
                ("key_id.code", "=", "supplement_elderly"),
                ("division_id", "=", self.county.id),
            ]
        )
        rule.unlink()
        with self.assertRaises(UserError) as caught:
            self._what_if(standard_rural=700).action_reckon()
        key = self.env["dibao.policy.key"].search([("code", "=", "supplement_elderly")])
        self.assertIn(key.name, str(caught.exception))
        self.env["dibao.standard"].search(
            [("division_id", "=", self.county.id), ("urban_rural", "=", "rural")]
        ).unlink()
        with self.assertRaises(UserError) as caught:
            self._what_if(standard_urban=900).action_reckon()
        self.assertIn(self.county.name, str(caught.exception))

    def test_a_draft_value_must_fit(self):
        with self.assertRaises(ValidationError):
            self._what_if(round_unit="zero")

    def test_rights(self):
        what_if = self._what_if(standard_rural=700)
        what_if.action_reckon()
        clerk = self._persona("w_clerk", "township_clerk", self.county)
        elsewhere = self._persona("w_east", "county_officer", self.township)
        for user in (clerk, elsewhere):
            with self.assertRaises(AccessError):
                what_if.with_user(user).action_reckon()
            with self.assertRaises(AccessError):
                what_if.result_ids.with_user(user).read(["cost_then"])
            with self.assertRaises(AccessError):
                what_if.change_ids.with_user(user).read(["amount_then"])
        with self.assertRaises(AccessError):
            what_if.result_ids[:1].with_user(self.officer).write({"households": 1})
        with self.assertRaises(AccessError):
            what_if.with_user(self.officer).write({"state": "draft"})
        with self.assertRaises(AccessError):
            self.env["dibao.what.if"].with_user(self.officer).create(
                {"name": "外县", "division_id": self.township.id}
            )
