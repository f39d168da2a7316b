# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import io
import re
from urllib.parse import parse_qs, urlsplit

import pikepdf

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, HttpCase, tagged
from odoo.tools import mute_logger

from .. import vault
from ..models.dibao_certified_copy import CONTEXT as COPY_CONTEXT
from ..models.dibao_original import CONTEXT
from ..tools import mark, pages, pdf
from . import file_corpus as corpus
from .original_common import OriginalCase


class TestMark(BaseCase):
    def stamp(self):
        return pdf.render("<style>@page{size:595pt 62pt;margin:0}</style>X", None)

    def test_nothing_is_covered(self):
        """Pages grow downwards; what was on them stays where it was."""
        content = corpus.scan_pdf(2, dpi=(100, 100))
        with pikepdf.open(io.BytesIO(content)) as before:
            boxes = [list(map(float, page.mediabox)) for page in before.pages]
        with pikepdf.open(io.BytesIO(mark.put(content, self.stamp()))) as after:
            self.assertEqual(len(after.pages), 2)
            for page, box in zip(after.pages, boxes, strict=True):
                left, low, right, high = map(float, page.mediabox)
                self.assertEqual((left, right, high), (box[0], box[2], box[3]))
                self.assertLess(low, box[1] - 50)

    def test_pages_that_lie_on_their_side(self):
        def turn(document):
            document.pages[0].rotate(90, relative=False)

        with pikepdf.open(
            io.BytesIO(mark.put(corpus.drawn_pdf(1, turn), self.stamp()))
        ) as after:
            left, low, right, high = map(float, after.pages[0].mediabox)
            self.assertAlmostEqual(right - left, 842, delta=1)
            self.assertGreater(high - low, 595)

    def test_a_signature_is_not_claimed_any_more(self):
        content = corpus.drawn_pdf(1, corpus.signature)
        with pikepdf.open(io.BytesIO(mark.put(content, self.stamp()))) as after:
            self.assertNotIn("/AcroForm", after.Root)


