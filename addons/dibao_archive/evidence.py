# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What proves an item: who, what, when, digests, checks (Archives Law art. 37, R-30).

It hangs on no model: it reads as the program what describes the paper, its files and
their log. Who calls it has checked that the reader may see the item, and logged it.
"""

from odoo.exceptions import UserError

from . import describe, vault


def originals(item):
    """Each file with its digests as they were, as they are now, and its reading."""
    checks = item.env["dibao.fixity.check"].sudo()
    for original in item.sudo().original_ids.sorted(lambda one: (one.sequence, one.id)):
        known = [("model", "=", original._name), ("res_id", "=", original.id)]
        yield {
            "original": original,
            "check": checks.search(known, limit=1),
            "now": digests_now(original),
        }


def digests_now(original):
    """``same``, ``other``, ``damaged`` or ``erased``: what reading the file says."""
    if original.state == "erased":
        return "erased"
    try:
        with vault.stream(original) as stream:
            _size, sha256, sm3 = describe.digests(stream)
    except (OSError, UserError):
        return "damaged"
    return "same" if (sha256, sm3) == (original.sha256, original.sm3) else "other"


def steps(item):
    """(time, what, who, detail, outcome) of all that happened to it, in order.

    Names are read from the record of the act, so they stay when a person leaves.
    """
    item = item.sudo()
    env = item.env
    for original in item.original_ids:
        made = original.derivation or original.name
        yield (
            original.captured_on,
            env._("Captured"),
            original.captured_by_id.name,
            made,
            original.source_shown or "",
        )
    if item.filed_on:
        yield item.filed_on, env._("Filed"), item.filed_by_id.name, "", ""
    for one in item.correction_ids:
        told = f"{one.field_label}: {one.old_value or ''} → {one.new_value or ''}"
        yield one.create_date, env._("Corrected"), one.user_id.name, told, one.reason
    for line in env["dibao.inspection.line"].search([("item_id", "=", item.id)]):
        inspection = line.inspection_id
        yield (
            line.looked_on or inspection.done_on,
            env._("Inspection"),
            inspection.user_id.name,
            f"{inspection.name} {_label(inspection, 'stage')}",
            " ".join(filter(None, [_label(line, "result"), line.numbers])),
        )
    for move in _movements(item):
        yield (
            move.moved_on,
            _label(move, "reason"),
            move.user_id.name,
            " → ".join(filter(None, [move.from_name, move.to_name or move.holder])),
            "",
        )


def _movements(item):
    """Of the volume as a whole, and of this item alone."""
    moves = item.env["dibao.movement"].search([("volume_id", "=", item.volume_id.id)])
    return moves.filtered(lambda move: not move.item_id or move.item_id == item)


def _label(record, field):
    labels = dict(record._fields[field]._description_selection(record.env))
    return labels.get(record[field], "")


def log(item):
    """Rows of the access log that name the item or a file of it, and their seals.

    :return: (number of rows, seals that cover them, rows not sealed yet)
    """
    item = item.sudo()
    rows = item.env["dibao.access.log"]
    for records in (item, item.original_ids):
        names = [str(one) for one in records.ids]
        domain = [("model", "=", records._name), ("res_ids", "in", names)]
        rows |= rows.search(domain)
    seals = item.env["dibao.access.seal"]
    for row in rows:
        if seals.filtered(lambda s, at=row.id: s.first_ref <= at <= s.last_ref):
            continue
        domain = [("first_ref", "<=", row.id), ("last_ref", ">=", row.id)]
        seals |= seals.search(domain, limit=1)
    last = max(seals.mapped("last_ref"), default=0)
    return len(rows), seals.sorted("first_ref"), sum(row.id > last for row in rows)
