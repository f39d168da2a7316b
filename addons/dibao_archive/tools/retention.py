# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""When archives may be appraised: rules of several places, the longer one decides.

The 2008 notice on dibao archives counts from the end of the benefit, which nobody
knows while a household receives: what waits for its event is never due.
"""

from datetime import date
from typing import NamedTuple

#: Events that lie ahead for as long as a household receives.
OPEN_ENDED = ("benefit_end", "last_payment")


class Rule(NamedTuple):
    """``years`` after the event ``trigger``; ``floor_years`` is what a rule above asks
    for at least; ``to_year_end``: due at the end of the calendar year."""

    trigger: str
    years: int = 0
    permanent: bool = False
    floor_years: int = 0
    to_year_end: bool = True


def add_years(day, years):
    """The same day years later; 29 February becomes the 28th.

    >>> add_years(date(2024, 2, 29), 3)
    datetime.date(2027, 2, 28)
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def due_date(rule, event):
    """The day from which archives may be appraised by one rule.

    :param event: day of the rule's trigger, None while it has not happened
    :return: date, or None: kept for good, or waiting for the event
    """
    if rule.permanent or event is None:
        return None
    day = add_years(event, max(rule.years, rule.floor_years))
    return date(day.year, 12, 31) if rule.to_year_end else day


def longest(rules):
    """Place of the leading rule in a list: permanent, then open-ended, then by years.

    >>> longest([Rule("filing", 10), Rule("benefit_end", 3), Rule("benefit_end", 5)])
    2
    """
    return max(
        range(len(rules)),
        key=lambda place: (
            rules[place].permanent,
            rules[place].trigger in OPEN_ENDED,
            max(rules[place].years, rules[place].floor_years),
        ),
    )


def latest(rules, events):
    """The due date when several rules apply: the latest of theirs.

    :param events: ``{trigger: day or None}``
    :return: ``(due date or None, event day or None)`` of the rule that decides; no due
        date while any of them keeps for good or waits for its event
    """
    dates = []
    for rule in rules:
        event = events.get(rule.trigger)
        due = due_date(rule, event)
        if due is None:
            return None, event
        dates.append((due, event))
    return max(dates) if dates else (None, None)
