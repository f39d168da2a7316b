# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import hashlib
import io
import os
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from PIL import Image

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import keys, vault
from ..models.dibao_original import CONTEXT
from ..tools import file_kind, keyring
from . import file_corpus as corpus
from .clamd_common import EICAR, MEGABYTES, running_clamd
from .common import make_id
from .original_common import OriginalCase


@tagged("post_install", "-at_install")
class TestVault(OriginalCase):
    """The vault within transactions: what stays and what goes."""

    def put(self, clear=b"content"):
        return vault.put(self.env, clear, CONTEXT)

    def path(self, stored):
        return vault.path_of(self.env.cr.dbname, stored.token)

    def test_in_and_out(self):
        stored = self.put(b"content")
        self.assertEqual(stored.sha256, hashlib.sha256(b"content").hexdigest())
        self.assertEqual(stored.size, 7)
        with vault.reader(self.env, stored.token, stored.wrapped, CONTEXT) as stream:
            self.assertEqual(stream.read(), b"content")
        self.assertNotIn(b"content", Path(self.path(stored)).read_bytes())
        self.assertEqual(stored.wrapped["a"], "SM4-GCM")

    def test_files_lie_in_the_filestore(self):
        """The platform's own backup copies that folder."""
        from odoo.tools import config  # noqa: PLC0415

        store = config.filestore(self.env.cr.dbname)
        self.assertTrue(self.path(self.put()).startswith(f"{store}/dibao/"))

    @mute_logger("odoo.addons.dibao_archive.vault")
    def test_key_and_place_belong_to_a_file(self):
        one, other = self.put(b"one"), self.put(b"other")
        for token, wrapped, context in (
            (one.token, other.wrapped, CONTEXT),
            (one.token, one.wrapped, "elsewhere"),
            ("0" * 32, one.wrapped, CONTEXT),
        ):
            with self.assertRaises(UserError):
                vault.reader(self.env, token, wrapped, context).read(1)

    def test_a_token_is_no_path(self):
        for token in ("../../x", "", None, "A" * 32, "0" * 31):
            with self.assertRaises(ValueError):
                vault.path_of(self.env.cr.dbname, token)

    def test_rollback_takes_the_file(self):
        stored = self.put()
        self.assertTrue(os.path.exists(self.path(stored)))
        self.env.cr.postrollback.run()
        self.assertFalse(os.path.exists(self.path(stored)))

    def test_without_a_row_it_does_not_outlive_the_commit(self):
        kept = self.capture().sudo()
        lost = self.put()
        paths = [vault.path_of(self.env.cr.dbname, kept.token), self.path(lost)]
        rows = {kept.token}
        # The rows of a test are seen by its own connection only.
        with patch.object(
            vault, "_owned", lambda _cr, _table, tokens: rows & set(tokens)
        ):
            self.env.cr.postcommit.run()
        self.assertEqual([os.path.exists(path) for path in paths], [True, False])

    def test_erased_after_the_commit_only(self):
        original = self.capture()
        path = vault.path_of(self.env.cr.dbname, original.sudo().token)
        original.sudo()._erase()
        self.assertTrue(os.path.exists(path))
        self.env.cr.postcommit.run()
        self.assertFalse(os.path.exists(path))
        self.assertEqual(original.state, "erased")
        self.assertFalse(original.sudo().vault_key)
        self.assertTrue(original.sha256, "the stub keeps the digest")

    def test_sweep(self):
        kept, lost = self.capture().sudo(), self.put()
        missing = self.capture().sudo()
        os.unlink(vault.path_of(self.env.cr.dbname, missing.token))
        half = self.path(lost)[:-5] + "00000.part"
        Path(half).write_bytes(b"half a file")
        with self.assertLogs("odoo.addons.dibao_archive.vault", "ERROR"):
            young = vault.sweep(self.env)
        self.assertEqual(young.removed, 0, "it may belong to an open transaction")
        self.assertIn(("dibao_original", missing.id), young.missing)
        self.assertNotIn(("dibao_original", kept.id), young.missing)
        with mute_logger("odoo.addons.dibao_archive.vault"):
            vault.sweep(self.env, older_than=-1)
        self.assertFalse(os.path.exists(self.path(lost)) or os.path.exists(half))
        self.assertTrue(os.path.exists(vault.path_of(self.env.cr.dbname, kept.token)))

    def test_full_disk(self):
        with (
            patch.object(
                vault.vault_file,
                "write",
                side_effect=OSError(28, "No space left on device"),
            ),
            mute_logger("odoo.addons.dibao_archive.vault"),
            self.assertRaisesRegex(UserError, "No space left"),
        ):
            self.put()

    def test_rotation_wraps_keys_and_leaves_files(self):
        original = self.capture(content=corpus.drawn_pdf(2)).sudo()
        path = vault.path_of(self.env.cr.dbname, original.token)
        before, former = Path(path).read_bytes(), original.vault_key["k"]
        ring = keys.ring(self.env).with_new(keyring.SEAL, "AES-256-GCM")[0]
        job = self.env["dibao.job"].create(
            {"kind": "key_rotation", "title": "x", "key": "x"}
        )
        self.assertGreaterEqual(job._count_sealed_with(former), 1)
        with patch.object(keys, "ring", lambda env: ring):
            for _chunk in range(20):
                if job._rewrap_chunk():
                    break
            original.invalidate_recordset()
            self.assertEqual(original.vault_key["k"], ring.active(keyring.SEAL).id)
            with vault.stream(original) as stream:
                self.assertTrue(stream.read().startswith(b"%PDF"))
        self.assertEqual(Path(path).read_bytes(), before)
        self.env.cr.execute(
            "SELECT COUNT(*) FROM dibao_original WHERE vault_key->>'k' = %s", (former,)
        )
        self.assertEqual(self.env.cr.fetchone()[0], 0)


