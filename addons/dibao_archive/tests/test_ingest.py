# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import io
import os
import tempfile
import time
import zipfile
from pathlib import Path
from unittest.mock import patch

import pikepdf

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, tagged
from odoo.tools import mute_logger

from .. import ingest_upload, vault
from ..models.dibao_cover_sheet import SEPARATOR
from ..models.dibao_original import CONTEXT
from ..tools import label_token, pages, scan_name
from . import file_corpus as corpus
from .clamd_common import EICAR, running_clamd
from .original_common import OriginalCase
from .test_tools_pages import code_page


class TestScanName(BaseCase):
    def test_reference_codes(self):
        """DA/T 31-2017: named by the code, or by the code and a page."""
        code = "J019-ZY·DB·2024·D30-001-003"
        for name, first in (
            (f"{code}.pdf", code),
            ("J019-ZY・DB・2024・D30-001-003.pdf", code),
            ("Ｊ019－ZY·DB·2024·D30－001-003.jpg", code),
        ):
            self.assertEqual(scan_name.read(name).codes[0], (first, 0), name)
        self.assertIn((code, 12), scan_name.read(f"{code}-0012.jpg").codes)

    def test_household_numbers_and_kinds(self):
        for name, folder in (
            ("H2026-000001_F03.pdf", ""),
            ("H2026-000001-F03.pdf", ""),
            ("F03.pdf", "batch/H2026-000001"),
            ("F03 第2页.jpg", "H2026-000001 张三"),
        ):
            words = scan_name.read(name, folder).words
            self.assertIn("H2026-000001", words, name)
            self.assertIn("F03", words, name)

    def test_pages(self):
        for name, page in (("a1.jpg", 1), ("扫描第12页.jpg", 12), ("a.jpg", 0)):
            self.assertEqual(scan_name.page_of(name), page)


