# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from dataclasses import asdict

from odoo import fields, models

from .. import describe
from ..tools import four_property

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