class CopyCase(OriginalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fonds = cls.env["dibao.fonds"].create(
            {
                "code": "J777",
                "name": "示例县民政局全宗",
                "agency_name": "示例县民政局",
                "division_id": cls.county.id,
            }
        )

    def make(self, content=None, **options):
        original = self.capture(content=content or corpus.drawn_pdf(2), **options)
        copies = self.env["dibao.certified.copy"].with_user(self.archivist)
        return copies._make(
            original.with_user(self.archivist), "audit", "case 9", "县法院"
        )


@tagged("post_install", "-at_install")
class TestCertifiedCopy(CopyCase):
    def text(self, copy):
        with vault.stream(copy, COPY_CONTEXT) as stream, pages.PageReader() as reader:
            data = stream.read()
            return [
                reader.text(data, "application/pdf", page)
                for page in range(copy.page_count)
            ]

    def test_each_page_carries_the_mark(self):
        copy = self.make()
        self.assertEqual(copy.page_count, 2)
        for text in self.text(copy):
            self.assertIn(copy.serial, text)
            self.assertIn(copy.sudo().check_code, text)
            self.assertIn("示例县民政局", text)
            self.assertIn(self.archivist.name, text)

    def test_the_code_on_it_leads_to_the_check(self):
        copy = self.make()
        with vault.stream(copy, COPY_CONTEXT) as stream, pages.PageReader() as reader:
            codes = reader.codes(stream.read(), "application/pdf", dpi=200)
        self.assertEqual([page for page, _text in codes], [0, 1])
        asked = parse_qs(urlsplit(codes[0][1]).query)
        self.assertEqual(asked["serial"], [copy.serial])
        self.assertEqual(asked["code"], [copy.sudo().check_code])

    def test_of_pictures(self):
        copy = self.make(corpus.picture(dpi=(200, 200)), name="a.jpg")
        self.assertIn(copy.serial, self.text(copy)[0])

    def test_of_other_formats_not(self):
        with self.assertRaisesRegex(UserError, "PDFs and pictures"):
            self.make(corpus.ofd(), name="a.ofd")

    def test_making_one_is_an_opening(self):
        copy = self.make()
        rows = self.log_rows("open", copy.original_id)
        self.assertEqual(
            [(row.purpose, row.reference) for row in rows], [("audit", "case 9")]
        )

    def test_the_original_stays(self):
        original = self.capture(content=corpus.drawn_pdf(1, corpus.signature))
        before = original.sha256
        copy = (
            self.env["dibao.certified.copy"]
            .with_user(self.archivist)
            ._make(original.with_user(self.archivist), "audit")
        )
        with vault.stream(original) as stream, pikepdf.open(stream) as pdf_file:
            self.assertIn("/AcroForm", pdf_file.Root)
        self.assertNotEqual(copy.sha256, before)

    def test_serials_run_and_codes_do_not(self):
        first, second = self.make(), self.make(corpus.drawn_pdf(3))
        numbers = [int(one.serial.rpartition("-")[2]) for one in (first, second)]
        self.assertEqual(numbers[1] - numbers[0], 1)
        self.assertNotEqual(first.sudo().check_code, second.sudo().check_code)

    def test_who_may(self):
        original = self.capture()
        wizard = self.env["dibao.copy.make"]
        with self.assertRaises(AccessError):
            wizard.with_user(self.clerk).create({"original_id": original.id})
        act = wizard.with_user(self.archivist).create(
            {"original_id": original.id, "purpose": "audit"}
        )
        self.assertEqual(act.action_make()["res_model"], "dibao.certified.copy")

    def test_verification(self):
        copy = self.make()
        code = copy.sudo().check_code
        verify = self.env["dibao.certified.copy"]._verify
        found = verify(copy.serial, code)
        self.assertTrue(found["valid"])
        self.assertEqual((found["keeper"], found["pages"]), ("示例县民政局", 2))
        # As people type it.
        self.assertTrue(
            verify(f" {copy.serial.lower()} ", code.lower().replace("-", ""))
        )
        other = self.make(corpus.drawn_pdf(3)).sudo().check_code
        for serial, wrong in (
            (copy.serial, other),
            (copy.serial, ""),
            (copy.serial, code[:-1]),
            ("C2026-999999", code),
            ("", ""),
            ("%", code),
        ):
            self.assertIsNone(verify(serial, wrong), (serial, wrong))

    def test_withdrawal(self):
        copy = self.make()
        with self.assertRaisesRegex(UserError, "why"):
            copy.action_revoke()
        copy.revoke_reason = "误发"
        copy.action_revoke()
        code = copy.sudo().check_code
        found = self.env["dibao.certified.copy"]._verify(copy.serial, code)
        self.assertFalse(found["valid"])
        with self.assertRaises(UserError):
            copy.revoke_reason = "另一理由"


@tagged("post_install", "-at_install")
class TestCopyPage(CopyCase, HttpCase):
    def test_anybody_verifies_and_learns_nothing_personal(self):
        copy = self.make()
        self.assertEqual(self.url_open("/dibao/copy").status_code, 200)
        page = self.url_open(
            f"/dibao/copy?serial={copy.serial}&code={copy.sudo().check_code}"
        )
        self.assertEqual(page.status_code, 200)
        text = page.text
        self.assertIn("由此处出具，有效", text)
        self.assertIn("示例县民政局", text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        for secret in (
            "张三",
            self.number,
            self.number[:6],
            self.household.number,
            copy.item_id.title,
            copy.recipient,
            self.archivist.name,
            self.archivist.login,
        ):
            self.assertNotIn(secret, text, secret)

    def test_wrong_codes_say_the_same(self):
        copy = self.make()
        code = copy.sudo().check_code
        answers = {
            re.sub(r'value="[^"]*"', "", self.url_open(f"/dibao/copy?{query}").text)
            for query in (
                f"serial={copy.serial}&code=A1-0000000000000",
                f"serial=C2026-999999&code={code}",
            )
        }
        self.assertEqual(len(answers), 1)
        self.assertIn("此处未出具过该序号和校验码的证明", answers.pop())

    def test_nothing_typed_runs(self):
        page = self.url_open("/dibao/copy?serial=%3Cscript%3Ealert(1)&code=x")
        self.assertNotIn("<script>", page.text)

    def test_limit_of_an_address(self):
        self.env["dibao.policy"].search(
            [("key_id.code", "=", "copy_check_per_hour")]
        ).value = "2"
        address = "/dibao/copy?serial=C2026-000009&code=A1-0000000000000"
        texts = [self.url_open(address).text for _time in range(3)]
        self.assertIn("此处未出具过", texts[1])
        self.assertNotIn("此处未出具过", texts[2])
        self.assertIn("校验次数过多", texts[2])

    def test_files_need_a_sign_in_and_an_act(self):
        copy = self.make()
        original = copy.original_id
        for path in (
            f"/dibao/copy/{copy.id}/file",
            f"/web/content/dibao.original/{original.id}/token",
            f"/web/content/dibao.certified.copy/{copy.id}/token",
        ):
            answer = self.url_open(path, allow_redirects=False)
            self.assertNotIn(b"%PDF", answer.content)
            self.assertIn(answer.status_code, (303, 404), path)
        self.authenticate(self.archivist.login, self.archivist.login)
        answer = self.url_open(f"/dibao/copy/{copy.id}/file")
        self.assertTrue(answer.content.startswith(b"%PDF"))

    def test_taking_an_original(self):
        original = self.capture(content=corpus.drawn_pdf(2))
        path = f"/dibao/original/{original.id}/file"
        self.authenticate(self.clerk.login, self.clerk.login)
        from odoo.http import Request  # noqa: PLC0415

        token = Request.csrf_token(self)
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open(path).status_code, 405, "no plain address")
            self.assertEqual(self.url_open(path, {"purpose": "audit"}).status_code, 400)
            answer = self.url_open(path, {"csrf_token": token})
            self.assertEqual(answer.status_code, 403, "a purpose is needed")
        answer = self.url_open(path, {"csrf_token": token, "purpose": "audit"})
        self.assertEqual(answer.status_code, 200)
        self.assertTrue(answer.content.startswith(b"%PDF"))
        self.assertIn("sandbox", answer.headers["Content-Security-Policy"])
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        self.assertEqual(len(self.log_rows("open", original)), 1)
        self.authenticate(self.stranger.login, self.stranger.login)
        token = Request.csrf_token(self)
        with mute_logger("odoo.http"):
            answer = self.url_open(path, {"csrf_token": token, "purpose": "audit"})
        self.assertEqual(answer.status_code, 404)
        self.assertNotIn(b"%PDF", answer.content)

    def test_upload_over_the_wire(self):
        batch = (
            self.env["dibao.ingest"]
            .with_user(self.clerk)
            .create({"division_id": self.east.id})
        )
        content = corpus.drawn_pdf(3)
        self.authenticate(self.clerk.login, self.clerk.login)
        begun = self.make_jsonrpc_request(
            f"/dibao/ingest/{batch.id}/begin",
            {"name": "人/a.pdf", "size": len(content)},
        )
        from odoo.http import Request  # noqa: PLC0415

        query = (
            f"file_id={begun['id']}&position=0&csrf_token={Request.csrf_token(self)}"
        )
        answer = self.url_open(
            f"/dibao/ingest/{batch.id}/piece?{query}",
            data=content,
            headers={"Content-Type": "application/octet-stream"},
        )
        self.assertEqual(answer.json(), {"received": len(content)})
        batch.invalidate_recordset()
        self.assertEqual(batch.file_ids.state, "waiting")
        with vault.stream(batch.file_ids, CONTEXT) as stream:
            self.assertEqual(stream.read(), content)
        self.authenticate(self.stranger.login, self.stranger.login)
        with mute_logger("odoo.http"):
            answer = self.url_open(f"/dibao/ingest/{batch.id}/result")
        self.assertEqual(answer.status_code, 404)
