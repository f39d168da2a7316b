# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Columns, lines, checks and findings in the reader's language."""


def columns(env):
    """``{code: label}`` of the columns of the official tables."""
    return {
        "households": env._("Number of households"),
        "persons": env._("Number of persons"),
        "female": env._("Female"),
        "elderly": env._("Elderly"),
        "minor": env._("Minors"),
        "disabled": env._("Disabled"),
        "labour_able": env._("Able to work"),
        "labour_part": env._("Ability partly lost"),
        "labour_lost": env._("Ability fully lost"),
        "labour_none": env._("No ability (age)"),
        "cause_illness": env._("Illness"),
        "cause_disability": env._("Disability"),
        "cause_schooling": env._("Schooling"),
        "cause_disaster": env._("Disaster"),
        "cause_labour": env._("Lack of labour"),
        "cause_other": env._("Other cause"),
        "entry_households": env._("New households"),
        "entry_persons": env._("New persons"),
        "exit_households": env._("Households that left"),
        "exit_persons": env._("Persons who left"),
        "transfer_persons": env._("Moved here, net"),
        "year_spending": env._("Spending this year"),
        "year_allowance": env._("Basic allowance, year"),
        "year_price": env._("Price subsidy, year"),
        "year_age_supplement": env._("Supplement for age, year"),
        "year_other_supplement": env._("Other supplements, year"),
        "spending": env._("Spending of the month"),
        "allowance": env._("Basic allowance"),
        "price": env._("Price subsidy"),
        "age_supplement": env._("Supplement for age"),
        "other_supplement": env._("Other supplements"),
        "average": env._("Average per person"),
        "average_year": env._("Average per person and year"),
    }


def groups(env):
    """``{code: heading}`` over the columns of the county table."""
    return {
        "all": env._("On the roll"),
        "who": env._("Of them"),
        "labour": env._("Labour ability"),
        "cause": env._("Cause of hardship (several allowed)"),
        "moves": env._("Moves of the month"),
        "year": env._("Spending since January (yuan)"),
        "month": env._("Spending of the month (yuan)"),
    }


def scopes(env):
    """Urban, rural, both."""
    return {
        "both": env._("Urban and rural"),
        "urban": env._("Urban"),
        "rural": env._("Rural"),
    }


def layouts(env):
    """Names of the official tables."""
    return {
        "county": env._("Monthly county table"),
        "quarterly": env._("Quarterly form"),
        "yearbook": env._("Yearbook lines"),
    }


def units(env):
    """Unit of a line by its kind and measure."""
    return {
        "persons": env._("persons"),
        "households": env._("households"),
        "wan": env._("10 000 yuan"),
        "yuan": env._("yuan"),
    }


def rules(env):
    """What a check says: ``{rule: (sentence when it holds, when it does not)}``."""
    return {
        "parts": env._("%(column)s is the sum of its parts"),
        "covered": env._("%(column)s is not above the sum of the causes"),
        "within": env._("%(column)s is within the whole"),
        "total": env._("%(column)s of the total is the sum of the rows"),
        "moved": env._("%(column)s follows from last month, who came and who left"),
    }


def steps(env):
    """Steps between last month's table and this one's."""
    return {
        "last": env._("Last month, as published"),
        "corrected": env._("Learned since"),
        "came": env._("Came"),
        "left": env._("Left the roll"),
        "moved": env._("Moved here, net"),
        "unexplained": env._("Not explained"),
        "now": env._("This month"),
        "persons": env._("More or fewer persons"),
        "each": env._("Basic allowance per person"),
        **{
            part: columns(env)[part]
            for part in ("price", "age_supplement", "other_supplement")
        },
        **{f"came:{code}": label for code, label in reasons(env).items()},
        **{f"left:{code}": label for code, label in reasons(env).items()},
    }


def reasons(env):
    """Why somebody came or left."""
    return {
        "new": env._("New household"),
        "resumed": env._("Receives again"),
        "member": env._("Joined a household on the roll"),
        "died": env._("Died"),
        "left": env._("Left a household on the roll"),
        "taper_end": env._("End of the tapering"),
        "stopped": env._("Benefit ended"),
        "moved": env._("Moved or reclassified"),
    }