@tagged("post_install", "-at_install")
class TestCapture(OriginalCase):
    def test_facts_are_kept(self):
        content = corpus.scan_pdf(3, dpi=(300, 300))
        original = self.capture(
            content=content, name="扫描·1.pdf", role="scan", source="x"
        )
        self.assertRecordValues(
            original,
            [
                {
                    "name": "扫描·1.pdf",
                    "role": "scan",
                    "mimetype": file_kind.PDF,
                    "size": len(content),
                    "sha256": hashlib.sha256(content).hexdigest(),
                    "sm3": hashlib.new("sm3", content).hexdigest(),
                    "page_count": 3,
                    "dpi": 300,
                    "colour": "colour",
                    "pdfa": "no",
                    "malware": "not_run",
                    "state": "kept",
                    "captured_by_id": self.env.uid,
                    "findings": False,
                }
            ],
        )

    def test_a_stream_is_kept_as_bytes_are(self):
        content = corpus.drawn_pdf(2)
        original = self.capture(content=io.BytesIO(content))
        self.assertEqual(original.sha256, hashlib.sha256(content).hexdigest())
        with vault.stream(original) as stream:
            self.assertEqual(stream.read(), content)

    def test_pages_are_counted_and_compared(self):
        """R-12: a difference to what was entered is told."""
        item = self.make_item()
        self.capture(item, corpus.drawn_pdf(3))
        self.assertEqual((item.page_count, item.pages_differ), (3, False))
        entered = self.make_item(page_count=5)
        self.capture(entered, corpus.drawn_pdf(3))
        self.assertEqual((entered.page_count, entered.counted_pages), (5, 3))
        self.assertTrue(entered.pages_differ)

    def test_poor_scans_are_flagged(self):
        """R-25: by the kind's own bounds."""
        poor = corpus.scan_pdf(kind="TIFF", mode="1", dpi=(150, 150))
        original = self.capture(content=poor, role="scan")
        self.assertEqual(
            [code for code, _detail in original.findings], ["dpi_low", "bitonal"]
        )
        self.assertIn("150 dpi", original.problem)

    def test_duplicates_are_shown(self):
        content = corpus.drawn_pdf(4)
        first = self.capture(content=content)
        again = self.capture(content=content)
        self.assertFalse(first.findings)
        self.assertEqual(again.findings, [["duplicate", first.item_id.display_name]])
        self.assertNotEqual(first.sudo().token, again.sudo().token)

    def test_a_duplicate_elsewhere_is_told_without_its_name(self):
        content = corpus.drawn_pdf(5)
        self.capture(self.make_item(self.other, title="秘密标题"), content)
        again = self.capture(self.make_item().with_user(self.clerk), content)
        self.assertEqual(again.findings, [["duplicate", "at another place"]])

    def test_refusals_say_why_and_leave_nothing(self):
        before = len(self.files())
        item = self.make_item()
        for content, why in (
            (b"", "empty"),
            (corpus.drawn_pdf()[:-40], "cut off"),
            (corpus.drawn_pdf(1, corpus.on_open("JavaScript", JS="x")), "JavaScript"),
            (corpus.office(), "not kept as DOCX"),
        ):
            with self.assertRaisesRegex(UserError, why), self.env.cr.savepoint():
                self.capture(item, content)
        self.assertFalse(item.original_ids)
        self.env.cr.postrollback.run()
        self.assertEqual(len(self.files()), before)

    def test_office_files_where_the_kind_permits(self):
        self.kind.office_allowed = True
        self.assertEqual(self.capture(content=corpus.office()).mimetype, file_kind.DOCX)

    def test_limits_are_policies(self):
        self.env["dibao.policy"].search(
            [("key_id.code", "=", "original_pages")]
        ).value = "2"
        self.capture(content=corpus.drawn_pdf(2))
        with self.assertRaisesRegex(UserError, "more pages"):
            self.capture(content=corpus.drawn_pdf(3))

    def test_names_lose_folders_and_numbers(self):
        for name, kept in (
            ("../../张三.pdf", "张三.pdf"),
            (f"张三{self.number}.pdf", f"张三9901{'*' * 14}.pdf"),
            (
                f"张三 {self.number[:6]} {self.number[6:]}.pdf",
                f"张三 9901** {'*' * 12}.pdf",
            ),
        ):
            self.assertEqual(self.capture(name=name).name, kept)
        self.assertLessEqual(len(self.capture(name="长" * 300 + ".pdf").name), 70)

    def test_nothing_is_exchanged(self):
        original = self.capture()
        for vals in ({"role": "scan"}, {"state": "erased"}, {"name": "y"}):
            with self.assertRaises(AccessError):
                original.with_user(self.clerk).write(vals)
            with self.assertRaises(AccessError):
                original.sudo().write(vals)
        with self.assertRaises(AccessError):
            original.with_user(self.clerk).unlink()

    def test_filed_items_take_no_other_original(self):
        item = self.make_item()
        self.capture(item)
        item._by_act({"state": "filed"})
        with self.assertRaisesRegex(UserError, "nothing is exchanged"):
            self.capture(item)
        self.capture(item, role="stamped", content=corpus.drawn_pdf(2))
        late = self.make_item()
        late._by_act({"state": "filed"})
        self.capture(late, role="scan")

    def test_rights(self):
        item = self.make_item()
        for user in (self.stranger, self.assistant):
            with self.assertRaises(AccessError):
                self.capture(item.with_user(user))
        self.capture(item.with_user(self.clerk))

    def test_keys_and_tokens_are_read_by_nobody(self):
        original = self.capture()
        for name in ("token", "vault_key"):
            with self.assertRaises(AccessError), mute_logger("odoo.orm.models"):
                original.with_user(self.clerk).read([name])

    def test_the_scan_stays_and_its_pdf_is_derived(self):
        """R-27."""
        content = corpus.picture(dpi=(200, 200))
        scan = self.capture(content=content, name="a.jpg", role="scan")
        derived = scan._derive_pdf()
        self.assertRecordValues(
            derived,
            [
                {
                    "role": "derivative",
                    "derived_from_id": scan.id,
                    "derivation": "img2pdf, PDF/A-2b",
                    "name": "a.pdf",
                    "mimetype": file_kind.PDF,
                }
            ],
        )
        self.assertNotEqual(derived.sha256, scan.sha256)
        self.assertEqual(scan.sha256, hashlib.sha256(content).hexdigest())
        self.assertEqual(scan.item_id.counted_pages, 1)
        self.assertFalse(self.capture()._derive_pdf())

    def test_pictures_become_pdfa(self):
        """Derived copies are PDF/A-2b by the checker's word; the picture stays."""
        for content, name in (
            (corpus.picture(dpi=(200, 200)), "a.jpg"),
            (corpus.picture("PNG", "L", dpi=(200, 200)), "b.png"),
            (corpus.pages_tiff(2), "c.tif"),
        ):
            scan = self.capture(content=content, name=name, role="scan")
            derived = scan._derive_pdf()
            self.assertEqual(derived.pdfa, "checked", name)
            self.assertEqual(derived.derivation, "img2pdf, PDF/A-2b")
            with vault.stream(scan.sudo()) as stream:
                self.assertEqual(stream.read(), content)

    def test_what_pdfa_has_no_place_for_becomes_a_plain_pdf(self):
        scan = self.capture(content=corpus.picture(mode="CMYK"), name="a.jpg")
        self.assertRecordValues(
            scan._derive_pdf(), [{"pdfa": "no", "derivation": "img2pdf"}]
        )

    def test_a_pdfa_is_made_of_a_pdf(self):
        plain = self.capture(content=corpus.scan_pdf(2))
        signed = self.capture(content=corpus.signed_pdf())
        both = (plain | signed).with_user(self.archivist)
        both.action_make_pdfa()
        self.assertRecordValues(
            plain.derivative_ids,
            [{"pdfa": "checked", "role": "derivative", "page_count": 2}],
        )
        self.assertFalse(signed.derivative_ids, "a copy would lose its signature")
        both.action_make_pdfa()
        self.assertEqual(len(plain.derivative_ids), 1, "made once")

    def test_a_pdf_that_cannot_be_one_is_told(self):
        def write(pdf):
            pdf.pages[0].Contents = pdf.make_stream(b"BT /F1 9 Tf (x) Tj ET")
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name.Courier,
            )
            pdf.pages[0].Resources = pikepdf.Dictionary(
                Font=pikepdf.Dictionary(F1=font)
            )

        original = self.capture(content=corpus.drawn_pdf(1, write))
        with self.assertRaisesRegex(UserError, "No PDF/A"):
            original.action_make_pdfa()
        self.assertFalse(original.derivative_ids)

    def test_signatures_are_judged_when_they_come_in(self):
        content = corpus.signed_pdf()
        changed = content.replace(b"595 842", b"596 842", 1)
        stranger = self.capture(content=content)
        self.assertEqual(stranger.signature, "untrusted")
        self.assertIn("none of those this office trusts", stranger.problem)
        with tempfile.NamedTemporaryFile("wb", suffix=".pem") as pem:
            pem.write(
                x509.load_der_x509_certificate(corpus.signer()[1]).public_bytes(
                    serialization.Encoding.PEM
                )
            )
            pem.flush()
            with patch.dict(os.environ, DIBAO_TRUST_FILE=pem.name):
                self.assertEqual(self.capture(content=content).signature, "valid")
                bad = self.capture(content=changed)
                self.assertEqual(bad.signature, "invalid")
                self.assertIn("does not fit the content", bad.problem)
                stranger.with_user(self.archivist).action_check_signature()
        self.assertEqual((stranger.signature, stranger.problem), ("valid", ""))
        self.assertFalse(self.capture().signature)
        ofd = self.capture(content=corpus.ofd(signed=True), name="a.ofd")
        self.assertEqual(ofd.signature, "not_run")

    def test_signed_files_stay_untouched(self):
        content = corpus.drawn_pdf(1, corpus.signature)
        original = self.capture(content=content)
        self.assertTrue(original.signed)
        with vault.stream(original) as stream:
            self.assertEqual(stream.read(), content)

    def test_malware(self):
        with running_clamd() as address, patch.dict(os.environ, DIBAO_CLAMD=address):
            clean = self.capture()
            self.assertEqual(clean.malware, "clean")
            self.assertIn("ClamAV", clean.malware_detail)
            with self.assertRaisesRegex(UserError, "Eicar"):
                self.capture(content=EICAR)
            infected = corpus.drawn_pdf() + b"% " + EICAR + b"\n%%EOF\n"
            with self.assertRaisesRegex(UserError, "Eicar"):
                self.capture(content=infected)
            # Past the scanner's limit: not run, and told so.
            large = corpus.picture("PNG", size=(1500, 1500), compress_level=0)
            self.assertGreater(len(large), MEGABYTES << 20)
            original = self.capture(content=large)
            self.assertEqual(original.malware, "not_run")
            self.assertIn(["scan_not_run", "too large"], original.findings)

    def test_memory_of_a_large_file(self):
        """A file is never held whole: reading goes chunk by chunk (R-18)."""
        sizes = []

        class Made(io.RawIOBase):
            left = 12 << 20

            def read(self, size=-1):  # pylint: disable=method-required-super
                sizes.append(size)
                size = min(size, self.left)
                self.left -= size
                return bytes(size)

        stored = vault.put(self.env, Made(), CONTEXT)
        self.assertEqual(stored.size, 12 << 20)
        self.assertLessEqual(max(sizes), 1 << 20)


