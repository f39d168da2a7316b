# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which figures of a public table are held back, so that nobody is told by a sum.

A table counts households by one to three properties and shows all its margins. A small
figure (1 to ``least`` - 1) points at people and is hidden; other figures are hidden
with it, so that the margins do not give it back.

How it is known to hold: for each small figure there is a *box*, a set of hidden cells
(the corners, two values in each property) on which households can be moved about so
that every figure shown stays as it is while the small one becomes ``least`` or more.
Whoever sees the table cannot rule that other table out, so he cannot even tell that
the figure is small. He may know that each hidden cell has somebody in it (nothing is
never hidden), and be one of those households himself: no corner is emptied.

Hypercube method, after R. D. Repsilber (as in GHMITER); it may hide more than the least
possible, and never too little. It does not hide that all of a group share one property
(a row with one cell in it), and does not hold against several households who put
together what they know.
"""

from itertools import product
from typing import NamedTuple

#: The place of a property that is summed over.
TOTAL = "*"


class Plan(NamedTuple):
    """What to hide of a table.

    :ivar small: cells that are hidden because of their own figure
    :ivar complement: cells that are hidden for the sake of others
    :ivar boxes: of each cell that is protected, {corner: +1 or -1}
    :ivar whole: nothing could protect a cell: all but what is known is hidden
    """

    small: frozenset
    complement: frozenset
    boxes: dict
    whole: bool

    @property
    def hidden(self):
        return self.small | self.complement


def with_margins(leaves):
    """All cells of a table: what is given, what is missing (0), and each sum.

    :param leaves: {(value of each property): households}

    >>> table = with_margins({("a", "x"): 2, ("b", "y"): 3})
    >>> table["a", "y"], table["a", TOTAL], table[TOTAL, TOTAL]
    (0, 2, 5)
    """
    axes = [dict.fromkeys(values) for values in zip(*leaves, strict=True)]
    table = dict.fromkeys(product(*([*axis, TOTAL] for axis in axes)), 0)
    for place, count in leaves.items():
        for cell in product(*((value, TOTAL) for value in place)):
            table[cell] += count
    return table


def plan(table, least, known=(), hidden_before=()):
    """Choose the cells of a table with margins that are not shown.

    :param table: {cell: households}, as `with_margins` makes it
    :param int least: the smallest figure that may be shown (policy ``small_cell``)
    :param known: cells whose figures the public has already: they hide nothing
    :param hidden_before: cells that an earlier version of the table held back: they
        stay hidden, since two versions together would give them back
    :rtype: Plan
    """
    known = frozenset(known)
    small = {cell for cell, count in table.items() if 0 < count < least} - known
    before = {cell for cell in hidden_before if table.get(cell)} - known - small
    hidden = small | before
    boxes, axes = {}, _axes(table)
    # The smallest first: the corners they need serve the others.
    for cell in sorted(hidden, key=lambda one: (table[one], _place(one))):
        box = _cheapest(table, axes, cell, hidden, known, least)
        if box is None:
            everything = frozenset(table) - known
            return Plan(frozenset(small), everything - small, {}, True)
        boxes[cell] = box
        hidden |= box.keys()
    return Plan(frozenset(small), frozenset(hidden - small), boxes, False)


def _axes(table):
    """The values of each property."""
    return [
        [value for value in dict.fromkeys(values) if value != TOTAL]
        for values in zip(*table, strict=True)
    ]


def _place(cell):
    return tuple(map(str, cell))


def _cheapest(table, axes, cell, hidden, known, least):
    """The box of a cell that hides the fewest margins, then cells, then households."""
    best, best_cost = None, None
    for opposite in product(*map(_partners, axes, cell)):
        box = _box(cell, opposite)
        new = box.keys() - hidden
        cost = (
            sum(corner.count(TOTAL) for corner in new),
            len(new),
            sum(table[corner] for corner in new),
            _place(opposite),
        )
        if best_cost is not None and cost >= best_cost:
            continue
        if _holds(table, box, known, least):
            best, best_cost = box, cost
    return best


def _partners(axis, value):
    """What the other side of a box may be in one property."""
    if value == TOTAL:
        return axis
    return [*(one for one in axis if one != value), TOTAL]


def _box(cell, opposite):
    """{corner: sign}: what a household more in ``cell`` does to each corner.

    A household more in one value is one less in another, or one more in the sum.
    """
    sides = [
        ((one, 1), (other, -1 if TOTAL not in (one, other) else 1))
        for one, other in zip(cell, opposite, strict=True)
    ]
    box = {}
    for corner in product(*sides):
        sign = 1
        for _value, side in corner:
            sign *= side
        box[tuple(value for value, _side in corner)] = sign
    return box


def _holds(table, box, known, least):
    """Can ``least`` - 1 households be moved without emptying a corner?"""
    if not known.isdisjoint(box):
        return False
    return all(
        table[corner] >= (least if sign < 0 else 1) for corner, sign in box.items()
    )


def other_table(table, box, step):
    """A table that shows the same outside a box: ``step`` households are moved in it.

    >>> table = with_margins({("a", "x"): 1, ("a", "y"): 9, ("b", "x"): 9,
    ...     ("b", "y"): 9})
    >>> made = plan(table, 5)
    >>> other = other_table(table, made.boxes["a", "x"], 4)
    >>> other["a", "x"], other["a", "y"], other["a", TOTAL]
    (5, 5, 10)
    """
    return {
        cell: count + step * box.get(cell, 0) for cell, count in table.items()
    }
