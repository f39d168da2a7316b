# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Samples of the acts of a case, for the tests of rights."""

from odoo.addons.dibao_archive.tests.rights_records import (
    VALUES,
    change_of,
    record_of,
    values_of,
)


def _case_of(test, village, user):
    return test.record("dibao.case", village)


@values_of("dibao.authorisation")
def _authorisation(test, village, user):
    person = test.env["dibao.person"].create(
        VALUES["dibao.person"](test, village, user)
    )
    return {"case_id": _case_of(test, village, user).id, "person_id": person.id}


@values_of("dibao.officer")
def _officer(test, village, user):
    return {"name": "示例干部", "unit": "示例镇", "division_id": village.id}


@values_of("dibao.officer.relative")
def _officer_relative(test, village, user):
    officer = test.env["dibao.officer"].create(_officer(test, village, user))
    return {
        "officer_id": officer.id,
        "name": "示例亲属",
        "relation_id": test.env["dibao.code"]._match("relation", "11"),
    }


@values_of("dibao.near.relative")
def _near_relative(test, village, user):
    officer = test.env["dibao.officer"].create(_officer(test, village, user))
    return {
        "case_id": _case_of(test, village, user).id,
        "officer_id": officer.id,
        "person_id": test.record("dibao.person", village).id,
        "relation_id": test.env["dibao.code"]._match("relation", "11"),
    }


@values_of("dibao.case.waiver")
def _waiver(test, village, user):
    kinds = test.env["dibao.document.kind"]
    return {
        "case_id": _case_of(test, village, user).id,
        "kind_id": kinds._by_code("HUKOU").id,
    }


@values_of("dibao.assist")
def _assist(test, village, user):
    return {
        "direction": "in",
        "division_id": village.id,
        "other_office": "示例省示例县民政局",
        "content": "示例：核对收入",
    }


@values_of("dibao.visit")
@values_of("dibao.verification")
@values_of("dibao.appraisal")
def _act(test, village, user):
    return {"case_id": _case_of(test, village, user).id}


@values_of("dibao.visit.photo")
def _photo(test, village, user):
    visits = test.env["dibao.visit"]
    visit = visits.create({"case_id": _case_of(test, village, user).id})
    return {"visit_id": visit.id, "name": "照片"}


@record_of("dibao.case.deadline")
def _deadline(test, village, user):
    return _case_of(test, village, user).deadline_ids[:1]


@record_of("dibao.notice")
def _notice(test, village, user):
    case = _case_of(test, village, user)
    return test.env["dibao.notice"]._post(case, "2026-01-05", "2026-01-12")


@values_of("dibao.objection")
def _objection(test, village, user):
    notice = _notice(test, village, user)
    notice.case_id._by_act({"stage": "notice"})
    return {"notice_id": notice.id, "content": "示例异议"}


@record_of("dibao.case.paper")
def _paper(test, village, user):
    return _case_of(test, village, user)._dibao_paper("F05")


change_of("dibao.case.deadline", household_id=False)
change_of("dibao.notice", place="村务公开栏")
change_of("dibao.case.paper", household_id=False)


@record_of("dibao.due")
def _due(test, village, user):
    household = test.record("dibao.household", village)
    return (
        test.env["dibao.due"]
        ._acting()
        .create(
            {
                "household_id": household.id,
                "division_id": village.id,
                "kind": "recheck",
                "fact_on": "2025-01-01",
                "due_on": "2026-01-01",
            }
        )
    )


change_of("dibao.due", household_id=False)


@values_of("dibao.case.extend")
def _extend(test, village, user):
    return {"case_id": _case_of(test, village, user).id, "reason": "cross_area"}


change_of("dibao.case.extend", reason="objection")


@values_of("dibao.public.question")
def _public_question(test, village, user):
    return {"mark": f"m{test.number()}", "until": "2026-01-01", "count": 1}


change_of("dibao.public.question", count=2)


@values_of("dibao.meeting")
def _meeting(test, village, user):
    return {"division_id": village.id}


@values_of("dibao.meeting.line")
def _meeting_line(test, village, user):
    meeting = test.record("dibao.meeting", village, user)
    return {"meeting_id": meeting.id, "case_id": _case_of(test, village, user).id}


change_of("dibao.meeting", place="县民政局会议室")
change_of("dibao.meeting.line", reason="示例原因")


@values_of("dibao.complaint")
def _complaint(test, village, user):
    return {"division_id": village.id, "content": "示例：咨询"}


@values_of("dibao.spot.check")
def _spot_check(test, village, user):
    return {"division_id": village.id}


@record_of("dibao.spot.check.line")
def _spot_check_line(test, village, user):
    check = test.env["dibao.spot.check"].create(_spot_check(test, village, user))
    lines = test.env["dibao.spot.check.line"]
    return (
        lines._acting()
        .create(
            {
                "check_id": check.id,
                "case_id": _case_of(test, village, user).id,
                "ground": "random",
            }
        )
        .with_env(lines.env)
    )


@values_of("dibao.declaration")
def _declaration(test, village, user):
    return {
        "household_id": test.record("dibao.household", village).id,
        "received_on": "2026-01-05",
        "happened_on": "2026-01-01",
        "content": "示例：开始打工",
    }


@values_of("dibao.job.offer")
def _job_offer(test, village, user):
    member = test.record("dibao.household.member", village)
    return {
        "household_id": member.household_id.id,
        "person_id": member.person_id.id,
        "work": "保洁",
    }


change_of("dibao.complaint", finding="示例")
change_of("dibao.spot.check", date_from="2026-01-01")
change_of("dibao.spot.check.line", note="示例")
change_of("dibao.declaration", content="示例：改正")
change_of("dibao.job.offer", work="门卫")