@tagged("post_install", "-at_install")
class TestOpen(OriginalCase):
    def test_logged_before_it_answers(self):
        original = self.capture().with_user(self.clerk)
        with original._open("audit", "case 7") as stream:
            self.assertTrue(stream.read().startswith(b"%PDF"))
        row = self.log_rows("open", original)
        self.assertRecordValues(
            row,
            [{"user_ref": self.clerk.id, "purpose": "audit", "reference": "case 7"}],
        )

    def test_logged_even_when_the_file_is_gone(self):
        original = self.capture().with_user(self.clerk)
        os.unlink(vault.path_of(self.env.cr.dbname, original.sudo().token))
        with mute_logger("odoo.addons.dibao_archive.vault"), self.refused(UserError):
            original._open("audit")
        self.assertEqual(len(self.log_rows("open", original)), 1)

    def test_who_may(self):
        original = self.capture()
        for user, take, view in (
            (self.clerk, True, True),
            (self.archivist, True, True),
            (self.assistant, False, False),
            (self.stranger, False, False),
        ):
            with self.subTest(user.login):
                self.assertEqual(original._may_take(user), take)
                self.assertEqual(original._may_view(user), view)
        self.kind.sensitivity = "normal"
        self.assertTrue(original._may_view(self.assistant))
        self.assertFalse(original._may_take(self.assistant))
        self.assertFalse(original._may_view(self.stranger))

    def test_refusals_are_logged(self):
        original = self.capture().with_user(self.assistant)
        with self.refused(AccessError):
            original._open("audit")
        self.assertEqual(len(self.log_rows("refused", original)), 1)
        self.assertFalse(self.log_rows("open", original))

    def test_all_who_read_it_can_open_its_form(self):
        original = self.capture()
        names = list(original.fields_get(attributes=["type"]))
        for user in (self.clerk, self.archivist, self.assistant):
            mine = original.with_user(user)
            readable = [
                name
                for name in names
                if mine._has_field_access(mine._fields[name], "read")
                and name != "text_ids"
            ]
            mine.read(readable)

    def test_purpose_is_needed(self):
        original = self.capture().with_user(self.clerk)
        for purpose, reference in (("", ""), ("curiosity", ""), ("other", "")):
            with self.assertRaises(UserError):
                original._open(purpose, reference)
        self.assertFalse(self.log_rows("open", original))

    def test_limit_of_an_hour(self):
        self.env["dibao.policy"].search(
            [("key_id.code", "=", "original_open_per_hour")]
        ).value = "2"
        original = self.capture().with_user(self.clerk)
        for _time in range(2):
            original._open("audit").close()
        with self.refused(UserError) as told:
            original._open("audit")
        self.assertIn("limit", told[0])

    def test_quarantine_and_destruction_close_it(self):
        original = self.capture().with_user(self.clerk)
        original.sudo()._by_act({"state": "quarantined"})
        with self.assertRaisesRegex(UserError, "quarantine"):
            original._open("audit")
        original.sudo()._by_act({"state": "kept"})
        original._erase()
        with self.assertRaisesRegex(UserError, "destroyed"):
            original._open("audit")

    def test_pages_carry_who_looks(self):
        self.kind.sensitivity = "normal"
        original = self.capture(content=corpus.drawn_pdf(2)).with_user(self.assistant)
        with patch.object(type(original), "_watermark", lambda *_a: []):
            plain = original._page_picture(1, "audit")
        marked = Image.open(io.BytesIO(original._page_picture(2, "audit", "R-1")))
        self.assertEqual(marked.format, "JPEG")
        self.assertNotEqual(marked.tobytes(), Image.open(io.BytesIO(plain)).tobytes())
        lines = original._watermark("audit", "R-1")
        self.assertIn(self.assistant.login, lines[0])
        self.assertIn("R-1", lines[2])
        self.assertEqual(len(self.log_rows("open", original)), 2)
        with self.assertRaises(UserError):
            original._page_picture(3, "audit")

    def test_a_page_is_quick(self):
        original = self.capture(content=corpus.scan_pdf(20, dpi=(200, 200)))
        original = original.with_user(self.clerk)
        started = time.perf_counter()
        original._page_picture(10, "audit")
        self.assertLess(time.perf_counter() - started, 5)


