# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which figures of a public table are held back, so that nobody is told by a sum.

A table counts households by one to three properties and shows all its margins. A small
figure (1 to ``least`` - 1) points at people and is hidden; other figures are hidden
with it, so that the margins do not give it back.

How it is known to hold: for each small figure there is a *box*, a set of hidden cells
(the corners) on which households can be moved about so that every figure shown stays as
it is while the small one becomes ``least`` or more. Whoever sees the table cannot rule
that other table out, so he cannot even tell that the figure is small. He may know that
each hidden cell has somebody in it (nothing is never hidden), and be one of those
households himself: no corner is emptied.

Hypercube method, after R. D. Repsilber (as in GHMITER); it may hide more than the least
possible, and never too little. It does not hide that all of a group share one property
(a row with one cell in it), and does not hold against several households who put
together what they know.
"""

from functools import cache
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


def with_margins(leaves, above=None):
    """All cells of a table: what is given, what is missing (0), and each sum.

    :param leaves: {(value of each property): households}
    :param above: {value of the first property: the group it belongs to}; groups have
        cells of their own (townships of villages)

    >>> table = with_margins({("a", "x"): 2, ("b", "y"): 3})
    >>> table["a", "y"], table["a", TOTAL], table[TOTAL, TOTAL]
    (0, 2, 5)
    >>> with_margins({("v",): 2, ("w",): 3}, {"v": "town"})["town",]
    2
    """
    chains = _Chains(above)
    axes = [dict.fromkeys(values) for values in zip(*leaves, strict=True)]
    axes[0] = dict.fromkeys(one for leaf in axes[0] for one in chains.of(0, leaf))
    axes = [[*(one for one in axis if one != TOTAL), TOTAL] for axis in axes]
    table = dict.fromkeys(product(*axes), 0)
    for place, count in leaves.items():
        for cell in product(*(chains.of(at, one) for at, one in enumerate(place))):
            table[cell] += count
    return table


def plan(table, least, known=(), hidden_before=(), above=None):
    """Choose the cells of a table with margins that are not shown.

    :param table: {cell: households}, as `with_margins` makes it
    :param int least: the smallest figure that may be shown (policy ``small_cell``)
    :param known: cells whose figures the public has already: they hide nothing
    :param hidden_before: cells that an earlier version of the table held back: they
        stay hidden, since two versions together would give them back
    :param above: groups of the first property, as for `with_margins`
    :rtype: Plan
    """
    known = frozenset(known)
    small = {cell for cell, count in table.items() if 0 < count < least} - known
    before = {cell for cell in hidden_before if table.get(cell)} - known - small
    hidden = small | before
    boxes, moves = {}, _Moves(table, above)
    # The smallest first: the corners they need serve the others.
    for cell in sorted(hidden, key=lambda one: (table[one], _place(one))):
        box = _cheapest(table, moves, cell, hidden, known, least)
        if box is None:
            everything = frozenset(table) - known
            return Plan(frozenset(small), everything - small, {}, True)
        boxes[cell] = box
        hidden |= box.keys()
    return Plan(frozenset(small), frozenset(hidden - small), boxes, False)


def _place(cell):
    return tuple(map(str, cell))


class _Chains:
    """What is summed over what."""

    def __init__(self, above):
        self.above = above or {}

    def of(self, axis, value):
        """A value, the groups it belongs to, and the sum of all."""
        chain = [value]
        while axis == 0 and chain[-1] in self.above:
            chain.append(self.above[chain[-1]])
        return chain if chain[-1] == TOTAL else [*chain, TOTAL]


class _Moves:
    """The ways in which households can be moved in one property.

    A move is {value: +1 or -1}: a household more in one value is one less in another,
    and in the groups that they do not share; or one more in the groups and the sum.
    """

    #: Of a group so many of its largest values are tried against those of others.
    TRIED = 3

    def __init__(self, table, above):
        self._chains = _Chains(above)
        groups = set(self._chains.above.values())
        self._axes = []
        for at, values in enumerate(zip(*table, strict=True)):
            known = dict.fromkeys(values)
            size = len(next(iter(table)))
            weight = {
                value: table[tuple([TOTAL] * at + [value] + [TOTAL] * (size - at - 1))]
                for value in known
            }
            leaves = [
                value
                for value in sorted(known, key=lambda one: (-weight[one], str(one)))
                if value != TOTAL and (at or value not in groups)
            ]
            self._axes.append(leaves)

    @cache  # noqa: B019 -- lives as long as one plan
    def of(self, axis, value):
        """The moves that put a household into a value."""
        leaves, chains = self._axes[axis], self._chains
        own = [leaf for leaf in leaves if value in chains.of(axis, leaf)]
        others = self._others(axis, value)
        moves = [self._move(axis, leaf, None) for leaf in own]
        if value != TOTAL:
            some = own[: self.TRIED]
            moves += [self._move(axis, one, other) for one in some for other in others]
        return moves

    def _others(self, axis, value):
        """Where a household may come from: values beside it, and one of each group."""
        leaves, chains = self._axes[axis], self._chains
        beside, largest = [], {}
        for leaf in leaves:
            chain = chains.of(axis, leaf)
            if value in chain:
                continue
            if chain[1:] == chains.of(axis, value)[1:]:
                beside.append(leaf)
            else:
                largest.setdefault(chain[1], leaf)
        return [*beside, *largest.values()]

    def _move(self, axis, into, out):
        plus = self._chains.of(axis, into)
        minus = self._chains.of(axis, out) if out is not None else []
        return {
            **{one: 1 for one in plus if one not in minus},
            **{one: -1 for one in minus if one not in plus},
        }


def _cheapest(table, moves, cell, hidden, known, least):
    """The box of a cell that hides the fewest margins, then cells, then households."""
    best, best_cost = None, None
    ways = (moves.of(at, value) for at, value in enumerate(cell))
    for number, sides in enumerate(product(*ways)):
        box = _box(sides)
        new = box.keys() - hidden
        cost = (
            sum(corner.count(TOTAL) for corner in new),
            len(new),
            sum(table[corner] for corner in new),
            number,
        )
        if best_cost is not None and cost >= best_cost:
            continue
        if _holds(table, box, known, least):
            best, best_cost = box, cost
    return best


def _box(sides):
    """{corner: sign}: what a household more does to each corner."""
    box = {(): 1}
    for side in sides:
        box = {
            (*corner, value): sign * turn
            for corner, sign in box.items()
            for value, turn in side.items()
        }
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
    return {cell: count + step * box.get(cell, 0) for cell, count in table.items()}


def withheld(counts, least):
    """Places of a list that are not shown when their sum is.

    Counts of 1 to ``least`` - 1 are small. When what is hidden adds up to less than
    ``least``, or is one count alone, it would follow from the sum: the next smallest
    goes with it.

    :param counts: numbers; None counts as nothing
    :param least: the smallest count shown; None hides all but nothing
    :return: set of indexes
    """
    numbers = [count or 0 for count in counts]
    if least is None:
        return {index for index, count in enumerate(numbers) if count}
    hidden = {index for index, count in enumerate(numbers) if 0 < count < least}
    if not hidden:
        return hidden
    others = sorted(
        (count, index)
        for index, count in enumerate(numbers)
        if count and index not in hidden
    )
    for _count, index in others:
        if len(hidden) > 1 and sum(numbers[one] for one in hidden) >= least:
            break
        hidden.add(index)
    return hidden
