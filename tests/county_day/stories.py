# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What can happen to a household, each story from its first day to its last."""

from datetime import timedelta

import reckoning
import steps


def plain(office, people, place, incomes=(), kind="rural", **values):
    """Applies, and receives to the end."""
    household = office.register("plain", *place, people, kind, **values)
    for name, source, yuan, *period in incomes:
        office.declare(household, name, source, yuan, *period)
    yield from steps.apply(office, household)


def by_proxy(office, people, place):
    """The village committee applies for somebody who cannot (57号 art. 6)."""
    household = office.register("by proxy", *place, people)
    proofs = (*steps.PROOFS, "F03")
    yield from steps.apply(office, household, proofs, proxy_name="东一村村民委员会")


def one_time_notice(office, people, place):
    """Papers are missing: all told at once, accepted when they are there (art. 10)."""
    household = office.register("one-time notice", *place, people)
    case = office.receive(household)
    office.bring(household, "application", "F01")
    yield 1
    office.act("clerk", household, case, "request_papers")
    yield 3
    brought = ("ID", "HUKOU", "INCOME", *steps.evidence(household))
    office.bring(household, "application", *brought)
    office.act("clerk", household, case, "accept")
    yield from steps.decided(office, household, case, "application", True, check=True)


def cross_area(office, people, place):
    """Members registered elsewhere: the limit is extended for that (2022 notice)."""
    household = office.register("cross-area", *place, people)
    case = yield from steps.accepted(office, household)
    extend(office, household, case, "cross_area")
    yield from steps.decided(office, household, case, "application", True, check=True)


def hard_to_find_out(office, people, place):
    """A hard investigation takes more than thirty working days, and may."""
    household = office.register("extension", *place, people)
    case = yield from steps.accepted(office, household)
    yield 2
    office.act("clerk", household, case, "investigate")
    extend(office, household, case, "hard_investigation")
    office.authorise(household, case)
    asked = office.ask_check(household, case)
    yield 3
    office.checked(household, asked)
    yield 18
    office.visit(household, case)
    yield from steps.posted(office, household, case)
    yield from steps.handed_up(office, household, case)
    steps.confirmed(office, household, case)
    steps.granted(office, household, case)


def extend(office, household, case, reason):
    """The reviewer takes longer, for a reason that the rules list; once."""
    reviewer = f"reviewer.{household.township}"
    wizard = office.make(reviewer, "dibao.case.extend", case_id=case, reason=reason)
    office.call(reviewer, "dibao.case.extend", "action_extend", wizard)
    office.refused(reviewer, "dibao.case.extend", "action_extend", wizard)


def alone(office, people, place, ground, income=0):
    """One member alone, on a ground of art. 8; the household itself is not entitled."""
    household = office.register(f"alone: {ground}", *place, people)
    first, second = people[0][0], people[1][0]
    if income:
        office.declare(household, first, "wage", income)
    person = household.means.people[second]
    household.alone = reckoning.Means(
        {second: reckoning.Person(person.born, person.grade, person.ill)}
    )
    case = yield from steps.accepted(
        *(office, household),
        by_single=ground,
        single_person_id=household.persons[second],
    )
    yield 2
    office.act("clerk", household, case, "investigate")
    office.authorise(household, case)
    asked = office.ask_check(household, case)
    yield 2
    office.visit(household, case)
    office.checked(household, asked)
    clerk = f"clerk.{household.township}"
    # person and ground go from the case into the means test by themselves
    office.call(clerk, "dibao.case", "action_reckon", case)
    yield from steps.posted(office, household, case)
    yield from steps.handed_up(office, household, case)
    steps.confirmed(office, household, case)
    steps.granted(office, household, case)


# ---------------------------------------------------------------------- no grant


