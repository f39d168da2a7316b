# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Destroying archives: what is left is a stub, and a list of files to be proved gone.

In two steps, since a disk knows no transactions. ``erase`` makes stubs of the rows, in
the transaction of the caller, and names the files that go with it; once that has been
committed, ``shred_disk.prove`` removes what is still there and looks at the disk.
Between the two the caller keeps the names, so that a killed process leaves nothing
unnoticed.

Like the vault this hangs on no model: neither RPC nor a server action reaches it. Who
calls it has checked that it may.
"""

import os

from odoo import fields
from odoo.fields import Domain
from odoo.tools import SQL

from . import vault

#: Text that stays in the stub (R-40): codes, what is reduced, and what proves.
STUB = {
    "dibao.volume": {"reference_code", "reference_key", "title", "organ_code"},
    "dibao.item": {
        "reference_code",
        "reference_key",
        "title",
        "document_number",
        "responsible",
    },
    "dibao.original": {"name", "mimetype", "sha256", "sm3"},
}
#: Links that would lead from the stub back to people.
PEOPLE = ("dibao.household", "dibao.person", "dibao.household.member")
#: Rows beside a thing, by the names of its model and number in them.
BESIDE = (
    ("mail.message", "model", "res_id"),
    ("mail.activity", "res_model", "res_id"),
    ("mail.followers", "res_model", "res_id"),
    ("mail.scheduled.message", "model", "res_id"),
)
INGESTED = ("name", "folder", "title", "stamp", "findings", "household_id")
#: What other models say of an item or original: (model, link, fields that are emptied).
TOLD = (
    ("dibao.inspection.result", "item_id", ("text_values", "remark", "document")),
    ("dibao.inspection.line", "item_id", ("title", "seen")),
    ("dibao.ingest.file", "item_id", INGESTED),
    ("dibao.ingest.file", "original_id", INGESTED),
)
VAULT, FILESTORE = "vault", "filestore"


def erase(env, volumes, items, titles, list_number):
    """Make stubs of volumes and items; returns ``[[place, name], …]`` of their files.

    :param volumes: those that go as a whole; empty where items go alone
    :param items: all items that go, with their annexes
    :param titles: ``{record: (title, responsible)}``, with names reduced
    :param list_number: of the disposal list; stays on the stub
    """
    env = env(su=True)
    volumes, items = volumes.with_env(env), items.with_env(env)
    originals = env["dibao.original"].search([("item_id", "in", items.ids)])
    files = [[VAULT, one.token] for one in originals if one.token]
    files += _erase_other_owners(env, volumes, items, originals)
    originals._erase()
    for records in (volumes, items, originals):
        files += _erase_beside(env, records)
    _erase_told(env, volumes, items, originals, titles)
    _stub_originals(originals)
    # The volume first: items take the household over from it.
    _stub(volumes, titles, list_number)
    _stub(items, titles, list_number)
    _stub_references(env, volumes, items, list_number)
    env.flush_all()
    _drop_search_index(env, items)
    return [list(one) for one in dict.fromkeys(map(tuple, files))]


# ---------------------------------------------------------------------- the rows


def _acting(records):
    return records._quiet()._acting() if hasattr(records, "_quiet") else records


def _emptied(records):
    """Values that leave of a row what is in ``STUB``, numbers, dates and choices."""
    vals = {}
    for name, field in records._fields.items():
        if not field.store or not field.column_type or field.related:
            continue
        text = field.type in ("char", "text", "html", "json", "properties")
        people = field.type == "many2one" and field.comodel_name in PEOPLE
        source = field.type == "many2one_reference"
        if (text or source) and name not in STUB[records._name] or people:
            vals[name] = "" if text and field.required else False
    return vals


def _stub(records, titles, list_number):
    if not records:
        return
    vals = _emptied(records)
    vals |= {"state": "destroyed", "list_number": list_number}
    vals |= {
        "appraisal_outcome": "destroy",
        "appraised_on": fields.Date.context_today(records),
    }
    for record in records:
        title, responsible = titles[record]
        own = {"title": title}
        if "responsible" in record._fields:
            own["responsible"] = responsible
        _acting(record).write(vals | own)


def _stub_originals(originals):
    vals = _emptied(originals)
    for original in originals:
        # The extension stays: it tells the format.
        ending = os.path.splitext(original.name or "")[1][:8]
        _acting(original).write(vals | {"name": f"{original.id}{ending}"})


def _stub_references(env, volumes, items, list_number):
    """Codes are never given again; that the thing is gone stands beside them."""
    references = env["dibao.reference"]
    for records in (volumes, items):
        gone = references.search(
            [("model", "=", records._name), ("res_id", "in", records.ids)]
        )
        gone.filtered(lambda one: one.state == "live")._by_act(
            {"state": "destroyed", "reason": list_number}
        )


def _drop_search_index(env, items):
    """Pairs of characters are content, too."""
    if items and "search_text" in items._fields:
        env.cr.execute(
            SQL(
                "UPDATE dibao_item SET search_vector = NULL WHERE id IN %s",
                tuple(items.ids),
            )
        )


def _erase_told(env, volumes, items, originals, titles):
    """What corrections, timelines and inspections tell of it."""
    if items:
        env.cr.execute(
            SQL(
                "DELETE FROM dibao_item_correction WHERE item_id IN %s",
                tuple(items.ids),
            )
        )
    env["dibao.volume.gap"].search([("volume_id", "in", volumes.ids)]).unlink()
    for records in (volumes, items):
        for record in records:
            _reduce_timeline(env, record, titles)
    for model, link, names in TOLD:
        if model in env and link in env[model]._fields:
            target = {"dibao.item": items, "dibao.original": originals}.get(
                env[model]._fields[link].comodel_name
            )
            _empty_columns(env[model], link, target, names)
    env.invalidate_all()


def _reduce_timeline(env, record, titles):
    env["dibao.event"].flush_model()
    title = titles[record][0]
    env.cr.execute(
        SQL(
            "UPDATE dibao_event SET summary = replace(summary, %s, %s)"
            " WHERE res_model = %s AND res_id = %s",
            record.title,
            title or "",
            record._name,
            record.id,
        )
    )


def _empty_columns(model, link, records, names):
    names = [
        name for name in names if name in model._fields and model._fields[name].store
    ]
    if not records or not names:
        return
    model.flush_model()
    assignments = SQL(", ").join(
        SQL(
            "%s = %s",
            SQL.identifier(name),
            "" if model._fields[name].required else None,
        )
        for name in names
    )
    model.env.cr.execute(
        SQL(
            "UPDATE %s SET %s WHERE %s IN %s",
            SQL.identifier(model._table),
            assignments,
            SQL.identifier(link),
            tuple(records.ids),
        )
    )


def _erase_other_owners(env, volumes, items, originals):
    """Files of the vault that other models keep of these: their keys go, too."""
    gone = (volumes, items, originals)
    targets = {records._name: records for records in gone}
    files = []
    for model in env.registry.values():
        owner = getattr(model, "_vault_owner", False) and model._auto
        if not owner or model._abstract or model._name == originals._name:
            continue
        rows = env[model._name].with_context(active_test=False)
        links = [
            (name, "in", targets[field.comodel_name].ids)
            for name, field in model._fields.items()
            if field.type == "many2one"
            and field.store
            and field.comodel_name in targets
        ]
        rows = rows.search(Domain.OR([link] for link in links)) if links else rows
        for row in rows.filtered("token"):
            files.append([VAULT, row.token])
            vault.erase(env, row.token)
            _acting(row).write({"token": False, "vault_key": False})
    return files


# ---------------------------------------------------------------------- beside the rows


def _erase_beside(env, records):
    """Messages, tasks, followers and attached files of records."""
    if not records:
        return []
    attachments, beside = _attached(env, records._name, records.ids), []
    for name, model_field, id_field in BESIDE:
        if name not in env:
            continue
        rows = env[name].with_context(active_test=False)
        rows = rows.search(
            [(model_field, "=", records._name), (id_field, "in", records.ids)]
        )
        if "attachment_ids" in rows._fields:
            attachments |= rows.attachment_ids
        beside.append(rows)
    attachments |= _attached(env, attachments._name, attachments.ids)
    # Before anything goes: a message takes its files along.
    names = [name for name in attachments.mapped("store_fname") if name]
    for rows in (*beside, attachments):
        rows.exists().unlink()
    return [[FILESTORE, name] for name in names]


def _attached(env, model, ids):
    """Files attached to records, those of their fields (thumbnails) included."""
    found = env["ir.attachment"].search(
        [("res_model", "=", model), ("res_id", "in", ids), ("id", "!=", False)]
        # Naming the field shows those of fields, too.
        + ["|", ("res_field", "=", False), ("res_field", "!=", False)]
    )
    return found | _attached(env, found._name, found.ids) if found else found
