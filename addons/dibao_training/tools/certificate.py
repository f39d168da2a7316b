# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Dates of certificates: until when they hold, when their holders are reminded."""

from calendar import monthrange
from datetime import date, timedelta


def last_day(issued_on, months):
    """The last day of a certificate: the day before the same day ``months`` later.

    A day that the later month does not have counts as its last one.

    >>> last_day(date(2026, 3, 1), 24), last_day(date(2025, 8, 31), 6)
    (datetime.date(2028, 2, 29), datetime.date(2026, 2, 27))
    """
    year, month = divmod(issued_on.year * 12 + issued_on.month - 1 + months, 12)
    month += 1
    day = min(issued_on.day, monthrange(year, month)[1])
    return date(year, month, day) - timedelta(days=1)


def due_reminder(valid_to, day, steps, reminded=None):
    """Which reminder is due: the smallest step reached, or None.

    A night that was missed is made up for by the nearest step alone: nobody gets three
    letters at once.

    :param valid_to: last day of the certificate
    :param steps: days before the last day, such as 90, 60, 30
    :param reminded: the step of the last reminder, if any

    >>> due_reminder(date(2026, 6, 30), date(2026, 5, 31), (90, 60, 30))
    30
    >>> due_reminder(date(2026, 6, 30), date(2026, 5, 31), (90, 60, 30), 30) is None
    True
    """
    left = (valid_to - day).days
    if left < 0:
        return None
    reached = [step for step in steps if left <= step]
    if not reached or (reminded and min(reached) >= reminded):
        return None
    return min(reached)


def masked(name):
    """A name of which only the first character is told: who has the paper knows it.

    >>> masked("周测试"), masked("")
    ('周**', '')
    """
    name = (name or "").strip()
    return name[:1] + "*" * (len(name) - 1)