def refused(office, people, place, wage=2400):
    """Income above the standard: refused in writing, and told in time (art. 21)."""
    household = office.register("refused", *place, people)
    office.declare(household, people[0][0], "wage", wage)
    case = yield from steps.accepted(office, household)
    yield from steps.investigated(office, household, case)
    yield 1
    clerk, reviewer = (f"{who}.{household.township}" for who in ("clerk", "reviewer"))
    told = office.refused(reviewer, "dibao.case", "action_opine_fits", case)
    assert "means test" in told, told
    reason = "家庭月人均收入高于低保标准。"
    office.act("reviewer", household, case, "opine_fails", reason)
    office.act("clerk", household, case, "submit")
    yield 2
    office.refused("confirmer", "dibao.case", "action_confirm", case)
    office.act("confirmer", household, case, "refuse", reason)
    yield 2
    office.call(clerk, "dibao.case", "action_deliver", case)


def declined(office, people, place):
    """Registered in another county: not accepted, with the reason in writing."""
    household = office.register("declined", *place, people)
    case = office.receive(household)
    office.bring(household, "application", "F01")
    yield 2
    office.refused(f"clerk.{household.township}", "dibao.case", "action_decline", case)
    reason = "户籍地在外县，应向户籍所在地申请。"
    office.act("clerk", household, case, "decline", reason)


def withdrawn(office, people, place):
    """Taken back in writing while it is investigated."""
    household = office.register("withdrawn", *place, people)
    case = yield from steps.accepted(office, household)
    yield 2
    office.act("clerk", household, case, "investigate")
    yield 4
    office.act("clerk", household, case, "withdraw", "申请人书面撤回申请。")


def ended(office, people, place):
    """No cooperation without a reason: the procedure ends (art. 29)."""
    household = office.register("ended", *place, people)
    case = yield from steps.accepted(office, household)
    yield 3
    office.act("clerk", household, case, "investigate")
    yield 10
    office.act("reviewer", household, case, "end", "无正当理由拒绝配合调查。")


# ---------------------------------------------------------------------- the long way


def objected(office, people, place):
    """An unfounded objection; the county visits itself, then confirms (art. 19, 20)."""
    household = office.register("objected", *place, people)
    office.declare(household, people[0][0], "transfer", 200)
    case = yield from steps.accepted(office, household)
    yield from steps.investigated(office, household, case)
    objection = yield from object_to(office, household, case)
    clerk = f"clerk.{household.township}"
    told = office.refused(clerk, "dibao.case", "action_submit", case)
    assert "objection" in told, told
    office.write(clerk, "dibao.objection", objection, answer="经查，车辆属他人。")
    office.call(clerk, "dibao.objection", "action_dismiss", objection)
    office.act("clerk", household, case, "submit")
    yield 2
    told = office.refused("confirmer", "dibao.case", "action_confirm", case)
    assert "visits" in told, told
    office.visit(household, case, county=True)
    steps.confirmed(office, household, case, "director")
    steps.granted(office, household, case)


def object_to(office, household, case):
    """Posted and objected to; goes on after the days of the notice."""
    yield 1
    office.act("reviewer", household, case, "opine_fits")
    office.act("reviewer", household, case, "post_notice")
    ends = steps.until_notice_ends(office)
    yield 2
    [notice] = office.read("dibao.notice", [("case_id", "=", case)], "id")
    clerk = f"clerk.{household.township}"
    objection = office.make(
        clerk, "dibao.objection", notice_id=notice["id"], content="称其子女有车。"
    )
    yield ends
    return objection


