# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The official tables: which columns and lines, how they follow from the figures, and
the rules by which they are checked.

Layouts are data. *County table* (monthly, published by counties): a row a place.
*Quarterly form* (after JZH01: name, unit, number, last period, growth; spending
cumulative since January, in 10 000 yuan) and *yearbook lines* (with the sub-lines
female, elderly, minors, disabled): a row a line.
"""

from dataclasses import dataclass

from .monthly_fact import CAUSES, LABOUR

PARTS = ("allowance", "price", "age_supplement", "other_supplement")
#: Figures of the money of the year so far; the others are of the month.
YEAR = {f"year_{name}": name for name in ("spending", *PARTS)}


@dataclass(frozen=True)
class Column:
    """A column of the county table.

    ``code`` is a measure, ``year_`` and a money measure for the year so far, or
    ``average``; ``parts`` are the columns it is the sum of (``at_least``: not above).
    """

    code: str
    group: str
    kind: str = "count"
    parts: tuple = ()
    at_least: tuple = ()


COUNTY = (
    Column("households", "all"),
    Column("persons", "all", parts=tuple(f"labour_{name}" for name in LABOUR)),
    Column("female", "who"),
    Column("elderly", "who"),
    Column("minor", "who"),
    Column("disabled", "who"),
    *(Column(f"labour_{name}", "labour") for name in LABOUR),
    *(Column(f"cause_{name}", "cause") for name in CAUSES),
    Column("entry_households", "moves"),
    Column("entry_persons", "moves"),
    Column("exit_households", "moves"),
    Column("exit_persons", "moves"),
    Column(
        "year_spending", "year", "yuan", parts=tuple(f"year_{one}" for one in PARTS)
    ),
    *(Column(f"year_{name}", "year", "yuan") for name in PARTS),
    Column("spending", "month", "yuan", parts=PARTS),
    *(Column(name, "month", "yuan") for name in PARTS),
    Column("average", "month", "yuan"),
)
#: Sums that may be above the column: several causes are allowed.
COVERED = {"persons": tuple(f"cause_{name}" for name in CAUSES)}
#: No class is larger than all.
WITHIN = (
    ("households", "persons"),
    *((name, "persons") for name in ("female", "elderly", "minor", "disabled")),
    ("entry_persons", "persons"),
)


@dataclass(frozen=True)
class Line:
    """A line of the quarterly form or the yearbook.

    :ivar level: how far it is indented
    :ivar kind: ``count``, ``wan`` (10 000 yuan, cumulative) or ``yuan``
    :ivar parts: numbers of the lines it is the sum of
    """

    number: int
    measure: str
    scope: str = "both"
    kind: str = "count"
    level: int = 0
    parts: tuple = ()


QUARTERLY = (
    Line(1, "year_spending", kind="wan", parts=(2, 7)),
    Line(2, "year_spending", "urban", "wan", 1, (3, 4, 5, 6)),
    Line(3, "year_allowance", "urban", "wan", 2),
    Line(4, "year_price", "urban", "wan", 2),
    Line(5, "year_age_supplement", "urban", "wan", 2),
    Line(6, "year_other_supplement", "urban", "wan", 2),
    Line(7, "year_spending", "rural", "wan", 1, (8, 9, 10, 11)),
    Line(8, "year_allowance", "rural", "wan", 2),
    Line(9, "year_price", "rural", "wan", 2),
    Line(10, "year_age_supplement", "rural", "wan", 2),
    Line(11, "year_other_supplement", "rural", "wan", 2),
    Line(12, "persons", parts=(13, 14)),
    Line(13, "persons", "urban", level=1),
    Line(14, "persons", "rural", level=1),
    Line(15, "households", parts=(16, 17)),
    Line(16, "households", "urban", level=1),
    Line(17, "households", "rural", level=1),
)
_SUB = ("female", "elderly", "minor", "disabled")
YEARBOOK = tuple(
    line
    for first, scope in ((1, "urban"), (9, "rural"))
    for line in (
        Line(first, "households", scope),
        Line(first + 1, "persons", scope),
        *(Line(first + 2 + i, name, scope, level=1) for i, name in enumerate(_SUB)),
        Line(first + 6, "year_spending", scope, "wan"),
        Line(first + 7, "average_year", scope, "yuan"),
    )
)
LAYOUTS = ("county", "quarterly", "yearbook")


@dataclass(frozen=True)
class Check:
    """A rule of the table for one of its rows: both sides, and whether it holds."""

    rule: str
    row: str
    column: str
    left: float
    right: float
    holds: bool


def cells(figures, year):
    """The row of the county table of a place.

    :param figures: measures of the month; ``year``: of January to the month, added up
    :return: ``{column: number}``, money in yuan
    """
    found = {column.code: figures.get(column.code, 0) for column in COUNTY}
    found.update({code: round(year.get(name, 0), 2) for code, name in YEAR.items()})
    for name in ("spending", *PARTS):
        found[name] = round(found[name], 2)
    persons = found["persons"]
    # The divisor is the month's persons: a reading, as the published tables have it.
    found["average"] = round(found["spending"] / persons, 2) if persons else 0.0
    return found


def rest(total, rows):
    """What the total has and no row: those registered at the place itself.

    :return: figures of the rest, or None when there is nothing left
    """
    left = {
        name: round(value - sum(row.get(name, 0) for row in rows), 2)
        for name, value in total.items()
        if isinstance(value, (int, float)) and name not in ("average", "detail")
    }
    return left if any(left.values()) else None


def row_checks(row, found):
    """Rules within a row: sums of classes, causes, money, and nothing above all."""
    checks = []
    for column in COUNTY:
        if column.parts:
            left = found[column.code]
            right = round(sum(found[name] for name in column.parts), 2)
            checks.append(Check("parts", row, column.code, left, right, left == right))
    for code, parts in COVERED.items():
        left, right = found[code], sum(found[name] for name in parts)
        checks.append(Check("covered", row, code, left, right, left <= right))
    for part, whole in WITHIN:
        left, right = found[part], found[whole]
        checks.append(Check("within", row, part, left, right, left <= right))
    return checks


def column_checks(total, rows):
    """Each column of the total is the sum of the rows."""
    checks = []
    for column in COUNTY:
        if column.code == "average":
            continue
        left = total[column.code]
        right = round(sum(row[column.code] for row in rows), 2)
        checks.append(Check("total", "total", column.code, left, right, left == right))
    return checks


def movement(published, known, now, what="persons"):
    """How last month's table became this month's, step by step.

    :param published: last month's figures as published; ``known``: as known today
    :param now: this month's figures
    :return: ``[(step, count)]`` from ``last`` over ``corrected``, ``came:reason``,
        ``left:reason`` (persons only) or ``came``/``left``, ``moved`` to ``now``; the
        steps between add up, else a step ``unexplained`` says by how much they do not
    """
    steps = [("corrected", known[what] - published[what])]
    reasons = now.get("detail", {}).get("reasons", {}) if what == "persons" else {}
    entry, left = now[f"entry_{what}"], now[f"exit_{what}"]
    if reasons:
        came = {name: n for name, n in reasons.items() if name in CAME}
        went = {name: n for name, n in reasons.items() if name not in CAME}
        steps += [(f"came:{name}", came[name]) for name in CAME if came.get(name)]
        steps += [(f"left:{name}", -went[name]) for name in sorted(went) if went[name]]
    else:
        steps += [("came", entry), ("left", -left)]
    steps.append(("moved", now[f"transfer_{what}"]))
    between = sum(count for _step, count in steps)
    steps = [step for step in steps if step[1]]
    gap = now[what] - published[what] - between
    if gap:
        steps.append(("unexplained", gap))
    return [("last", published[what]), *steps, ("now", now[what])]


CAME = ("new", "resumed", "member")


def added_moves(figures):
    """Moves of several months as one: what ``movement`` reads of them.

    :param figures: of each month of the span, the last one last
    """
    now = {name: figures[-1][name] for name in ("households", "persons")}
    for what in ("households", "persons"):
        for move in ("entry", "exit", "transfer"):
            name = f"{move}_{what}"
            now[name] = sum(one[name] for one in figures)
    reasons = {}
    for one in figures:
        for name, count in one.get("detail", {}).get("reasons", {}).items():
            reasons[name] = reasons.get(name, 0) + count
    return {**now, "detail": {"reasons": reasons}}


def money_movement(published, known, now):
    """Why the month's spending is another than that of an earlier month.

    More or fewer persons at what each of them got then, what each gets more or less of
    the basic allowance, and each supplement; to the last cent.

    :param published: the earlier month's figures as published; ``known``: as known now
    :param now: this month's figures
    :return: steps as of ``movement``, in yuan
    """
    people, before = now["persons"] - known["persons"], known["persons"]
    allowance = round(now["allowance"] - known["allowance"], 2)
    # Where nobody was on the roll, all of it comes from those who are now.
    by_people = round(known["allowance"] / before * people, 2) if before else allowance
    steps = [
        ("corrected", round(known["spending"] - published["spending"], 2)),
        ("persons", by_people),
        ("each", round(allowance - by_people, 2)),
        *((name, round(now[name] - known[name], 2)) for name in PARTS[1:]),
    ]
    between = sum(yuan for _step, yuan in steps)
    steps = [step for step in steps if step[1]]
    gap = round(now["spending"] - published["spending"] - between, 2)
    if gap:
        steps.append(("unexplained", gap))
    return [
        ("last", round(published["spending"], 2)),
        *steps,
        ("now", round(now["spending"], 2)),
    ]


def lines(layout, figures, before):
    """Lines of the quarterly form or the yearbook with what they were before.

    :param layout: ``QUARTERLY`` or ``YEARBOOK``
    :param figures: ``{"urban": cells, "rural": cells, "both": cells}`` of the period's
        last month; ``before``: the same of the period compared with, or None
    :return: ``[(line, number, last number or None, growth in per cent or None)]``; a
        number is None where it is not shown
    """
    found = []
    for line in layout:
        now = _value(line, figures)
        then = _value(line, before) if before else None
        growth = (
            round(100 * (now - then) / then, 1) if then and now is not None else None
        )
        found.append((line, now, then, growth))
    return found


def _value(line, figures):
    cells_of = figures[line.scope]
    needed = ("year_spending", "persons")
    needed = needed if line.measure == "average_year" else (line.measure,)
    if any(cells_of[name] is None for name in needed):
        return None  # not shown, or not known
    if line.measure == "average_year":
        persons = cells_of["persons"]
        return round(cells_of["year_spending"] / persons, 2) if persons else 0.0
    value = cells_of[line.measure]
    return round(value / 10_000, 4) if line.kind == "wan" else value


def line_checks(found):
    """Lines that are sums of others; money is compared to the half of its last digit
    times the number of parts, since each line was rounded by itself."""
    values = {line.number: now for line, now, _then, _growth in found}
    checks = []
    for line, now, _then, _growth in found:
        if line.parts:
            right = round(sum(values[number] for number in line.parts), 4)
            slack = 0.00005 * (len(line.parts) + 1) if line.kind == "wan" else 0
            checks.append(
                Check(
                    "parts",
                    str(line.number),
                    line.measure,
                    now,
                    right,
                    abs(now - right) <= slack + 1e-9,
                )
            )
    return checks
