# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import tagged

from odoo.addons.dibao_archive.tests import guard_common

from . import guard_duty

OPENS = "opens a list or a form, which the user reads by his own rights"
OWN = "acts on the caller's own seat alone, which is looked up by his user"
ASKS = "opens a wizard; what it does asks for the right"
WIZARD = "the wizard belongs to one user; the records it writes ask for the right"
ACT = "a button of the form; the write behind it asks for the right"


@tagged("post_install", "-at_install")
class TestGuardCode(guard_common.GuardCase):
    addon = "dibao_training"
    public = {
        "dibao.staff": {
            "action_open_credits": OPENS,
            "action_open_promise": OPENS,
            "action_promise": ASKS,
        },
        "dibao.staff.promise": {"action_file": WIZARD},
        "dibao.staff.report": {"action_print": WIZARD},
        "dibao.training.correction": {"action_correct": WIZARD},
        "dibao.session.register": {
            "action_propose": WIZARD,
            "action_register": WIZARD,
        },
        "dibao.session.point": {"action_add": WIZARD},
        "dibao.session.sheet": {"action_apply": WIZARD, "action_read": WIZARD},
        "dibao.my.training": {"action_open": "one's own page, made for the caller"},
        "dibao.my.training.line": {
            "action_book": OWN,
            "action_complete": ASKS,
            "action_give_up": OWN,
            "action_join": OWN,
            "action_leave": OWN,
        },
        "dibao.self.study": {
            "action_complete": "books the own hours, of a course of the own office",
        },
        "dibao.staff.import": {
            "action_check": ACT,
            "action_import": ACT,
            "action_template": "an empty table, without any record in it",
        },
        "dibao.training.board": {
            "dibao_board": "figures of the caller's area, read by his own rights",
        },
        "dibao.training.credit": {"action_correct": ASKS, "action_file_paper": ASKS},
        "dibao.training.credit.paper": {"action_file": WIZARD},
        "dibao.training.expert": {"action_open_courses": OPENS},
        "dibao.training.plan": {
            "action_approve": ACT,
            "action_close": ACT,
            "action_file_assessment": ACT,
            "action_file_staff_list": ACT,
            "action_open_courses": OPENS,
            "action_reopen": ACT,
        },
        "dibao.training.course": {
            "action_cancel": ACT,
            "action_hold": ACT,
            "action_open_sessions": OPENS,
            "action_plan": ACT,
            "action_view_credits": OPENS,
        },
        "dibao.training.year": {
            "action_certificate": "prints rows that the user may read, by his rights",
            "action_open_credits": OPENS,
        },
        "event.event": {
            "action_dibao_answers": OPENS,
            "action_dibao_cancel": ACT,
            "action_dibao_close": ACT,
            "action_dibao_credits": OPENS,
            "action_dibao_file_minutes": ACT,
            "action_dibao_point": ASKS,
            "action_dibao_print_sheet": "prints the sheet of a session, by his rights",
            "action_dibao_register": ASKS,
            "action_dibao_scan_sheet": ASKS,
            "action_dibao_seats": OPENS,
        },
        **guard_duty.PUBLIC,
    }
    unchecked = guard_duty.UNCHECKED
    public_routes = guard_duty.ROUTES
