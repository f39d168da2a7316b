# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Minimal records of custody and use, see ``rights_records``."""

from odoo.fields import Command

from .rights_records import change_of, record_of, values_of


@values_of("dibao.location")
def _location(test, village, user):
    return {"kind": "room", "code": f"R{test.number()}", "division_id": village.id}


def _box(test, village):
    room = test.shared("dibao.location", village)
    return test.env["dibao.location"].create(
        {
            "kind": "box",
            "code": f"B{test.number()}",
            "parent_id": room.id,
            "division_id": village.id,
        }
    )


@record_of("dibao.movement")
def _movement(test, village, user):
    volume = test.record("dibao.volume", village)
    volume._place(_box(test, village))
    return volume.movement_ids


@values_of("dibao.stocktaking")
def _stocktaking(test, village, user):
    return {"location_id": test.shared("dibao.location", village).id}


@record_of("dibao.stocktaking.line")
def _stocktaking_line(test, village, user):
    volume = test.record("dibao.volume", village)
    volume._place(_box(test, village))
    count = test.record("dibao.stocktaking", village)
    count.action_start()
    return count.line_ids.filtered(lambda line: line.volume_id == volume)


@values_of("dibao.loan")
def _loan(test, village, user):
    volume = test.shared("dibao.volume", village)
    return {
        "division_id": village.id,
        "line_ids": [Command.create({"volume_id": volume.id})],
    }


@values_of("dibao.loan.line")
def _loan_line(test, village, user):
    return {
        "loan_id": test.record("dibao.loan", village).id,
        "volume_id": test.shared("dibao.volume", village).id,
    }


@record_of("dibao.view.grant")
def _view_grant(test, village, user):
    loan = test.record("dibao.loan", village)
    loan._by_act({"due_date": "2099-01-01"})
    test.env["dibao.view.grant"]._grant(loan, loan.line_ids)
    return loan.grant_ids


@values_of("dibao.scan")
def _scan(test, village, user):
    return {"purpose": "move"}


@values_of("dibao.scan.line")
def _scan_line(test, village, user):
    return {"scan_id": test.record("dibao.scan", village, user).id}


change_of("dibao.location", note="x")
change_of("dibao.movement", note="x")
change_of("dibao.stocktaking", note="x")
change_of("dibao.stocktaking.line", note="x")
change_of("dibao.loan", note="x")
change_of("dibao.loan.line", item_id=False)
change_of("dibao.view.grant", revoked_on="2026-01-01 00:00:00")
change_of("dibao.scan", message="x")
change_of("dibao.scan.line", condition_note="x")


@values_of("dibao.label.print")
def _label_print(test, village, user):
    return {"kind": "label"}


change_of("dibao.label.print", kind="spine")


@values_of("dibao.filing.stamp")
def _filing_stamp(test, village, user):
    return {"original_id": test.record("dibao.original", village).id}


change_of("dibao.filing.stamp", organ="x")


@values_of("dibao.use.register")
def _use_register(test, village, user):
    return {"person_id": test.shared("dibao.person", village).id}


@values_of("dibao.use.register.line")
def _use_register_line(test, village, user):
    return {"register_id": test.record("dibao.use.register", village, user).id}


change_of("dibao.use.register", reference="x")
change_of("dibao.use.register.line", what="x")


@values_of("dibao.provision")
def _provision(test, village, user):
    return {
        "division_id": village.id,
        "recipient_unit": "x",
        "letter_number": "x",
        "purpose": "audit",
        "purpose_note": "x",
    }


change_of("dibao.provision", recipient_name="x")
