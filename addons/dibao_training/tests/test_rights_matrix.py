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


change_of("dibao.training.course", lecturer="x")
change_of("dibao.training.credit", hours=2.0)


@tagged("post_install", "-at_install")
class TestRightsMatrix(rights_common.RightsCase):
    addon = "dibao_training"
