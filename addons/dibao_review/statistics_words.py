# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Columns, lines, checks and findings in the reader's language."""


def columns(env):
    """``{code: label}`` of the columns of the official tables."""
    _ = env._
    return {
        "households": _("Number of households"),
        "persons": _("Number of persons"),
        "female": _("Female"),
        "elderly": _("Elderly"),
        "minor": _("Minors"),
        "disabled": _("Disabled"),
        "labour_able": _("Able to work"),
        "labour_part": _("Ability partly lost"),
        "labour_lost": _("Ability fully lost"),
        "labour_none": _("No ability (age)"),
        "cause_illness": _("Illness"),
        "cause_disability": _("Disability"),
        "cause_schooling": _("Schooling"),
        "cause_disaster": _("Disaster"),
        "cause_labour": _("Lack of labour"),
        "cause_other": _("Other cause"),
        "entry_households": _("New households"),
        "entry_persons": _("New persons"),
        "exit_households": _("Households that left"),
        "exit_persons": _("Persons who left"),
        "transfer_persons": _("Moved here, net"),
        "year_spending": _("Spending this year"),
        "year_allowance": _("Basic allowance, year"),
        "year_price": _("Price subsidy, year"),
        "year_age_supplement": _("Supplement for age, year"),
        "year_other_supplement": _("Other supplements, year"),
        "spending": _("Spending of the month"),
        "allowance": _("Basic allowance"),
        "price": _("Price subsidy"),
        "age_supplement": _("Supplement for age"),
        "other_supplement": _("Other supplements"),
        "average": _("Average per person"),
        "average_year": _("Average per person and year"),
    }


def groups(env):
    """``{code: heading}`` over the columns of the county table."""
    _ = env._
    return {
        "all": _("On the roll"),
        "who": _("Of them"),
        "labour": _("Labour ability"),
        "cause": _("Cause of hardship (several allowed)"),
        "moves": _("Moves of the month"),
        "year": _("Spending since January (yuan)"),
        "month": _("Spending of the month (yuan)"),
    }


def scopes(env):
    """Urban, rural, both."""
    _ = env._
    return {
        "both": _("Urban and rural"),
        "urban": _("Urban"),
        "rural": _("Rural"),
    }


def layouts(env):
    """Names of the official tables."""
    _ = env._
    return {
        "county": _("Monthly county table"),
        "quarterly": _("Quarterly form"),
        "yearbook": _("Yearbook lines"),
    }


def units(env):
    """Unit of a line by its kind and measure."""
    _ = env._
    return {
        "persons": _("persons"),
        "households": _("households"),
        "wan": _("10 000 yuan"),
        "yuan": _("yuan"),
    }


def rules(env):
    """What a check says: ``{rule: (sentence when it holds, when it does not)}``."""
    _ = env._
    return {
        "parts": _("%(column)s is the sum of its parts"),
        "covered": _("%(column)s is not above the sum of the causes"),
        "within": _("%(column)s is within the whole"),
        "total": _("%(column)s of the total is the sum of the rows"),
        "moved": _("%(column)s follows from last month, who came and who left"),
    }


def steps(env):
    """Steps between last month's table and this one's."""
    _ = env._
    return {
        "last": _("Last month, as published"),
        "corrected": _("Learned since"),
        "came": _("Came"),
        "left": _("Left the roll"),
        "moved": _("Moved here, net"),
        "unexplained": _("Not explained"),
        "now": _("This month"),
        **{f"came:{code}": label for code, label in reasons(env).items()},
        **{f"left:{code}": label for code, label in reasons(env).items()},
    }


def reasons(env):
    """Why somebody came or left."""
    _ = env._
    return {
        "new": _("New household"),
        "resumed": _("Receives again"),
        "member": _("Joined a household on the roll"),
        "died": _("Died"),
        "left": _("Left a household on the roll"),
        "taper_end": _("End of the tapering"),
        "stopped": _("Benefit ended"),
        "moved": _("Moved or reclassified"),
    }


def headings(env):
    """Sheets and columns of the workbooks: ``{sheet or sheet.column: label}``."""
    _ = env._
    return {
        "line": _("Line"),
        "check": _("Check"),
        "check_of": _("Check: %s"),
        "overview": _("Overview"),
        "overview.label": _("Figure"),
        "overview.now": _("End of the period"),
        "overview.begin": _("Before the period"),
        "overview.year": _("A year before"),
        "findings": _("What stands out"),
        "findings.title": _("Subject"),
        "findings.sentence": _("Finding"),
        "structure": _("Structure"),
        "structure.label": _("Class"),
        "structure.count": _("Number of persons"),
        "structure.share": _("Share (%)"),
        "structure.change": _("Change in the period"),
        "places": _("Places"),
        "places.label": _("Place"),
        "places.households": _("Number of households"),
        "places.persons": _("Number of persons"),
        "places.change": _("Change"),
        "places.came": _("Came"),
        "places.left": _("Left the roll"),
        "places.spending": _("Spending (yuan)"),
        "places.average": _("Average per person"),
        "visits": _("Villages to visit"),
        "visits.place": _("Village"),
        "visits.households": _("Number of households"),
        "visits.reasons": _("Why"),
    }


