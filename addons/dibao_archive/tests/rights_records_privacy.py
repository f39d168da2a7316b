# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Minimal records of the registers of privacy and security, see ``rights_records``."""

from .rights_records import change_of, record_of, values_of


@values_of("dibao.processing")
def _processing(test, village, user):
    return {
        "code": f"T{test.number()}",
        "name": "示例活动",
        "purpose": "x",
        "legal_basis": "x",
        "person_categories": "x",
        "data_fields": "x",
        "retention_rule": "x",
        "office": "x",
        "division_id": village.id,
    }


@values_of("dibao.impact")
def _impact(test, village, user):
    activity = test.shared("dibao.processing", village)
    return {"name": "x", "processing_id": activity.id}


@values_of("dibao.incident")
def _incident(test, village, user):
    return {"name": "x", "division_id": village.id}


@values_of("dibao.consent")
def _consent(test, village, user):
    return {"person_id": test.shared("dibao.person", village).id, "scope": "x"}


@values_of("dibao.pi.request")
def _pi_request(test, village, user):
    person = test.shared("dibao.person", village)
    return {"person_id": person.id, "kind": "look", "wish": "x"}


@record_of("dibao.emergency")
def _emergency(test, village, user):
    home = test.shared("dibao.household", village)
    rows = test.env["dibao.emergency"]._acting()
    vals = {"number": f"J{test.number()}", "household_ref": home.id, "reason": "x"}
    return rows.create(vals).with_env(test.env)


@values_of("dibao.emergency.ask")
def _emergency_ask(test, village, user):
    return {"household_number": "x", "reason": "x"}


@record_of("dibao.emergency.view")
def _emergency_view(test, village, user):
    home = test.shared("dibao.household", village)
    views = test.env["dibao.emergency.view"].with_user(user).sudo()
    return views.create({"household_id": home.id})


@record_of("dibao.emergency.line")
def _emergency_line(test, village, user):
    view = _emergency_view(test, village, user)
    lines = test.env["dibao.emergency.line"].with_user(user).sudo()
    return lines.create({"view_id": view.id})


@record_of("dibao.account.report")
def _account_report(test, village, user):
    return test.env["dibao.account.report"]._make()


@record_of("dibao.account.line")
def _account_line(test, village, user):
    report = test.shared("dibao.account.report", village)
    lines = test.env["dibao.account.line"]._acting()
    vals = {"report_id": report.id, "reason": "idle"}
    return lines.create(vals).with_env(test.env)


@values_of("dibao.login.lock")
def _login_lock(test, village, user):
    number = 2**30 + test.number()
    return {"user_ref": number, "failures": 1, "last_on": "2026-01-01"}


@values_of("dibao.posture")
def _posture(test, village, user):
    return {}


@values_of("dibao.posture.line")
def _posture_line(test, village, user):
    return {"posture_id": test.record("dibao.posture", village, user).id}


change_of("dibao.processing", note="x")
change_of("dibao.impact", necessity="x")
change_of("dibao.incident", causes="x")
change_of("dibao.consent", withdraw_note="x")
change_of("dibao.pi.request", answer="x")
change_of("dibao.emergency", review_note="x")
change_of("dibao.emergency.ask", reference="x")
change_of("dibao.emergency.view", emergency_ref=7)
change_of("dibao.emergency.line", member_id=False)
change_of("dibao.account.report", note="x")
change_of("dibao.account.line", roles="x")
change_of("dibao.login.lock", failures=2)
change_of("dibao.posture", line_ids=[])
change_of("dibao.posture.line", found="x")
