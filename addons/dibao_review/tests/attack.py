# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""An attack on a public table: what do the figures shown say about the others?

Exact: linear programming over fractions (simplex, Bland's rule). What it finds is the
narrowest interval that any reckoning with the sums can give.
"""

from fractions import Fraction
from itertools import product

from ..tools.suppression import TOTAL


def equations(table, above=None):
    """Each sum of the table: (cell of the sum, its parts).

    :param above: {value of the first property: its group}
    """
    above = above or {}
    groups = {}
    for at, values in enumerate(zip(*table, strict=True)):
        for value in dict.fromkeys(values):
            if value != TOTAL:
                over = above.get(value, TOTAL) if at == 0 else TOTAL
                groups.setdefault((at, over), []).append(value)
    for cell in table:
        for at, value in enumerate(cell):
            if (at, value) in groups:
                yield (
                    cell,
                    [(*cell[:at], one, *cell[at + 1 :]) for one in groups[at, value]],
                )


def bounds(table, hidden, cells=None, floor=1, above=None):
    """{hidden cell: (least, most or None)} of what is consistent with the rest.

    :param cells: those to look at; all of the hidden ones by default
    :param floor: what the attacker knows each hidden cell to have at least
    """
    unknown = sorted(hidden, key=str)
    column = {cell: at for at, cell in enumerate(unknown)}
    rows = []
    for total, parts in equations(table, above):
        row = [Fraction(0)] * len(unknown)
        right = Fraction(0)
        for cell, factor in ((total, 1), *((part, -1) for part in parts)):
            if cell in column:
                row[column[cell]] += factor
                right -= factor * floor
            else:
                right -= factor * table[cell]
        if any(row):
            rows.append((row, right))
    start = _begin(rows, len(unknown))
    found = {}
    for cell in unknown if cells is None else cells:
        goal = [Fraction(0)] * len(unknown)
        goal[column[cell]] = Fraction(1)
        most = _climb(*_copy(start), goal)
        least = _climb(*_copy(start), [-one for one in goal])
        found[cell] = (floor - least, None if most is None else floor + most)
    return found


def _copy(start):
    body, basis = start
    return [list(line) for line in body], list(basis)


def _begin(rows, count):
    """A first corner of {x >= 0: row·x = right}; artificial variables leave it."""
    lines = [
        ([-one for one in row] if right < 0 else list(row), abs(right))
        for row, right in rows
    ]
    size = len(lines)
    body = [
        [*row, *(Fraction(int(at == own)) for own in range(size)), right]
        for at, (row, right) in enumerate(lines)
    ]
    basis = [count + at for at in range(size)]
    first = [Fraction(0)] * count + [Fraction(-1)] * size
    assert _climb(body, basis, first) == 0, "no table shows these figures"
    for at in range(size):
        if basis[at] >= count:
            free = next((c for c in range(count) if body[at][c]), None)
            if free is not None:
                _pivot(body, basis, at, free)
    keep = [at for at in range(size) if basis[at] < count]
    return [[*body[at][:count], body[at][-1]] for at in keep], [
        basis[at] for at in keep
    ]


def _climb(body, basis, goal):
    width = len(goal)
    while True:
        price = list(goal) + [Fraction(0)]
        for at, own in enumerate(basis):
            if goal[own]:
                factor = goal[own]
                price = [p - factor * b for p, b in zip(price, body[at], strict=True)]
        enter = next((c for c in range(width) if price[c] > 0), None)
        if enter is None:
            return -price[-1]
        ratios = [
            (line[-1] / line[enter], basis[at], at)
            for at, line in enumerate(body)
            if line[enter] > 0
        ]
        if not ratios:
            return None
        _pivot(body, basis, min(ratios)[2], enter)


def _pivot(body, basis, at, enter):
    factor = body[at][enter]
    body[at] = [one / factor for one in body[at]]
    for other, line in enumerate(body):
        if other != at and line[enter]:
            share = line[enter]
            body[other] = [
                one - share * own for one, own in zip(line, body[at], strict=True)
            ]
    basis[at] = enter


def every_table(table, hidden, floor=1, most=12):
    """All whole-number tables that show the same; for tiny ones, by trying."""
    unknown = sorted(hidden, key=str)
    sums = list(equations(table))
    for values in product(range(floor, most + 1), repeat=len(unknown)):
        guess = {**table, **dict(zip(unknown, values, strict=True))}
        if all(guess[total] == sum(map(guess.get, parts)) for total, parts in sums):
            yield guess
