# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tools import mute_logger

from .common import DibaoCase


class TestStandard(DibaoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Standard = cls.env["dibao.standard"]
        cls.city = cls.county.parent_id
        cls.city_rural = cls.set_standard(cls.city, 620)

    @classmethod
    def set_standard(cls, division, amount, first="2024-01-01", last=False, **vals):
        return cls.env["dibao.standard"].create(
            {
                "division_id": division.id,
                "urban_rural": "rural",
                "amount": amount,
                "valid_from": first,
                "valid_to": last,
                "legal_basis": "Test standard",
                **vals,
            }
        )

    def amount(self, place, kind="rural", day="2025-06-01"):
        return self.Standard._amount(place, kind, day)

    def test_inherited_from_the_nearest_place(self):
        self.assertEqual(self.amount(self.east_village), 620)
        self.set_standard(self.county, 660.5)
        self.assertEqual(self.amount(self.east_village), 660.5)
        self.assertEqual(self.amount(self.city), 620)
        self.assertIsNone(self.amount(self.city.parent_id))

    def test_urban_and_rural_are_apart(self):
        self.assertIsNone(self.amount(self.east_village, "urban"))
        self.set_standard(self.city, 810, urban_rural="urban")
        self.assertEqual(self.amount(self.east_village, "urban"), 810)
        self.assertEqual(self.amount(self.east_village), 620)

    def test_periods(self):
        self.assertIsNone(self.amount(self.east, day="2023-12-31"))
        self.city_rural._succeed(
            date(2025, 7, 1), {"amount": 650, "legal_basis": "Test standard 2025"}
        )
        self.assertEqual(self.amount(self.east, day="2025-06-30"), 620)
        self.assertEqual(self.amount(self.east, day="2025-07-01"), 650)

    def test_many_places_at_once_as_one_by_one(self):
        self.set_standard(self.county, 660.5)
        self.set_standard(self.city, 810, urban_rural="urban")
        self.set_standard(self.east, 700, "2025-07-01")
        places = (self.city.parent_id | self.city | self.county | self.east).ids
        places += self.east_village.ids
        for day in ("2023-12-31", "2025-06-01", "2025-07-01"):
            one_by_one = {
                (place, kind): amount
                for place in places
                for kind in ("urban", "rural")
                if (amount := self.amount(place, kind, day)) is not None
            }
            self.assertEqual(self.Standard._amounts(places, day), one_by_one)

    def test_yearly_change_by_the_wizard(self):
        wizard = self.env["dibao.rule.change"].create(
            {
                "standard_id": self.city_rural.id,
                "valid_from": "2026-01-01",
                "amount": 700,
                "legal_basis": "Test standard 2026",
            }
        )
        self.assertEqual(wizard.present, "620.00")
        wizard.action_apply()
        self.assertEqual(self.amount(self.east, day="2026-01-01"), 700)
        self.assertEqual(self.city_rural.valid_to, date(2025, 12, 31))

    def test_nothing_is_no_standard(self):
        for amount in (0, -1):
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
                self.set_standard(self.county, amount)

    def test_needs_its_document(self):
        with self.assertRaises(ValidationError):
            self.set_standard(self.county, 600, legal_basis=" ")

    def test_overlapping_periods_are_refused(self):
        with self.assertRaises(ValidationError):
            self.set_standard(self.city, 650, "2025-01-01")
        self.set_standard(self.city, 600, "2023-01-01", "2023-12-31")
        self.env.flush_all()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env.cr.execute(
                "INSERT INTO dibao_standard (division_id, urban_rural, amount,"
                " valid_from, legal_basis) VALUES (%s, 'rural', 1, '2025-01-01', 'x')",
                [self.city.id],
            )

    def test_one_query_when_cold_none_when_warm(self):
        self.env.flush_all()
        self.env.registry.clear_cache()
        with self.assertQueryCount(1):
            self.assertEqual(self.amount(self.east_village), 620)
        with self.assertQueryCount(0):
            self.assertEqual(self.amount(self.east_village, day="2026-01-01"), 620)
        self.city_rural.amount = 630
        self.assertEqual(self.amount(self.east_village), 630)

    def test_explain(self):
        own = self.set_standard(self.county, 660)
        chain = self.Standard._explain(self.east, "rural", "2025-06-01")
        self.assertEqual(
            [(step["standard"], step["value"], step["verdict"]) for step in chain],
            [(own, 660.0, "holds"), (self.city_rural, 620.0, "farther")],
        )

    def test_rights(self):
        confirmer = self.make_user("t_std", "county_confirmer", self.county)
        as_confirmer = self.Standard.with_user(confirmer)
        vals = {
            "urban_rural": "urban",
            "amount": 800,
            "valid_from": "2024-01-01",
            "legal_basis": "x",
        }
        as_confirmer.create({**vals, "division_id": self.county.id})
        with self.assertRaises(AccessError):
            as_confirmer.create({**vals, "division_id": self.city.id})
        with self.assertRaises(AccessError):
            self.city_rural.with_user(confirmer).amount = 1
        clerk = self.make_user("t_std_clerk", "township_clerk", self.east)
        self.assertEqual(self.city_rural.with_user(clerk).amount, 620)
        with self.assertRaises(AccessError):
            self.city_rural.with_user(clerk).amount = 1