def appraised(office, people, place):
    """A founded objection: the village appraises, and a second notice runs."""
    household = office.register("appraised", *place, people)
    case = yield from steps.accepted(office, household)
    yield from steps.investigated(office, household, case)
    objection = yield from object_to(office, household, case)
    clerk = f"clerk.{household.township}"
    office.write(clerk, "dibao.objection", objection, answer="须经民主评议。")
    office.call(clerk, "dibao.objection", "action_uphold", objection)
    [row] = office.read("dibao.case", [("id", "=", case)], "stage")
    assert row["stage"] == "appraisal", row
    office.refused(clerk, "dibao.case", "action_submit", case)
    yield 3
    reviewer = f"reviewer.{household.township}"
    told = office.refused(reviewer, "dibao.case", "action_opine_fits", case)
    assert "minutes" in told, told
    appraisal = office.make(
        clerk,
        "dibao.appraisal",
        case_id=case,
        place="村委会",
        chair="村主任",
        staff_count=1,
        committee_count=3,
        representative_count=11,
        called_count=16,
        votes_for=12,
        votes_against=2,
        abstentions=1,
        minutes="经评议，该户情况属实。",
    )
    office.call(clerk, "dibao.appraisal", "action_done", appraisal)
    yield from steps.posted(office, household, case)
    yield from steps.handed_up(office, household, case)
    office.visit(household, case, county=True)
    steps.confirmed(office, household, case)
    steps.granted(office, household, case)


def sent_back(office, people, place):
    """The county sends it back, the township begins anew, with a notice of its own."""
    household = office.register("sent back", *place, people)
    case = yield from steps.accepted(office, household)
    yield from steps.investigated(office, household, case)
    yield from steps.posted(office, household, case)
    yield from steps.handed_up(office, household, case)
    office.refused("officer", "dibao.case", "action_send_back", case)
    office.act("officer", household, case, "send_back", "收入材料不全，请补充调查。")
    yield 2
    office.visit(household, case)
    yield from steps.posted(office, household, case)
    yield from steps.handed_up(office, household, case)
    steps.confirmed(office, household, case)
    steps.granted(office, household, case)


def of_committee(office, people, place):
    """A member sits on the village committee: found by itself (art. 11, 20)."""
    number = office.mint.id_number(people[1][0], f"{people[1][1]:%Y%m%d}")
    people[1][3]["id_number"] = number
    household = office.register("of the committee", *place, people)
    office.make(
        "officer",
        "dibao.officer",
        name=people[1][0],
        kind="committee",
        id_number=number,
        unit="东二村村民委员会",
        division_id=office.told["places"][place[1]],
    )
    case = yield from steps.accepted(office, household)
    [relative] = office.read("dibao.near.relative", [("case_id", "=", case)], "origin")
    assert relative["origin"] == "matched"
    clerk = f"clerk.{household.township}"
    office.call(clerk, "dibao.near.relative", "action_done", relative["id"])
    yield from steps.investigated(office, household, case)
    yield from steps.posted(office, household, case)
    yield from steps.handed_up(office, household, case)
    told = office.refused("confirmer", "dibao.case", "action_confirm", case)
    assert "visits" in told, told
    office.visit(household, case, county=True)
    steps.confirmed(office, household, case, "director")
    steps.granted(office, household, case)


def of_the_clerk(office, people, place):
    """The clerk's own father: declared, and the clerk is locked out of the case."""
    household = office.register("of the clerk", *place, people)
    clerk, reviewer = (f"{who}.{household.township}" for who in ("clerk", "reviewer"))
    officer = office.make(
        "officer",
        "dibao.officer",
        name="经办人",
        user_id=office.told["users"][clerk],
        unit="东山镇人民政府",
        division_id=office.told["places"][place[1]],
    )
    case = office.receive(household)
    office.bring(household, "application", *steps.PROOFS)
    relative = office.make(
        reviewer,
        "dibao.near.relative",
        case_id=case,
        officer_id=officer,
        person_id=household.persons[people[0][0]],
        relation_id=office.told["codes"]["relation"]["51"],
    )
    office.call(reviewer, "dibao.near.relative", "action_done", relative)
    yield 1
    told = office.refused(clerk, "dibao.case", "action_accept", case)
    assert "near relative" in told, told
    with office.standing_in(clerk, reviewer):
        office.act(reviewer, household, case, "accept")
        yield from steps.investigated(office, household, case)
        yield from steps.posted(office, household, case)
        yield from steps.handed_up(office, household, case)
        office.visit(household, case, county=True)
        steps.confirmed(office, household, case, "director")
    steps.granted(office, household, case)


