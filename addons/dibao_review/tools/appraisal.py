# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Quorum and majority of an appraisal (民发〔2012〕220号 art. 21-24; local)."""


def problem(present, representatives, least, share):
    """Why people who met are no appraisal, or None.

    :param int present: all who took part
    :param int representatives: of the villagers among them
    :param int least: fewest people, by the place
    :param float share: smallest share of the representatives, in per cent
    :return: ``"few"``, ``"share"`` or None

    >>> problem(12, 8, 9, 66.6), problem(12, 6, 9, 66.6), problem(3, 3, 9, 66.6)
    (None, 'share', 'few')
    """
    if present < max(least, 1):
        return "few"
    if representatives * 100 < share * present:
        return "share"
    return None


def passes(in_favour, present):
    """More than half of those present are in favour.

    >>> passes(7, 13), passes(6, 12)
    (True, False)
    """
    return in_favour * 2 > present
