# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import io
import os
import subprocess
import tempfile
from unittest.mock import patch

import pypdf

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import shred_disk, vault
from . import file_corpus as corpus
from .disposal_common import DisposalCase

#: Stands nowhere but in what is destroyed.
WORD = "萤窗雪案"
LOGGER = "odoo.addons.dibao_archive.models.dibao_job"


@tagged("post_install", "-at_install")
class TestDestroyed(DisposalCase):
    """After execution nothing is left but the stub (R-40)."""

    def plant(self, volume):
        """A word everywhere in what belongs to a volume; the files with it."""
        item = volume.item_ids[0]
        original = self.capture(item, f"{WORD}.pdf")
        derived = original._derive(corpus.drawn_pdf(), f"{WORD}2.pdf", WORD)
        self.env["dibao.original.text"].create(
            {
                "original_id": original.id,
                "page": 1,
                "text": base64.b64encode(WORD.encode()),
                "tool": "test",
            }
        )
        item._index_text()
        item._correct({"remark": f"改{WORD}"}, WORD)
        volume.with_user(self.archivist).note = WORD
        attachments = self.env["ir.attachment"]
        for record in (volume, item, original):
            if hasattr(record, "message_post"):
                file = self.attach(record, f"{WORD}{record}".encode(), f"{WORD}.txt")
                record.message_post(body=WORD, attachment_ids=file.ids)
                attachments |= file
        thumbnail = self.env["ir.attachment"].create(
            {
                "name": "thumbnail",
                "res_model": "ir.attachment",
                "res_field": "thumbnail",
                "res_id": attachments[0].id,
                "datas": base64.b64encode(f"thumbnail {WORD}".encode()),
            }
        )
        attachments |= thumbnail
        volume.activity_schedule("mail.mail_activity_data_todo", summary=WORD)
        paths = [
            vault.path_of(self.env.cr.dbname, one.token) for one in original | derived
        ]
        paths += [one._full_path(one.store_fname) for one in attachments]
        return original | derived, paths

    def test_nothing_is_left(self):
        self.stopped.head_id.name = "萤火虫"
        self.env.ref("dibao_archive.policy_stub_title_profile").value = "kind"
        volume, items = self.due, self.due.item_ids
        self.env.cr.execute(
            "UPDATE dibao_volume SET title = title || %s WHERE id = %s",
            [WORD, volume.id],
        )
        self.env.cr.execute(
            "UPDATE dibao_item SET title = title || %s WHERE id = %s",
            [WORD, items[0].id],
        )
        self.env.invalidate_all()
        self.stopped._log_event("filed", f"Volume filed: {volume.title}", record=volume)
        originals, paths = self.plant(volume)
        digests = [(one.sha256, one.sm3, one.size) for one in originals]
        codes = [volume.reference_code, *items.mapped("reference_code")]
        self.assertTrue(all(map(os.path.exists, paths)))
        self.assertIn("dibao_volume", self.tables_with(WORD))
        self.assertIn("mail_message", self.tables_with(WORD))
        disposal = self.executed()
        self.assertEqual(self.tables_with(WORD), [])
        self.assertEqual([path for path in paths if os.path.exists(path)], [])
        for path in self.kept_files():
            with open(path, "rb") as stream:
                self.assertNotIn(WORD.encode(), stream.read(), path)
        self.assertRecordValues(
            volume,
            [
                {
                    "state": "destroyed",
                    "title": volume.category_id.name,
                    "reference_code": codes[0],
                    "household_id": False,
                    "person_id": False,
                    "list_number": disposal.name,
                }
            ],
        )
        self.assertEqual(set(items.mapped("state")), {"destroyed"})
        self.assertEqual(items.mapped("reference_code"), codes[1:])
        self.assertFalse(items.household_id)
        self.assertFalse(items.person_id)
        self.assertEqual(set(originals.mapped("state")), {"erased"})
        self.assertEqual([(o.sha256, o.sm3, o.size) for o in originals], digests)
        row = originals.sudo()
        self.assertEqual(
            set(row.mapped("token")) | set(row.mapped("vault_key")), {False}
        )
        references = self.env["dibao.reference"].search([("code", "in", codes)])
        self.assertEqual(set(references.mapped("state")), {"destroyed"})
        self.assertEqual(set(references.mapped("reason")), {disposal.name})
        self.env.cr.execute(
            "SELECT count(search_vector) FROM dibao_item WHERE id IN %s",
            [tuple(items.ids)],
        )
        self.assertEqual(self.env.cr.fetchone(), (0,))
        event = self.stopped.event_ids[0]
        self.assertIn(codes[0], event.summary)
        self.assertTrue(disposal.is_unchanged)
        line = disposal.line_ids
        self.assertEqual((line.state, line.destroyed_on), ("done", line.done_on))
        self.assertFalse(line.sudo().salt or line.sudo().pending)
        self.assertGreater(disposal.backups_lapse_on, line.done_on)

    def test_names_are_reduced_in_the_stub(self):
        volume, items = self.due, self.due.item_ids
        head = self.stopped.head_id.name
        self.assertIn(head, volume.title)
        self.executed()
        self.assertIn("辰*", volume.title)
        self.assertEqual(set(items.mapped("responsible")), {"辰*"})
        for table in ("dibao_volume", "dibao_item", "dibao_disposal_line"):
            self.env.cr.execute(
                f"SELECT count(*) FROM {table} t"  # noqa: S608
                " WHERE t::text LIKE %s AND t::text LIKE %s",
                [f"%{head}%", f"%{volume.reference_code}%"],
            )
            self.assertEqual(self.env.cr.fetchone(), (0,), table)

    def test_an_original_is_not_opened_any_more(self):
        original = self.capture(self.due.item_ids[0])
        self.executed()
        with self.assertRaisesRegex(UserError, "destroyed"):
            original.with_user(self.archivist)._open("verification", "x")

    def test_one_item_alone(self):
        first, second = self.due.item_ids
        kept = self.capture(second)
        disposal = self.env["dibao.disposal"].with_user(self.archivist)
        disposal = disposal.create(
            {
                "fonds_id": self.fonds.id,
                "leader_id": self.confirmer.id,
                "archive_member_ids": [(4, self.archivist.id)],
                "forming_member_ids": [(4, self.officer.id)],
                "report": "x",
                "opinion": "x",
                "line_ids": [(0, 0, {"item_id": first.id})],
            }
        )
        disposal.action_appraise()
        disposal.action_freeze()
        disposal.with_user(self.confirmer)._approve("1")
        disposal.with_user(self.supervisor)._check_before("x")
        disposal.with_user(self.officer)._check_before("")
        disposal.action_execute()
        self.run_job(disposal)
        self.assertEqual(disposal.state, "executed")
        self.assertEqual((first.state, second.state), ("destroyed", "filed"))
        self.assertEqual((self.due.state, kept.state), ("filed", "kept"))
        self.assertEqual(self.due.household_id, self.stopped)

    def test_shared_bytes_stay_for_the_other_record(self):
        content = b"same bytes of two records"
        mine = self.attach(self.due, content)
        other = self.attach(self.household, content)
        self.assertEqual(mine.store_fname, other.store_fname)
        path = mine._full_path(mine.store_fname)
        disposal = self.executed()
        self.assertFalse(mine.exists())
        self.assertTrue(os.path.exists(path))
        self.assertEqual(other.raw, content)
        self.assertEqual(disposal.line_ids.shared_count, 1)

    def test_a_file_that_cannot_be_removed_is_no_success(self):
        original = self.capture(self.due.item_ids[0])
        path = vault.path_of(self.env.cr.dbname, original.token)
        disposal = self.supervised()
        disposal.action_execute()
        with (
            patch.object(shred_disk.os, "unlink", side_effect=OSError(5, "I/O error")),
            mute_logger(LOGGER),
        ):
            job = self.run_job(disposal)
        self.assertEqual((job.state, disposal.state), ("failed", "executing"))
        self.assertIn("still on the disk", disposal.stopped_because)
        line = disposal.line_ids
        self.assertEqual(line.state, "erasing")
        self.assertEqual(line.sudo().pending, [["vault", os.path.basename(path)]])
        self.assertTrue(os.path.exists(path))
        disposal.action_go_on()
        self.run_job(disposal)
        self.assertEqual((line.state, disposal.state), ("done", "executed"))
        self.assertFalse(os.path.exists(path))

    def test_extend_sample_transfer(self):
        families = [self.make_stopped(n) for n in (41, 42, 43)]
        extended, sample, moved = (self.filed_volume(family) for family in families)
        disposal = self.disposal(extended | sample | moved)
        outcomes = {extended: "extend", sample: "sample", moved: "transfer"}
        for line in disposal.line_ids:
            line.outcome = outcomes[line.volume_id]
            if line.outcome == "extend":
                line.extend_to = "2040-12-31"
        disposal.action_appraise()
        disposal.action_freeze()
        disposal.with_user(self.confirmer)._approve("1")
        disposal.action_execute()
        self.run_job(disposal)
        # Nothing was destroyed: there is nothing to sign for.
        self.assertEqual(disposal.state, "signed")
        self.assertEqual(str(extended.due_date), "2040-12-31")
        self.assertFalse(sample.due_date)
        self.assertEqual(moved.appraisal_outcome, "transfer")
        self.assertEqual({v.state for v in (extended, sample, moved)}, {"filed"})
        again = self.disposal(sample)
        with self.assertRaisesRegex(UserError, "not due|keeps it"):
            again.action_appraise()

    def test_nothing_is_carried_out_by_the_back_door(self):
        disposal = self.approved()
        line = disposal.line_ids
        with self.assertRaises(UserError):
            line.sudo()._carry_out()
        with self.assertRaises(UserError):
            disposal.sudo()._carry_out_next()
        job = self.env["dibao.job"]._enqueue(
            "disposal", "x", params={"disposal": disposal.id}
        )
        with patch.object(self.env.cr, "rollback", lambda: None), mute_logger(LOGGER):
            job._run()
        self.assertEqual((job.state, self.due.state), ("failed", "filed"))


