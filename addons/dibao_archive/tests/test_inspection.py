# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import io
import os
from unittest.mock import patch

import openpyxl

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..tools import four_property
from .clamd_common import running_clamd
from .inspection_common import rules
from .transfer_common import TransferCase


class InspectionCase(TransferCase):
    def inspect(self, volumes, stage="filing", user=None):
        inspection = (
            self.env["dibao.inspection"]
            .with_user(user or self.archivist)
            .create({"stage": stage, "volume_ids": [Command.set(volumes.ids)]})
        )
        inspection.action_run()
        return inspection

    def results(self, inspection):
        """{number: result} of the rules, pass left out."""
        return {
            one.number: one.result
            for one in inspection.result_ids
            if one.is_head and one.result != "pass"
        }

    def spoil(self, original, change):
        """Change the bytes of a file on disk."""
        path = self.path(original)
        with open(path, "r+b") as stream:
            change(stream)


@tagged("post_install", "-at_install")
class TestInspection(InspectionCase):
    def test_the_tables_are_those_of_the_files(self):
        loaded = self.env["dibao.inspection.rule"].search([])
        self.assertEqual(
            [(rule.number, rule.blocking) for rule in loaded._plain()],
            [(rule.number, rule.blocking) for rule in rules()],
        )
        self.assertEqual(len(self.env["dibao.inspection.element"].search([])), 25)

    def test_clean_volumes_pass(self):
        volumes = self.make_volume(1) | self.make_volume(2)
        self.env["dibao.backup"].create(
            {"place": "备份站", "drill_ok": True, "drill_on": "2026-01-01 00:00:00"}
        )
        with (
            running_clamd() as socket,
            patch.dict(os.environ, DIBAO_CLAMD=socket),
        ):
            for stage in ("filing", "keeping"):
                inspection = self.inspect(volumes, stage)
                manual = {"3-6": "manual", "3-7": "manual"}
                gaps = {"2-9": "warn"} if volumes.gap_ids else {}
                self.assertEqual(
                    self.results(inspection),
                    gaps if stage == "filing" else manual,
                    inspection.result_ids.filtered("text_code").mapped("message"),
                )
        filing = volumes.inspection_ids.filtered(lambda one: one.stage == "filing")
        self.assertEqual(filing.conclusion, "warn" if volumes.gap_ids else "pass")
        self.assertEqual(filing.item_count, 4)
        self.assertEqual(filing.document_count, 4)
        self.assertEqual(set(filing.line_ids.mapped("input_digest")) & {False}, set())
        self.assertEqual(len(filing.input_digest), 64)

    def test_without_a_scanner_nothing_is_clean(self):
        inspection = self.inspect(self.make_volume())
        results = self.results(inspection)
        self.assertEqual((results["4-1"], results["4-2"]), ("not_run", "not_run"))
        self.assertEqual(inspection.conclusion, "open")

    @mute_logger("odoo.addons.dibao_archive.vault")
    def test_damage_on_disk_is_named(self):
        volume = self.make_volume(papers=3)
        originals = volume.item_ids.original_ids
        self.spoil(originals[0], lambda stream: stream.seek(40) and stream.write(b"x"))
        os.unlink(self.path(originals[1]))
        inspection = self.inspect(volume, "keeping")
        results = self.results(inspection)
        self.assertEqual(results["1-1"], "fail")
        self.assertEqual(results["2-7"], "fail")
        self.assertEqual(inspection.conclusion, "fail")
        lines = {line.item_id: line for line in inspection.line_ids}
        self.assertIn("1-1", lines[originals[0].item_id].numbers.split())
        self.assertIn("2-7", lines[originals[1].item_id].numbers.split())
        self.assertNotIn("2-7", lines[originals[2].item_id].numbers.split())
        row = inspection.result_ids.filtered(
            lambda one: one.number == "2-7" and one.item_id
        )
        self.assertEqual(row.item_id, originals[1].item_id)
        self.assertTrue(row.message)
        self.assertEqual(row.rule_version, "DA/T 70-2018/1")
        self.assertEqual(len(row.input_digest), 64)
        self.assertTrue(row.tool and row.done_on)

    def test_a_failed_inspection_stops_filing_until_a_second_person_allows_it(self):
        volume = self.make_volume(filed=False)
        volume.item_ids[0].responsible = False
        inspection = self.inspect(volume)
        self.assertEqual(self.results(inspection)["2-4"], "fail")
        self.assertEqual(inspection.conclusion, "fail")
        with self.assertRaisesRegex(UserError, "2-4"):
            volume.with_user(self.archivist)._file("缺件原因")
        with self.assertRaises(AccessError):
            inspection._override("理由")
        own = self.inspect(volume, user=self.second)
        with self.assertRaisesRegex(UserError, "second person"):
            own._override("理由")
        with self.assertRaises(UserError):
            own.with_user(self.supervisor)._override(" ")
        own.with_user(self.supervisor)._override("原件责任者不可考")
        self.assertEqual(own.override_user_id, self.supervisor)
        volume.with_user(self.archivist)._file("缺件原因")
        self.assertEqual(volume.state, "filed")

    def test_mended_and_inspected_again(self):
        volume = self.make_volume(filed=False)
        volume.item_ids[0].responsible = False
        self.inspect(volume)
        volume.item_ids[0].responsible = "示例县民政局"
        self.assertNotIn("2-4", self.results(self.inspect(volume)))
        volume.with_user(self.archivist)._file("缺件原因")

    def test_where_the_policy_asks_for_it(self):
        policy = self.env["dibao.policy"].search(
            [("key_id.code", "=", "inspection_before_filing")]
        )
        policy.value = "true"
        volume = self.make_volume(filed=False)
        with self.assertRaisesRegex(UserError, "inspection"):
            volume._file("缺件原因")
        self.inspect(volume)
        volume._file("缺件原因")

    def test_checks_by_hand(self):
        inspection = self.inspect(self.make_volume(), "keeping")
        hand = inspection.result_ids.filtered(lambda one: one.number == "3-6")
        self.assertEqual(hand.result, "manual")
        with self.assertRaises(UserError):
            inspection.result_ids.filtered(
                lambda one: one.number == "1-1"
            ).action_pass()
        before = inspection.open_count
        hand.with_user(self.archivist).action_pass()
        self.assertEqual((hand.result, hand.user_id), ("pass", self.archivist))
        self.assertEqual(inspection.open_count, before - 1)

    def test_results_stay(self):
        inspection = self.inspect(self.make_volume())
        archivist = inspection.with_user(self.archivist)
        for vals in ({"conclusion": "pass"}, {"override_user_id": self.archivist.id}):
            with self.assertRaises(AccessError):
                archivist.write(vals)
        with self.assertRaises(UserError):
            archivist.write({"stage": "keeping"})
        with self.assertRaises(UserError):
            archivist.unlink()
        with self.assertRaises(AccessError):
            archivist.result_ids.write({"result": "pass"})
        with self.assertRaises(AccessError):
            self.env["dibao.inspection"].with_user(self.archivist).create(
                {"stage": "filing", "conclusion": "pass", "division_id": self.county.id}
            )

    def test_big_ones_go_into_the_queue_and_survive_being_broken_off(self):
        policy = self.env["dibao.policy"].search(
            [("key_id.code", "=", "inspection_at_once")]
        )
        policy.value = "0"
        volume = self.make_volume(papers=3)
        inspection = self.inspect(volume)
        self.assertEqual((inspection.state, inspection.conclusion), ("running", False))
        self.assertTrue(inspection._refusal())
        job = inspection.job_id.sudo()
        job.write({"state": "running"})
        looks = []

        def broken(self, lines):
            looks.append(lines)
            raise RuntimeError

        with (
            patch.object(type(inspection), "_look_at", broken),
            self.assertRaises(RuntimeError),
        ):
            job._job_inspection()
        self.assertEqual(inspection.state, "running")
        with patch("odoo.addons.dibao_archive.models.dibao_job_inspection.CHUNK", 2):
            self.assertFalse(job._job_inspection())
            self.assertEqual(job.done, 2)
            self.assertEqual(len(inspection.line_ids.filtered("looked_on")), 2)
            self.assertTrue(job._job_inspection())
        self.assertEqual(inspection.state, "done")

    def test_codes_in_double_and_wrong_ones(self):
        volume = self.make_volume()
        item = volume.item_ids.sorted("sequence")[1]
        item._by_act({"reference_code": "J019.1", "number": 5})
        results = self.results(self.inspect(volume))
        self.assertEqual(results["1-7"], "fail")
        self.assertEqual(results["2-6"], "fail")

    def test_a_rule_that_nothing_can_carry_out_is_by_hand(self):
        with self.assertRaises(ValidationError):
            self.env["dibao.inspection.rule"].create(
                {
                    "number": "9-9",
                    "name": "x",
                    "property": "security",
                    "version": "1",
                }
            )
        for vals in ({"field": "password"}, {"regex": "("}):
            with self.assertRaises(ValidationError):
                self.env["dibao.inspection.element"].create(
                    {"field": "organ", "name": "x", "version": "1"} | vals
                )

    def test_another_county_sees_nothing(self):
        inspection = self.inspect(self.make_volume())
        stranger = self.make_user("i_stranger", "archivist", self.west)
        with self.assertRaises(AccessError):
            inspection.with_user(stranger).read(["conclusion"])
        found = self.env["dibao.inspection.result"].with_user(stranger)
        self.assertFalse(found.search([("inspection_id", "=", inspection.id)]))

    def test_the_lowest_common_place(self):
        one = self.env["dibao.inspection"].create(
            {"volume_ids": [Command.set(self.make_volume().ids)]}
        )
        self.assertEqual(one.division_id, self.east_village)


