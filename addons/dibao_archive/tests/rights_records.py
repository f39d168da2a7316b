# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A minimal record of each model, for tests that go through all of them.

An add-on registers those of its own models once::

    @values_of("dibao.case")
    def case_values(test, village, user):
        return {"household_id": test.record("dibao.household", village).id}

``values_of``: values that a user with the right can create a record from in a village.
``record_of``: how the record comes about where nobody creates it. ``change_of``: values
that a user with the right can write (found by itself where a text field is free).
"""

from itertools import count

from odoo.fields import Command

VALUES, RECORDS, CHANGES = {}, {}, {}
#: Villages have three digits only, and other records take numbers as well.
_PLACES = count()


def values_of(*models):
    """Register ``function(test, village, user) -> values`` for models."""

    def register(function):
        VALUES.update(dict.fromkeys(models, function))
        return function

    return register


def record_of(*models):
    """Register ``function(test, village, user) -> record`` for models."""

    def register(function):
        RECORDS.update(dict.fromkeys(models, function))
        return function

    return register


def change_of(model, **vals):
    """Register what a user with the right may write on a record of a model."""
    CHANGES[model] = vals


def group_xmlid(group):
    """External id of a group as the specification names it."""
    return group if "." in group else f"dibao_archive.group_{group}"


def _household(test, village):
    return test.shared("dibao.household", village).id


@values_of("dibao.division")
def _division(test, village, user):
    # Three digits of a township's villages, far from those of the small county.
    code = f"{village.code[:9]}{100 + next(_PLACES) % 900:03d}"
    return {"code": code, "name": f"村{code[-3:]}", "parent_id": village.parent_id.id}


@values_of("dibao.person")
def _person(test, village, user):
    return {
        "name": "示例甲",
        "id_number": test.id_number(),
        "division_id": village.id,
    }


@values_of("dibao.household")
def _household_values(test, village, user):
    return {"division_id": village.id}


@record_of("dibao.household.statistics")
def _statistics(test, village, user):
    values = VALUES["dibao.household"](test, village, user)
    test.env["dibao.household"].create([dict(values) for _one in range(5)])
    test.env.flush_all()
    return test.env["dibao.household.statistics"].search(
        [("division_id", "=", village.parent_id.id)], limit=1
    )


@values_of("dibao.household.member")
def _member(test, village, user):
    return {
        "household_id": _household(test, village),
        "name": "示例乙",
        "id_number": test.id_number(),
        "relation_id": test.code("relation"),
    }


@values_of("dibao.certificate")
def _certificate(test, village, user):
    return {
        "person_id": test.shared("dibao.person", village).id,
        "kind_id": test.code("certificate"),
        "number": f"ZS{test.number():08d}",
    }


@values_of("dibao.custodian")
def _custodian(test, village, user):
    return {
        "household_id": _household(test, village),
        "name": "示例丙",
        "id_number": test.id_number(),
        "agreement_date": "2026-01-01",
    }


@values_of("dibao.income", "dibao.asset", "dibao.expense")
def _fact(test, village, user):
    return {
        "household_id": _household(test, village),
        "kind_id": test.code("income"),
        "declared": 1.0,
    }


@values_of("dibao.event")
def _event(test, village, user):
    return {
        "household_id": _household(test, village),
        "division_id": village.id,
        "occurred_on": "2026-01-01",
        "kind": "other",
        "summary": "x",
    }


@values_of("dibao.duplicate")
def _duplicate(test, village, user):
    return {
        "person_id": test.shared("dibao.person", village).id,
        "division_id": village.id,
        "entered_by": f"clerk{test.number()}",
    }


@values_of("dibao.job")
def _job(test, village, user):
    return {"kind": "none", "title": "x", "key": f"k{test.number()}"}


@values_of("dibao.key")
def _key(test, village, user):
    return {
        "code": f"s{test.number()}",
        "use": "seal",
        "algorithm": "SM4-GCM",
        "check_value": "00",
        # One that is not in the key file must not be asked for.
        "state": "destroyed",
    }


@record_of("dibao.access.log")
def _log(test, village, user):
    test.env["dibao.access.log"]._log("export")
    return test.env["dibao.access.log"].search([], limit=1)


@values_of("dibao.access.seal")
def _seal(test, village, user):
    number = 2**30 + test.number()
    return {
        "first_ref": number,
        "last_ref": number,
        "row_count": 1,
        "previous": "0",
        "digest": "0",
    }


@values_of("dibao.code")
def _code(test, village, user):
    return {"list": "cause", "code": f"zz{test.number()}", "name": "示例"}


@values_of("dibao.policy.key")
def _policy_key(test, village, user):
    return {"code": f"test_{test.number()}", "name": "示例", "value_type": "text"}


@values_of("dibao.policy.option")
def _policy_option(test, village, user):
    return {
        "key_id": test.record("dibao.policy.key", village).id,
        "code": f"o{test.number()}",
        "name": "示例",
    }


@values_of("dibao.policy")
def _policy(test, village, user):
    return {
        "key_id": test.record("dibao.policy.key", village).id,
        "division_id": village.id,
        "value": "x",
        "legal_basis": "x",
    }


@values_of("dibao.standard")
def _standard(test, village, user):
    return {
        "division_id": test.record("dibao.division", village).id,
        "urban_rural": "rural",
        "valid_from": "2026-01-01",
        "amount": 500.0,
        "legal_basis": "x",
    }


@values_of("dibao.policy.in.force")
def _in_force(test, village, user):
    return {"category": "training"}


@values_of("dibao.division.load")
def _load(test, village, user):
    return {}


@values_of("dibao.policy.in.force.line")
def _in_force_line(test, village, user):
    screen = test.record("dibao.policy.in.force", village, user)
    return {"in_force_id": screen.id}


@values_of("dibao.policy.in.force.step")
def _in_force_step(test, village, user):
    line = test.record("dibao.policy.in.force.line", village, user)
    return {"line_id": line.id}


@values_of("dibao.rule.change")
def _rule_change(test, village, user):
    return {"valid_from": "2026-01-01", "legal_basis": "x"}


@values_of("dibao.division.load.line", "dibao.division.load.problem")
def _load_line(test, village, user):
    return {"load_id": test.record("dibao.division.load", village, user).id}


@values_of("dibao.division.change")
def _division_change(test, village, user):
    return {"division_ids": [Command.set(village.ids)]}


@values_of("dibao.household.decision")
def _decision(test, village, user):
    return {"household_id": _household(test, village), "document": "x"}


@values_of("dibao.member.end")
def _member_end(test, village, user):
    member = test.shared("dibao.household.member", village)
    return {"member_id": member.id, "end_reason": "other"}


@values_of("dibao.member.add")
def _member_add(test, village, user):
    return {
        "household_id": _household(test, village),
        "person_id": test.shared("dibao.person", village).id,
        "relation_id": test.code("relation"),
    }


@values_of("dibao.export")
def _export(test, village, user):
    return {"model": "dibao.household", "purpose": "audit"}


@values_of("dibao.ledger.import")
def _ledger_import(test, village, user):
    return {"division_id": village.id, "file_name": "x.csv"}


@values_of("dibao.ledger.column")
def _ledger_column(test, village, user):
    return {"import_id": test.shared("dibao.ledger.import", village).id}


@values_of("dibao.ledger.finding")
def _ledger_finding(test, village, user):
    return {
        "import_id": test.shared("dibao.ledger.import", village).id,
        "rule": test.env["dibao.ledger.finding"]._rules()[0][0],
        "severity": "info",
    }


@values_of("dibao.ledger.mapping")
def _ledger_mapping(test, village, user):
    return {
        "name": "x",
        "division_id": village.id,
        "fingerprint": f"f{test.number()}",
    }


@values_of("dibao.ledger.household")
def _ledger_household(test, village, user):
    return {"import_ref": test.number(), "seq": 1}


@values_of("dibao.ledger.person")
def _ledger_person(test, village, user):
    return {"import_ref": test.number(), "seq": 1, "position": 1}


@record_of("dibao.original")
def _original(test, village, user):
    item = test.shared("dibao.item", village)
    stored = {"token": f"{test.number():032x}", "size": 1}
    vals = {"item_id": item.id, "name": "x.pdf", "source": "x", **stored}
    return test.env["dibao.original"]._acting().create(vals).with_env(test.env)


@values_of("dibao.original.text")
def _original_text(test, village, user):
    original = test.shared("dibao.original", village)
    return {"original_id": original.id, "page": test.number(), "tool": "x"}


@values_of("dibao.ingest")
def _ingest(test, village, user):
    return {"name": "x", "division_id": village.id}


@record_of("dibao.ingest.file")
def _ingest_file(test, village, user):
    batch = test.shared("dibao.ingest", village)
    files = test.env["dibao.ingest.file"]._acting()
    return files.create({"ingest_id": batch.id, "name": "x"}).with_env(test.env)


@values_of("dibao.ingest.piece")
def _ingest_piece(test, village, user):
    one = test.shared("dibao.ingest.file", village)
    return {"file_id": one.id, "position": test.number()}


@values_of("dibao.cover.sheet")
def _cover_sheet(test, village, user):
    kind = test.env["dibao.document.kind"].search([], limit=1)
    return {"household_id": _household(test, village), "kind_id": kind.id}


@record_of("dibao.certified.copy")
def _certified_copy(test, village, user):
    original = test.shared("dibao.original", village)
    copies = test.env["dibao.certified.copy"]._acting()
    vals = {"serial": f"X{test.number()}", "purpose": "audit"}
    return copies.create({**vals, "original_id": original.id}).with_env(test.env)


@values_of("dibao.copy.make")
def _copy_make(test, village, user):
    return {
        "original_id": test.shared("dibao.original", village).id,
        "purpose": "audit",
    }


@values_of("dibao.item.finder")
def _item_finder(test, village, user):
    return {"words": "x"}


@values_of("dibao.item.finder.line")
def _item_finder_line(test, village, user):
    finder = test.record("dibao.item.finder", village, user)
    return {"finder_id": finder.id, "snippet": "x"}


change_of("dibao.division", agency_name="x")
change_of("dibao.person", school="x")
change_of("dibao.household", living_address="x")
change_of("dibao.household.member", exclusion_note="x")
change_of("dibao.certificate", note="x")
change_of("dibao.custodian", reason="x")
change_of("dibao.duplicate", conclusion="x")
change_of("dibao.event", summary="x")
change_of("dibao.job", title="x")
change_of("dibao.key", state="destroyed")
change_of("dibao.access.log", login="x")
change_of("dibao.access.seal", digest="x")
change_of("dibao.policy", note="x")
change_of("dibao.standard", note="x")
change_of("dibao.division.load", townships=False)
change_of("dibao.division.load.line", chosen=True)
change_of("dibao.ledger.column", slot=1)
change_of("dibao.ledger.finding", value="x")
change_of("dibao.ledger.household", seq=2)
change_of("dibao.ledger.person", seq=2)
change_of("dibao.member.add", is_counted=False)
change_of("dibao.member.end", end_reason="error")
change_of("dibao.policy.in.force", on_date="2026-02-02")


@values_of("dibao.fonds")
def _fonds(test, village, user):
    return {
        "code": f"Q{test.number() % 1000:03d}",
        "name": "示例全宗",
        "division_id": village.id,
    }


@values_of("dibao.category")
def _category(test, village, user):
    return {"code": f"Z{test.number()}", "name": "示例"}


@values_of("dibao.retention")
def _retention(test, village, user):
    return {
        "code": f"T{test.number()}",
        "name": "示例",
        "years": 5,
        "division_id": village.id,
        "approval_number": "x",
        "approved_on": "2026-01-05",
        "legal_basis": "x",
    }


@values_of("dibao.document.kind")
def _document_kind(test, village, user):
    return {"code": f"T{test.number()}", "name": "示例"}


@values_of("dibao.document.requirement")
def _document_requirement(test, village, user):
    return {
        "kind_id": test.record("dibao.document.kind", village).id,
        "act": "application",
        "division_id": village.id,
        "legal_basis": "x",
    }


@values_of("dibao.number.profile")
def _number_profile(test, village, user):
    return {
        "code": f"t{test.number()}",
        "name": "示例",
        "part_ids": [
            Command.create({"element": "fonds", "separator": "none"}),
            Command.create({"element": "item", "sequence": 20, "width": 4}),
        ],
    }


@values_of("dibao.number.part")
def _number_part(test, village, user):
    return {
        "profile_id": test.record("dibao.number.profile", village).id,
        "element": "year",
        "sequence": 15,
    }


@values_of("dibao.number.choice")
def _number_choice(test, village, user):
    return {
        "fonds_id": test.record("dibao.fonds", village).id,
        "profile_id": test.shared("dibao.number.profile", village).id,
        "year": 3000 + test.number(),
    }


@values_of("dibao.number.counter")
def _number_counter(test, village, user):
    return {"scope": f"t{test.number()}"}


@record_of("dibao.reference")
def _reference(test, village, user):
    fonds = test.shared("dibao.fonds", village)
    code = f"{fonds.code}-{test.number():04d}"
    return (
        test.env["dibao.reference"]
        .sudo()
        ._acting()
        .create(
            {
                "code": code,
                "fonds_id": fonds.id,
                "division_id": village.id,
                "model": "dibao.fonds",
                "res_id": fonds.id,
            }
        )
    )


@values_of("dibao.volume")
def _volume(test, village, user):
    return {
        "title": "示例卷",
        "category_id": test.shared("dibao.category", village).id,
        "division_id": village.id,
    }


@values_of("dibao.volume.gap")
def _volume_gap(test, village, user):
    return {
        "volume_id": test.record("dibao.volume", village).id,
        "act": "application",
        "kind_id": test.shared("dibao.document.kind", village).id,
    }


@values_of("dibao.item")
def _item(test, village, user):
    return {
        "volume_id": test.shared("dibao.volume", village).id,
        "kind_id": test.shared("dibao.document.kind", village).id,
        "title": "示例件",
    }


@values_of("dibao.item.correction")
def _item_correction(test, village, user):
    return {
        "item_id": test.shared("dibao.item", village).id,
        "field_name": "title",
        "reason": "x",
        "user_id": test.env.uid,
    }


change_of("dibao.fonds", note="x")
change_of("dibao.category", note="x")
change_of("dibao.retention", note="x")
change_of("dibao.document.kind", note="x")
change_of("dibao.document.requirement", note="x")
change_of("dibao.number.profile", note="x")
change_of("dibao.number.part", sequence=16)
change_of("dibao.number.choice", year=2999)
change_of("dibao.number.counter", last=9)
change_of("dibao.reference", reason="x")
change_of("dibao.volume", note="x")
change_of("dibao.volume.gap", noticed_on="2026-01-02")
change_of("dibao.item", remark="x")
change_of("dibao.item.correction", new_value="x")


@values_of("dibao.volume.file")
def _volume_file(test, village, user):
    return {"volume_ids": [Command.set(test.shared("dibao.volume", village).ids)]} | {
        "reason": "x"
    }


@values_of("dibao.item.correct")
def _item_correct(test, village, user):
    item = test.shared("dibao.item", village)
    return {
        "item_id": item.id,
        "kind_id": item.kind_id.id,
        "title": "x",
        "date": "2026-01-01",
        "reason": "x",
    }


@values_of("dibao.reference.retire")
def _reference_retire(test, village, user):
    reference = test.shared("dibao.reference", village)
    return {"reference_id": reference.id, "reason": "x"}


change_of("dibao.original", source="y")
change_of("dibao.original.text", tool="y")
change_of("dibao.ingest", name="y")
change_of("dibao.ingest.file", title="y")
change_of("dibao.ingest.piece", position=-1)
change_of("dibao.cover.sheet", token="y")
change_of("dibao.certified.copy", revoke_reason="y")


# >>> packages
@values_of("dibao.inspection.rule")
def _inspection_rule(test, village, user):
    return {
        "number": f"9-{test.number()}",
        "name": "x",
        "property": "security",
        "version": "1",
        "automatic": False,
    }


_PROMISED = set()


@values_of("dibao.inspection.element")
def _inspection_element(test, village, user):
    # Values that stand in no line of the table yet, each once.
    free = ["organ", "act", "filed", "key", "sequence", "page_from", "agency"]
    free += ["fonds_name", "opening_opinion"]
    free += [f"volume.{name}" for name in ("code", "year", "category", "retention")]
    free += [f"volume.{name}" for name in ("opened", "closed", "trigger", "note")]
    free += [f"document.{name}" for name in ("sm3", "role", "use", "pages", "path")]
    taken = set(test.env["dibao.inspection.element"].sudo().search([]).mapped("field"))
    left = [name for name in free if name not in taken]
    # Some are only promised yet: to those who will send them.
    if not set(left) - _PROMISED:
        _PROMISED.clear()
    field = next(name for name in left if name not in _PROMISED)
    _PROMISED.add(field)
    return {"field": field, "name": "x", "version": "1"}


@values_of("dibao.inspection")
def _inspection(test, village, user):
    return {"division_id": village.id, "stage": "keeping"}


@values_of("dibao.inspection.result")
def _inspection_result(test, village, user):
    return {
        "inspection_id": test.shared("dibao.inspection", village).id,
        "rule_id": test.shared("dibao.inspection.rule", village).id,
        "number": "9-9",
        "property": "security",
        "result": "fail",
    }


@values_of("dibao.inspection.line")
def _inspection_line(test, village, user):
    return {"inspection_id": test.shared("dibao.inspection", village).id}


@values_of("dibao.inspection.override")
def _inspection_override(test, village, user):
    return {
        "inspection_id": test.shared("dibao.inspection", village).id,
        "reason": "x",
    }


@record_of("dibao.fixity")
def _fixity(test, village, user):
    rounds = test.env["dibao.fixity"].sudo()._acting()
    return rounds.create({"state": "done"}).with_env(test.env)


@values_of("dibao.fixity.finding")
def _fixity_finding(test, village, user):
    return {
        "fixity_id": test.shared("dibao.fixity", village).id,
        "kind": "surplus",
        "found_on": "2026-01-01",
    }


@values_of("dibao.fixity.check")
def _fixity_check(test, village, user):
    return {
        "model": "dibao.original",
        "res_id": 2**30 + test.number(),
        "first_on": "2026-01-01",
        "first_result": "pass",
        "last_on": "2026-01-01",
        "last_result": "pass",
    }


@record_of("dibao.storage.monitor")
def _storage_monitor(test, village, user):
    return test.env["dibao.storage.monitor"].search([], limit=1)


@values_of("dibao.backup")
def _backup(test, village, user):
    return {"place": "x", "taken_on": "2026-01-01"}


@values_of("dibao.transfer")
def _transfer(test, village, user):
    return {"division_id": village.id, "direction": "in"}


@values_of("dibao.transfer.line")
def _transfer_line(test, village, user):
    return {
        "transfer_id": test.shared("dibao.transfer", village).id,
        "volume_id": test.record("dibao.volume", village).id,
    }


@values_of("dibao.transfer.step")
def _transfer_step(test, village, user):
    return {
        "transfer_id": test.shared("dibao.transfer", village).id,
        "step": "collect",
        "result": "pass",
        "user_id": test.env.uid,
        "done_on": "2026-01-01",
    }


@record_of("dibao.transfer.due")
def _transfer_due(test, village, user):
    fonds = test.shared("dibao.fonds", village)
    volume = test.record("dibao.volume", village)
    volume.sudo()._by_act({"state": "filed", "fonds_id": fonds.id})
    test.env.flush_all()
    return test.env["dibao.transfer.due"].browse(volume.id)


change_of("dibao.inspection", note="x")
change_of("dibao.inspection.rule", name="y")
change_of("dibao.inspection.element", name="y")
change_of("dibao.inspection.result", remark="x")
change_of("dibao.inspection.line", numbers="x")
change_of("dibao.inspection.override", reason="y")
change_of("dibao.fixity", job_id=False)
change_of("dibao.fixity.finding", remedy="x")
change_of("dibao.fixity.check", check_count=2)
change_of("dibao.storage.monitor", sequence=11)
change_of("dibao.backup", note="x")
change_of("dibao.transfer", note="x")
change_of("dibao.transfer.line", opening_opinion="x")
change_of("dibao.transfer.step", note="x")
# <<< packages
change_of("dibao.item.finder.line", snippet="y")


# >>> disposal
@record_of("dibao.second.person")
def _second_person(test, village, user):
    volume = test.record("dibao.volume", village)
    return (
        test.env["dibao.second.person"]
        ._acting()
        .create(
            {
                "duty": "file",
                "res_model": "dibao.volume",
                "res_id": volume.id,
                "division_id": village.id,
                "user_id": (user or test.env.user).id,
            }
        )
    )


change_of("dibao.second.person", reason="y")


@values_of("dibao.hold")
def _hold(test, village, user):
    return {
        "kind": "audit",
        "mandate": "x",
        "reason": "x",
        "volume_ids": [Command.set(test.record("dibao.volume", village).ids)],
    }


@values_of("dibao.hold.lift")
def _hold_lift(test, village, user):
    return {"hold_id": test.shared("dibao.hold", village).id, "reason": "x"}


@values_of("dibao.disposal")
def _disposal(test, village, user):
    return {"fonds_id": test.shared("dibao.fonds", village).id}


@values_of("dibao.disposal.line")
def _disposal_line(test, village, user):
    disposal = test.shared("dibao.disposal", village)
    volume = test.record("dibao.volume", village)
    volume.sudo().fonds_id = disposal.sudo().fonds_id
    return {"disposal_id": disposal.id, "volume_id": volume.id}


@values_of("dibao.disposal.act")
def _disposal_act(test, village, user):
    disposal = test.shared("dibao.disposal", village)
    return {"disposal_id": disposal.id, "act": "refuse"}


def _sums(test, village, model):
    """A row of a model of sums, made from a volume."""
    test.record("dibao.volume", village)
    test.env.flush_all()
    return test.env[model].search([("division_id", "=", village.id)], limit=1)


@record_of("dibao.archive.stock")
def _archive_stock(test, village, user):
    return _sums(test, village, "dibao.archive.stock")


@record_of("dibao.archive.activity")
def _archive_activity(test, village, user):
    return _sums(test, village, "dibao.archive.activity")


change_of("dibao.hold", review_date="2099-01-01")
change_of("dibao.disposal", report="x")
change_of("dibao.disposal.line", opinion="x")
change_of("dibao.disposal.act", note="x")
change_of("dibao.archive.stock", year=1)
change_of("dibao.archive.activity", year=1)
# <<< disposal