@tagged("post_install", "-at_install")
class TestDisposalPapers(DisposalCase):
    def text(self, content):
        with tempfile.NamedTemporaryFile(suffix=".pdf") as stream:
            stream.write(content)
            stream.flush()
            return subprocess.run(
                ["pdftotext", "-layout", stream.name, "-"],
                check=True,
                capture_output=True,
                text=True,
            ).stdout

    def test_signed_after_and_filed(self):
        disposal = self.executed()
        for user in (self.archivist, self.confirmer, self.other_archivist):
            with self.assertRaises(AccessError):
                disposal.with_user(user)._sign_after("")
        with self.assertRaises(UserError):
            disposal.action_close()
        disposal.with_user(self.supervisor)._sign_after("已化浆")
        self.assertEqual(disposal.state, "executed")
        disposal.with_user(self.officer)._sign_after("")
        self.assertEqual(disposal.state, "signed")
        disposal.with_context(force_report_rendering=True).action_close()
        self.assertEqual(disposal.state, "closed")
        dossier = self.fonds.dossier_volume_id
        items = dossier.item_ids
        self.assertEqual(len(items), 3)
        self.assertEqual(set(items.mapped("state")), {"filed"})
        self.assertTrue(dossier.retention_id.permanent)
        self.assertFalse(dossier.due_date)
        body = items.filtered(lambda item: not item.parent_id)
        self.assertTrue(body.reference_code)
        texts = {}
        for item in items:
            [original] = item.original_ids
            with vault.stream(original) as stream:
                content = stream.read()
            self.assertEqual(original.mimetype, "application/pdf")
            texts[original.name.rpartition("-")[2]] = self.text(content)
        listed = texts["list.pdf"]
        for shown in (disposal.name, "辰*", self.due.reference_code[:6], "J019"):
            self.assertIn(shown, listed)
        for text in texts.values():
            self.assertNotIn("辰宿张", text)
        certificate = texts["certificate.pdf"]
        for shown in (disposal.sha256[:20], "示民批〔2026〕1号", "示例造纸厂"):
            self.assertIn(shown, certificate)
        for user in (self.confirmer, self.supervisor, self.officer, self.archivist):
            self.assertIn(user.name.split()[0], certificate)
        self.assertIn("示例鉴定报告", texts["report.pdf"])

    def test_landscape_and_columns(self):
        disposal = self.frozen()
        reports = self.env["ir.actions.report"]
        content, _kind = reports.with_context(
            force_report_rendering=True
        )._render_qweb_pdf("dibao_archive.disposal_list", disposal.ids)
        box = pypdf.PdfReader(io.BytesIO(content)).pages[0].mediabox
        self.assertGreater(box.width, box.height)
        text = self.text(content)
        for column in (
            "Reference code",
            "Document no.",
            "Responsible party",
            "Title",
            "Formed",
            "To be kept for",
            "Was kept for",
            "Destroyed on",
        ):
            self.assertIn(column.split()[0], text)

    def test_no_certificate_before(self):
        disposal = self.approved()
        with self.assertRaisesRegex(UserError, "not carried out"):
            self.env["ir.actions.report"]._render_qweb_pdf(
                "dibao_archive.disposal_certificate", disposal.ids
            )

    def test_printing_is_logged(self):
        disposal = self.frozen()
        reports = self.env["ir.actions.report"].with_user(self.auditor)
        reports._render_qweb_pdf("dibao_archive.disposal_list", disposal.ids)
        row = self.env["dibao.access.log"].search(
            [("user_ref", "=", self.auditor.id), ("model", "=", "dibao.disposal")]
        )
        self.assertEqual(
            (row.action, row.detail_shown), ("export", "Papers of a disposal list")
        )