def number(value):
    """A number as people read it: thousands apart, no needless decimals."""
    if value is None:
        return "—"
    if isinstance(value, float) and not value.is_integer():
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    return f"{int(value):,}"


def sentence(env, finding, what=""):
    """The sentence of a finding of ``tools.findings``.

    :param what: name of what was counted, where the finding leaves it open
    """
    key, values = finding
    said = {
        name: number(value) if isinstance(value, (int, float)) else value
        for name, value in values.items()
    }
    text = _sentences(env).get(key, "")
    if values.get("reason"):
        said["why"] = env._(
            " Most often: %(reason)s.",
            reason=reasons(env).get(values["reason"], values["reason"]),
        )
    if "direction" in values:
        said["direction"] = (
            env._("up") if values["direction"] == "up" else env._("down")
        )
    return text % {"what": what, "why": "", **said}


def _sentences(env):
    _ = env._
    return {
        "trend_short": _("Fewer than two months are frozen: no trend yet."),
        "trend_flat": _("%(what)s: hardly changed since %(first)s (%(end)s now)."),
        "trend_up": _(
            "%(what)s: %(percent)s%% more than in %(first)s (%(begin)s → %(end)s); "
            "the largest step, %(direction)s by %(step)s, was in %(month)s."
        ),
        "trend_down": _(
            "%(what)s: %(percent)s%% fewer than in %(first)s (%(begin)s → %(end)s); "
            "the largest step, %(direction)s by %(step)s, was in %(month)s."
        ),
        "flows_none": _("Nobody came and nobody left."),
        "flows_even": _(
            "As many came as left (%(came)s); most moved in %(month)s.%(why)s"
        ),
        "flows_in": _(
            "More came (%(came)s) than left (%(left)s); most moved in %(month)s "
            "(+%(month_came)s −%(month_left)s).%(why)s"
        ),
        "flows_out": _(
            "More left (%(left)s) than came (%(came)s); most moved in %(month)s "
            "(+%(month_came)s −%(month_left)s).%(why)s"
        ),
        "spending_none": _("No month of this year is frozen yet."),
        "spending_no_budget": _(
            "No budget is entered for this year; at the present pace of %(pace)s yuan "
            "a month it ends at %(year)s yuan."
        ),
        "spending_short": _(
            "At the present pace of %(pace)s yuan a month the budget is used up in "
            "month %(lasts)s; at the year's end %(gap)s yuan would be missing."
        ),
        "spending_even": _(
            "The budget lasts: %(used)s%% are used, %(expected)s%% are expected by the "
            "year's end."
        ),
        "spending_left": _(
            "Only %(expected)s%% of the budget are expected to be used by the year's "
            "end (%(used)s%% so far)."
        ),
        "bands_none": _("No household draws an allowance."),
        "bands_most": _(
            "Most households (%(households)s, %(percent)s%%) get %(low)s to %(high)s "
            "yuan per person."
        ),
        "equalised": _(
            "%(count)s places look as if the allowance was shared out evenly; most of "
            "all %(place)s: %(same)s of %(households)s households get the same amount "
            "per person (%(percent)s%%)."
        ),
        "equalised_none": _(
            "No place in which conspicuously many households get the same amount."
        ),
        "largest_none": _("Nobody is counted."),
        "largest": _("Most often: %(name)s (%(count)s, %(percent)s%%)."),
        "clocks_none": _("No time limit has ended in this time."),
        "clocks_good": _("All %(count)s time limits were met."),
        "clocks_worst": _("Worst met: %(name)s, %(count)s late (%(percent)s%%)."),
        "overdue_none": _("Nothing is overdue."),
        "overdue": _("%(all)s things are overdue, most of them: %(name)s (%(count)s)."),
        "complete_none": _("There are no volumes yet."),
        "complete_all": _("Nothing is missing in any of %(whole)s volumes."),
        "complete_some": _(
            "%(percent)s%% of the volumes are complete; %(lacking)s of %(whole)s lack "
            "%(papers)s papers."
        ),
        "coverage_none": _("Nobody here needs a qualification."),
        "coverage": _(
            "%(good)s of %(all)s people who handle archives are qualified "
            "(%(percent)s%%)."
        ),
        "across_none": _("The places lie close together: none stands out."),
        "across": _(
            "%(name)s stands out: %(value)s, where the middle of all is %(middle)s."
        ),
        "across_most": _("Most of all %(name)s: %(value)s."),
    }