@tagged("post_install", "-at_install")
class TestText(OriginalCase):
    def run_job(self, originals):
        job = self.env["dibao.job"]._enqueue_text(originals)
        for _chunk in range(20):
            if job.sudo()._job_original_text():
                return
        self.fail("the job does not end")

    def test_scans_are_read(self):
        from .test_tools_pages import page_of_text  # noqa: PLC0415

        words = f"最低生活保障申请书\n身份证号码 {make_id('19620203', 3)}"
        item = self.make_item(title="未改的题名")
        original = self.capture(item, page_of_text(words), "a.png", role="scan")
        self.run_job(original)
        self.assertEqual(original.text_state, "done")
        [page] = original.text_ids.sudo()
        self.assertEqual((page.page, page.tool), (1, "tesseract chi_sim"))
        self.assertGreater(original.confidence, 50)
        self.assertEqual(item.title, "未改的题名")
        # Sealed in the table, and no number of the page in the index.
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT search_vector::text, encode(t.text, 'escape') FROM dibao_item i,"
            " dibao_original_text t WHERE i.id = %s AND t.original_id = %s",
            (item.id, original.id),
        )
        vector, stored = self.env.cr.fetchone()
        self.assertIn("'最低'", vector)
        self.assertNotRegex(vector, r"[0-9]{7}")
        self.assertNotIn("最低", stored)
        found = self.env["dibao.item"].search([("search_text", "=", "生活保障")])
        self.assertIn(item, found)

    def test_a_text_layer_is_taken_as_it_is(self):
        from ..tools import pdf  # noqa: PLC0415

        text = "本页文字由程序排版，不需要识别，已经可以直接取得内容"
        original = self.capture(content=pdf.render(f"<p>{text}</p>", None))
        self.run_job(original)
        self.assertEqual(original.text_ids.tool, "text layer")
        self.assertEqual(original.confidence, 100)
        found = self.env["dibao.item"].search([("search_text", "=", "直接取得")])
        self.assertEqual(found, original.item_id)

    def test_unreadable_pages_end_it(self):
        original = self.capture(content=corpus.picture("PNG", "L"), name="a.png")
        with patch.dict(os.environ, PATH="/nowhere"):
            self.run_job(original)
        self.assertEqual(original.text_state, "failed")
        self.run_job(original)
        self.assertEqual(original.text_state, "done")


@tagged("post_install", "-at_install")
class TestDemoOriginals(OriginalCase):
    def test_some_papers_of_the_demo_have_files(self):
        county = self.env["dibao.county"]
        county._load_demo()
        county._load_demo_originals()
        originals = self.env["dibao.original"].search(
            [("household_id.number", "=like", "990101%")]
        )
        drawn = originals.filtered(lambda one: one.name.startswith("F"))
        self.assertEqual(len(drawn.household_id), 6)
        scans = originals.filtered(lambda one: one.mimetype == file_kind.JPEG)
        self.assertEqual(set(scans.mapped("dpi")), {200})
        self.assertEqual(scans.derivative_ids.mapped("mimetype"), [file_kind.PDF] * 6)
        self.assertFalse(any(originals.mapped("findings")), originals.mapped("problem"))
        self.assertTrue(self.env["dibao.cover.sheet"].search_count([]))
        county._load_demo_originals()
        again = self.env["dibao.original"].search_count([])
        self.assertEqual(again, len(originals), "once is enough")
