# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A minimal record of each model of statistics, for the tests of rights."""

from datetime import date

from odoo.addons.dibao_archive.tests.rights_records import (
    change_of,
    record_of,
    values_of,
)

change_of("dibao.monthly.freeze", display_name="x")
change_of("dibao.monthly.fact", sign=1)
change_of("dibao.monthly.sum", persons=1)
change_of("dibao.budget", note="x")
change_of("dibao.analysis", note="x")


def _county(village):
    # a place that may freeze, within the area of the users of the test
    village.acts_as_county = True
    return village.id


@values_of("dibao.monthly.freeze")
def _freeze(test, village, user):
    return {"division_id": _county(village), "month": date(1000 + test.number(), 1, 1)}


@values_of("dibao.budget")
def _budget(test, village, user):
    return {
        "division_id": _county(village),
        "year": 2000 + test.number() % 200,
        "amount": 1.0,
    }


@values_of("dibao.analysis")
def _analysis(test, village, user):
    return {"division_id": village.id, "year": 2000 + test.number() % 200}


@record_of("dibao.monthly.fact")
def _fact(test, village, user):
    return test.env["dibao.monthly.fact"].create(
        {
            **_frozen(test, village),
            "row_kind": "roll",
            "household_id": test.record("dibao.household", village).id,
        }
    )


@record_of("dibao.monthly.sum")
def _sum(test, village, user):
    return test.env["dibao.monthly.sum"].create(
        {**_frozen(test, village), "level": "village", "urban_rural": "rural"}
    )


def _frozen(test, village):
    freeze = test.record("dibao.monthly.freeze", village)
    return {
        "freeze_id": freeze.id,
        "month": freeze.month,
        "booked_month": freeze.month,
        "division_id": village.id,
    }


@values_of("dibao.monthly.moves")
def _moves(test, village, user):
    return {"division_id": village.id, "month": "2026-01-01"}


change_of("dibao.monthly.moves", month="2026-02-01")
