# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Minimal records of payments for the tests that go through all models."""

from datetime import date
from itertools import count

from odoo.addons.dibao_archive.tests.rights_records import (
    change_of,
    record_of,
    values_of,
)

_OFFICES = count()


def _acting(test, model):
    return test.env[model].sudo()._acting()


@values_of("dibao.payment.run")
def _run(test, village, user):
    # Each sample is a county of its own below the place: one run at a time is open.
    return {"division_id": _office(test, village).id, "month": "2026-01-01"}


def _office(test, village):
    """A place that acts as a county, in the area of the user."""
    number = next(_OFFICES)
    return test.env["dibao.division"].create(
        {
            "code": f"{village.code[:9]}{999 - number % 400}",
            "name": f"区{number}",
            "parent_id": village.parent_id.id,
            "acts_as_county": True,
        }
    )


@record_of("dibao.payment.line")
def _line(test, village, user):
    run = test.shared("dibao.payment.run", village)
    return _acting(test, "dibao.payment.line").create(
        {
            "run_id": run.id,
            "run_month": "2026-01-01",
            "division_id": village.id,
            "household_id": test.record("dibao.household", village).id,
            "kind": "regular",
            "month": "2026-01-01",
            "amount": 5.0,
        }
    )


def _of_run(test, village, **values):
    return {
        "run_id": test.shared("dibao.payment.run", village).id,
        "division_id": village.id,
        **values,
    }


@record_of("dibao.payment.difference")
def _difference(test, village, user):
    household = test.record("dibao.household", village)
    return _acting(test, "dibao.payment.difference").create(
        _of_run(test, village, household_id=household.id, cause="first")
    )


@record_of("dibao.payment.check")
def _check(test, village, user):
    return _acting(test, "dibao.payment.check").create(
        _of_run(test, village, code="account", result="pass")
    )


@record_of("dibao.payment.finding")
def _finding(test, village, user):
    household = test.record("dibao.household", village)
    return _acting(test, "dibao.payment.finding").create(
        _of_run(test, village, household_id=household.id, code="account")
    )


@values_of("dibao.payment.recovery")
def _recovery(test, village, user):
    return {
        "household_id": test.record("dibao.household", village).id,
        "reason": "x",
        "amount": 5.0,
        "monthly": 5.0,
    }


@values_of("dibao.bank.profile")
def _profile(test, village, user):
    return {"name": "x"}


@values_of("dibao.bank.profile.column")
def _column(test, village, user):
    return {
        "profile_id": test.shared("dibao.bank.profile", village).id,
        "source": "yuan",
    }


@record_of("dibao.bank.file")
def _file(test, village, user):
    profile = test.shared("dibao.bank.profile", village)
    return _acting(test, "dibao.bank.file").create(
        _of_run(test, village, profile_id=profile.id)
    )


@values_of("dibao.bank.return")
def _return(test, village, user):
    return {
        "file_id": test.shared("dibao.bank.file", village).id,
        "told_on": date(2026, 1, 1),
    }


@record_of("dibao.bank.return.row")
def _row(test, village, user):
    answer = test.shared("dibao.bank.return", village)
    return _acting(test, "dibao.bank.return.row").create(
        {"return_id": answer.id, "division_id": village.id, "number": 1}
    )


@values_of("dibao.payment.export")
def _export(test, village, user):
    return {
        "run_id": test.shared("dibao.payment.run", village).id,
        "profile_id": test.shared("dibao.bank.profile", village).id,
        "reference": "x",
    }


@values_of("dibao.payment.correct")
def _correct(test, village, user):
    line = test.shared("dibao.payment.line", village)
    return {"line_id": line.id, "amount": 1.0, "reason": "x"}


change_of("dibao.payment.run", note="x")
change_of("dibao.payment.line", display_name="x")
change_of("dibao.payment.difference", display_name="x")
change_of("dibao.payment.check", display_name="x")
change_of("dibao.payment.finding", note="x")
change_of("dibao.payment.recovery", reason="y")
change_of("dibao.bank.profile", name="y")
change_of("dibao.bank.profile.column", name="y")
change_of("dibao.bank.file", display_name="x")
change_of("dibao.bank.return", content_name="y")
change_of("dibao.bank.return.row", display_name="x")
change_of("dibao.payment.export", reference="y")
change_of("dibao.payment.correct", reason="y")
