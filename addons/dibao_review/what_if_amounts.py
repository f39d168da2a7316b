# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The amounts of many households, now and by a draft, in a few statements.

The same reckoning as ``tools/allowance.py``, which a test compares row by row. Classes
with the same rules are reckoned together, in one statement that has these rules as
constants: what they do not ask for is not in it, and no household reads them from a
row. Each step is a level of its own with ``OFFSET 0``: the planner would put a step's
expression into every place that uses it, and reckon it there again and again.
"""

from odoo.tools import SQL

#: From so many groups on, an index leads to the households of each.
INDEXED = 3
VARIANTS = ("now", "then")


def reckon(cr, rules):
    """Fill ``dibao_if_row``: verdicts and amounts of each household.

    ``amount_*`` is null where an officer would have to settle something first.

    :param rules: {class: (rules now, rules then)}, each a dictionary of hashable
        values as of ``dibao.what.if._rule_values``
    """
    groups = {}
    for number, pair in rules.items():
        key = tuple(tuple(sorted(one.items())) for one in pair)
        groups.setdefault(key, (pair, []))[1].append(number)
    if len(groups) >= INDEXED:
        cr.execute(SQL("CREATE INDEX ON dibao_if_household (class)"))
        cr.execute(SQL("CREATE INDEX ON dibao_if_extra (class)"))
    for pair, classes in groups.values():
        everything = len(groups) == 1
        cr.execute(_statement(*pair, None if everything else classes))


def _statement(now, then, classes):
    """Rows of the classes; the draft is not reckoned where it changes nothing."""
    same = now == then
    made = [("now", now)] if same else [("now", now), ("then", then)]
    level = _known(classes)
    for step in (_first, _shared, _base):
        level = SQL(
            "SELECT *, %s FROM (%s) step OFFSET 0",
            SQL(", ").join(
                SQL("%s AS %s", expression, SQL.identifier(f"{name}_{variant}"))
                for variant, rule in made
                for name, expression in step(rule, variant)
            ),
            level,
        )
    columns = []
    for variant, rule in zip(VARIANTS, (now, then), strict=True):
        source = "now" if same else variant
        columns += [
            SQL.identifier(f"below_{source}"),
            SQL.identifier(f"edge_{source}"),
            # where rates alone differ, the grounds are told apart before
            _amount(rule, source, variant),
        ]
    return SQL(
        """INSERT INTO dibao_if_row
           SELECT id, division_id, township, urban_rural, receives, paid, counted, %s
             FROM (%s) step""",
        SQL(", ").join(columns),
        level,
    )


def _known(classes):
    """The households of the classes with their supplements; of all without a list."""
    return SQL(
        """SELECT h.id, h.division_id, h.township, h.urban_rural, h.receives, h.paid,
                  h.counted, h.income, h.stopped, h.tier, extra.extra_now,
                  extra.extra_then
             FROM dibao_if_household h
             LEFT JOIN dibao_if_extra extra ON extra.id = h.id %s %s""",
        SQL() if classes is None else SQL("AND extra.class = ANY(%s)", classes),
        SQL() if classes is None else SQL("WHERE h.class = ANY(%s)", classes),
    )


def _number(value):
    """A figure of the rules; without its type, 50 / 7 would be 7."""
    return SQL("%s::numeric", value)


def _rounded(value, rule, mode=None):
    """Round to the unit of the rules, as ``reckoning.rounded`` does."""
    function = {"up": "ceil", "down": "floor"}.get(mode or rule["mode"], "round")
    unit = _number(rule["unit"])
    return SQL("(%s((%s) / %s) * %s)", SQL(function), value, unit, unit)


def _first(rule, variant):
    """Verdict (without dividing, or by rounded heads), and the basic allowance before
    ceiling and shares: by the gap or by tiers."""
    standard, edge = map(_number, (rule["standard"], rule["standard"] * rule["edge"]))
    if rule["compare"] == "rounded":
        own, factor = SQL("round(income / counted, 2)"), SQL()
    else:
        own, factor = SQL("income"), SQL("* counted")
    yield "below", SQL("%s < %s %s", own, standard, factor)
    yield "edge", SQL("%s < %s %s", own, edge, factor)
    if rule["method"] == "tier":
        figure = _tier(rule)
    else:
        figure = SQL("greatest(%s * counted - income, 0)", standard)
        if rule["level"] == "person":
            figure = SQL("%s * counted", _rounded(SQL("%s / counted", figure), rule))
        else:
            figure = _rounded(figure, rule)
    yield "first", figure


def _tier(rule):
    """The share of the tier that an officer chose, or that the income lies in."""
    chosen, found = [], []
    for name, below, share in rule["tiers"]:
        figure = _rounded(SQL("%s * counted", _number(share)), rule)
        chosen.append(SQL("WHEN tier = %s THEN %s", name, figure))
        if below is not None:
            found.append(
                SQL(
                    "WHEN income * 100 < %s * counted THEN %s",
                    _number(below * rule["standard"]),
                    figure,
                )
            )
    if not chosen:
        return SQL("NULL::numeric")
    by_name = SQL("CASE %s END", SQL(" ").join(chosen))
    if len(found) < len(chosen):
        return by_name
    by_income = SQL("CASE %s END", SQL(" ").join(found))
    return SQL("CASE WHEN tier <> '' THEN %s ELSE %s END", by_name, by_income)


def _shared(rule, variant):
    """Cut at the ceiling, and without the shares of who refused three offers."""
    figure = SQL.identifier(f"first_{variant}")
    if rule["ceiling"]:
        limit = SQL("%s * counted", _number(rule["standard"]))
        figure = SQL(
            "(CASE WHEN %(figure)s > %(limit)s THEN %(cut)s ELSE %(figure)s END)",
            figure=figure,
            limit=limit,
            cut=_rounded(limit, rule, "down"),
        )
    left = SQL(
        # divided last: a third that was cut off would show after rounding down
        "%s * (counted * 100 - stopped * %s) / (counted * 100)",
        figure,
        _number(rule["refusal"]),
    )
    yield (
        "shared",
        SQL("CASE WHEN stopped > 0 THEN %s ELSE %s END", _rounded(left, rule), figure),
    )


def _base(rule, variant):
    """The basic allowance: at least the smallest amount, and never nothing."""
    figure = SQL.identifier(f"shared_{variant}")
    least = _number(rule["smallest"])
    something = _number(max(rule["smallest"], rule["unit"]))
    nothing = SQL("NULL") if rule["refuse"] else _rounded(something, rule, "up")
    yield (
        "base",
        SQL(
            """CASE WHEN stopped >= counted THEN %(figure)s
                    WHEN %(figure)s = 0 THEN %(nothing)s
                    WHEN %(figure)s < %(least)s THEN %(raised)s
                    ELSE %(figure)s END""",
            figure=figure,
            nothing=nothing,
            least=least,
            raised=_rounded(least, rule, "up"),
        ),
    )


def _amount(rule, source, variant):
    """Nothing for who is not entitled; else the basic allowance, supplements, price."""
    price = (
        SQL("+ %s", _rounded(SQL("%s * counted", _number(rule["price"])), rule))
        if rule["price"]
        else SQL()
    )
    return SQL(
        """CASE WHEN %s THEN %s + coalesce(%s, 0) %s ELSE 0 END""",
        SQL.identifier(f"below_{source}"),
        SQL.identifier(f"base_{source}"),
        SQL.identifier(f"extra_{variant}"),
        price,
    )
