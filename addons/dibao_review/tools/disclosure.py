# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a county discloses of a month: its figures, less those that point at people.

All pages of a county (county, townships, villages) are one table when figures are held
back, and so are all versions of a month: what was shown once is known for good, what
was hidden once stays hidden. See ``suppression``.
"""

from collections import defaultdict

from .suppression import TOTAL, plan, with_margins

VERSION = 1
KINDS = ("urban", "rural")
#: Columns of the monthly sums that make up the county's persons, with the rest.
CLASSES = {
    "sex": ("female",),
    "age": ("minor", "elderly"),
    "disability": ("disabled",),
    "illness": ("cause_illness",),
    "handicap": ("cause_disability",),
    "schooling": ("cause_schooling",),
    "labour": ("cause_labour",),
}
#: Ends the code of who lives at a place itself, in none of those below.
OWN = "~"
MEASURES = ("households", "persons", "spending")


def build(county, month, rows, least, earlier=()):
    """The table of places of a month, as it may be shown.

    :param county: {"code", "name"}
    :param str month: such as 2026-01
    :param rows: dicts of code, name, above (code of the place it belongs to), level,
        urban_rural, households, persons, spending; the county's own row is reckoned
    :param int least: the smallest figure that is shown; None shows no figure of people
    :param earlier: contents of this month that were public before
    :return: dict of ``places``, ``hidden`` (number of cells held back), ``least``
    """
    figures, places, above = _leaves(rows)
    households = {cell: found[0] for cell, found in figures.items()}
    places = [{**county, "above": "", "level": "county"}, *places]
    table = with_margins(households or {(TOTAL, KINDS[0]): 0}, above)
    made = _plan_places(county["code"], table, least, earlier, above, month)
    money = [
        with_margins({cell: found[at] for cell, found in figures.items()}, above)
        if figures
        else {}
        for at in (1, 2)
    ]
    shown, hidden = [], 0
    for place in places:
        if place["level"] == "own" and not place["above"]:
            continue
        axis = TOTAL if place["level"] == "county" else place["code"]
        cells = {}
        for kind in (*KINDS, TOTAL):
            cell = axis, kind
            if cell in made:
                cells[kind] = None
                hidden += 1
            else:
                cells[kind] = [
                    table.get(cell, 0),
                    money[0].get(cell, 0),
                    round(money[1].get(cell, 0), 2),
                ]
        shown.append({**place, "cells": cells})
    return {"places": shown, "hidden": hidden, "least": least}


def _leaves(rows):
    """({(place, kind): (households, persons, yuan)}, places, {place: its group}).

    Who lives at a township itself is in none of its villages: a leaf of its own.
    """
    sums = defaultdict(lambda: (0, 0, 0.0))
    places, above, inner = {}, {}, defaultdict(lambda: (0, 0, 0.0))
    groups = {row["above"] for row in rows if row["above"]}
    for row in rows:
        found = tuple(row[name] for name in MEASURES)
        place = {key: row[key] for key in ("code", "name", "above", "level")}
        places[row["code"]] = place
        cell = row["code"], row["urban_rural"]
        sums[cell] = _add(sums[cell], found)
        if row["above"]:
            above[row["code"]] = row["above"]
            cell = row["above"], row["urban_rural"]
            inner[cell] = _add(inner[cell], found)
    leaves = {}
    for (code, kind), found in sums.items():
        if code not in groups:
            leaves[code, kind] = found
            continue
        rest = _add(found, inner[code, kind], -1)
        if rest[0] or rest[1] or round(rest[2], 2):
            own = f"{code}{OWN}"
            leaves[own, kind] = rest
            above[own] = code
            places[own] = {**places[code], "code": own, "above": code, "level": "own"}
    return leaves, sorted(places.values(), key=lambda one: one["code"]), above


def _add(left, right, sign=1):
    return tuple(one + sign * other for one, other in zip(left, right, strict=True))


def _plan_places(county, table, least, earlier, above, month):
    """The cells that are not shown."""
    if least is None:
        return {cell for cell, count in table.items() if count}
    known, hidden = set(), set()
    for content in earlier:
        for place in content["places"] if content["month"] == month else ():
            axis = TOTAL if place["level"] == "county" else place["code"]
            for kind, figures in place["cells"].items():
                (hidden if figures is None else known).add((axis, kind))
        for one, figures in content["trend"]:
            if one == month:
                (hidden if figures is None else known).add((TOTAL, TOTAL))
    known &= table.keys()
    return plan(table, least, known, hidden - known, above).hidden


def classes(total, counts, least, earlier=()):
    """Persons of the county by class; a class is hidden with the rest it leaves.

    :param total: persons, or None when they are not shown
    :param counts: {column of the monthly sums: persons}
    :param earlier: contents of this month that were public before
    :return: {name: persons or None}
    """
    known, hidden = set(), set()
    for content in earlier:
        for name, figure in content["classes"].items():
            (hidden if figure is None else known).add(name)
    shown = {}
    for names in CLASSES.values():
        if total is None or least is None:
            shown.update(dict.fromkeys(names))
            continue
        parts = {(name,): counts[name] for name in names}
        parts["rest",] = total - sum(parts.values())
        table = with_margins(parts)
        made = plan(
            table,
            least,
            {(TOTAL,), *((name,) for name in names if name in known)},
            {(name,) for name in names if name in hidden - known},
        )
        shown.update({n: None if (n,) in made.hidden else counts[n] for n in names})
    return shown


def flows(entries, exits, least, earlier=()):
    """Households that came and left: hidden both, or the stock tells the other.

    :return: ``[came, left]`` or None
    """
    before = any(content["flows"] is None for content in earlier)
    small = least is None or any(0 < one < least for one in (entries, exits))
    shown = [content["flows"] for content in earlier if content["flows"] is not None]
    if shown:
        return shown[0] if shown[0] == [entries, exits] else None
    return None if before or small else [entries, exits]


def trend(months, least):
    """``[month, [households, persons, yuan] or None]`` of a county, oldest first.

    :param months: (month, households, persons, yuan, is hidden)
    """
    return [
        [
            month,
            None
            if hidden or least is None or 0 < households < least
            else [households, persons, round(spending, 2)],
        ]
        for month, households, persons, spending, hidden in months
    ]


def line(values, width, height):
    """Points of a line chart in SVG; gaps where there is no value.

    :param values: numbers or None
    :return: list of strings for ``<polyline points=…>``, one for each unbroken part

    >>> line([0, 10, None, 5], 30, 10)
    ['0,10 10,0', '30,5']
    """
    known = [value for value in values if value is not None]
    if not known:
        return []
    # A change of one in a hundred must not look like a cliff.
    high = max(known)
    low = min(*known, 0.9 * high)
    step = width / max(len(values) - 1, 1)
    pieces, piece = [], []
    for at, value in enumerate(values):
        if value is None:
            pieces, piece = [*pieces, piece], []
            continue
        share = (value - low) / (high - low) if high > low else 0.5
        piece.append(f"{at * step:.5g},{height - share * height:.5g}")
    return [" ".join(one) for one in [*pieces, piece] if one]


def add_up(cells):
    """Sums of what several counties have published, each class by itself.

    What is held back is left out, so nothing follows from a sum that did not follow
    from the figures themselves; None where no county shows the figure.

    >>> add_up([{"*": [9, 20, 1.0]}, {"*": None}, {"*": [5, 6, 2.5]}])["*"]
    [14, 26, 3.5]
    >>> add_up([{"*": None}])["*"] is None
    True
    """
    cells = list(cells)
    sums = {}
    for kind in (TOTAL, *KINDS):
        shown = [one[kind] for one in cells if one.get(kind) is not None]
        sums[kind] = [round(sum(column), 2) for column in zip(*shown, strict=True)]
        sums[kind] = sums[kind] or None
    return sums
