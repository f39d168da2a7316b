# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import tagged

from odoo.addons.dibao_archive.tests import guard_common

ACT = "an act of the procedure: role, stage and second person are checked in it"


@tagged("post_install", "-at_install")
class TestGuardCode(guard_common.GuardCase):
    addon = "dibao_review"
    public = {
        "dibao.case": {
            "action_accept": ACT,
            "action_confirm": ACT,
            "action_end": ACT,
            "action_investigate": ACT,
            "action_post_notice": ACT,
            "action_refuse": ACT,
            "action_send_back": ACT,
        },
        "dibao.household": {
            "action_view_cases": "opens a list, which the user reads by his own rights",
            "action_new_case": "opens an empty form, saved by the right to create",
            "action_reckon": "asks for the right to write household and means test",
            "action_view_benefits": "opens a list, read by the reader's own rights",
        },
        "dibao.assessment": {"action_reckon": "asks for the right to write"},
    }
    context_keys = {
        "dibao_case_act": "an object of the process, which no request can hold"
    }
    unchecked = {
        ("dibao_case_acts.py", "action_confirm"): "_decide checks the act first",
    }
