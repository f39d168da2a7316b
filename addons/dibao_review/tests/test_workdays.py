# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import unittest
from datetime import date

from odoo.tests import BaseCase

from ..tools.workdays import due_date

# National Day 2024 (国办发明电〔2023〕7号): 1 to 7 October off, 29 September (Sunday)
# and 12 October (Saturday) worked instead.
OFF = {date(2024, 10, day) for day in range(1, 8)}
MADE_UP = {date(2024, 9, 29), date(2024, 10, 12)}


def national_day(day):
    return day in MADE_UP or (day.weekday() < 5 and day not in OFF)


def weekdays(day):
    return day.weekday() < 5


class TestWorkdays(BaseCase):
    def test_day_of_the_act_is_not_counted(self):
        self.assertEqual(due_date(date(2024, 6, 12), 1, weekdays), date(2024, 6, 13))

    def test_weekend_is_passed_over(self):
        friday = date(2024, 6, 14)
        self.assertEqual(due_date(friday, 3, weekdays), date(2024, 6, 19))

    def test_act_on_a_holiday(self):
        saturday = date(2024, 6, 15)
        self.assertEqual(due_date(saturday, 1, weekdays), date(2024, 6, 17))

    def test_national_day_with_made_up_weekends(self):
        friday = date(2024, 9, 27)
        # Sunday 29 is worked, then Monday 30, then 8 October
        self.assertEqual(due_date(friday, 3, national_day), date(2024, 10, 8))
        # 8, 9, 10, 11 and Saturday 12 October
        last = date(2024, 9, 30)
        self.assertEqual(due_date(last, 5, national_day), date(2024, 10, 12))

    def test_nothing_to_wait_for(self):
        self.assertEqual(due_date(date(2024, 6, 15), 0, weekdays), date(2024, 6, 15))

    def test_refusals(self):
        with self.assertRaises(ValueError):
            due_date(date(2024, 6, 14), -1, weekdays)
        with self.assertRaises(ValueError):
            due_date(date(2024, 6, 14), 1, lambda day: False)


if __name__ == "__main__":
    unittest.main()
