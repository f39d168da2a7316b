# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Lists read the user's area, not all numbers before it."""

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

from ..tools.county import County


class TestHouseholdOrder(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Three counties of the same size, by way of three loads.
        for first in (91, 92, 93):
            cls.env["dibao.county"]._load(County(60, first=first))
        cls.env["dibao.division"].search(
            [("level", "=", "village"), ("code", "not =like", "99019%")]
        ).active = False
        cls.users = {
            code: cls._user(code)
            for code in ("990192001000", "990192000000", "990100000000")
        }

    @classmethod
    def _user(cls, code):
        return new_test_user(
            cls.env,
            f"order-{code}",
            groups="base.group_user,dibao_archive.group_county_officer",
            dibao_division_ids=[
                Command.set(cls.env["dibao.division"]._live_by_code([code])[code].ids)
            ],
        )

    def _order(self, code, order="number, id"):
        households = self.env["dibao.household"].with_user(self.users[code])
        return households._search([], order=order).order.code

    def test_a_part_is_sorted(self):
        for code in ("990192001000", "990192000000"):
            self.assertIn("|| ''", self._order(code))
            self.assertIn("|| '' DESC", self._order(code, "number desc"))

    def test_the_whole_is_read_along_the_numbers(self):
        self.assertNotIn("||", self._order("990100000000"))
        households = self.env["dibao.household"]
        self.assertNotIn("||", households._search([], order="number").order.code)

    def test_order_is_that_of_the_numbers(self):
        for code in self.users:
            households = self.env["dibao.household"].with_user(self.users[code])
            numbers = households.search([]).mapped("number")
            self.assertTrue(numbers)
            self.assertEqual(numbers, sorted(numbers))
            backwards = households.search([], order="number desc").mapped("number")
            self.assertEqual(backwards, numbers[::-1])

    def test_other_orders_are_left_alone(self):
        self.assertNotIn("||", self._order("990192000000", "allowance, id"))

    def test_places_below_are_found_by_prefix(self):
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute(
            "EXPLAIN SELECT id FROM dibao_division WHERE parent_path LIKE '1/2/%'"
        )
        plan = " ".join(row[0] for row in self.env.cr.fetchall())
        self.assertIn("dibao_division_path_prefix", plan)