# ---------------------------------------------------------------------- members


def born_into(office, people, place, day):
    """A child is born: it counts from the decision on."""
    household = office.register("child born", *place, people)
    yield from steps.apply(office, household)
    yield day
    name = f"{people[0][0]}子"
    birth = office.today - timedelta(days=20)
    clerk = f"clerk.{household.township}"
    values = office.member(name, birth, "21", date_from=f"{birth}")
    office.make(clerk, "dibao.household.member", household_id=household.id, **values)
    household.means.people[name] = reckoning.Person(birth)
    office.look_at_members(household)
    yield from steps.change(
        *(office, household, "member_change", True, ("HUKOU",)),
        member_event="added",
        happened_on=f"{birth}",
    )


def left(office, people, place, day):
    """Somebody marries out: the others are reckoned without her."""
    household = office.register("member left", *place, people)
    yield from steps.apply(office, household)
    yield day
    gone = people[-1][0]
    end_membership(office, household, gone, "marriage", date_to=f"{office.today}")
    yield from steps.change(
        *(office, household, "member_change", True, ("HUKOU",)),
        member_event="removed",
        happened_on=f"{office.today}",
    )


def end_membership(office, household, name, reason, **values):
    clerk = f"clerk.{household.township}"
    wizard = office.make(
        clerk,
        "dibao.member.end",
        member_id=household.members[name],
        end_reason=reason,
        **values,
    )
    office.call(clerk, "dibao.member.end", "action_apply", wizard)
    del household.means.people[name]
    office.look_at_members(household)


def died(office, people, place, day):
    """A member dies: found by the night, changed in time, the rest given back."""
    household = office.register("member died", *place, people)
    yield from steps.apply(office, household)
    yield day
    died_on = office.today
    end_membership(office, household, people[-1][0], "death", death_date=f"{died_on}")
    yield from steps.change(
        *(office, household, "member_change", True, ("HUKOU",)),
        member_event="died",
        died_on=died_on,
        happened_on=f"{died_on}",
    )
    yield 12
    steps.given_back(office, household, "成员死亡后多发")


def head_died(office, people, place, day):
    """The head dies: the volume closes, the new head's continues it."""
    household = office.register("head died", *place, people)
    old, new = people[0][0], people[1][0]
    yield from steps.apply(office, household)
    yield day
    died_on = office.today
    end_membership(
        *(office, household, old, "death"),
        death_date=f"{died_on}",
        new_head_id=household.members[new],
    )
    household.owner = new
    office.write(
        f"clerk.{household.township}",
        "dibao.household",
        household.id,
        account_number=office.mint.account(new),
        account_holder_id=household.persons[new],
    )
    yield from steps.change(
        *(office, household, "member_change", True, ("HUKOU",)),
        member_event="head_died",
        died_on=died_on,
        happened_on=f"{died_on}",
    )
    volumes = office.read(
        "dibao.volume",
        [("household_id", "=", household.id)],
        *("closed_on", "previous_id"),
        order="id",
    )
    assert len(volumes) == 2, volumes
    assert volumes[0]["closed_on"], volumes
    assert volumes[1]["previous_id"][0] == volumes[0]["id"], volumes
    yield 12
    steps.given_back(office, household, "成员死亡后多发")


def other_head(office, people, place, day):
    """Another member becomes the head; nothing else changes."""
    household = office.register("another head", *place, people)
    old, new = people[0][0], people[1][0]
    yield from steps.apply(office, household)
    yield day
    clerk = f"clerk.{household.township}"
    relations = office.told["codes"]["relation"]
    for name, code in ((old, "10"), (new, "02")):
        office.write(
            *(clerk, "dibao.household.member", household.members[name]),
            relation_id=relations[code],
        )
    yield from steps.change(
        *(office, household, "member_change", True, ("HUKOU",)),
        member_event="head_changed",
    )


