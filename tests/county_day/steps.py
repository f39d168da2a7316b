# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Procedures as generators: each ``yield`` is the day (or working days) to wait for."""

import copy
from datetime import date, timedelta

import reckoning
from clock import working_day

#: What every application brings beside the forms that the office makes.
PROOFS = ("F01", "ID", "HUKOU", "INCOME")
NOTICE_DAYS = 7


def evidence(household):
    """Proofs of what the members are said to have."""
    people = household.means.people.values()
    if household.alone:
        people = [*people, *household.alone.people.values()]
    if any(one.grade for one in people):
        yield "DISABILITY"
    if any(one.ill for one in people):
        yield "ILLNESS"


def until_notice_ends(office):
    """The day after the last day of a notice that is posted today."""
    return working_day(office.today + timedelta(days=NOTICE_DAYS + 1))


# ---------------------------------------------------------------------- the township


def accepted(office, household, kind="application", proofs=PROOFS, **values):
    """Received with its papers and accepted on the day after."""
    case = office.receive(household, kind, **values)
    office.bring(household, kind, *proofs, *(evidence(household) if proofs else ()))
    yield 1
    office.act("clerk", household, case, "accept")
    return case


def investigated(office, household, case, check=True):
    """Begun in time; signed, visited and checked."""
    yield 2
    office.act("clerk", household, case, "investigate")
    asked = None
    if check:
        office.authorise(household, case)
        asked = office.ask_check(household, case)
    yield 2
    office.visit(household, case)
    if asked:
        office.checked(household, asked)


def posted(office, household, case):
    """In favour, and shown in the village until the notice has run its days."""
    yield 1
    office.act("reviewer", household, case, "opine_fits")
    office.act("reviewer", household, case, "post_notice")
    shown_only_what_may_be(office, household, case)
    yield until_notice_ends(office)


def shown_only_what_may_be(office, household, case):
    """Name, number of members, amount; the amount is that of the rules."""
    [row] = office.read(
        "dibao.notice",
        [("case_id", "=", case), ("taken_down_on", "=", False)],
        *("shown_count", "shown_amount"),
    )
    yuan = owed_by(office, household, case)
    assert f"{row['shown_amount']:.2f}" == f"{yuan:.2f}", (household.story, row, yuan)
    counted = [one for one in household.counting.people.values() if one.counted]
    assert row["shown_count"] == len(counted), (household.story, row)


def handed_up(office, household, case):
    office.act("clerk", household, case, "submit")
    yield 3


# ---------------------------------------------------------------------- the decision


def owed_by(office, household, case):
    """Yuan a month by the rules, for the days of the case."""
    [row] = office.read(
        "dibao.case", [("id", "=", case)], *("received_on", "opined_on")
    )
    applied = date.fromisoformat(row["received_on"])
    reckoned = date.fromisoformat(row["opined_on"])
    yuan = reckoning.allowance(household.counting, applied, reckoned)
    assert yuan is not None, household.story
    return yuan


def granted(office, household, case, died_on=None):
    """The ledger of the test takes the decision."""
    yuan = owed_by(office, household, case)
    [row] = office.read("dibao.case", [("id", "=", case)], "received_on")
    applied = date.fromisoformat(row["received_on"])
    household.decided = copy.deepcopy(household.counting), applied
    household.ledger.grant(office.today, yuan, died_on)


def confirmed(office, household, case, who=None):
    """Confirmed by whoever may at the place, and delivered to the household."""
    deciders = {"town": "chief.town"}
    who = who or deciders.get(household.township, "confirmer")
    office.act(who, household, case, "confirm")
    clerk = f"clerk.{household.township}"
    office.call(clerk, "dibao.case", "action_deliver", case)


def apply(office, household, proofs=PROOFS, **values):
    """An application from receipt to confirmation, without a hitch."""
    case = yield from accepted(office, household, proofs=proofs, **values)
    yield from investigated(office, household, case)
    yield from posted(office, household, case)
    yield from handed_up(office, household, case)
    confirmed(office, household, case)
    granted(office, household, case)
    return case


def change(
    office, household, kind, noticed, proofs=(), check=False, died_on=None, **values
):
    """A change of a running benefit, with the steps that the rules ask of its kind."""
    case = yield from accepted(office, household, kind, proofs, **values)
    yield from decided(office, household, case, kind, noticed, check, died_on)
    return case


def decided(office, household, case, kind, noticed, check=False, died_on=None):
    """From acceptance to what the decision makes of the benefit."""
    yield from investigated(office, household, case, check)
    if noticed:
        yield from posted(office, household, case)
    else:
        yield 1
        office.act("reviewer", household, case, "opine_fits")
    yield from handed_up(office, household, case)
    confirmed(office, household, case)
    if kind == "stop":
        household.ledger.stop(office.today)
    elif kind == "taper":
        household.ledger.taper(office.today)
    elif kind != "correction":
        granted(office, household, case, died_on)


def due(office, household, kind):
    """Take up what the night has found due for a household; returns the case."""
    clerk = f"clerk.{household.township}"
    rows = office.read(
        "dibao.due",
        [
            ("household_id", "=", household.id),
            ("kind", "=", kind),
            ("state", "=", "open"),
        ],
        "id",
        login=clerk,
    )
    assert len(rows) == 1, (household.story, kind, rows)
    action = office.call(clerk, "dibao.due", "action_cases", rows[0]["id"])
    [[_name, _in, [case]]] = action["domain"]
    household.cases.append(case)
    return case


def given_back(office, household, reason):
    """The household agrees in writing to give back what was paid too much."""
    yuan = office.treasury.too_much(household)
    if yuan <= 0:
        return
    made = office.make(
        "officer",
        "dibao.payment.recovery",
        household_id=household.id,
        reason=reason,
        amount=float(yuan),
        monthly=float(yuan),
        consent_on=f"{office.today}",
        signed_by="户主",
    )
    office.call("officer", "dibao.payment.recovery", "action_agree", made)
