# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The office's time: a server under libfaketime, told what day it is by a file.

Everything in the server's process sees that time: dates of acts, limits, schedules of
the night. The database keeps its own clock, which nothing of the procedure asks.
Working days come from the published calendar itself, not from the product.
"""

import glob
import os
from datetime import timedelta

import chinese_calendar

#: Nine in the morning in China.
MORNING = "01:00:00"


def library():
    """Where Debian's libfaketime lies.

    :raise RuntimeError: it is not installed
    """
    found = glob.glob("/usr/lib/*/faketime/libfaketime.so.1")
    if not found:
        raise RuntimeError("libfaketime is missing: install the package faketime")
    return found[0]


class Clock:
    """Sets the time of every process that is started in its environment."""

    def __init__(self, folder, day):
        self.file = folder / "time"
        self.set(day)

    def set(self, day):
        """It is nine in the morning of this day, and time goes on from there."""
        self.day = day
        # In one step: the server may look at any moment.
        fresh = self.file.with_suffix(".new")
        fresh.write_text(f"@{day:%Y-%m-%d} {MORNING}\n", encoding="ascii")
        fresh.replace(self.file)

    @property
    def environment(self):
        """Variables for the processes that live in this time."""
        return {
            **os.environ,
            "TZ": "UTC",
            "LD_PRELOAD": library(),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_NO_CACHE": "1",
        }


def is_working(day):
    """Does the office work on this day, made-up weekends among them?"""
    return chinese_calendar.is_workday(day)


def working_day(day):
    """The day itself, or the next one on which the office works."""
    while not is_working(day):
        day += timedelta(days=1)
    return day


def after(day, count):
    """The day that is ``count`` working days after a day, which is not counted."""
    while count:
        day += timedelta(days=1)
        count -= is_working(day)
    return day


def month_end(day):
    """Last day of the month of a day."""
    following = day.replace(day=28) + timedelta(days=4)
    return following - timedelta(days=following.day)


def next_month(day):
    """First day of the month after a day's."""
    return month_end(day) + timedelta(days=1)
