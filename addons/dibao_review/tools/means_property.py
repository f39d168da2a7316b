# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A household's property against the local limits (民发〔2021〕57号 art. 14, 17)."""

from fractions import Fraction

from .means_income import monthly, window
from .reckoning import Line, exact, fen

#: What each limit that is no sum of money looks at, and the policy that allows it.
THINGS = (
    ("homes", ("house",), "property_homes"),
    ("vehicle", ("vehicle",), "property_vehicle"),
    ("machine", ("machine", "boat"), "property_machine"),
    ("shop", ("shop",), "property_shop"),
    ("business", ("business",), "property_business"),
)


def considered(rules, members, assets):
    """The assets that are looked at: of counted members and of the household itself,
    of those left out by `property_of_uncounted`; exempt kinds are none."""
    whose = rules.need("property_of_uncounted")
    exempt = rules.need("property_exempt")
    by_key = {member.key: member for member in members}

    def is_looked_at(asset):
        member = by_key.get(asset.member)
        if asset.kind in exempt:
            return False
        if asset.member is None or (member and member.counted):
            return True
        if member is None or whose == "none":
            return False
        return whose == "all" or member.relation in ("10", "11", "12")

    return [asset for asset in assets if is_looked_at(asset)]


def financial(rules, members, assets, standard, heads, multiple="dibao"):
    """Financial assets against a multiple of the standard.

    :param heads: number of persons the limit is for
    :param multiple: ``edge`` asks the limit of near-threshold households, which is
        the ordinary one where there is no other
    :return: (over, lines)
    """
    kinds = rules.need("financial_kinds")
    total = sum((exact(a.amount) for a in assets if a.kind in kinds), Fraction(0))
    if total <= 0:
        return False, []
    key = "property_financial_multiple"
    if multiple == "edge" and rules.get("property_financial_multiple_edge") is not None:
        key = "property_financial_multiple_edge"
    limit = rules.number(key) * exact(standard) * heads
    if any(member.serious_illness and member.counted for member in members):
        limit = max(limit, rules.number("property_financial_illness"))
    over = total > limit
    params = {"limit": str(fen(limit)), "heads": heads}
    code = "financial_over" if over else "financial_within"
    return over, [Line("property", code, fen(total), rule=key, params=params)]


def things(rules, assets):
    """Homes, vehicles, machines, shops and businesses against what is allowed.

    A policy is asked only where there is such a thing. What `property_to_look_at`
    names is for an officer to judge and does not fail by itself.

    :return: (over, to look at, lines)
    """
    over, look, lines = False, False, []
    judged = None
    for code, kinds, rule in THINGS:
        count = sum(1 for asset in assets if asset.kind in kinds)
        if not count:
            continue
        allowed = rules.need(rule)
        if allowed is True or (allowed is not False and count <= allowed):
            found = "within"
        else:
            judged = rules.need("property_to_look_at") if judged is None else judged
            found = "look" if code in judged else "over"
        over, look = over or found == "over", look or found == "look"
        params = {"thing": code, "count": count}
        lines.append(Line("property", f"thing_{found}", rule=rule, params=params))
    return over, look, lines


def signs(rules, expenses, applied_on, day):
    """Auxiliary signs: spending that speaks against the declared income.

    They never decide anything; each is a line that asks to be looked into.
    """
    lines = []
    first, length = window(rules, "other", applied_on, day)
    for kind, limit in rules.need("sign_expenses").items():
        found = Fraction(0)
        for fact in expenses:
            if fact.kind == kind:
                months = monthly(fact, first, length)
                found += sum(months.values(), Fraction(0)) / length
        if found > exact(limit):
            lines.append(
                Line(
                    "sign",
                    "spending",
                    fen(found),
                    rule="sign_expenses",
                    params={"kind": kind, "limit": str(fen(limit))},
                )
            )
    return lines
