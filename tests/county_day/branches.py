# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the night finds, what households report, and what the county does for all."""

import re
from datetime import date, timedelta
from decimal import Decimal

import reckoning
import requests
import steps

#: First month at the new standard, and the days on which the county looks for it.
NEW_MONTH = date(2024, 8, 1)
LOOKS = (date(2024, 7, 22), date(2024, 8, 19), date(2024, 9, 16), date(2024, 10, 14))
CHANGE, LINE = "dibao.standard.change", "dibao.standard.change.line"
#: Why a household may have to wait for a case of its own.
WAITS = {"death", "later", "changed"}


# ---------------------------------------------------------------- found by the night


def refused_jobs(office, people, place, day):
    """Three suitable offers refused: that person's share alone is stopped (art. 34)."""
    household = office.register("refused jobs", *place, people)
    yield from steps.apply(office, household)
    clerk, name = f"clerk.{household.township}", people[0][0]
    yield day
    for number in range(3):
        office.make(
            *(clerk, "dibao.job.offer"),
            household_id=household.id,
            person_id=household.persons[name],
            offered_on=f"{office.today}",
            offered_by="就业服务中心",
            work=f"保洁岗位{number + 1}",
            outcome="refused",
            reason="不愿前往",
        )
        yield 8
    office.night()
    case = steps.due(office, household, "refused")
    office.bring(household, "reduction", "INCOME")
    yield 1
    office.act("clerk", household, case, "accept")
    yield from steps.investigated(office, household, case, check=False)
    action = office.call(clerk, "dibao.case", "action_reckon", case)
    [judged] = office.read(
        "dibao.assessment.member",
        [
            ("assessment_id", "=", action["res_id"]),
            ("person_id", "=", household.persons[name]),
        ],
        "id",
        login=clerk,
    )
    office.write(clerk, "dibao.assessment.member", judged["id"], is_stopped=True)
    office.call(clerk, "dibao.assessment", "action_reckon", action["res_id"])
    household.means.people[name].stopped = True
    yield 1
    office.act("reviewer", household, case, "opine_fits")
    yield from steps.handed_up(office, household, case)
    steps.confirmed(office, household, case)
    steps.granted(office, household, case)


def looked_at(office, people, place, kind, day, **values):
    """Came of age, or ended studies: the household is looked at again."""
    household = office.register(kind, *place, people, **values)
    yield from steps.apply(office, household)
    yield day
    office.night()
    if kind == "graduated":
        office.declare(household, people[-1][0], "wage", 700)
    case = steps.due(office, household, kind)
    yield 1
    office.act("clerk", household, case, "accept")
    yield from steps.decided(
        office, household, case, "reverification", False, check=True
    )


def aged(office, people, place, day, kind="rural"):
    """Reached the age from which the county pays more (art. 27)."""
    household = office.register("aged", *place, people, kind)
    yield from steps.apply(office, household)
    yield day
    office.night()
    case = steps.due(office, household, "aged")
    office.bring(household, "increase", "INCOME")
    yield 1
    office.act("clerk", household, case, "accept")
    yield from steps.decided(office, household, case, "increase", True)


def declared(office, people, place, before, after, day):
    """The household itself reports a lower income; it waits among the due acts."""
    household = office.register("declared", *place, people)
    income = office.declare(household, people[0][0], "wage", before)
    yield from steps.apply(office, household)
    yield day
    clerk = f"clerk.{household.township}"
    told = office.make(
        *(clerk, "dibao.declaration"),
        household_id=household.id,
        happened_on=f"{office.today - timedelta(days=20)}",
        content="工时减少，工资降低。",
    )
    office.change_income(household, income, after)
    office.night()
    rows = office.read(
        "dibao.due",
        [("household_id", "=", household.id), ("kind", "=", "declared")],
        "id",
        login=clerk,
    )
    said = office.refused(clerk, "dibao.due", "action_cases", rows[0]["id"])
    assert "as what it is dealt with" in said, said
    office.write(clerk, "dibao.declaration", told, case_kind="increase")
    case = steps.due(office, household, "declared")
    [row] = office.read("dibao.declaration", [("id", "=", told)], "state", "case_id")
    assert (row["state"], row["case_id"][0]) == ("case", case), row
    office.bring(household, "increase", "INCOME")
    yield 1
    office.act("clerk", household, case, "accept")
    yield from steps.decided(office, household, case, "increase", True)


# ---------------------------------------------------------------- for all of the county


def new_standard(office):
    """Thought about beforehand, found by the night, carried out in one act."""
    for number, day in enumerate(LOOKS):
        yield day
        if not number:
            think_about(office)
        office.night()
        waiting = [("state", "=", "draft")]
        for row in office.read(CHANGE, waiting, "month", login="officer"):
            assert row["month"] == f"{NEW_MONTH}", row
            carry_out(office, row["id"])
    changes = office.read(CHANGE, [], "state", "item_id")
    assert changes and all(row["state"] == "done" for row in changes), changes
    assert all(row["item_id"] for row in changes), changes


