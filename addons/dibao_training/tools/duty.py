# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""May somebody carry out a duty on a day, and until when?

Always reckoned from dates: nothing is stored that could go stale overnight.
"""

from datetime import date, timedelta
from typing import NamedTuple

#: The last day of what has no end.
ALWAYS = date.max
ABLE = ("free", "qualified", "leave", "grace")


class Asked(NamedTuple):
    """What a duty asks for: ``kinds`` of certificate (ids), all of them or any one;
    whether a signed secrecy promise; ``since`` the first day of the rule."""

    kinds: tuple = ()
    any_of: bool = False
    promise: bool = False
    since: date | None = None


class Held(NamedTuple):
    """What a person has: {kind: last day} of certificates valid on the day, the day of
    the promise, {duty: last day} of exceptional leaves valid on the day."""

    certificates: dict
    promised_on: date | None
    leaves: dict


class Standing(NamedTuple):
    """``state`` ``free`` (nothing is asked), ``qualified``, ``leave``, ``grace`` or
    ``missing``; ``until`` the last day of it (None: missing); what is missing."""

    state: str
    until: date | None = None
    kinds: tuple = ()
    promise: bool = False

    @property
    def able(self):
        return self.state in ABLE


NOTHING = Held({}, None, {})


def standing(asked, held, duty, day, grace_days=0):
    """How a person stands to a duty on a day.

    :param asked: the rule in force on the day, or None
    :param held: what the person has on the day
    :param str duty: code of the duty
    :param int grace_days: days from the first day of a new rule on which it does not
        take the right away yet; a rule without a first day has no grace
    """
    if asked is None:
        return Standing("free", ALWAYS)
    have = {kind: held.certificates[kind] for kind in asked.kinds if kind in held[0]}
    lacking = tuple(kind for kind in asked.kinds if kind not in have)
    if asked.any_of and have:
        lacking = ()
    promised = not asked.promise or bool(held.promised_on and held.promised_on <= day)
    if not lacking and promised:
        pick = max if asked.any_of else min
        return Standing("qualified", pick(have.values(), default=ALWAYS))
    missing = (lacking, not promised)
    leave = held.leaves.get(duty)
    if leave and leave >= day:
        return Standing("leave", leave, *missing)
    last = grace_end(asked.since, grace_days)
    if last and last >= day:
        return Standing("grace", last, *missing)
    return Standing("missing", None, *missing)


def grace_end(since, grace_days):
    """The last day of grace of a rule, or None.

    >>> grace_end(date(2026, 1, 1), 90)
    datetime.date(2026, 3, 31)
    """
    if not since or grace_days <= 0:
        return None
    return since + timedelta(days=grace_days - 1)
