# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import tagged

from odoo.addons.dibao_archive.tests import guard_common

ACT = "an act of the procedure: role, stage and second person are checked in it"

OFFICE = "a step of a record of the office: role, right and state are checked in it"

STEP = "a step of a payment: role, right and state are checked in it"


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
            "action_request_papers": ACT,
            "action_decline": ACT,
            "action_opine_fits": ACT,
            "action_opine_fails": ACT,
            "action_appraise": ACT,
            "action_submit": ACT,
            "action_reopen": ACT,
            "action_withdraw": ACT,
            "action_deliver": ACT,
            "action_reckon": ACT,
            "action_extend": "opens a form whose act checks role and limit",
            "action_add_objection": "opens a form, saved by the right to create",
            "action_list_signers": "creates lines by the right of whoever does it",
            "action_new_visit": "opens a form, saved by the right to create",
            "action_new_check": "opens a form, saved by the right to create",
            "action_new_appraisal": "opens a form, saved by the right to create",
        },
        "dibao.payment.run": {
            "action_approve": STEP,
            "action_compute": STEP,
            "action_export": STEP,
            "action_lock": STEP,
            "action_return": STEP,
            "action_withdraw": STEP,
            "action_lines": "opens a list, which the user reads by his own rights",
            "action_differences": "opens a list, read by the user's own rights",
            "action_findings": "opens a list, which the user reads by his own rights",
        },
        "dibao.payment.line": {
            "action_correct": "opens an empty form, for roles that may correct",
            "action_reissue": STEP,
            "action_stop": STEP,
        },
        "dibao.payment.finding": {"action_explain": STEP, "action_stop": STEP},
        "dibao.payment.recovery": {"action_agree": STEP, "action_cancel": STEP},
        "dibao.payment.export": {"action_make": STEP},
        "dibao.payment.correct": {"action_correct": STEP},
        "dibao.bank.file": {
            "action_download": "checks role and run; the route logs and checks again"
        },
        "dibao.bank.return": {"action_apply": STEP, "action_read": STEP},
        "dibao.case.extend": {"action_extend": ACT},
        "dibao.monthly.moves": {
            "action_print": "prints rows that the user reads by his own rights",
            "action_workbook": "names rows that the user reads by his own rights",
        },
        "dibao.due": {
            "action_open_cases": "asks for the right to create cases",
            "action_cases": "the same, and shows them",
        },
        "dibao.case.act.mixin": {"action_done": ACT},
        "dibao.assist": {"action_open": ACT, "action_answer": ACT},
        "dibao.case.waiver": {"action_ask_after_all": ACT},
        "dibao.case.paper": {
            "action_print_again": "prints anew what stands in a form; no new content",
            "action_open_item": "opens a record that the user reads by his rights",
        },
        "dibao.objection": {"action_uphold": ACT, "action_dismiss": ACT},
        "dibao.verification": {"action_request": ACT, "action_check_again": ACT},
        "dibao.complaint": {
            "action_check": ACT,
            "action_settle": ACT,
            "action_answer": ACT,
        },
        "dibao.spot.check": {
            "action_draw": "a step: state and right are checked; the seed is no choice",
            "action_prove": "asks for the right to read, and writes nothing",
            "action_done": "a step: state and right are checked",
        },
        "dibao.declaration": {
            "action_open_case": "asks for the right to create cases",
            "action_changes_nothing": "a step: state and right are checked",
        },
        "dibao.standard.change": {
            "action_list": OFFICE,
            "action_decide": OFFICE,
            "action_go_on": OFFICE,
            "action_cancel": OFFICE,
            "action_lines": "opens the lines, read by their own rights",
        },
        "dibao.standard.change.line": {
            "action_open_case": "creates a case by the right to create one",
        },
        "dibao.meeting": {
            "action_take_waiting": "a step of preparing: state and right are checked",
            "action_decide": ACT,
            "action_cancel": "a step of preparing: state and right are checked",
            "action_cases": "opens a list, which the user reads by his own rights",
        },
        "dibao.household": {
            "action_view_cases": "opens a list, which the user reads by his own rights",
            "action_new_case": "opens an empty form, saved by the right to create",
            "action_reckon": "asks for the right to write household and means test",
            "action_view_benefits": "opens a list, read by the reader's own rights",
        },
        "dibao.assessment": {"action_reckon": "asks for the right to write"},
        "dibao.exchange.source": {
            "action_alerts": "opens a list, which the user reads by his own rights",
            "action_batches": "opens a list, which the user reads by his own rights",
        },
        "dibao.exchange.batch": {
            "action_alerts": "opens a list, which the user reads by his own rights",
            "action_cancel": "asks for the right to write, and for the step",
            "action_findings": "opens a list, which the user reads by his own rights",
            "action_read": "asks for the right to write, and for the step",
            "action_result": "a link; the route asks for the right and logs",
            "action_resume": "asks for the right to write, and for the step",
            "action_rows": "opens a list, which the user reads by his own rights",
            "dibao_receive": "asks for the right to create; logged",
        },
        "dibao.exchange.feedback": {
            "action_make": "by the right to create; what leaves is on record",
        },
        "dibao.alert.rule": {
            "action_alerts": "opens a list, which the user reads by his own rights",
        },
        "dibao.alert": {
            "action_close": "checks role and state, opens a form that checks again",
            "action_household": "opens a record that the user reads by his rights",
            "action_open_case": "checks role and state; by the right to create cases",
            "action_reopen": "checks role and state",
            "action_take": "checks role and state; by the right to write",
        },
        "dibao.alert.work": {
            "action_close": "as for each alert",
            "action_open": "opens a list, which the user reads by his own rights",
            "action_open_case": "as for each alert",
            "action_take": "as for each alert",
        },
        "dibao.alert.close": {"action_close": "checks role and state of each alert"},
        "dibao.outreach": {
            "action_applied": "asks for the right to write, and for the state",
            "action_declined": "asks for the right to write, and for the state",
            "action_not_eligible": "asks for the right to write, and for the state",
            "action_not_found": "asks for the right to write, and for the state",
        },
        "dibao.monthly.freeze": {"action_freeze": OFFICE},
        "dibao.monthly.fact": {
            "action_open_household": "opens a record that the user reads by his rights"
        },
        "dibao.statistics": {
            "dashboard": "asks for the role and the place; small cells by role",
            "official_table": "asks for the role and the place; small cells by role",
            "official_cell": "asks for the right to read the facts of the place",
        },
        "dibao.analysis": {
            "action_make": "asks for the right to write",
            "action_print": "prints what the user reads by his rights",
            "action_book": "a link; the route asks for the right",
        },
        "dibao.disclosure": {
            "action_prepare": OFFICE,
            "action_send_back": OFFICE,
            "action_publish": OFFICE,
            "action_withdraw": OFFICE,
            "action_open_page": "a link to a page that is public",
        },
        "dibao.extract": {
            "action_check": OFFICE,
            "action_request": OFFICE,
            "action_approve": OFFICE,
            "action_refuse": OFFICE,
            "action_download": "role and state; the route checks again and logs",
        },
        "dibao.share": {
            "status": "for accounts with an entitlement in force; limited and logged",
            "decisions": "for accounts with an entitlement in force; logged",
        },
        "dibao.share.entitlement": {"action_approve": OFFICE, "action_end": OFFICE},
        "dibao.cross.identity": {
            "action_replace": "asks for the right to read and the security officer"
        },
        "dibao.cross.partner": {"action_confirm": OFFICE, "action_end": OFFICE},
        "dibao.cross.run": {
            "action_request": OFFICE,
            "action_approve": OFFICE,
            "action_refuse": OFFICE,
            "action_cancel": OFFICE,
            "action_close": OFFICE,
            "action_download": "role and state; the route checks again and logs",
            "action_take": "opens a form that checks role and right",
            "action_open_leads": "opens a list, read by the user's own rights",
        },
        "dibao.cross.take": {"action_take": "role, and the right to read the partner"},
        "dibao.cross.lead": {
            "action_moved": OFFICE,
            "action_ours": OFFICE,
            "action_theirs": OFFICE,
            "action_wrong": OFFICE,
            "action_open_case": "opens an empty form, saved by the right to create",
            "action_open_alert": "opens the alert's form, read by the right to read",
        },
        "dibao.what.if": {
            "action_reckon": "asks for the right to write the what-if",
            "action_view_changes": "opens a list, read by the reader's own rights",
            "action_view_results": "opens sums, read by the reader's own rights",
        },
    }
    context_keys = {
        "dibao_file_later": "forms are filed with their pages, minutes later",
        "dibao_filing": "an object of the process, which no request can hold",
    }
    public_routes = {
        ("disclosure.py", "counties"): "counties with something two persons published",
        ("disclosure.py", "place"): "figures two persons published, small cells hidden",
        ("disclosure.py", "file"): "the same figures as open data",
        ("public.py", "case"): "state of a case by number and digits; nothing personal",
        ("public.py", "notices"): "villages with notices that are public by the rule",
        ("public.py", "village"): "notices that are public by the rule of the place",
    }
    unchecked = {
        ("dibao_share.py", "decisions"): "looks for the account's entitlement first",
        ("dibao_case_paper.py", "action_print_again"): "looks at the right to read",
    }
