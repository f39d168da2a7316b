# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The fixed order of papers in a volume.

Conclusions first, then what they rest on, then the applicant's papers, then changes by
date; within one item reply before request, main before annex, final before draft.
"""

from datetime import date

#: Group of papers that are ordered by date alone.
BY_DATE = "40"
#: Rank within one item.
RELATIONS = ("body", "request", "annex", "copy", "draft")


def order_key(kind, body, own):
    """What papers are sorted by: an item's kind and date, then their place in it.

    :param kind: ``(group, sequence, code)`` of the body's kind; groups ``10``
        conclusion to ``40`` changes
    :param body: ``(date, number)`` of the body: the number tells in which order they
        came
    :param own: ``(relation, date, number)`` of the paper itself
    """
    group, rank = kind[0], kind[1:]
    day, number = body[0] or date.min, body[1]
    relation, own_day, own_number = own
    return (
        group,
        day if group == BY_DATE else date.min,
        rank,
        day,
        number,
        RELATIONS.index(relation),
        own_day or date.min,
        own_number,
    )
