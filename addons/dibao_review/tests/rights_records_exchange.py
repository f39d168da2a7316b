# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A minimal record of each model of exchange and alerts, for the tests of rights."""

from odoo.fields import Command

from odoo.addons.dibao_archive.tests.rights_records import (
    change_of,
    record_of,
    values_of,
)


def _source(test):
    return test.env.ref("dibao_review.exchange_source_funeral")


@values_of("dibao.exchange.source")
def _exchange_source(test, village, user):
    return {
        "code": f"test{test.number()}",
        "name": "示例名单",
        "department": "示例局",
        "legal_basis": "示例依据",
    }


@values_of("dibao.exchange.field")
def _exchange_field(test, village, user):
    source = test.env["dibao.exchange.source"].create(
        _exchange_source(test, village, user)
    )
    return {"source_id": source.id, "name": "证件号码", "slot": "id_number"}


@values_of("dibao.exchange.batch")
def _batch(test, village, user):
    return {
        "source_id": _source(test).id,
        "division_id": village.id,
        "data_on": "2026-01-01",
    }


def _received(test, village):
    return test.env["dibao.exchange.batch"].create(_batch(test, village, None))


@record_of("dibao.exchange.row")
def _row(test, village, user):
    return test.env["dibao.exchange.row"].create(
        {
            "batch_id": _received(test, village).id,
            "source_id": _source(test).id,
            "number": 2,
            "division_id": village.id,
        }
    )


@record_of("dibao.exchange.changed")
def _changed(test, village, user):
    return test.env["dibao.exchange.changed"].create({"person_id": 1})


@record_of("dibao.exchange.finding")
def _finding(test, village, user):
    return test.env["dibao.exchange.finding"].create(
        {"batch_id": _received(test, village).id, "number": 2, "code": "id_length"}
    )


change_of("dibao.exchange.changed", person_id=2)
change_of("dibao.exchange.finding", number=3)
change_of("dibao.exchange.row", number=3)
change_of("dibao.exchange.provision", count=2)
change_of("dibao.alert.work", alert_count=2)


@record_of("dibao.exchange.provision")
def _provision(test, village, user):
    return test.env["dibao.exchange.provision"]._note(
        village, "answer", "示例局", "核对", "示例依据", "是否享受", 1
    )


@values_of("dibao.exchange.feedback")
def _feedback(test, village, user):
    return {"source_id": _source(test).id, "division_id": village.id}


change_of("dibao.exchange.feedback", content_name="x.xlsx")


@values_of("dibao.alert.rule")
def _rule(test, village, user):
    return {
        "code": f"T{test.number()}",
        "name": "示例规则",
        "group": "dynamic",
        "held_at": "test",
        "explanation": "%(person)s",
    }


def _alert_of(test, village):
    return (
        test.env["dibao.alert"]
        .sudo()
        ._acting()
        .create(
            {
                "rule_id": test.env.ref("dibao_review.alert_rule_a01").id,
                "household_id": test.record("dibao.household", village).id,
                "division_id": village.id,
                "fact_key": f"t{test.number()}",
                "first_seen": "2026-01-01",
                "score": 10,
            }
        )
        .with_env(test.env)
    )


@record_of("dibao.alert")
def _alert(test, village, user):
    return _alert_of(test, village)


change_of("dibao.alert", officer_id=False)


@record_of("dibao.alert.work")
def _work(test, village, user):
    alert = _alert_of(test, village)
    test.env.flush_all()
    return test.env["dibao.alert.work"].search([("top_id", "=", alert.id)])


@values_of("dibao.alert.close")
def _close(test, village, user):
    alert = _alert_of(test, village)
    return {"alert_ids": [Command.set(alert.ids)], "outcome": "explained"}


@record_of("dibao.outreach")
def _outreach(test, village, user):
    return (
        test.env["dibao.outreach"]
        .sudo()
        ._acting()
        .create(
            {
                "name": "示例戊",
                "division_id": village.id,
                "fact_key": f"o{test.number()}",
                "first_seen": "2026-01-01",
            }
        )
        .with_env(test.env)
    )
