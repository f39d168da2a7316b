# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What of exams, certificates and duties anybody may call, and why."""

ACT = "a button of the form; the write behind it asks for the right"
LIST = "opens a list, which the user reads by his rights"
PUBLIC = {
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
    "dibao.duty.need.session": {
        "action_book": "books the own seat, in sessions open to the own office",
    },
}
UNCHECKED = {
    (
        "dibao_training_certificate_enter.py",
        "action_hand_in",
    ): "`_holder` refuses whom the user may not hand in for; policies are read",
    (
        "survey.py",
        "survey_get_certification",
    ): "the certificate of whoever asks, found by the own user",
}
ROUTES = {
    (
        "certificate.py",
        "verify",
    ): "who has the paper asks whether it holds; nothing personal is told",
}
