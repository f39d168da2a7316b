# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import tagged

from odoo.addons.dibao_archive.tests import rights_common
from odoo.addons.dibao_archive.tests.rights_records import (
    change_of,
    record_of,
    values_of,
)


@values_of("dibao.case")
def _case(test, village, user):
    return {"household_id": test.record("dibao.household", village).id}


change_of("dibao.benefit", previous_id=False)
change_of("dibao.benefit.line", sequence=20)
change_of("dibao.benefit.member", sequence=20)


@record_of("dibao.benefit")
def _benefit(test, village, user):
    household = test.record("dibao.household", village)
    return test.env["dibao.benefit"]._draft(
        household,
        "2026-01-01",
        [{"amount": 100.0}],
        [{"person_id": test.record("dibao.person", village).id}],
    )


@record_of("dibao.benefit.line")
def _benefit_line(test, village, user):
    return _benefit(test, village, user).line_ids


@record_of("dibao.benefit.member")
def _benefit_member(test, village, user):
    return _benefit(test, village, user).member_ids


@tagged("post_install", "-at_install")
class TestRightsMatrix(rights_common.RightsCase):
    addon = "dibao_review"