# ---------------------------------------------------------------------- amounts


def changed(office, people, place, kind, before, after, day):
    """The income falls or rises, and stays below the standard (art. 32)."""
    household = office.register(kind, *place, people)
    income = office.declare(household, people[0][0], "wage", before)
    yield from steps.apply(office, household)
    yield day
    office.change_income(household, income, after)
    yield from steps.change(office, household, kind, kind == "increase", ("INCOME",))


def stopped(office, people, place, day, resumed=None):
    """Above the standard later on: stopped; perhaps entitled again one day."""
    story = "stopped" if resumed is None else "resumed"
    household = office.register(story, *place, people)
    yield from steps.apply(office, household)
    yield day
    yield from steps.change(
        *(office, household, "stop", False), reason="家庭收入已高于标准。"
    )
    if resumed:
        yield resumed
        office.told_state(household, "stopped")
        yield from steps.change(
            *(office, household, "resume", False, ("INCOME",)), check=True
        )


def tapered(office, people, place, day):
    """Found work: tapers off for the months of the place, then stops (2022 notice)."""
    household = office.register("tapered", *place, people)
    yield from steps.apply(office, household)
    yield day
    yield from steps.change(
        *(office, household, "taper", False),
        taper_cause="work",
        happened_on=f"{office.today}",
    )
    last = reckoning.shift(office.today.replace(day=1), reckoning.TAPER_MONTHS)
    yield last + timedelta(days=1)
    case = steps.due(office, household, "taper_end")
    office.write(f"clerk.{household.township}", "dibao.case", case, reason="渐退期满。")
    yield 1
    office.act("clerk", household, case, "accept")
    yield from steps.decided(office, household, case, "stop", False)


def corrected(office, people, place, day):
    """A particular was wrong: put right by a case, without touching the amount."""
    household = office.register("corrected", *place, people)
    yield from steps.apply(office, household)
    yield day
    office.write(
        f"clerk.{household.township}",
        "dibao.household",
        household.id,
        living_address="示例路更正99号",
    )
    yield from steps.change(
        *(office, household, "correction", False), reason="住址登记有误。"
    )


def unsteady(office, people, place):
    """Able to work: looked at again after six months (art. 31)."""
    household = office.register("unsteady", *place, people, recheck_class="unstable")
    income = office.declare(household, people[0][0], "wage", 500)
    yield from steps.apply(office, household)
    # The list tells a month before the last day.
    yield office.today + timedelta(days=160)
    office.change_income(household, income, 560)
    case = steps.due(office, household, "recheck")
    yield 1
    office.act("clerk", household, case, "accept")
    yield from steps.decided(
        office, household, case, "reverification", False, check=True
    )
    # Where the decision counts from its own month, that month is paid already.
    steps.given_back(office, household, "复核后当月多发")


def reverified(office, village, day, least):
    """The batch of a village: all that are due within a month (art. 31).

    :param least: as many at the least; who was decided on since is not due yet
    """
    yield day
    place = office.told["places"][village[1]]
    clerk = f"clerk.{village[0]}"
    domain = [("kind", "=", "recheck"), ("state", "=", "open")]
    rows = office.read(
        *("dibao.due", [*domain, ("division_id", "=", place)], "household_id"),
        login=clerk,
    )
    ids = [row["id"] for row in rows]
    action = office.call(clerk, "dibao.due", "action_cases", ids)
    cases = office.read("dibao.case", action["domain"], "household_id", "stage")
    assert len(cases) == len(rows) >= least, (cases, rows)
    known = {one.id: one for one in office.households}
    yield 1
    stories = []
    for row in cases:
        household = known[row["household_id"][0]]
        household.cases.append(row["id"])
        office.act("clerk", household, row["id"], "accept")
        stories.append((household, row["id"]))
    for household, case in stories:
        office.tell(
            steps.decided(office, household, case, "reverification", False, check=True),
            office.today,
        )
