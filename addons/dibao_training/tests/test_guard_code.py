# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import tagged

from odoo.addons.dibao_archive.tests import guard_common

ACT = "a button of the form; the write behind it asks for the right"

LIST = "opens a list, which the user reads by his rights"


@tagged("post_install", "-at_install")
class TestGuardCode(guard_common.GuardCase):
    addon = "dibao_training"
    public = {
        "dibao.training.course": {
            "action_cancel": ACT,
            "action_hold": ACT,
            "action_plan": ACT,
            "action_view_credits": "opens a list, which the user reads by his rights",
        },
        "dibao.training.certificate.kind": {
            "action_draw_up": "asks for the right to write the kind",
            "action_take_exam": "sits the own exam, where one is set",
            "action_hand_in": "opens the form to hand in a certificate",
            "action_certificates": LIST,
        },
        "dibao.training.exam": {"action_attempts": LIST},
        "dibao.training.attempt": {
            "action_go_on": "opens the own sitting again, nobody else's",
        },
        "dibao.training.certificate": {
            "action_verify": "asks for the role, and for a second person",
            "action_refuse": "asks for the role, and for a second person",
            "action_revoke": "asks for the role and the right to write",
            "action_open_file": "opens the scan, which its route gives by rights",
            "action_print": "prints what the user may read",
        },
        "dibao.training.certificate.enter": {
            "action_hand_in": "takes in the own certificates, a coordinator's staff's",
        },
        "dibao.duty.requirement": {
            "action_enforce": ACT,
            "action_adopt": ACT,
        },
        "dibao.duty.leave": {"action_withdraw": ACT},
        "dibao.duty.need.line": {
            "action_take_exam": "sits the own exam, where one is set",
            "action_hand_in": "opens the form to hand in a certificate",
        },
    }
    unchecked = {
        (
            "dibao_training_certificate_enter.py",
            "action_hand_in",
        ): "`_holder` refuses whom the user may not hand in for; policies are read",
        (
            "survey.py",
            "survey_get_certification",
        ): "the certificate of whoever asks, found by the own user",
    }
    public_routes = {
        (
            "certificate.py",
            "verify",
        ): "who has the paper asks whether it holds; nothing personal is told",
    }