def think_about(office):
    """What if: the officer asks before the standard is carried out."""
    before = office.read("dibao.benefit", [("state", "=", "in_force")], "amount")
    made = office.make(
        *("officer", "dibao.what.if"),
        name="提高农村标准",
        division_id=office.told["places"]["990101000000"],
        day=f"{office.today}",
        standard_rural=720,
    )
    office.call("officer", "dibao.what.if", "action_reckon", made)
    [row] = office.read(
        "dibao.what.if",
        [("id", "=", made)],
        *("state", "gaining", "losing", "leaving", "cost_more"),
        login="officer",
    )
    assert row["state"] == "done" and row["gaining"] and row["cost_more"] > 0, row
    assert not row["losing"] and not row["leaving"], row
    # Nobody's benefit is touched by thinking about it.
    assert before == office.read(
        "dibao.benefit", [("state", "=", "in_force")], "amount"
    )


def carry_out(office, change):
    office.call("officer", CHANGE, "action_list", change)
    office.work()
    said = office.refused("officer", CHANGE, "action_decide", change)
    assert said, change
    office.call("director", CHANGE, "action_decide", change)
    office.work()
    [row] = office.read(CHANGE, [("id", "=", change)], "state", "job_message")
    assert row["state"] == "done", row
    known = {one.id: one for one in office.households}
    lines = office.read(
        LINE,
        [("change_id", "=", change)],
        *("household_id", "amount_before", "amount_after", "state", "problem"),
        login="officer",
    )
    assert lines
    for line in lines:
        household = known[line["household_id"][0]]
        if line["state"] == "held":
            assert line["problem"] in WAITS, (household.story, line)
            continue
        yuan = household.ledger.versions[-1][2]
        assert f"{line['amount_before']:.2f}" == f"{yuan:.2f}", (household.story, line)
        yuan = at_the_new_standard(household)
        assert f"{line['amount_after']:.2f}" == f"{yuan:.2f}", (household.story, line)
        household.ledger.raised(NEW_MONTH, yuan)


def at_the_new_standard(household):
    """By the rules, for who and what was decided upon last."""
    means, applied_on = household.decided
    return reckoning.allowance(means, applied_on, NEW_MONTH)


# ---------------------------------------------------------------- without a login


def asked_in_public(office, household, case, word):
    """The applicant asks how far the case is; nobody else learns anything."""
    [row] = office.read("dibao.case", [("id", "=", case)], "number")
    numbers = [
        one.value
        for one in office.mint.canaries
        if one.kind == "id_number" and one.owner == household.owner
    ]
    [number] = numbers
    right = _ask(office, row["number"], number[-4:])
    assert word in right, right[-1500:]
    assert household.owner not in right and number not in right
    wrong = "000X" if number[-4:] != "000X" else "1111"
    nobody = _ask(office, "C2024-999999", number[-4:])
    assert _told(_ask(office, row["number"], wrong)) == _told(nobody)
    assert _told(right) != _told(nobody)


def _ask(office, number, four):
    with requests.Session() as session:
        url = f"{office.base}/dibao/case"
        page = session.get(url, timeout=60).text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1)
        values = {"csrf_token": token, "number": number, "last_four": four}
        answer = session.post(url, data=values, timeout=60)
        assert answer.ok, answer.status_code
        return answer.text


def _told(page):
    """What the page says of the case, without what differs each time."""
    return re.search(r'<section class="told.*?</section>', page, re.S).group(0)


def asked(office, people, place, kind="rural"):
    """Applies, and asks on line on the way; others who ask learn nothing."""
    household = office.register("asks on line", *place, people, kind)
    case = yield from steps.accepted(office, household)
    asked_in_public(office, household, case, "已受理")
    yield from steps.investigated(office, household, case)
    yield from steps.posted(office, household, case)
    yield from steps.handed_up(office, household, case)
    steps.confirmed(office, household, case)
    steps.granted(office, household, case)
    yield 1
    asked_in_public(office, household, case, "已审核确认")


# ---------------------------------------------------------------- in the run


def corrections(office):
    """A payment is corrected by a line of its own, and the mistake taken back."""
    for day, yuan in ((date(2024, 5, 6), 30), (date(2024, 6, 6), -30)):
        yield day
        office.treasury.to_correct.append(("平一", Decimal(yuan)))


def corrected_in_the_run(treasury, run, wanted):
    """Puts what waits into the run that is being prepared."""
    office = treasury.office
    while wanted:
        owner, yuan = wanted.pop()
        [household] = [one for one in office.households if one.owner == owner]
        paid = office.read(
            "dibao.payment.line",
            [
                ("household_id", "=", household.id),
                ("run_id", "!=", run),
                ("kind", "=", "regular"),
                ("state", "=", "paid"),
            ],
            "id",
            login="officer",
            order="id desc",
            limit=1,
        )
        made = office.make(
            *("officer", "dibao.payment.correct"),
            line_id=paid[0]["id"],
            amount=float(yuan),
            reason="更正",
        )
        office.call("officer", "dibao.payment.correct", "action_correct", made)
