# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Quorum and majority of an appraisal (民发〔2012〕220号 art. 21-24; local)."""

from typing import NamedTuple


class Met(NamedTuple):
    """Who met: people, by their role."""

    called: int
    staff: int
    committee: int
    representatives: int

    @property
    def present(self):
        return self.staff + self.committee + self.representatives


class Quorum(NamedTuple):
    """What a place asks of a meeting; None where it asks nothing. Shares in per cent.

    Seen: two thirds of representatives (2012); 13 people, an odd number, at most a
    third of the committee (Ningguo 2021); two thirds of those called, and as many in
    favour (Tengchong 2018).
    """

    least: int = 1
    representatives: float = 0
    committee: float | None = None
    attendance: float | None = None
    odd: bool = False


def problem(met, quorum):
    """Why people who met are no appraisal, or None.

    :return: ``"few"``, ``"share"``, ``"committee"``, ``"attendance"``, ``"even"``

    >>> quorum = Quorum(9, 66.6)
    >>> problem(Met(0, 2, 2, 8), quorum), problem(Met(0, 2, 4, 6), quorum)
    (None, 'share')
    >>> problem(Met(0, 0, 0, 3), quorum)
    'few'
    >>> problem(Met(20, 1, 2, 10), Quorum(9, attendance=66.6))
    'attendance'
    """
    present = met.present
    if present < max(quorum.least, 1):
        return "few"
    if met.representatives * 100 < quorum.representatives * present:
        return "share"
    if quorum.committee is not None and met.committee * 100 > (
        quorum.committee * present
    ):
        return "committee"
    if quorum.attendance is not None and present * 100 < quorum.attendance * met.called:
        return "attendance"
    if quorum.odd and present % 2 == 0:
        return "even"
    return None


def passes(in_favour, present, share=None):
    """More than half of those present are in favour, or the share that a place asks.

    >>> passes(7, 13), passes(6, 12), passes(8, 13, 66.6), passes(9, 13, 66.6)
    (True, False, False, True)
    """
    if share is not None:
        return in_favour > 0 and in_favour * 100 >= share * present
    return in_favour * 2 > present
