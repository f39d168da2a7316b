# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import tagged

from odoo.addons.dibao_archive.tests import rights_common
from odoo.addons.dibao_archive.tests.rights_records import (
    change_of,
    record_of,
    values_of,
)

from . import rights_records_duty  # noqa: F401 - registers the records of its models


@values_of("dibao.training.topic")
def _topic(test, village, user):
    return {"name": f"Topic {test.number()}"}


@values_of("dibao.training.course")
def _course(test, village, user):
    return {"name": "x", "division_id": village.id}


@values_of("dibao.training.credit")
def _credit(test, village, user):
    employee = test.env["hr.employee"].create(
        {"name": "示例甲", "dibao_division_id": village.id}
    )
    return {
        "employee_id": employee.id,
        "division_id": village.id,
        "subject": "x",
        "date": "2026-01-01",
        "hours": 1.0,
        "evidence": "x",
    }


@record_of("dibao.training.year")
def _year(test, village, user):
    credit = test.record("dibao.training.credit", village)
    return test.env["dibao.training.year"].search(
        [("employee_id", "=", credit.employee_id.id)], limit=1
    )


def _staff_of(test, village):
    return test.shared("dibao.staff", village).id


def _session_of(test, village, user):
    """A session of a course that the user of the wizard may read."""
    course = test.shared("dibao.training.course", village)
    key = "session", village.id
    if key not in test.common:
        test.common[key] = test.env["event.event"].create(
            {
                "name": "x",
                "date_begin": "2026-01-05 01:00:00",
                "date_end": "2026-01-05 09:00:00",
                "dibao_course_id": course.id,
            }
        )
    return test.common[key].id


@values_of("dibao.staff")
def _staff(test, village, user):
    return {"name": f"示例{test.number()}", "division_id": village.id}


@values_of("dibao.staff.post")
def _post(test, village, user):
    return {
        "staff_id": test.record("dibao.staff", village).id,
        "division_id": village.id,
        "date_from": "2025-01-01",
    }


@values_of("dibao.staff.title")
def _title(test, village, user):
    return {
        "staff_id": test.record("dibao.staff", village).id,
        "level": "2",
        "awarded_on": "2025-01-01",
    }


@record_of("dibao.staff.structure")
def _structure(test, village, user):
    post = test.record("dibao.staff.post", village)
    test.env.flush_all()
    return test.env["dibao.staff.structure"].search(
        [("staff_id", "=", post.staff_id.id)], limit=1
    )


@values_of("dibao.training.expert")
def _expert(test, village, user):
    return {"name": "示例专家", "division_id": village.id}


@values_of("dibao.training.plan")
def _plan(test, village, user):
    return {"division_id": village.id, "year": 2000 + test.number() % 199}


@values_of("dibao.training.plan.target")
def _target(test, village, user):
    return {"plan_id": test.record("dibao.training.plan", village).id}


@values_of("dibao.training.material")
def _material(test, village, user):
    return {
        "course_id": test.shared("dibao.training.course", village).id,
        "name": "x",
        "kind": "link",
        "url": "https://example.org/x",
    }


@record_of("dibao.training.tally")
def _tally(test, village, user):
    credit = test.record("dibao.training.credit", village)
    return test.env["dibao.training.tally"].search(
        [("employee_id", "=", credit.employee_id.id)], limit=1
    )


@values_of("dibao.staff.promise")
def _promise(test, village, user):
    return {"staff_id": _staff_of(test, village)}


@values_of("dibao.training.correction")
def _correction(test, village, user):
    credit = test.shared("dibao.training.credit", village)
    return {"credit_id": credit.id, "reason": "x"}


@values_of("dibao.training.credit.paper")
def _credit_paper(test, village, user):
    return {"credit_id": test.shared("dibao.training.credit", village).id}


@values_of("dibao.session.register", "dibao.session.sheet")
def _session(test, village, user):
    return {"event_id": _session_of(test, village, user)}


@values_of("dibao.session.point")
def _point(test, village, user):
    return {"event_id": _session_of(test, village, user), "summary": "x"}


@values_of("dibao.staff.report")
def _staff_report(test, village, user):
    return {"division_id": village.id}


@values_of("dibao.my.training")
def _my_training(test, village, user):
    return {}


@record_of("dibao.my.training.line")
def _my_line(test, village, user):
    page = test.env["dibao.my.training"].with_user(user).sudo().create({})
    line = test.env["dibao.my.training.line"].with_user(user).sudo()
    return line.create({"page_id": page.id, "kind": "credit", "name": "x"})


@values_of("dibao.self.study")
def _self_study(test, village, user):
    return {"course_ref": 1}


@values_of("dibao.staff.import")
def _import(test, village, user):
    return {"division_id": village.id, "file_name": "x.csv"}


@record_of("dibao.staff.import.finding")
def _finding(test, village, user):
    ledger = test.shared("dibao.staff.import", village)
    return test.env["dibao.staff.import.finding"].create(
        {"import_id": ledger.id, "row": 2, "column": "name", "code": "missing"}
    )


change_of("dibao.my.training", year="2026")
change_of("dibao.my.training.line", name="y")
change_of("dibao.self.study", file_name="y")
change_of("dibao.staff.import", file_name="y")
change_of("dibao.staff.import.finding", value="y")
change_of("dibao.training.course", legal_basis="x")
change_of("dibao.training.credit", hours=2.0)
change_of("dibao.training.tally", hours=2.0)
change_of("dibao.training.plan", aim="x")
change_of("dibao.staff", note="x")
change_of("dibao.training.correction", reason="y")
change_of("dibao.training.credit.paper", file_name="y")
change_of("dibao.staff.report", year="2025")
change_of("dibao.staff.promise", file_name="x")
change_of("dibao.session.register", staff_ids=[])
change_of("dibao.session.sheet", file_name="x")


@tagged("post_install", "-at_install")
class TestRightsMatrix(rights_common.RightsCase):
    addon = "dibao_training"
