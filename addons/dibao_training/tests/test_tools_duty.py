# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import doctest
from datetime import date

from odoo.tests import BaseCase

from ..tools import certificate, duty, retake
from ..tools.duty import ALWAYS, Asked, Held, standing

DAY = date(2026, 5, 1)


class TestToolsDuty(BaseCase):
    def held(self, certificates=None, promised_on=None, leaves=None):
        return Held(certificates or {}, promised_on, leaves or {})

    def test_examples_in_the_words(self):
        for module in (certificate, duty, retake):
            self.assertFalse(doctest.testmod(module).failed, module.__name__)

    def test_nothing_asked(self):
        stands = standing(None, self.held(), "file", DAY)
        self.assertEqual((stands.state, stands.until), ("free", ALWAYS))

    def test_all_of_them_end_with_the_first(self):
        asked = Asked(kinds=(1, 2))
        one = standing(asked, self.held({1: date(2026, 6, 1)}), "file", DAY)
        self.assertEqual((one.state, one.kinds), ("missing", (2,)))
        both = self.held({1: date(2026, 6, 1), 2: date(2026, 9, 1)})
        stands = standing(asked, both, "file", DAY)
        self.assertEqual((stands.state, stands.until), ("qualified", date(2026, 6, 1)))

    def test_any_of_them_ends_with_the_last(self):
        asked = Asked(kinds=(1, 2), any_of=True)
        both = self.held({1: date(2026, 6, 1), 2: date(2026, 9, 1)})
        stands = standing(asked, both, "file", DAY)
        self.assertEqual((stands.state, stands.until), ("qualified", date(2026, 9, 1)))
        self.assertFalse(standing(asked, self.held(), "file", DAY).able)

    def test_promise(self):
        asked = Asked(promise=True)
        self.assertTrue(standing(asked, self.held(), "file", DAY).promise)
        later = self.held(promised_on=date(2026, 5, 2))
        self.assertFalse(standing(asked, later, "file", DAY).able)
        self.assertTrue(standing(asked, self.held(promised_on=DAY), "file", DAY).able)

    def test_leave_of_that_duty_until_its_last_day(self):
        asked = Asked(kinds=(1,))
        held = self.held(leaves={"file": DAY})
        self.assertEqual(standing(asked, held, "file", DAY).state, "leave")
        self.assertEqual(standing(asked, held, "lend", DAY).state, "missing")
        tomorrow = date(2026, 5, 2)
        self.assertEqual(standing(asked, held, "file", tomorrow).state, "missing")

    def test_grace_is_counted_from_the_first_day(self):
        asked = Asked(kinds=(1,), since=date(2026, 4, 30))
        for days, able in ((1, False), (2, True), (0, False)):
            stands = standing(asked, self.held(), "file", DAY, days)
            self.assertEqual(stands.able, able, days)
        without_first_day = Asked(kinds=(1,))
        self.assertFalse(standing(without_first_day, self.held(), "file", DAY, 90).able)

    def test_reminders_make_up_for_missed_nights(self):
        last = date(2026, 6, 30)
        steps = (90, 60, 30)
        found, reminded = [], None
        for day in (date(2026, 4, 1), date(2026, 4, 2), date(2026, 5, 20), last):
            step = certificate.due_reminder(last, day, steps, reminded)
            found.append(step)
            reminded = step or reminded
        self.assertEqual(found, [90, None, 60, 30])
        self.assertIsNone(certificate.due_reminder(last, date(2026, 7, 1), steps))

    def test_retake(self):
        days = [date(2026, 1, day) for day in (5, 6, 7, 20)]
        self.assertIsNone(retake.next_day([], 3, 1, 30))
        self.assertEqual(retake.next_day(days[:2], 3, 1, 30), date(2026, 1, 7))
        self.assertEqual(retake.next_day(days[:3], 3, 1, 30), date(2026, 2, 6))
        self.assertEqual(retake.next_day(days, 3, 1, 30), date(2026, 1, 21))
        self.assertEqual(retake.next_day(days[:1], 3, 0, 30), date(2026, 1, 5))
