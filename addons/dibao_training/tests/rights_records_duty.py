# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Sample records of exams, certificates and duties for the matrix of rights."""

from odoo.addons.dibao_archive.tests.rights_records import (
    change_of,
    record_of,
    values_of,
)


def _employee(test, village, user=None):
    # of the program's own user there is one already
    user = user if user and user != test.env.user else None
    employees = test.env["hr.employee"]
    values = {
        "name": "示例乙",
        "dibao_division_id": village.id,
        "user_id": user and user.id,
    }
    known = user and employees.search([("user_id", "=", user.id)])
    if not known:
        return employees.create(values)
    known.dibao_division_id = village
    return known


@values_of("dibao.training.certificate.kind")
def _kind(test, village, user):
    topics = test.env["dibao.training.topic"].search([], limit=1)
    return {"name": f"Kind {test.number()}", "topic_ids": [(6, 0, topics.ids)]}


@values_of("dibao.training.question")
def _question(test, village, user):
    topic = test.env["dibao.training.topic"].search([], limit=1)
    return {
        "topic_id": topic.id,
        "text": f"x{test.number()}?",
        "options": "*a\nb",
        "source": "x",
    }


@record_of("dibao.training.exam")
def _exam(test, village, user):
    kind = test.env.ref("dibao_training.certificate_kind_archive")
    return test.env["dibao.training.exam"]._draw_up(kind, village)


@record_of("dibao.training.attempt")
def _attempt(test, village, user):
    exam = test.record("dibao.training.exam", village)
    return test.env["dibao.training.attempt"].create(
        {
            "exam_id": exam.id,
            "employee_id": _employee(test, village).id,
            "user_id": user.id,
            "division_id": village.id,
            "ends_at": "2026-01-01 00:00:00",
            "state": "failed",
        }
    )


@record_of("dibao.training.certificate")
def _certificate(test, village, user):
    return (
        test.env["dibao.training.certificate"]
        ._acting()
        .create(
            {
                "kind_id": test.env.ref("dibao_training.certificate_kind_archive").id,
                "employee_id": _employee(test, village, user).id,
                "issued_on": "2026-01-01",
                "valid_from": "2026-01-01",
            }
        )
    )


@values_of("dibao.duty.requirement")
def _requirement(test, village, user):
    return {
        "duty_id": test.env.ref("dibao_training.duty_file").id,
        "division_id": village.id,
        "legal_basis": "x",
        "valid_from": f"{2100 + test.number()}-01-01",
        "valid_to": f"{2100 + test.number()}-01-01",
    }


@values_of("dibao.duty.leave")
def _leave(test, village, user):
    return {
        "employee_id": _employee(test, village).id,
        "duty_id": test.env.ref("dibao_training.duty_file").id,
        "date_from": "2026-01-01",
        "date_to": "2026-01-02",
        "reason": "x",
    }


@values_of("dibao.duty.deputy")
def _deputy(test, village, user):
    return {
        "employee_id": _employee(test, village).id,
        "deputy_id": _employee(test, village, _somebody(test, village)).id,
    }


def _somebody(test, village):
    return test.env["res.users"].create(
        {
            "name": "x",
            "login": f"somebody{test.number()}",
            "dibao_division_ids": [(6, 0, village.ids)],
        }
    )


@record_of("dibao.duty.standing")
def _standing(test, village, user):
    somebody = _somebody(test, village)
    somebody.group_ids += test.env.ref("dibao_archive.group_archivist")
    employee = _employee(test, village, somebody)
    return test.env["dibao.duty.standing"].search(
        [("employee_id", "=", employee.id)], limit=1
    )


@record_of("dibao.duty.handover")
def _handover(test, village, user):
    return test.env["dibao.duty.handover"].create(
        {
            "day": "2026-01-01",
            "to_user_id": user.id,
            "division_id": village.id,
            "res_model": "dibao.loan",
            "res_id": 1,
        }
    )


@record_of("dibao.duty.alert")
def _alert(test, village, user):
    duty = test.env["dibao.duty"].create({"code": f"y{test.number()}", "name": "y"})
    return test.env["dibao.duty.alert"].create(
        {"division_id": village.id, "duty_id": duty.id, "state": "nobody"}
    )


@values_of("dibao.duty")
def _duty(test, village, user):
    return {"code": f"x{test.number()}", "name": "x"}


@values_of("dibao.duty.need")
def _need(test, village, user):
    return {"duty_id": test.env.ref("dibao_training.duty_file").id}


@values_of("dibao.duty.need.line")
def _need_line(test, village, user):
    return {"need_id": test.record("dibao.duty.need", village, user).id}


@values_of("dibao.duty.need.session")
def _need_session(test, village, user):
    return {"need_id": test.record("dibao.duty.need", village, user).id}


@values_of("dibao.training.certificate.enter")
def _enter(test, village, user):
    return {
        "kind_id": test.env.ref("dibao_training.certificate_kind_archive").id,
        "issuer": "x",
        "issued_on": "2026-01-01",
        "scan": "eA==",
    }


change_of("dibao.training.certificate", reason="x")
change_of("dibao.training.certificate.kind", sequence=3)
change_of("dibao.duty.leave", reason="y")
change_of("dibao.duty.requirement", note="y")
change_of("dibao.duty", sequence=3)
change_of("dibao.duty.alert", able_count=1)
change_of("dibao.training.attempt", score=1.0)
change_of("dibao.training.exam", minutes=1)
change_of("dibao.duty.need", promise_missing=True)
change_of("dibao.duty.need.line", missing=True)
change_of("dibao.duty.need.session", name="y")
change_of("dibao.duty.handover", day="2026-01-02")
