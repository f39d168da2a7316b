# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which months are owed, and why a month differs: worked by hand from the rules."""

import random
from datetime import date
from decimal import Decimal

from odoo.tests import BaseCase

from ..tools import payment
from ..tools.payment import Benefit, Paid, Rules

JAN, FEB, MAR, APR = (date(2026, month, 1) for month in (1, 2, 3, 4))


def benefit(start=JAN, end=None, amount="500", **values):
    return Benefit(start, end, Decimal(amount), **values)


def paid(amount=None, of=None, **parts):
    parts = {name: Decimal(value) for name, value in parts.items()}
    if amount is not None:
        parts["regular"] = Decimal(amount)
    return Paid(parts, of)


class TestMonths(BaseCase):
    def test_first_month_over_new_year_and_leap_day(self):
        self.assertEqual(
            payment.first_month(date(2026, 12, 31), "next"), date(2027, 1, 1)
        )
        self.assertEqual(
            payment.first_month(date(2026, 12, 1), "same"), date(2026, 12, 1)
        )
        self.assertEqual(
            payment.first_month(date(2028, 2, 29), "next"), date(2028, 3, 1)
        )

    def test_shift_and_last_day(self):
        self.assertEqual(payment.shift(MAR, -3), date(2025, 12, 1))
        self.assertEqual(payment.shift(date(2025, 12, 1), 14), date(2027, 2, 1))
        self.assertEqual(payment.last_day(date(2028, 2, 1)), date(2028, 2, 29))
        self.assertEqual(payment.last_day(date(2026, 12, 1)), date(2026, 12, 31))

    def test_months_of_a_run(self):
        self.assertEqual(payment.months_of(FEB, "monthly"), [FEB])
        self.assertEqual(payment.months_of(MAR, "quarterly"), [JAN, FEB, MAR])
        with self.assertRaises(ValueError):
            payment.months_of(FEB, "quarterly")


class TestOwed(BaseCase):
    def test_in_its_months_only(self):
        held = [benefit(FEB, date(2026, 3, 31))]
        owed = [bool(payment.owed(held, month)) for month in (JAN, FEB, MAR, APR)]
        self.assertEqual(owed, [False, True, True, False])

    def test_the_version_of_the_month(self):
        old, new = benefit(JAN, date(2026, 2, 28)), benefit(MAR, amount="620")
        self.assertIs(payment.owed([old, new], FEB), old)
        self.assertIs(payment.owed([old, new], MAR), new)

    def test_nothing_of_nothing(self):
        self.assertIsNone(payment.owed([benefit(amount="0")], FEB))

    def test_the_last_member_died(self):
        held = [benefit(deaths=(date(2026, 1, 5), date(2026, 2, 1)))]
        # On the first of February one was alive.
        self.assertTrue(payment.owed(held, FEB))
        self.assertIsNone(payment.owed(held, MAR))

    def test_one_of_two_died(self):
        held = [benefit(deaths=(date(2026, 1, 31), None), counted=2)]
        self.assertTrue(payment.owed(held, FEB))
        self.assertIsNone(payment.owed(held, FEB, Rules(after_death="hold")))
        self.assertTrue(payment.owed(held, JAN, Rules(after_death="hold")))
        self.assertTrue(payment.any_dead(held[0], FEB))

    def test_missed(self):
        held = [benefit(JAN, date(2026, 1, 31)), benefit(FEB, amount="620.50")]
        granted = {JAN: Decimal(500), FEB: Decimal("600.00")}
        self.assertEqual(
            payment.missed(held, granted, [JAN, FEB, MAR]),
            [(FEB, Decimal("20.50")), (MAR, Decimal("620.50"))],
        )
        # Paid too much is nothing missed.
        self.assertEqual(payment.missed(held, {JAN: Decimal(900)}, [JAN]), [])

    def test_missed_is_asked_once(self):
        """What was found missing and granted is not missing any more."""
        held, months = [benefit()], [JAN, FEB, MAR]
        granted = {JAN: Decimal(500)}
        for month, yuan in payment.missed(held, granted, months):
            granted[month] = granted.get(month, 0) + yuan
        self.assertEqual(payment.missed(held, granted, months), [])

    def test_recovered(self):
        def take(*figures):
            return payment.recovered(*map(Decimal, figures))

        self.assertEqual(take("900", "200", "500", "50"), Decimal(200))
        self.assertEqual(take("120.50", "200", "500", "50"), Decimal("120.50"))
        self.assertEqual(take("900", "300", "333.33", "50"), Decimal("166.66"))
        self.assertEqual(take("900", "300", "0", "50"), 0)
        self.assertEqual(take("900", "300", "-5", "50"), 0)


class TestExplain(BaseCase):
    def why(self, before, now, seen=False, rules=None):
        return payment.explain(before, now, MAR, FEB, seen, rules)

    def test_each_cause(self):
        old = benefit(JAN, date(2026, 2, 28))
        cases = [
            (paid(500, old), paid(500, old), []),
            (paid(), paid(500, benefit(MAR)), [("first", 500)]),
            (paid(500, old), paid(), [("ended", -500)]),
            (
                paid(500, benefit(JAN, date(2026, 2, 28), kind="taper")),
                paid(),
                [("taper_end", -500)],
            ),
            (paid(500, benefit(deaths=(FEB,))), paid(), [("died", -500)]),
            (paid(500, benefit()), paid(), [("unexplained", -500)]),
            (
                paid(500, old),
                paid(300, benefit(MAR, amount="300", kind="taper")),
                [("taper", -200)],
            ),
            (
                paid(500, old),
                paid(800, benefit(MAR, amount="800", counted=2)),
                [("members", 300)],
            ),
            (
                paid(500, old),
                paid(530, benefit(MAR, amount="530", standard=Decimal(700))),
                [("standard", 30)],
            ),
            (paid(500, old), paid(530, benefit(MAR, amount="530")), [("increase", 30)]),
            (
                paid(500, old),
                paid(430, benefit(MAR, amount="430")),
                [("reduction", -70)],
            ),
            (paid(500, old), paid(430, old), [("unexplained", -70)]),
        ]
        for before, now, causes in cases:
            self.assertEqual(self.why(before, now), causes)

    def test_back_after_a_while(self):
        self.assertEqual(
            self.why(paid(), paid(500, benefit()), seen=True), [("resumed", 500)]
        )

    def test_held(self):
        one_died = benefit(deaths=(FEB, None))
        rules = Rules(after_death="hold")
        causes = self.why(paid(500, one_died), paid(), rules=rules)
        self.assertEqual(causes, [("held", -500)])

    def test_what_comes_once_falls_away(self):
        one = benefit()
        causes = self.why(paid(500, one, arrears=500), paid(500, one, recovery=-100))
        self.assertEqual(causes, [("arrears_past", -500), ("recovery", -100)])

    def test_parts_add_up(self):
        rng = random.Random(4)
        kinds = ("regular", "arrears", "recovery", "correction", "reissue")
        for _turn in range(500):
            sides = [
                Paid(
                    {
                        kind: Decimal(rng.randint(1, 99999)) / 100
                        for kind in kinds
                        if rng.random() < 0.5
                    },
                    benefit(rng.choice((JAN, FEB)), amount=str(rng.randint(1, 9))),
                )
                for _side in range(2)
            ]
            causes = self.why(*sides)
            self.assertEqual(
                sum(yuan for _cause, yuan in causes), sides[1].total - sides[0].total
            )
