# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL, mute_logger

from .common import CasePersonas


@tagged("post_install", "-at_install")
class TestBenefit(TransactionCase, CasePersonas):
    """Versions of an entitlement follow one another without a gap or an overlap."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()
        cls.benefits = cls.env["dibao.benefit"]

    def _granted(self, month, *parts, start="2026-01-15", **values):
        draft = self.benefits._draft(
            self.household,
            month,
            [{"amount": part} for part in parts],
            [],
            **values,
        )
        draft._start(start)
        return draft

    def test_the_amount_is_the_sum_of_its_parts(self):
        benefit = self._granted("2026-02-11", 300.1, 200.2, 0.03)
        self.assertRecordValues(
            benefit,
            [
                {
                    "state": "in_force",
                    "amount": 500.33,
                    "date_from": date(2026, 2, 1),
                    "version": 1,
                }
            ],
        )
        with self.assertRaises(ValidationError):
            benefit._by_act({"amount": 500.34})

    def test_household_shows_what_is_in_force(self):
        self._granted("2026-02-01", 500, monthly_income=820.5)
        self.assertRecordValues(
            self.household,
            [
                {
                    "allowance": 500,
                    "allowance_from": date(2026, 2, 1),
                    "monthly_income": 820.5,
                }
            ],
        )

    def test_a_newer_version_ends_the_one_before(self):
        first = self._granted("2026-02-01", 500)
        second = self._granted("2026-05-01", 400, start="2026-04-20")
        self.assertRecordValues(
            first | second,
            [
                {"state": "ended", "date_to": date(2026, 4, 30), "version": 1},
                {"state": "in_force", "date_to": False, "version": 2},
            ],
        )
        self.assertEqual(second.previous_id, first)
        self.assertEqual(self.household._in_force("2026-04-30"), first)
        self.assertEqual(self.household._in_force("2026-05-01"), second)
        self.assertFalse(self.household._in_force("2026-01-31"))
        # on the day of the act the first still holds: it is what is shown
        self.assertEqual(self.household.allowance, 500)
        self.env["dibao.household"]._follow_benefits(date(2026, 5, 1))
        self.assertEqual(self.household.allowance, 400)

    def test_a_version_that_never_began_is_replaced_whole(self):
        first = self._granted("2026-02-01", 500)
        second = self._granted("2026-02-01", 450)
        self.assertRecordValues(
            first | second, [{"state": "cancelled"}, {"state": "in_force"}]
        )
        self.assertEqual(second.version, 2)

    def test_back_dated(self):
        """A decision for past months replaces what was granted for them since."""
        first = self._granted("2026-02-01", 500)
        second = self._granted("2026-05-01", 400)
        third = self._granted("2026-04-01", 300, start="2026-06-01")
        self.assertRecordValues(
            first | second | third,
            [
                {"state": "ended", "date_to": date(2026, 3, 31)},
                {"state": "cancelled", "date_to": False},
                {"state": "in_force", "date_to": False},
            ],
        )

    def test_end(self):
        benefit = self._granted("2026-02-01", 500)
        benefit._end("2028-02-10", "Income above the standard", on="2028-01-20")
        self.assertRecordValues(
            benefit, [{"state": "ended", "date_to": date(2028, 2, 29)}]
        )
        self.assertTrue(self.household._in_force("2028-02-29"))
        self.assertFalse(self.household._in_force("2028-03-01"))
        self.assertEqual(self.household.allowance, 500)
        self.household._follow_benefits(date(2028, 3, 1))
        self.assertEqual(self.household.allowance, 0)

    def test_end_before_the_first_month(self):
        benefit = self._granted("2026-02-01", 500)
        benefit._end("2026-01-31", "Head died")
        self.assertEqual(benefit.state, "cancelled")
        self.assertFalse(self.household._in_force("2026-02-01"))
        self.assertEqual(self.household.allowance, 0)

    def test_taper_ends_by_itself(self):
        benefit = self._granted("2026-02-01", 500, kind="taper", date_to="2026-07-15")
        self.assertEqual(benefit.date_to, date(2026, 7, 31))
        today = self.env.cr.now().date()
        self.benefits._cron_follow()
        past = benefit.date_to < today
        self.assertEqual(benefit.state, "ended" if past else "in_force")

    def test_granted_once(self):
        benefit = self._granted("2026-02-01", 500)
        with self.assertRaises(UserError):
            benefit._start()
        with self.assertRaises(ValidationError):
            benefit.unlink()

    def test_no_two_in_one_month_even_by_sql(self):
        first = self._granted("2026-02-01", 500)
        self._granted("2026-05-01", 400)
        self.env.flush_all()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env.cr.execute(
                SQL(
                    "UPDATE dibao_benefit SET date_to = NULL WHERE id = %s",
                    first.id,
                )
            )

    def test_nobody_writes_by_hand(self):
        benefit = self._granted("2026-02-01", 500)
        for user in (self.clerk, self.reviewer, self.officer, self.confirmer):
            with self.assertRaises(AccessError):
                benefit.with_user(user).write({"amount": 9999})
            with self.assertRaises(AccessError):
                self.benefits.with_user(user).create(
                    {"household_id": self.household.id, "date_from": "2026-01-01"}
                )
        with self.assertRaises(AccessError):
            benefit.write({"amount": 9999})
        with self.assertRaises(AccessError):
            benefit.line_ids.write({"amount": 9999})

    def test_demo(self):
        """What a household of the demo county draws becomes a benefit, once."""
        self.env.cr.execute("DELETE FROM dibao_benefit")
        self.env.invalidate_all()
        self.household.write(
            {"state": "active", "allowance": 512.5, "allowance_from": "2025-03-17"}
        )
        self.benefits._demo_create()
        self.assertRecordValues(
            self.household.benefit_ids,
            [{"state": "in_force", "amount": 512.5, "date_from": date(2025, 3, 1)}],
        )
        count = self.benefits.search_count([])
        self.benefits._demo_create()
        self.assertEqual(self.benefits.search_count([]), count)