@tagged("post_install", "-at_install")
class TestInspectionPaper(InspectionCase, HttpCase):
    def test_report_and_workbook_are_keyed_by_number(self):
        volume = self.make_volume()
        volume.item_ids[0]._by_act({"responsible": False})
        inspection = self.inspect(volume)
        content, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.archivist)
            .with_context(lang="zh_CN", force_report_rendering=True)
            ._render_qweb_pdf("dibao_archive.inspection_report_report", inspection.ids)
        )
        self.assertTrue(content.startswith(b"%PDF"))
        self.set_registry_readonly_mode(False)
        self.authenticate("archivist", "archivist")
        response = self.url_open(f"/dibao/inspection/{inspection.id}")
        self.assertEqual(response.status_code, 200)
        book = openpyxl.load_workbook(io.BytesIO(response.content))
        cells = [row[0].value for row in book.worksheets[0].iter_rows()]
        numbers = [rule.number for rule in rules("filing")]
        self.assertEqual([one for one in cells if one in numbers], numbers)
        findings = [row[0].value for row in book.worksheets[1].iter_rows()]
        self.assertIn("2-4", findings)
        self.make_user("i_other", "archivist", self.west)
        self.authenticate("i_other", "i_other")
        response = self.url_open(f"/dibao/inspection/{inspection.id}")
        self.assertEqual(response.status_code, 404)

    def test_score_and_conclusion_agree_with_the_tool(self):
        inspection = self.inspect(self.make_volume())
        heads = inspection.result_ids.filtered("is_head")
        results = [
            four_property.Result(
                four_property.Rule(
                    head.number, blocking=head.blocking, weight=head.rule_id.weight
                ),
                head.result,
                [],
                1,
            )
            for head in heads
        ]
        self.assertEqual(inspection.score, four_property.score(results))
        self.assertEqual(inspection.conclusion, four_property.conclusion(results))
