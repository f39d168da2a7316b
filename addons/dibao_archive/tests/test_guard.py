# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import tagged

from . import guard_common

ACT = "a button of the form; asks for the right to write first"
OPENS = "opens a list or form, which the user reads by his own rights"
WIZARD = "the button of a wizard, whose row is its user's alone"

SIGNS = "asks for what a step needs; the step checks person, role and duty"
PUBLIC = {
    "dibao.disposal": {
        "action_appraise": ACT,
        "action_approve": SIGNS,
        "action_cancel": SIGNS,
        "action_check_before": SIGNS,
        "action_close": ACT,
        "action_draw_sample": ACT,
        "action_execute": ACT,
        "action_freeze": ACT,
        "action_go_on": ACT,
        "action_refuse": SIGNS,
        "action_reopen": SIGNS,
        "action_sign_after": SIGNS,
        "action_withdraw": SIGNS,
    },
    "dibao.disposal.act": {"action_apply": WIZARD},
    "dibao.second.person": {
        "action_approve": SIGNS,
        "action_refuse": SIGNS,
        "action_open_record": OPENS,
    },
    "dibao.hold": {"action_keep": ACT, "action_lift": ACT},
    "dibao.hold.lift": {"action_apply": WIZARD},
    "dibao.certified.copy": {
        "action_download": OPENS,
        "action_revoke": ACT,
    },
    "dibao.copy.make": {"action_make": "needs the right to make copies; logged"},
    "dibao.ingest": {
        "action_download_result": OPENS,
        "action_open_files": OPENS,
        "action_run": ACT,
        "action_sort": OPENS,
    },
    "dibao.ingest.file": {
        "action_discard": ACT,
        "action_keep": ACT,
        "action_skip": OPENS,
        "dibao_page": "a page of what waits to be sorted: right to write, and logged",
    },
    "dibao.item.finder": {"action_find": WIZARD},
    "dibao.item.finder.line": {"action_open": OPENS},
    "dibao.original": {
        "action_evidence": OPENS,
        "action_make_copy": OPENS,
        "action_check_signature": ACT,
        "action_make_pdfa": ACT,
        "action_read_text": ACT,
        "dibao_page": "a page with a watermark: grant, purpose, limit, log",
    },
    "dibao.code.search.mixin": {"action_open_references": OPENS},
    "dibao.access.seal": {"action_verify": "checks the right to read; auditors only"},
    "dibao.division": {
        "action_change": OPENS,
        "action_open_children": OPENS,
    },
    "dibao.division.change": {"action_apply": WIZARD},
    "dibao.division.load": {"action_load": WIZARD},
    "dibao.duplicate": {
        "action_confirm": ACT,
        "action_dismiss": ACT,
        "action_moved": ACT,
    },
    "dibao.fonds": {"action_open_volumes": OPENS},
    "dibao.item": {"action_file": ACT, "action_open_source": OPENS},
    "dibao.item.correct": {"action_apply": WIZARD},
    "dibao.reference.retire": {"action_apply": WIZARD},
    "dibao.volume": {
        "action_prepare_transfer": "prepares a transfer by the user's own rights",
        "action_open_inspections": OPENS,
        "action_inspect": "prepares an inspection by the user's own rights",
        "action_appraise": "makes a draft list by the user's own rights",
        "action_open_holds": OPENS,
        "action_lend": OPENS,
        "action_move": OPENS,
        "action_open_loans": OPENS,
        "action_open_movements": OPENS,
        "action_file": ACT,
        "action_make_tasks": ACT,
        "action_open_items": OPENS,
    },
    "dibao.volume.file": {"action_apply": WIZARD},
    "dibao.volume.gap": {
        "action_make_tasks": "asks for the right to write the volumes first",
        "action_open_volume": OPENS,
    },
    "dibao.event": {"action_open_source": OPENS},
    "dibao.export": {"action_export": "masked, logged, by the user's own rights"},
    "dibao.household": {
        "action_open_events": OPENS,
        "action_open_items": OPENS,
        "action_open_members": OPENS,
        "action_open_volumes": OPENS,
    },
    "dibao.household.decision": {"action_apply": WIZARD},
    "dibao.household.member": {"action_open": OPENS},
    "dibao.fixity": {"action_check_all": ACT},
    "dibao.fixity.finding": {"action_check_again": ACT},
    "dibao.inspection": {
        "action_override": OPENS,
        "action_run": "asks for the right to write and the duty first",
        "action_workbook": "an address, where the right to read is asked for",
    },
    "dibao.inspection.override": {"action_apply": WIZARD},
    "dibao.inspection.result": {
        "action_fail": "asks for the right to write the inspection, and the duty",
        "action_pass": "asks for the right to write the inspection, and the duty",
    },
    "dibao.storage.monitor": {"action_look": "measures again; nothing else changes"},
    "dibao.transfer": {
        "action_approve": "asks for the right, the duty and a second person first",
        "action_cancel": ACT,
        "action_close": ACT,
        "action_download": "an address, where the right is asked for",
        "action_hand_over": ACT,
        "action_inspect": ACT,
        "action_pack": ACT,
        "action_take_over": ACT,
    },
    "dibao.job": {
        "action_fetch": OPENS,
        "action_cancel": "the owner's button: others do not read the job",
        "action_resume": "the owner's button: others do not read the job",
    },
    "dibao.key": {
        "action_destroy": "the security officer's button, checked in it",
        "action_rotate": "the security officer's button, checked in it",
    },
    "dibao.ledger.import": {
        "action_back": ACT,
        "action_cancel": ACT,
        "action_check": ACT,
        "action_download_result": OPENS,
        "action_import": ACT,
        "action_open_findings": OPENS,
        "action_recognise": ACT,
        "action_resume": ACT,
        "action_save_mapping": ACT,
    },
    "dibao.filing.stamp": {"action_stamp": WIZARD},
    "dibao.label.print": {"action_print": WIZARD},
    "dibao.loan": {
        "action_approve": "another person's button: role and duty are checked in it",
        "action_cancel": ACT,
        "action_extend": "the approver's button, checked in it",
        "action_hand_out": ACT,
        "action_refuse": "the approver's button, checked in it",
        "action_request": ACT,
        "action_scan_back": ACT,
        "action_scan_out": ACT,
        "action_take_back": ACT,
    },
    "dibao.location": {"action_open_volumes": OPENS, "action_scan": OPENS},
    "dibao.member.add": {"action_apply": WIZARD},
    "dibao.member.end": {"action_apply": WIZARD},
    "dibao.person": {"action_open_household": OPENS},
    "dibao.policy.in.force": {"action_open": OPENS},
    "dibao.policy.in.force.line": {"action_set_here": OPENS},
    "dibao.policy.in.force.step": {"action_open_rule": OPENS},
    "dibao.provision": {
        "action_approve": "another person's button: role and duty are checked in it",
        "action_download": ACT,
        "action_refuse": "another person's button, checked in it",
        "action_request": ACT,
    },
    "dibao.account.report": {
        "action_make": "the security officer's button, checked in it",
        "action_settle": ACT,
    },
    "dibao.consent": {"action_withdraw": ACT},
    "dibao.emergency": {
        "action_justified": "the auditor's button, checked in it",
        "action_unjustified": "the auditor's button, checked in it",
    },
    "dibao.emergency.ask": {"action_open": "role, reason, limit, log, auditor first"},
    "dibao.emergency.view": {"action_end": WIZARD},
    "dibao.emergency.line": {
        "dibao_reveal": "the door to a clear value: open, own, limit, log"
    },
    "dibao.impact": {"action_approve": "asks for the right and a second person first"},
    "dibao.incident": {
        "action_close": ACT,
        "action_contain": ACT,
        "action_tell_authority": ACT,
        "action_tell_persons": ACT,
    },
    "dibao.pi.request": {
        "action_accept": ACT,
        "action_answer": ACT,
        "action_lift_restriction": "another confirmer's button, checked in it",
        "action_refuse": ACT,
        "action_restrict": "the county confirmer's button, checked in it",
    },
    "dibao.posture": {
        "action_apply": "the security officer's button, checked in it",
        "action_look": WIZARD,
        "action_open": "asks for the right to the check first",
    },
    "dibao.processing": {"action_end": ACT, "action_start": ACT},
    "dibao.rule.change": {"action_apply": WIZARD},
    "dibao.scan": {"action_apply": WIZARD},
    "dibao.sealed.mixin": {
        "dibao_reveal": "the one door to a clear value: right, purpose, limit, log"
    },
    "dibao.stocktaking": {
        "action_close": ACT,
        "action_compare": ACT,
        "action_recount": ACT,
        "action_scan": ACT,
        "action_start": ACT,
    },
    "dibao.stocktaking.line": {
        "action_found_later": ACT,
        "action_lost": ACT,
        "action_put_back": ACT,
        "action_put_right": ACT,
    },
    "dibao.use.register": {"action_list": WIZARD, "action_print": WIZARD},
    "dibao.view.grant": {"action_revoke": "asks for the right to write the loan"},
    "ir.actions.report": {
        "get_wkhtmltopdf_state": "tells whether the machine can print; public before"
    },
}


@tagged("post_install", "-at_install")
class TestGuard(guard_common.GuardCase):
    addon = "dibao_archive"
    public = PUBLIC
    public_routes = {
        ("certified_copy.py", "verify"): "the check of a copy; tells nothing personal",
        ("password.py", "dibao_password"): "asks that the old password was right",
    }
    context_keys = {
        "dibao_revision_batch": "holds an object that no request can send",
        "dibao_archive_act": "holds an object that no request can send",
        "dibao_weasyprint": "which engine draws the paper",
        "hierarchical_naming": "how much of its path the name of a place shows",
        "short_place": "the same, in a column of a list",
    }
