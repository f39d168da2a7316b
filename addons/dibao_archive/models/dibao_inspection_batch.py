# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.tools import SQL

from .. import describe, intake, packing
from ..tools import file_kind, four_property, reference_code


class DibaoInspectionBatch(models.Model):
    """What an inspection looks at, as plain values: items kept here, or a package."""

    # One file for each concern.
    _inherit = "dibao.inspection"  # pylint: disable=consider-merging-classes-inherited

    def _batch(self):
        """(batch of plain values, lines in its order)."""
        if self.transfer_id.direction == "in":
            return self._package_batch()
        lines = self.line_ids.sudo().sorted("sequence")
        items = lines.item_id
        records = describe.records(items)
        for line, record in zip(lines, records, strict=True):
            describe.take_seen(record, line.seen)
        batch = four_property.Batch(
            records=records,
            stage=self.stage,
            today=describe.day(fields.Date.context_today(self)),
            whole_volumes=self._whole_volumes(items),
            gaps=self._gaps(items),
            known_digests=self._known_digests(items, records),
            scanner=intake.scanner(),
        )
        self._tell_register(batch)
        self._tell_backup(batch)
        if self.transfer_id.sudo().token:
            batch.package = packing.seen(self.env, self.transfer_id)
            batch.package.told_described = len(records)
        return batch, lines

    def _package_batch(self):
        """A received package: nothing of it is in the database yet."""
        transfer, records = self.transfer_id, []
        self.line_ids.sudo().unlink()
        found = packing.seen(self.env, transfer)
        if not found.problems:
            for record, _header in packing.records_of(self.env, transfer):
                for document in record.documents:
                    document.seen = packing.look(self.env, document, self.division_id)
                    document.open = None
                records.append(record)
        lines = self.env["dibao.inspection.line"].sudo()
        for at, record in enumerate(records):
            lines |= lines.create(
                {
                    "inspection_id": self.id,
                    "reference_code": record.code,
                    "title": record.title,
                    "sequence": at,
                    "looked_on": fields.Datetime.now(),
                }
            )
        found.told_described = found.described
        batch = four_property.Batch(
            records=records,
            stage=self.stage,
            today=describe.day(fields.Date.context_today(self)),
            register_items=transfer.told_items or None,
            register_bytes=int(transfer.told_bytes) or None,
            known_digests=self._known_digests(self.env["dibao.item"], records),
            scanner=intake.scanner(),
            package=found,
        )
        return batch, lines

    def _whole_volumes(self, items):
        inspected = set(items.ids)
        return frozenset(
            volume.reference_code
            for volume in items.volume_id
            if volume.reference_code and set(volume.item_ids.ids) <= inspected
        )

    def _gaps(self, items):
        """Missing papers, told at the first item of their volume."""
        first = {}
        for at, item in enumerate(items):
            first.setdefault(item.volume_id, at)
        return [
            (first[volume], gap.kind_id.display_name)
            for volume in first
            for gap in volume.gap_ids
        ]

    def _known_digests(self, items, records):
        """Digests that are kept with another item elsewhere, too."""
        digests = tuple({d.sha256 for r in records for d in r.documents if d.sha256})
        if not digests:
            return {}
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT sha256 FROM dibao_original
                   WHERE sha256 IN %s AND NOT item_id = ANY(%s)
                     AND state <> 'erased'""",
                digests,
                items.ids,
            )
        )
        return {digest: True for (digest,) in rows}

    def _tell_register(self, batch):
        """What the register says of numbers: here the volumes' own totals."""
        volumes = self.volume_ids.sudo()
        if self.item_ids or not volumes:
            batch.register_items = sum(not one.parent for one in batch.records)
        else:
            batch.register_items = sum(volumes.mapped("item_count"))
        batch.register_bytes = sum(
            document.size for record in batch.records for document in record.documents
        )

    def _tell_backup(self, batch):
        latest = self.env["dibao.backup"].sudo().search([], limit=1)
        if latest:
            age = fields.Datetime.now() - latest.taken_on
            batch.backup_hours = age.total_seconds() / 3600
        batch.drill = bool(
            self.env["dibao.backup"].sudo().search_count([("drill_ok", "=", True)])
        )

    def _setting(self):
        policy = self.env["dibao.policy"].sudo()
        own = (
            self.env["dibao.number.profile"].sudo().search([("part_ids", "!=", False)])
        )
        return four_property.Setting(
            elements=self.env["dibao.inspection.element"]._rules_of_elements(),
            profiles=(
                *(profile._parts() for profile in own),
                *reference_code.PRESETS.values(),
            ),
            formats=file_kind.ARCHIVAL | self._office_formats(),
            endings=file_kind.ENDINGS,
            backup_hours=policy._require("backup_hours", self.division_id),
        )

    def _office_formats(self):
        kinds = self.line_ids.sudo().item_id.kind_id
        return file_kind.OFFICE if any(kinds.mapped("office_allowed")) else frozenset()
