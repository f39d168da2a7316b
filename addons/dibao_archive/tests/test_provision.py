# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import hashlib
import io
import tempfile
import zipfile
from pathlib import Path

import openpyxl
import pikepdf

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import BaseCase, HttpCase, tagged

from ..tools import file_kind, ocr, pdf, provision_book
from ..tools.pages import PageReader
from . import file_corpus as corpus
from .original_common import OriginalCase


class TestProvisionBook(BaseCase):
    def test_names(self):
        text = provision_book.without_names("龙大川、龙大川之子申请书", ["龙大川"])
        self.assertEqual(text, "龙*、龙*之子申请书")

    def test_the_same_package_twice(self):
        def make():
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "x"
                digest = provision_book.write(
                    path,
                    [{"title": "=1+1", "order": 1}],
                    [("电子档案/1.pdf", lambda: io.BytesIO(b"abc"))],
                )
                return digest, path.read_bytes()

        digest, content = make()
        self.assertEqual(digest, hashlib.sha256(content).hexdigest())
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            self.assertEqual(package.read("电子档案/1.pdf"), b"abc")
            lines = package.read(provision_book.DIGESTS).decode().splitlines()
            listed = openpyxl.load_workbook(
                io.BytesIO(package.read(provision_book.LIST))
            ).active
        self.assertIn(f"{hashlib.sha256(b'abc').hexdigest()}  电子档案/1.pdf", lines)
        self.assertEqual(listed["E2"].value, "=1+1")
        self.assertEqual(listed["E2"].data_type, "s", "no formula out of a title")


