# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""De-identified rows: made coarse, and only where enough people look alike.

K-anonymity (L. Sweeney, 2002; GB/T 37964-2019): what others may know of a person (the
*quasi-identifiers*) agrees with at least ``k`` - 1 others in the extract; who has fewer
is left out. Where all of a class agree in what is sensitive, too, it says that of each:
so the smallest number of different values (l-diversity) is told beside it.
"""

from collections import Counter, defaultdict
from typing import NamedTuple


class Found(NamedTuple):
    """What a check says of rows.

    :ivar kept: the rows that may go
    :ivar left_out: number of rows that may not
    :ivar smallest: people in the smallest class kept (0 without rows)
    :ivar classes: number of classes kept
    :ivar diversity: fewest different sensitive values in a class (0 without any)
    """

    kept: list
    left_out: int
    smallest: int
    classes: int
    diversity: int


def check(rows, quasi, sensitive, k):
    """Keep the rows whose class has at least ``k`` of them.

    :param rows: dicts
    :param quasi: names of quasi-identifiers
    :param sensitive: names of what is told besides
    :rtype: Found

    >>> rows = [{"age": "60-69", "cause": c} for c in "aab"] + [{"age": "0-9"}]
    >>> check(rows, ["age"], ["cause"], 3)[1:]
    (1, 3, 1, 2)
    """

    def kind(row):
        return tuple(row.get(name) for name in quasi)

    sizes = Counter(map(kind, rows))
    kept = [row for row in rows if sizes[kind(row)] >= k]
    told = defaultdict(set)
    for row in kept:
        told[kind(row)].add(tuple(row.get(name) for name in sensitive))
    left = [size for size in sizes.values() if size >= k]
    return Found(
        kept,
        len(rows) - len(kept),
        min(left, default=0),
        len(left),
        min(map(len, told.values()), default=0) if sensitive else 0,
    )


def band(value, width, last=None):
    """A number as the band it lies in; from ``last`` on all are one.

    >>> band(67, 10, 80), band(91, 10, 80), band(7, 5), band(None, 5)
    ('60-69', '80+', '5-9', '')
    """
    if value is None:
        return ""
    if last is not None and value >= last:
        return f"{last}+"
    low = int(value // width * width)
    return f"{low}-{low + width - 1}"


def household_size(size):
    """Persons of a household: 1, 2, 3-4, 5+.

    >>> [household_size(size) for size in (1, 2, 4, 7, None)]
    ['1', '2', '3-4', '5+', '']
    """
    if not size:
        return ""
    return str(size) if size < 3 else "3-4" if size < 5 else "5+"