class IngestCase(OriginalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.batch_of = lambda _self, **vals: (
            cls.env["dibao.ingest"]
            .with_user(cls.clerk)
            .create({"division_id": cls.east.id, "read_codes": False, **vals})
        )

    def receive(self, batch, **files):
        for name, content in files.items():
            self.env["dibao.ingest.file"].with_user(self.clerk)._receive(
                batch, name.replace("__", "."), content
            )

    def run_job(self, batch):
        """Run the job of a batch here; its commits stay inside the test."""
        job = batch.job_id.sudo()
        with (
            patch.object(type(job), "_commit", lambda job: job.env.flush_all()),
            patch.object(type(job), "_notify", lambda job: None),
        ):
            self.assertTrue(job._run(), job.message)
        batch.invalidate_recordset()

    def work(self, batch, **files):
        self.receive(batch, **files)
        batch.action_run()
        self.run_job(batch)
        return batch.file_ids.sorted("id")


@tagged("post_install", "-at_install")
class TestIngest(IngestCase):
    def test_named_by_household_and_kind(self):
        number = self.household.number
        content = corpus.drawn_pdf(2)
        batch = self.batch_of()
        [one] = self.work(batch, **{f"{number}_T01__pdf": content})
        self.assertRecordValues(
            one,
            [
                {
                    "state": "done",
                    "matched_by": "number",
                    "household_id": self.household.id,
                    "kind_id": self.kind.id,
                    "page_count": 2,
                }
            ],
        )
        self.assertEqual(one.item_id.household_id, self.household)
        self.assertEqual(one.item_id.kind_id, self.kind)
        self.assertEqual(one.item_id.state, "draft")
        self.assertEqual(one.original_id.captured_by_id, self.clerk)
        with vault.stream(one.original_id) as stream:
            self.assertEqual(stream.read(), content)
        self.assertEqual((batch.state, batch.done_count), ("done", 1))

    def test_the_file_is_written_once(self):
        """What was uploaded becomes the original as it lies."""
        before = set(self.files())
        batch = self.batch_of(household_id=self.household.id, kind_id=self.kind.id)
        self.receive(batch, a__pdf=corpus.drawn_pdf())
        uploaded = set(self.files()) - before
        batch.action_run()
        self.run_job(batch)
        self.assertEqual(set(self.files()) - before, uploaded)
        self.assertFalse(batch.file_ids.sudo().token)
        self.assertTrue(batch.file_ids.original_id.sudo().token)

    def test_named_by_reference_code(self):
        item = self.make_item()
        item._by_act(
            {"reference_code": "J019-ZY·DB·2024·D30-001-003", "state": "filed"}
        )
        batch = self.batch_of()
        name = "J019-ZY・DB・2024・D30-001-003.pdf"
        self.env["dibao.ingest.file"]._receive(batch, name, corpus.drawn_pdf())
        batch.action_run()
        self.run_job(batch)
        self.assertEqual(batch.file_ids.matched_by, "code")
        self.assertEqual(item.original_count, 1)

    def test_a_code_of_another_office_does_not_match(self):
        item = self.make_item(self.other)
        item._by_act({"reference_code": "J019-ZY·DB·2024·D30-001-009"})
        batch = self.batch_of()
        name = "J019-ZY·DB·2024·D30-001-009.pdf"
        self.env["dibao.ingest.file"]._receive(batch, name, corpus.drawn_pdf())
        number = f"{self.other.number}_T01.pdf"
        self.env["dibao.ingest.file"]._receive(batch, number, corpus.drawn_pdf(2))
        batch.action_run()
        self.run_job(batch)
        self.assertEqual(set(batch.file_ids.mapped("state")), {"sorting"})
        self.assertFalse(batch.file_ids.household_id)
        self.assertFalse(item.original_ids)

    def test_pages_of_one_paper_become_one_item(self):
        batch = self.batch_of(household_id=self.household.id, kind_id=self.kind.id)
        files = self.work(
            batch,
            **{
                f"scan{page}__jpg": corpus.picture(
                    size=(800 + page, 1100), dpi=(200, 200)
                )
                for page in (1, 2, 3)
            },
        )
        self.assertEqual(len(files.item_id), 1)
        self.assertEqual(files.item_id.counted_pages, 3)
        scans = files.item_id.original_ids.filtered(lambda one: one.role == "scan")
        self.assertEqual(scans.mapped("sequence"), [1, 2, 3])
        self.assertEqual(len(files.item_id.original_ids - scans), 3, "a PDF of each")

    def test_what_nobody_can_match_is_sorted_by_hand(self):
        batch = self.batch_of()
        self.work(batch, a__pdf=corpus.drawn_pdf(1), b__pdf=corpus.drawn_pdf(2))
        self.assertEqual((batch.state, batch.sorting_count), ("sorting", 2))
        first = self.env["dibao.ingest.file"].browse(batch.action_sort()["res_id"])
        first = first.with_user(self.clerk)
        with self.assertRaises(UserError):
            first.action_keep()
        first.write({"household_id": self.household.id, "kind_id": self.kind.id})
        following = first.action_keep()
        self.assertEqual(first.matched_by, "hand")
        self.assertEqual(first.state, "done")
        second = batch.file_ids.browse(following["res_id"])
        self.assertEqual(second.state, "sorting")
        self.assertEqual(second.action_skip()["res_model"], "dibao.ingest")
        second.action_discard()
        self.assertEqual((second.state, batch.state), ("refused", "done"))

    def test_sorting_shows_pages_and_logs_it(self):
        batch = self.batch_of()
        [one] = self.work(batch, a__pdf=corpus.drawn_pdf(2))
        self.assertTrue(one.with_user(self.clerk).dibao_page(2))
        self.assertEqual(len(self.log_rows("open", one)), 1)
        for user in (self.stranger, self.assistant):
            with (
                self.assertRaises(AccessError),
                mute_logger("odoo.addons.base.models.ir_rule"),
            ):
                one.with_user(user).dibao_page(1)

    def test_a_household_elsewhere_is_refused(self):
        with self.assertRaises(AccessError):
            self.batch_of(household_id=self.other.id)

    def test_filed_items_are_left_to_somebody(self):
        item = self.make_item()
        self.capture(item)
        item._by_act(
            {"reference_code": "J019-ZY·DB·2024·D30-001-004", "state": "filed"}
        )
        batch = self.batch_of()
        self.env["dibao.ingest.file"]._receive(
            batch, "J019-ZY·DB·2024·D30-001-004.pdf", corpus.drawn_pdf(2)
        )
        batch.action_run()
        self.run_job(batch)
        self.assertEqual(batch.file_ids.state, "sorting")
        self.assertEqual(item.original_count, 1)

    def test_duplicates_are_told(self):
        content = corpus.drawn_pdf(7)
        batch = self.batch_of(household_id=self.household.id, kind_id=self.kind.id)
        files = self.work(batch, a__pdf=content, b__pdf=content)
        self.assertEqual(files.mapped("state"), ["done", "done"])
        self.assertFalse(files[0].findings)
        self.assertEqual(files[1].findings[0][0], "duplicate")

    def test_bad_files_do_not_stop_good_ones(self):
        """Each is named; the batch comes to its end."""
        good = corpus.drawn_pdf()
        bad = {
            "empty": b"",
            "cut": good[:-40],
            "locked": corpus.drawn_pdf(
                encryption=pikepdf.Encryption(user="x", owner="y")
            ),
            "script": corpus.drawn_pdf(1, corpus.on_open("JavaScript", JS="x")),
            "launch": corpus.drawn_pdf(1, corpus.on_annotation("Launch", F="x")),
            "polyglot": good + corpus.packed({"x": b"y"}),
            "long": corpus.many_pages(30_000),
            "program": b"MZ\x90\x00" + bytes(99),
        }
        batch = self.batch_of(household_id=self.household.id, kind_id=self.kind.id)
        files = self.work(
            batch,
            first__pdf=good,
            **{f"{k}__pdf": v for k, v in bad.items()},
            last__pdf=good,
        )
        codes = {one.name[:-4]: (one.findings or [[None]])[0][0] for one in files}
        self.assertEqual(
            codes,
            {
                "first": None,
                "empty": "empty",
                "cut": "truncated",
                "locked": "encrypted",
                "script": "script",
                "launch": "script",
                "polyglot": "polyglot",
                "long": "too_many_pages",
                "program": "unknown_kind",
                "last": "duplicate",
            },
        )
        self.assertEqual((batch.done_count, batch.refused_count), (2, 8))
        self.assertEqual(batch.state, "done")

    def test_infected_files(self):
        with running_clamd() as address, patch.dict(os.environ, DIBAO_CLAMD=address):
            batch = self.batch_of(household_id=self.household.id, kind_id=self.kind.id)
            files = self.work(batch, bad__pdf=EICAR, good__pdf=corpus.drawn_pdf())
        self.assertEqual(files.mapped("state"), ["refused", "done"])
        self.assertEqual(files[0].findings[0][0], "infected")
        self.assertEqual(files[1].original_id.malware, "clean")

    def test_names(self):
        batch = self.batch_of()
        files = self.env["dibao.ingest.file"]
        for name, folder, kept in (
            ("../../etc/passwd", "../../etc", "passwd"),
            ("C:\\x\\a.pdf", "C:/x", "a.pdf"),
            ("长" * 300 + ".pdf", False, None),
            (f"{self.number}.pdf", False, f"9901{'*' * 14}.pdf"),
        ):
            one = files._receive(batch, name, b"x")
            self.assertEqual(one.folder, folder)
            self.assertLessEqual(len(one.name.encode()), 180)
            if kept:
                self.assertEqual(one.name, kept)

    def test_a_folder_of_a_zip(self):
        number = self.household.number
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as book:
            book.writestr(f"{number}/T01·1.pdf", corpus.drawn_pdf(1))
            book.writestr(f"{number}/T01 bad.pdf", b"")
            book.writestr("nobody.pdf", corpus.drawn_pdf(2))
            book.writestr("__MACOSX/._x.pdf", b"junk")
            book.writestr("inner.zip", corpus.packed({"a.pdf": corpus.drawn_pdf()}))
        batch = self.batch_of()
        self.work(batch, all__zip=archive.getvalue())
        found = {one.name: one for one in batch.file_ids}
        self.assertEqual(found["all.zip"].state, "split")
        self.assertEqual(found["T01·1.pdf"].state, "done")
        self.assertEqual(found["T01·1.pdf"].household_id, self.household)
        self.assertEqual(found["T01 bad.pdf"].findings[0][0], "empty")
        self.assertEqual(found["nobody.pdf"].state, "sorting")
        self.assertEqual(found["inner.zip"].findings[0][0], "nested")
        self.assertEqual(len(found), 5)
        self.assertEqual(batch.file_count, 4)

    def test_names_in_zips_of_windows(self):
        """R-26: GBK without the flag, and `·` in either."""
        name = "档案·2024.pdf"
        flagless = zipfile.ZipInfo("x")
        flagless.filename = name.encode("gb18030").decode("cp437")
        from ..models.dibao_ingest_work import _member_name  # noqa: PLC0415

        self.assertEqual(_member_name(flagless), name)
        flagged = zipfile.ZipInfo(name)
        flagged.flag_bits = 0x800
        self.assertEqual(_member_name(flagged), name)

    def test_a_bomb(self):
        bomb = corpus.packed({"a.pdf": bytes(40 << 20)})
        batch = self.batch_of()
        [one] = self.work(batch, a__zip=bomb)
        self.assertEqual(one.findings[0][0], "bomb")

    def test_a_zip_of_many_is_taken_out_in_parts(self):
        members = {f"{n:03d}.pdf": corpus.drawn_pdf() for n in range(45)}
        batch = self.batch_of(household_id=self.household.id, kind_id=self.kind.id)
        self.receive(batch, a__zip=corpus.packed(members))
        one = batch.file_ids
        one.sudo()._work(None)
        self.assertEqual((one.state, one.unpacked), ("waiting", 20))
        batch.action_run()
        self.run_job(batch)
        self.assertEqual((batch.done_count, one.state), (45, "split"))

    def test_full_disk_in_the_middle(self):
        """The job fails and says why; what waits goes on waiting, nothing is half."""
        number = self.household.number
        batch = self.batch_of(make_pdf=True)
        pictures = {
            f"{number}_T01_{n}a__jpg": corpus.picture(
                size=(800 + n, 900), dpi=(200, 200)
            )
            for n in range(3)
        }
        self.receive(batch, **pictures)
        batch.action_run()
        job, put, calls = batch.job_id.sudo(), vault.vault_file.write, []

        def full(*args):
            calls.append(args)
            if len(calls) == 2:
                raise OSError(28, "No space left on device")
            return put(*args)

        with (
            patch.object(vault.vault_file, "write", full),
            mute_logger("odoo.addons.dibao_archive.vault"),
            self.assertRaisesRegex(UserError, "No space left"),
            # The job's own rollback, as far as a test may have one.
            self.env.cr.savepoint(),
        ):
            job._ingest_chunk(batch.sudo(), None)
        self.env.invalidate_all()
        self.assertEqual(set(batch.file_ids.mapped("state")), {"waiting"})
        self.assertFalse(batch.file_ids.item_id)
        job.write({"state": "queued"})
        self.run_job(batch)
        self.assertEqual(batch.done_count, 3)
        self.assertEqual(len(batch.file_ids.original_id), 3)

    def test_result_table(self):
        import openpyxl  # noqa: PLC0415

        from ..ingest_result import write_result  # noqa: PLC0415

        batch = self.batch_of(household_id=self.household.id, kind_id=self.kind.id)
        self.work(batch, a__pdf=corpus.drawn_pdf(), b__pdf=b"")
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
            write_result(batch, file.name)
            rows = list(openpyxl.load_workbook(file.name).active.values)
        self.assertEqual(len(rows), 3)
        self.assertEqual([row[1] for row in rows[1:]], ["a.pdf", "b.pdf"])
        self.assertIn("empty", rows[2][-1])

    def test_states_are_not_written_by_hand(self):
        batch = self.batch_of()
        self.receive(batch, a__pdf=corpus.drawn_pdf())
        for record, vals in (
            (batch, {"state": "done"}),
            (batch.file_ids, {"state": "done"}),
            (batch.file_ids, {"item_id": 1}),
        ):
            with self.assertRaises(AccessError):
                record.with_user(self.clerk).write(vals)

    def test_old_batches_go(self):
        batch = self.batch_of()
        self.receive(batch, a__pdf=b"")
        path = vault.path_of(self.env.cr.dbname, batch.file_ids.sudo().token)
        batch.action_run()
        self.run_job(batch)
        self.env["dibao.ingest"]._gc_done()
        self.assertTrue(batch.exists())
        batch.sudo()._by_act({"finished_on": "2020-01-01 00:00:00"})
        self.env["dibao.ingest"]._gc_done()
        self.assertFalse(batch.exists())
        self.env.cr.postcommit.run()
        self.assertFalse(os.path.exists(path))


@tagged("post_install", "-at_install")
class TestCoverSheet(IngestCase):
    def sheet(self, household=None, kind=None):
        return self.env["dibao.cover.sheet"].create(
            {
                "household_id": (household or self.household).id,
                "kind_id": (kind or self.kind).id,
            }
        )

    def test_tokens_tell_nothing(self):
        """R-67: drawn by the program; nothing of the household is in them."""
        sheet = (
            self.env["dibao.cover.sheet"]
            .with_user(self.clerk)
            .create(
                {
                    "household_id": self.household.id,
                    "kind_id": self.kind.id,
                    "token": "A1-KNOWN",
                }
            )
        )
        self.assertTrue(label_token.parse(sheet.token))
        self.assertNotEqual(sheet.token, "A1-KNOWN")
        before = sheet.token
        sheet.write({"token": "A1-KNOWN"})
        self.assertEqual(sheet.token, before)

    def test_the_print_is_read_back(self):
        """R-68: the PDF that is printed, drawn as a scanner sees it."""
        from ..tools import pdf  # noqa: PLC0415

        self.assertTrue(pdf.weasyprint, "Pango is missing")
        sheet = self.sheet()
        for report, expected in (
            ("cover_sheet_report", sheet.token),
            ("separator_sheet_report", SEPARATOR),
        ):
            content, _kind = (
                self.env["ir.actions.report"]
                .with_context(force_report_rendering=True)
                ._render_qweb_pdf(f"dibao_archive.{report}", sheet.ids)
            )
            with pages.PageReader() as reader:
                for dpi in (100, 150, 200, 300):
                    codes = reader.codes(content, "application/pdf", dpi=dpi)
                    self.assertEqual(codes, [(0, expected)], (report, dpi))
                self.assertIn(
                    self.household.number if expected == sheet.token else "",
                    reader.text(content, "application/pdf"),
                )

    def test_a_pile_is_taken_apart(self):
        """Cover, two pages; cover, one page; separator, one page of nobody."""
        kind = self.kind.copy({"code": "T02", "name": "另一证明"})
        sheets = [self.sheet(), self.sheet(kind=kind)]
        papers = [corpus.picture(size=(600 + 10 * n, 800)) for n in range(4)]
        pile = pages.images_to_pdf(
            [
                code_page(sheets[0].token),
                *papers[:2],
                code_page(sheets[1].token),
                papers[2],
                code_page(SEPARATOR),
                papers[3],
            ]
        )
        batch = self.batch_of(read_codes=True)
        files = self.work(batch, pile__pdf=pile)
        whole, *parts = files
        self.assertEqual(whole.state, "split")
        self.assertEqual([one.page_from for one in parts], [2, 5, 7])
        self.assertEqual([one.page_count for one in parts], [2, 1, 1])
        self.assertEqual([one.state for one in parts], ["done", "done", "sorting"])
        self.assertEqual(
            [one.kind_id for one in parts], [self.kind, kind, self.kind.browse()]
        )
        self.assertEqual(parts[0].household_id, self.household)
        self.assertTrue(all(sheets[n].used_on for n in range(2)))
        with vault.stream(parts[0].original_id) as stream, pikepdf.open(stream) as pdf:
            [(_name, image)] = pdf.pages[0].get_images().items()
            self.assertEqual(image.read_raw_bytes(), papers[0])
        # The whole pile as it was scanned stays in the batch.
        with vault.stream(whole, CONTEXT) as stream:
            self.assertEqual(stream.read(), pile)

    def test_pages_before_the_first_sheet_are_not_lost(self):
        pile = pages.images_to_pdf(
            [corpus.picture(), code_page(self.sheet().token), corpus.picture()]
        )
        batch = self.batch_of(read_codes=True)
        _whole, first, second = self.work(batch, pile__pdf=pile)
        self.assertEqual((first.state, first.page_count), ("sorting", 1))
        self.assertEqual((second.state, second.matched_by), ("done", "cover"))

    def test_a_sheet_of_another_office_does_not_match(self):
        sheet = self.sheet(self.other)
        pile = pages.images_to_pdf([code_page(sheet.token), corpus.picture()])
        batch = self.batch_of(read_codes=True)
        _whole, part = self.work(batch, pile__pdf=pile)
        self.assertEqual((part.state, part.household_id.id), ("sorting", False))
        self.assertFalse(sheet.used_on)

    def test_a_code_on_the_paper_itself(self):
        batch = self.batch_of(read_codes=True)
        [one] = self.work(batch, a__jpg=code_page(self.sheet().token))
        self.assertEqual((one.state, one.matched_by), ("done", "cover"))

    def test_other_codes_are_no_sheets(self):
        batch = self.batch_of(read_codes=True)
        [one] = self.work(batch, a__jpg=code_page("https://example.org"))
        self.assertEqual(one.state, "sorting")
        self.assertFalse(one.parent_id)


@tagged("post_install", "-at_install")
class TestUpload(IngestCase):
    def upload(self, batch, name, content, piece=None, stop=None):
        """Send a file as the browser does; stop after some pieces."""
        begun = ingest_upload.begin(batch, name, len(content), "1")
        at, sent = begun["received"], 0
        while at < len(content) and sent != stop:
            part = content[at : at + (piece or begun["piece"])]
            at = ingest_upload.take_piece(batch, begun["id"], at, part)
            sent += 1
        return batch.env["dibao.ingest.file"].browse(begun["id"]), sent

    def test_pieces_become_the_file(self):
        content = os.urandom(1000)
        batch = self.batch_of()
        one, sent = self.upload(batch, "人/a.pdf", content, piece=300)
        self.assertEqual((sent, one.state, one.folder), (4, "waiting", "人"))
        with vault.stream(one, CONTEXT) as stream:
            self.assertEqual(stream.read(), content)
        self.assertFalse(one.sudo().piece_ids)

    def test_an_interrupted_upload_goes_on(self):
        content = os.urandom(1000)
        batch = self.batch_of()
        one, sent = self.upload(batch, "a.pdf", content, piece=300, stop=2)
        self.assertEqual((sent, one.state, one.received), (2, "uploading", 600))
        again, sent = self.upload(batch, "a.pdf", content, piece=300)
        self.assertEqual((again, sent, again.state), (one, 2, "waiting"))
        with vault.stream(one, CONTEXT) as stream:
            self.assertEqual(stream.read(), content)
        _same, sent = self.upload(batch, "a.pdf", content)
        self.assertEqual(sent, 0, "what has arrived is not sent again")

    def test_wrong_pieces(self):
        batch = self.batch_of()
        begun = ingest_upload.begin(batch, "a.pdf", 10)
        for position, data in ((5, b"x"), (0, b""), (0, b"x" * 11)):
            with self.assertRaises(UserError):
                ingest_upload.take_piece(batch, begun["id"], position, data)
        other = self.batch_of()
        with self.assertRaises(UserError):
            ingest_upload.take_piece(other, begun["id"], 0, b"x")

    def test_too_large_and_empty(self):
        batch = self.batch_of()
        with self.assertRaisesRegex(UserError, "larger"):
            ingest_upload.begin(batch, "a.pdf", 501 << 20)
        begun = ingest_upload.begin(batch, "a.pdf", 0)
        one = batch.file_ids.browse(begun["id"])
        self.assertEqual((one.state, one.findings), ("refused", [["empty", ""]]))


@tagged("post_install", "-at_install")
class TestScanFolder(IngestCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.top = Path(folder.name)
        patcher = patch.dict(os.environ, DIBAO_SCAN_FOLDER=folder.name)
        patcher.start()
        self.addCleanup(patcher.stop)

    def lay(self, path, content=None):
        target = self.top / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content or corpus.drawn_pdf())
        return target

    def watch(self):
        before = self.env["dibao.ingest"].search([])
        self.env["dibao.ingest"]._cron_watch()
        return self.env["dibao.ingest"].search([]) - before

    def test_files_of_an_office(self):
        path = self.lay(f"990101001000/{self.household.number}/T01.pdf")
        os.utime(path, (time.time() - 600,) * 2)
        fresh = self.lay("990101001000/b.pdf")
        with mute_logger("odoo.addons.dibao_archive.models.dibao_ingest_watch"):
            self.lay("000000000000/c.pdf")
            batch = self.watch()
        self.assertEqual(batch.division_id, self.east)
        self.assertEqual(batch.file_ids.mapped("name"), ["T01.pdf"])
        self.assertTrue(path.exists(), "until the commit")
        # It would look with another connection, which does not see a test's rows.
        with patch.object(vault, "_settle", lambda *_all: None):
            self.env.cr.postcommit.run()
        self.assertFalse(path.exists())
        self.assertTrue(fresh.exists(), "a scanner may still write it")
        batch.read_codes = False
        self.run_job(batch)
        self.assertEqual(batch.file_ids.state, "done")
        self.assertEqual(batch.file_ids.household_id, self.household)

    def test_links_lead_nowhere(self):
        secret = self.lay("secret", b"x")
        office = self.top / "990101001000"
        office.mkdir()
        (office / "a.pdf").symlink_to(secret)
        os.utime(secret, (1, 1))
        self.assertFalse(self.watch())

    def test_a_full_disk_leaves_the_scan(self):
        path = self.lay("990101001000/a.pdf")
        os.utime(path, (1, 1))
        with (
            patch.object(vault.vault_file, "write", side_effect=OSError(28, "full")),
            mute_logger("odoo.addons.dibao_archive.vault"),
        ):
            self.assertFalse(self.watch())
        self.env.cr.postcommit.run()
        self.assertTrue(path.exists())

    def test_no_folder(self):
        with patch.dict(os.environ, DIBAO_SCAN_FOLDER=""):
            self.assertFalse(self.watch())
