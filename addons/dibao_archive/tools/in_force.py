# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which of several dated, place-bound rules holds on a day.

The nearest place wins; at one place the rule in force with the latest first day.
"""

from typing import NamedTuple


class Candidate(NamedTuple):
    """A rule that could hold: ``distance`` counts the steps up the tree, None from a
    rule of the whole country; empty dates mean without limit; both days included."""

    id: int
    distance: int | None
    value: object
    valid_from: object = None
    valid_to: object = None


def covers(candidate, day):
    """Whether the period of a candidate has the day in it."""
    return (candidate.valid_from is None or candidate.valid_from <= day) and (
        candidate.valid_to is None or day <= candidate.valid_to
    )


def by_rank(candidates):
    """Strongest first: nearest place, then latest first day."""
    return sorted(
        candidates,
        key=lambda one: (
            one.distance is None,
            one.distance or 0,
            one.valid_from is None,
            -(one.valid_from.toordinal() if one.valid_from else 0),
        ),
    )


def holding(candidates, day):
    """The candidate that holds on a day, or None. Expects ``by_rank`` order."""
    return next((one for one in candidates if covers(one, day)), None)


def verdicts(candidates, day):
    """Why each candidate holds or does not: list of (candidate, verdict).

    Verdicts: ``holds``, ``ended``, ``not_yet``, ``farther`` (a nearer place rules),
    ``older`` (the same place has a later rule). Expects ``by_rank`` order.
    """
    held = holding(candidates, day)

    def verdict(one):
        if one is held:
            return "holds"
        if one.valid_to is not None and one.valid_to < day:
            return "ended"
        if one.valid_from is not None and one.valid_from > day:
            return "not_yet"
        return "older" if one.distance == held.distance else "farther"

    return [(one, verdict(one)) for one in candidates]
