# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A minimal record of each model of means and amounts, for the tests of rights."""

from datetime import date
from itertools import count

from odoo.fields import Command

from odoo.addons.dibao_archive.tests.rights_records import (
    change_of,
    record_of,
    values_of,
)

from ..tools import payment

#: One open change of a county and month.
MONTHS = count()

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


change_of("dibao.assessment", tier="A")
change_of("dibao.assessment.line", sequence=20)
change_of("dibao.assessment.part", sequence=20)


@record_of("dibao.assessment")
def _assessment(test, village, user):
    household = test.record("dibao.household", village)
    values = {"day": "2026-01-01", "applied_on": "2026-01-01"}
    person = test.record("dibao.person", village)
    known = test.env["dibao.assessment"].search_count(
        [("household_id", "=", household.id)]
    )
    one = (
        test.env["dibao.assessment"]
        ._acting()
        .create(
            {
                **values,
                "household_id": household.id,
                "version": known + 1,
                "member_ids": [Command.create({"person_id": person.id})],
                "line_ids": [Command.create({"section": "rule", "code": "policy"})],
                "part_ids": [Command.create({"component": "base", "code": "gap"})],
            }
        )
    )
    return one.with_env(test.env)


@record_of("dibao.assessment.line")
def _assessment_line(test, village, user):
    return _assessment(test, village, user).line_ids


@record_of("dibao.assessment.member")
def _assessment_member(test, village, user):
    return _assessment(test, village, user).member_ids


@record_of("dibao.assessment.part")
def _assessment_part(test, village, user):
    return _assessment(test, village, user).part_ids


@values_of("dibao.what.if")
def _what_if(test, village, user):
    return {"name": "设想", "division_id": village.id}


@values_of("dibao.what.if.rule")
def _what_if_rule(test, village, user):
    # a key of its own each time: a rule has one draft value
    key = test.env["dibao.policy.key"].create(
        {
            "code": f"what_if_{test.number()}",
            "name": "试验",
            "value_type": "text",
            "help": "x",
        }
    )
    one = test.shared("dibao.what.if", village)
    return {"what_if_id": one.id, "key_id": key.id, "value": "x"}


change_of("dibao.what.if.result", households=2)
change_of("dibao.what.if.change", amount_then=2)


@record_of("dibao.what.if.result")
def _what_if_result(test, village, user):
    one = test.shared("dibao.what.if", village)
    return test.env["dibao.what.if.result"].create(
        {"what_if_id": one.id, "division_id": village.id}
    )


@record_of("dibao.what.if.change")
def _what_if_change(test, village, user):
    return test.env["dibao.what.if.change"].create(
        {
            "what_if_id": test.shared("dibao.what.if", village).id,
            "household_id": test.record("dibao.household", village).id,
            "division_id": village.id,
        }
    )


@record_of("dibao.standard.change.line")
def _standard_change_line(test, village, user):
    change = test.record("dibao.standard.change", village)
    benefit = _benefit(test, village, user)
    return (
        test.env["dibao.standard.change.line"]
        ._acting()
        .create(
            {
                "change_id": change.id,
                "household_id": benefit.household_id.id,
                "division_id": benefit.division_id.id,
                "benefit_id": benefit.id,
            }
        )
    )


@values_of("dibao.standard.change")
def _standard_change(test, village, user):
    month = payment.shift(date(2026, 1, 1), next(MONTHS))
    return {"division_id": village.county_id.id, "month": month}


change_of("dibao.standard.change", document="示例文件")
change_of("dibao.standard.change.line", counted=2)
