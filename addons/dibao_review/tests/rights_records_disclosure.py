# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Samples of what is disclosed and shared, for the tests of rights."""

import base64
from datetime import date

from odoo.addons.dibao_archive.tests.rights_records import (
    change_of,
    record_of,
    values_of,
)

from ..tools import cross_file

change_of("dibao.cross.identity", division_id=False)
change_of("dibao.cross.element", position=7)


@record_of("dibao.cross.identity")
def _identity(test, village, user):
    return test.env["dibao.cross.identity"]._for(village)


@values_of("dibao.cross.partner")
def _partner(test, village, user):
    return {
        "name": "示例区民政局",
        "code": f"9{test.number():011d}",
        "division_id": village.id,
        "public_key": base64.b64encode(cross_file.new_signing_key()[1]).decode(),
        "agreement": "示例函1号",
        "legal_basis": "示例办法第1条",
        "most": 100,
    }


change_of("dibao.cross.partner", valid_to="2099-12-31")


def _confirmed(test, village):
    values = _partner(test, village, None)
    partners = test.env["dibao.cross.partner"].sudo()._acting()
    return partners.create({**values, "state": "confirmed"})


@values_of("dibao.cross.run")
def _run(test, village, user):
    return {"partner_id": _confirmed(test, village).id, "legal_basis": "示例办法"}


change_of("dibao.cross.run", purpose="示例用途")


@record_of("dibao.cross.element")
def _element(test, village, user):
    run = test.record("dibao.cross.run", village)
    return test.env["dibao.cross.element"].create({"run_id": run.id, "is_own": True})


@record_of("dibao.cross.lead")
def _lead(test, village, user):
    run = test.record("dibao.cross.run", village)
    household = test.record("dibao.household", village)
    person = test.record("dibao.person", village)
    return test.env["dibao.cross.lead"]._make(
        run, [(person.id, household.id, "AAAABBBBCC")]
    )


change_of("dibao.cross.lead", finding="示例说明")


@values_of("dibao.cross.take")
def _take(test, village, user):
    return {"partner_id": _confirmed(test, village).id}


@values_of("dibao.disclosure")
def _disclosure(test, village, user):
    # A place that may disclose, within the area of the users of the test.
    village.acts_as_county = True
    return {"division_id": village.id, "month": date(1000 + test.number(), 1, 1)}


change_of("dibao.disclosure", withdraw_reason="示例")


@values_of("dibao.extract")
def _extract(test, village, user):
    village.acts_as_county = True
    return {
        "division_id": village.id,
        "month": "2026-01-01",
        "recipient": "示例大学",
        "letter": "示例函2号",
        "purpose": "示例研究",
    }


@values_of("dibao.share.entitlement")
def _entitlement(test, village, user):
    # Whoever enters it links an account that he can see.
    return {
        "name": "示例局",
        "division_id": village.id,
        "user_id": test.env.user.id,
        "purpose": "示例用途",
        "legal_basis": "示例办法第2条",
        "letter": "示例函3号",
        "valid_to": "2099-12-31",
    }


@record_of("dibao.share.event")
def _event(test, village, user):
    household = test.record("dibao.household", village)
    events = test.env["dibao.share.event"]._acting()
    made = events.create(
        {
            "kind": "granted",
            "household_id": household.id,
            "division_id": village.id,
            "decided_on": "2026-01-05",
        }
    )
    return made.with_env(test.env)


change_of("dibao.share.event", display_name="x")
