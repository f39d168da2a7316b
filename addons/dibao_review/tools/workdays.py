# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Working days as Chinese administrative time limits count them."""

from datetime import timedelta

import chinese_calendar

#: A limit that is not met within this many days has a calendar without working days.
HORIZON = 3660


def official(day):
    """Whether offices work on a day, weekends worked in exchange included.

    :return: None when the State Council's notice on that year is not known yet

    >>> from datetime import date
    >>> official(date(2026, 2, 14)), official(date(2026, 10, 1))
    (True, False)
    """
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:
        return None


def due_date(start, count, is_working):
    """Last day of a limit of `count` working days that begins with an act.

    The day of the act itself is not counted (Civil Code art. 201), nor are days on
    which the offices rest; weekends worked in exchange for a holiday are.

    :param datetime.date start: day of the act that starts the clock
    :param int count: working days, 0 or more; 0 gives the day of the act
    :param is_working: function of a date, true on working days
    :raise ValueError: negative count, or no such day within ten years

    >>> from datetime import date
    >>> due_date(date(2024, 6, 14), 3, lambda day: day.weekday() < 5)
    datetime.date(2024, 6, 19)
    """
    if count < 0:
        raise ValueError("A time limit cannot be negative.")
    day, left = start, count
    while left:
        day += timedelta(days=1)
        if (day - start).days > HORIZON:
            raise ValueError("The calendar has no working days.")
        left -= bool(is_working(day))
    return day


def count_between(first, last, is_working):
    """Working days from `first` to `last`, both counted.

    >>> from datetime import date
    >>> count_between(date(2024, 6, 14), date(2024, 6, 21), lambda d: d.weekday() < 5)
    6
    """
    days = (last - first).days + 1
    return sum(bool(is_working(first + timedelta(days=n))) for n in range(days))
