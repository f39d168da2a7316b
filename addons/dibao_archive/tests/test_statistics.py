# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Sums for the statistician: right, of his area, and without pointing at anybody."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import DibaoCase, make_id


@tagged("post_install", "-at_install")
class TestStatistics(DibaoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number = 0
        cls.household_of("active", "stable", 6, 300)
        cls.household_of("active", "unstable", 4, 500)
        cls.household_of("stopped", "stable", 5, 0)
        cls.household_of("active", "stable", 7, 200, cls.west_village)
        cls.viewer = cls.make_user("st_viewer", "statistics", cls.county)
        cls.sums = cls.env["dibao.household.statistics"]

    @classmethod
    def household_of(cls, state, recheck_class, count, allowance, village=None):
        for _time in range(count):
            cls.number += 1
            cls.make_household(
                village,
                members=[("示例", make_id("19700101", cls.number), "02")],
                state=state,
                recheck_class=recheck_class,
                allowance=allowance,
            )
        cls.env.flush_all()

    def rows(self, user, place):
        return {
            (row.state, row.recheck_class): row
            for row in self.sums.with_user(user).search(
                [("division_id", "child_of", place.id)]
            )
        }

    def test_counts_and_sums(self):
        rows = self.rows(self.viewer, self.east)
        self.assertRecordValues(
            rows["active", "stable"],
            [
                {
                    "division_id": self.east.id,
                    "county_id": self.county.id,
                    "urban_rural": "rural",
                    "households": 6,
                    "persons": 6,
                    "allowance": 1800.0,
                    "cells_hidden": 0,
                }
            ],
        )
        self.assertEqual(rows["stopped", "stable"].households, 5)

    def test_small_cells_are_left_out_of_the_sums_too(self):
        row = self.rows(self.viewer, self.east)["active", "unstable"]
        self.assertRecordValues(
            row,
            [{"households": 0, "persons": 0, "allowance": 0.0, "cells_hidden": 1}],
        )
        told = self.sums.with_user(self.viewer).formatted_read_group(
            [("division_id", "=", self.east.id)],
            ["state"],
            ["households:sum", "allowance:sum", "cells_hidden:sum"],
        )
        active = next(group for group in told if group["state"] == "active")
        self.assertEqual(active["households:sum"], 6)
        self.assertEqual(active["allowance:sum"], 1800.0)
        self.assertEqual(active["cells_hidden:sum"], 1)

    def test_what_is_small_is_a_policy(self):
        key = self.env.ref("dibao_archive.policy_key_small_cell")
        rule = self.env["dibao.policy"].search([("key_id", "=", key.id)])
        rule.value = "4"
        self.sums.invalidate_model()
        row = self.rows(self.viewer, self.east)["active", "unstable"]
        self.assertEqual((row.households, row.cells_hidden), (4, 0))
        rule.unlink()
        self.sums.invalidate_model()
        for row in self.rows(self.viewer, self.county).values():
            self.assertEqual((row.households, row.cells_hidden), (0, 1))

    def test_of_the_own_area_and_nothing_else(self):
        east = self.make_user("st_east", "statistics", self.east)
        found = self.sums.with_user(east).search([])
        self.assertEqual(found.division_id, self.east)
        nowhere = self.make_user("st_none", "statistics", self.east.browse())
        self.assertFalse(self.sums.with_user(nowhere).search([]))
        for model in ("dibao.household", "dibao.person", "dibao.household.member"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.viewer).search([])
        names = {
            name
            for name, field in self.sums._fields.items()
            if field.relational and field.comodel_name != "dibao.division"
        }
        self.assertLessEqual(names, {"create_uid", "write_uid"})
