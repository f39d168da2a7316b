# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""When an exam may be sat again."""

from datetime import timedelta


def next_day(failed, attempts, wait_days, block_days):
    """The first day on which the exam may be sat again, or None: at once.

    :param failed: days of the failed attempts since the last pass
    :param int attempts: failed attempts in a row after which a longer wait begins
    :param int wait_days: days between a failed attempt and the next
    :param int block_days: days to wait after each full row of failed attempts

    >>> from datetime import date
    >>> next_day([date(2026, 1, 5)], 3, 1, 30)
    datetime.date(2026, 1, 6)
    >>> next_day([date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 7)], 3, 1, 30)
    datetime.date(2026, 2, 6)
    """
    if not failed:
        return None
    full_row = attempts > 0 and len(failed) % attempts == 0
    wait = block_days if full_row else wait_days
    return max(failed) + timedelta(days=wait)
