# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from dataclasses import asdict

from odoo import fields, models
from odoo.tools import SQL

from .. import describe, intake, packing
from ..tools import file_kind, four_property, reference_code

#: Rows for one sentence of one rule; the whole number stands in the head row.
MOST_ROWS = 200


class DibaoInspectionRun(models.Model):
    """Carrying an inspection out: look at the files, run the checks, keep what came."""

    # One file for each concern.
    _inherit = "dibao.inspection"  # pylint: disable=consider-merging-classes-inherited

    def _prepare_lines(self, items):
        self.line_ids.sudo().unlink()
        self.env["dibao.inspection.line"].sudo().create(
            [
                {
                    "inspection_id": self.id,
                    "item_id": item.id,
                    "reference_code": item.reference_code,
                    "title": item.title,
                    "sequence": at,
                }
                for at, item in enumerate(items)
            ]
        )

    def _look_at(self, lines):
        """Read, digest, open and scan all files of some lines."""
        for line in lines.sudo():
            seen = [
                asdict(describe.look(self.env, original))
                for original in line.item_id._inspected_originals()
            ]
            line.write({"seen": seen, "looked_on": fields.Datetime.now()})

    def _copy_looks(self, other):
        """Take over what another inspection saw of the same files just before."""
        self.line_ids.sudo().unlink()
        self.env["dibao.inspection.line"].sudo().create(
            [
                {
                    "inspection_id": self.id,
                    "item_id": line.item_id.id,
                    "reference_code": line.reference_code,
                    "title": line.title,
                    "sequence": line.sequence,
                    "seen": line.seen,
                    "looked_on": line.looked_on,
                }
                for line in other.line_ids
            ]
        )

    # ------------------------------------------------------------------ the batch

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

    # ------------------------------------------------------------------ results

    def _conclude(self):
        """Run all checks of the stage and write what they say."""
        self.ensure_one()
        batch, lines = self._batch()
        results = self._run_checks(batch)
        digests = [four_property.digest_of(record) for record in batch.records]
        self.result_ids.sudo().unlink()
        rows = self._rows(results, lines, four_property.digest_of_batch(batch, digests))
        self.env["dibao.inspection.result"].sudo().create(rows)
        self._write_lines(results, lines, digests)
        self._by_act(
            {
                "state": "done",
                "done_on": fields.Datetime.now(),
                "input_digest": four_property.digest_of_batch(batch, digests),
                "tool": self._tool(),
                "item_count": sum(not record.parent for record in batch.records),
                "document_count": sum(len(one.documents) for one in batch.records),
            }
        )
        self._weigh()

    def _run_checks(self, batch):
        rules = self.env["dibao.inspection.rule"]._of_stage(self.stage)
        return four_property.run(batch, rules._plain(), self._setting())

    def _tool(self):
        return f"{four_property.TOOL} {four_property.TOOL_VERSION}"

    def _rows(self, results, lines, digest):
        rules = {
            rule.number: rule
            for rule in self.env["dibao.inspection.rule"]._of_stage(self.stage)
        }
        now, rows = fields.Datetime.now(), []
        for one in results:
            rule = rules[one.rule.number].sudo()
            common = {
                "inspection_id": self.id,
                "number": one.rule.number,
                "rule_id": rule.id,
                "sequence": rule.sequence,
                "property": rule.property,
                "rule_version": one.rule.version,
                "blocking": one.rule.blocking,
                "tool": self._tool(),
                "done_on": now,
                "user_id": self.env.uid,
            }
            rows.append(self._head_row(one, digest) | common)
            rows += [row | common for row in self._finding_rows(one, lines, digest)]
        return rows

    def _head_row(self, one, digest):
        whole = [finding for finding in one.findings if finding.record < 0]
        told = (whole or one.findings)[:1]
        return {
            "is_head": True,
            "result": one.result,
            "count": len(one.findings),
            "input_digest": digest,
            "text_code": told[0].text if told else False,
            "text_values": dict(told[0].values) if told else False,
        }

    def _finding_rows(self, one, lines, digest):
        counts = {}
        for finding in one.findings:
            counts[finding.text] = counts.get(finding.text, 0) + 1
            if finding.record < 0 or counts[finding.text] > MOST_ROWS:
                continue
            yield {
                "is_head": False,
                "result": finding.result,
                "count": 1,
                "item_id": lines[finding.record].item_id.id,
                "document": str(finding.document + 1) if finding.document >= 0 else "",
                "input_digest": digest,
                "text_code": finding.text,
                "text_values": dict(finding.values),
            }

    def _write_lines(self, results, lines, digests):
        told = four_property.by_record(results)
        for at, line in enumerate(lines):
            numbers = told.get(at, {})
            worst = max(numbers.values(), key=four_property.GRAVITY.get, default="pass")
            line.write(
                {
                    "input_digest": digests[at],
                    "result": worst,
                    "numbers": " ".join(numbers) or False,
                }
            )

    def _weigh(self):
        """Conclusion and score from the head rows (again after a check by hand)."""
        for inspection in self.sudo():
            heads = inspection.result_ids.filtered("is_head")
            weights = {rule: rule.weight for rule in heads.rule_id}
            results = [
                four_property.Result(
                    four_property.Rule(
                        head.number,
                        blocking=head.blocking,
                        weight=weights[head.rule_id],
                    ),
                    head.result,
                    [],
                    0,
                )
                for head in heads
            ]
            counts = {name: 0 for name in four_property.GRAVITY}
            for head in heads:
                counts[head.result] += 1
            inspection._by_act(
                {
                    "conclusion": four_property.conclusion(results),
                    "score": four_property.score(results),
                    "fail_count": counts["fail"],
                    "warn_count": counts["warn"],
                    "open_count": counts["manual"] + counts["not_run"],
                }
            )