def headings(env):
    """Sheets and columns of the workbooks: ``{sheet or sheet.column: label}``."""
    return {
        "line": env._("Line"),
        "check": env._("Check"),
        "check_of": env._("Check: %s"),
        "rules": env._("Rules of the table"),
        "overview": env._("Overview"),
        "overview.label": env._("Figure"),
        "overview.now": env._("End of the period"),
        "overview.begin": env._("Before the period"),
        "overview.year": env._("A year before"),
        "findings": env._("What stands out"),
        "findings.title": env._("Subject"),
        "findings.sentence": env._("Finding"),
        "structure": env._("Structure"),
        "structure.label": env._("Class"),
        "structure.count": env._("Number of persons"),
        "structure.share": env._("Share (%)"),
        "structure.change": env._("Change in the period"),
        "places": env._("Places"),
        "places.label": env._("Place"),
        "places.households": env._("Number of households"),
        "places.persons": env._("Number of persons"),
        "places.change": env._("Change"),
        "places.came": env._("Came"),
        "places.left": env._("Left the roll"),
        "places.spending": env._("Spending (yuan)"),
        "places.average": env._("Average per person"),
        "visits": env._("Villages to visit"),
        "visits.place": env._("Village"),
        "visits.households": env._("Number of households"),
        "visits.reasons": env._("Why"),
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
    return {
        "trend_short": env._("Fewer than two months are frozen: no trend yet."),
        "trend_flat": env._("%(what)s: hardly changed since %(first)s (%(end)s now)."),
        "trend_up": env._(
            "%(what)s: %(percent)s%% more than in %(first)s (%(begin)s → %(end)s); "
            "the largest step, %(direction)s by %(step)s, was in %(month)s."
        ),
        "trend_down": env._(
            "%(what)s: %(percent)s%% fewer than in %(first)s (%(begin)s → %(end)s); "
            "the largest step, %(direction)s by %(step)s, was in %(month)s."
        ),
        "flows_none": env._("Nobody came and nobody left."),
        "flows_even": env._(
            "As many came as left (%(came)s); most moved in %(month)s.%(why)s"
        ),
        "flows_in": env._(
            "More came (%(came)s) than left (%(left)s); most moved in %(month)s "
            "(+%(month_came)s −%(month_left)s).%(why)s"
        ),
        "flows_out": env._(
            "More left (%(left)s) than came (%(came)s); most moved in %(month)s "
            "(+%(month_came)s −%(month_left)s).%(why)s"
        ),
        "spending_none": env._("No month of this year is frozen yet."),
        "spending_no_budget": env._(
            "No budget is entered for this year; at the present pace of %(pace)s yuan "
            "a month it ends at %(year)s yuan."
        ),
        "spending_short": env._(
            "At the present pace of %(pace)s yuan a month the budget is used up in "
            "month %(lasts)s; at the year's end %(gap)s yuan would be missing."
        ),
        "spending_even": env._(
            "The budget lasts: %(used)s%% are used, %(expected)s%% are expected by the "
            "year's end."
        ),
        "spending_left": env._(
            "Only %(expected)s%% of the budget are expected to be used by the year's "
            "end (%(used)s%% so far)."
        ),
        "bands_none": env._("No household draws an allowance."),
        "bands_most": env._(
            "Most households (%(households)s, %(percent)s%%) get %(low)s to %(high)s "
            "yuan per person."
        ),
        "equalised": env._(
            "%(count)s places look as if the allowance was shared out evenly; most of "
            "all %(place)s: %(same)s of %(households)s households get the same amount "
            "per person (%(percent)s%%)."
        ),
        "equalised_none": env._(
            "No place in which conspicuously many households get the same amount."
        ),
        "largest_none": env._("Nobody is counted."),
        "largest": env._("Most often: %(name)s (%(count)s, %(percent)s%%)."),
        "clocks_none": env._("No time limit has ended in this time."),
        "clocks_good": env._("All %(count)s time limits were met."),
        "clocks_worst": env._("Worst met: %(name)s, %(count)s late (%(percent)s%%)."),
        "overdue_none": env._("Nothing is overdue."),
        "overdue": env._(
            "%(all)s things are overdue, most of them: %(name)s (%(count)s)."
        ),
        "complete_none": env._("There are no volumes yet."),
        "complete_all": env._("Nothing is missing in any of %(whole)s volumes."),
        "complete_some": env._(
            "%(percent)s%% of the volumes are complete; %(lacking)s of %(whole)s lack "
            "%(papers)s papers."
        ),
        "coverage_none": env._("Nobody here needs a qualification."),
        "coverage": env._(
            "%(good)s of %(all)s people who handle archives are qualified "
            "(%(percent)s%%)."
        ),
        "coverage_worst": env._(
            "%(good)s of %(all)s people who handle archives are qualified "
            "(%(percent)s%%); most without a qualification: %(name)s (%(count)s)."
        ),
        "across_none": env._("The places lie close together: none stands out."),
        "across": env._(
            "%(name)s stands out: %(value)s, where the middle of all is %(middle)s."
        ),
        "across_most": env._("Most of all %(name)s: %(value)s."),
        "across_same": env._(
            "No place changed since the month before; most of all %(name)s: %(value)s."
        ),
        "across_changed": env._(
            "%(name)s changed most since the month before: %(change)s (%(percent)s%%), "
            "now %(value)s."
        ),
    }