@tagged("post_install", "-at_install")
class TestProvision(OriginalCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls.make_user("pr_boss", "archive_supervisor", cls.county)
        cls.open_kind = cls.env["dibao.document.kind"].create(
            {"code": "T02", "name": "公示单", "sensitivity": "normal"}
        )

    def setUp(self):
        super().setUp()
        self.set_registry_readonly_mode(False)
        self.item = self.make_item(title="张三收入证明")
        self.capture(self.item, name="a.pdf")
        self.notice = self.make_item(title="公示单", kind_id=self.open_kind.id)
        self.capture(self.notice, corpus.drawn_pdf(2), "b.pdf")
        self.volume = self.item.volume_id

    def ask(self, **vals):
        return (
            self.env["dibao.provision"]
            .with_user(self.archivist)
            .create(
                {
                    "recipient_unit": "示例法院",
                    "letter_number": "示法函1号",
                    "purpose": "complaint",
                    "purpose_note": "示例案件",
                    "volume_ids": [Command.set(self.volume.ids)],
                    **vals,
                }
            )
        )

    def approved(self, **vals):
        made = self.ask(**vals)
        made.action_request()
        made.with_user(self.boss).action_approve()
        return made

    def package(self, made):
        self.authenticate("o_archivist", "o_archivist")
        answer = self.url_open(f"/dibao/provision/{made.id}")
        self.env.invalidate_all()
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(hashlib.sha256(answer.content).hexdigest(), made.digest)
        return zipfile.ZipFile(io.BytesIO(answer.content))

    def texts(self, package):
        book = openpyxl.load_workbook(io.BytesIO(package.read(provision_book.LIST)))
        return [str(value) for row in book.active.values for value in row if value]

    def test_clear(self):
        made = self.approved(profile="clear")
        with self.package(made) as package:
            names = package.namelist()
            self.assertEqual(len(names), 4)
            self.assertIn("张三收入证明", self.texts(package))
            digests = {
                hashlib.sha256(package.read(name)).hexdigest()
                for name in names
                if name.startswith(provision_book.FILES)
            }
        originals = (self.item + self.notice).original_ids
        self.assertEqual(digests, set(originals.mapped("sha256")))
        self.assertRecordValues(
            made, [{"state": "provided", "file_count": 2, "item_count": 2}]
        )
        row = self.env["dibao.access.log"].search([("action", "=", "provide")], limit=1)
        self.assertRecordValues(
            row,
            [
                {
                    "model": "dibao.volume",
                    "res_ids": str(self.volume.id),
                    "reference": made.name,
                    "purpose": "complaint",
                    "user_ref": self.archivist.id,
                }
            ],
        )
        self.assertIn("示例法院", row.detail_shown)

    def test_masked(self):
        made = self.approved()
        with self.package(made) as package:
            files = [n for n in package.namelist() if n.endswith(".pdf")]
            texts = self.texts(package)
        self.assertEqual(len(files), 2, "the notice, and a masked copy")
        self.assertIn("张*收入证明", texts)
        self.assertNotIn("张三", "".join(texts))

    def paper(self, text):
        """A paper as the program prints it."""
        html = f"<title>x</title><h1>收入证明</h1><p>{text}</p>"
        return pdf.render(html, None)

    def test_pages_are_masked(self):
        """What is personal cannot be read in the copy: neither as text nor by eye."""
        words = f"兹证明张三（{self.number}，手机13800001111）月收入三百元"
        self.capture(self.make_item(title="又一证明"), self.paper(words), "c.pdf")
        made = self.approved()
        with self.package(made) as package:
            told = {}
            for name in package.namelist():
                if name.endswith(".pdf"):
                    told[name] = package.read(name)
        [copy] = [one for one in told.values() if self.seen(one)]
        with pikepdf.open(io.BytesIO(copy)) as opened:
            self.assertFalse(opened.docinfo)
        with PageReader() as reader:
            self.assertEqual(reader.text(copy, file_kind.PDF), "", "a picture only")
        told = self.seen(copy)
        self.assertIn("收入证明", told)
        for secret in ("张三", self.number, self.number[6:14], "13800001111"):
            self.assertNotIn(secret, told)
        # The blank page of setUp cannot be read, so it is left out.
        self.assertRecordValues(
            made, [{"file_count": 3, "masked_count": 2, "withheld_count": 1}]
        )

    def seen(self, content):
        """What a reader of printed text makes of the first page; "" of none."""
        with PageReader() as reader:
            picture = reader.picture(content, file_kind.PDF, 0, 200, format="PNG")
        told = "".join(ocr.read(picture).text.split())
        return told if "收入" in told else ""

    def test_identity_papers_and_scans_stay_back(self):
        kind = self.env["dibao.document.kind"].create(
            {"code": "T03", "name": "身份证", "sensitivity": "identity"}
        )
        self.capture(
            self.make_item(title="证件", kind_id=kind.id),
            self.paper(self.number),
            "c.pdf",
        )
        scan = self.capture(
            self.make_item(title="扫描件"), corpus.scan_pdf(2), "d.pdf", role="scan"
        )
        self.capture(self.make_item(title="照片"), corpus.picture(), "e.jpg")
        made = self.approved()
        with self.package(made) as package:
            count = sum(name.endswith((".pdf", ".jpg")) for name in package.namelist())
        # The notice, the blank paper of setUp and the scan, whose pages are left out.
        self.assertEqual((count, made.withheld_count), (3, 1 + scan.page_count))

    def test_another_person_approves(self):
        made = self.ask()
        made.action_request()
        with self.assertRaises(AccessError):
            made.action_approve()
        with self.assertRaises(UserError):
            made.action_download()
        self.authenticate("o_archivist", "o_archivist")
        self.assertEqual(self.url_open(f"/dibao/provision/{made.id}").status_code, 403)
        with self.assertRaises(UserError):
            made.profile = "clear"
        with self.assertRaises(UserError):
            made.state = "approved"

    def test_nobody_else_takes_it(self):
        made = self.approved()
        self.authenticate("o_clerk", "o_clerk")
        self.assertEqual(self.url_open(f"/dibao/provision/{made.id}").status_code, 404)
        self.assertEqual(made.state, "approved")
