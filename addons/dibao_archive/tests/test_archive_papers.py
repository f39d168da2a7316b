# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import io
import subprocess
import tempfile
from pathlib import Path

import pikepdf
import pypdf
import zxingcpp
from PIL import Image, ImageDraw
from pyzbar import pyzbar

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import BaseCase, tagged

from .. import vault
from ..tools import filing_stamp, form_words, label_code, label_token, pdf
from . import file_corpus as corpus
from .original_common import OriginalCase
from .test_custody import CustodyCase

STAMP = {
    "fonds_code": "J019",
    "year": 2026,
    "number": 12,
    "organ": "990101001",
    "retention": "永久",
    "pages": 3,
}


def pictures(content, dpi=150):
    """The pages of a PDF as pictures, drawn by poppler and not by our own reader."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.pdf"
        path.write_bytes(content)
        subprocess.run(
            ["pdftoppm", "-r", str(dpi), "-png", str(path), f"{folder}/p"], check=True
        )
        found = []
        for name in sorted(Path(folder).glob("p*.png")):
            with Image.open(name) as image:
                found.append(image.convert("RGB"))
        return found


def codes(image):
    return [code.text for code in zxingcpp.read_barcodes(image)]


def codes_of_zbar(image):
    """What another library reads (R-68).

    It takes `·` for a sign of another code page: one reason more for labels to carry
    ASCII tokens.
    """
    symbols = [pyzbar.ZBarSymbol.QRCODE]
    return [code.data.decode() for code in pyzbar.decode(image, symbols=symbols)]


class TestLabelCode(BaseCase):
    def test_read_back_sign_for_sign(self):
        html = '<html><body style="margin:0"><img width="150" src="{}"/></body></html>'
        texts = [label_token.new() for _ in range(8)] + ["J019-ZY·DB·2026·D30-001-003"]
        for text in texts:
            with self.subTest(text):
                page = pdf.render(html.format(label_code.qr_data_uri(text)), None)
                self.assertEqual(codes(pictures(page)[0]), [text])


class TestFormWords(BaseCase):
    def test_words(self):
        self.assertEqual(form_words.retention(True, 0), "永久")
        self.assertEqual(form_words.retention(False, 30), "30年")
        self.assertEqual(form_words.retention(False, 0), "")
        self.assertEqual(form_words.span([3, 0, 1, 12]), "1 — 12")
        self.assertEqual(form_words.span([7]), "7")
        self.assertEqual(form_words.span([]), "")


class TestFilingStamp(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mark = pdf.render(filing_stamp.page(STAMP), None)

    def page(self, size=(595, 842), turned=0, origin=(0, 0)):
        with pikepdf.new() as made:
            made.add_blank_page(page_size=size)
            first = made.pages[0]
            x, y = origin
            first.mediabox = [x, y, x + size[0], y + size[1]]
            if turned:
                first.obj.Rotate = turned
            out = io.BytesIO()
            made.save(out)
        return out.getvalue()

    def ink(self, content):
        """Where the red of the stamp is, in mm of the page as it is seen."""
        [image] = pictures(content, dpi=72)
        red, _green, blue = image.split()
        mask = Image.eval(blue, lambda v: 255 if v < 160 else 0)
        self.assertGreater(red.getextrema()[1], 200)
        scale = 25.4 / 72
        return [round(side * scale) for side in mask.getbbox()], image.size

    def test_every_place_and_turn(self):
        for turned in (0, 90, 180, 270):
            for origin in ((0, 0), (-100, 50)):
                content = self.page(turned=turned, origin=origin)
                size = filing_stamp.page_size(content)
                for position in filing_stamp.POSITIONS:
                    with self.subTest(turned=turned, position=position):
                        stamped = filing_stamp.stamp(content, self.mark, position)
                        box, _size = self.ink(stamped)
                        for is_at, should in zip(
                            box, filing_stamp.place(position, *size), strict=True
                        ):
                            self.assertAlmostEqual(is_at, should, delta=1.2)

    def test_what_it_says(self):
        stamped = filing_stamp.stamp(self.page(), self.mark, "top_right")
        text = pypdf.PdfReader(io.BytesIO(stamped)).pages[0].extract_text()
        for word in ("全宗号", "J019", "件号", "12", "保管期限", "永久", "页数"):
            self.assertIn(word, text)

    def test_covers_nothing(self):
        picture = Image.new("L", (595, 842), 255)

        def found():
            out = io.BytesIO()
            picture.save(out, "PNG")
            return filing_stamp.free_position(out.getvalue(), 210, 297)

        self.assertEqual(found(), "top_right")
        draw = ImageDraw.Draw(picture)
        draw.rectangle((470, 30, 560, 40), fill=0)
        self.assertEqual(found(), "top_middle")
        draw.rectangle((0, 30, 400, 60), fill=0)
        self.assertEqual(found(), "bottom_right")
        draw.rectangle((0, 780, 595, 842), fill=0)
        self.assertIsNone(found())

    def test_signed_and_broken(self):
        for content, reason in (
            (corpus.drawn_pdf(change=corpus.signature), "signed"),
            (b"x", "broken"),
        ):
            with self.assertRaises(filing_stamp.StampRefused) as caught:
                filing_stamp.stamp(content, self.mark, "top_right")
            self.assertEqual(caught.exception.reason, reason)


@tagged("post_install", "-at_install")
class TestVolumePapers(CustodyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.env["dibao.document.kind"].create({"code": "T1", "name": "示例"})
        cls.volume = cls.volumes[0]
        cls.volume._by_act(
            {"reference_code": "J019-ZT·2026-001", "reference_key": "J0192026001"}
        )
        cls.env["dibao.item"].create(
            [
                {
                    "volume_id": cls.volume.id,
                    "kind_id": cls.kind.id,
                    "sequence": number,
                    "title": f"第{number}份申请书",
                    "document_number": f"示民〔2026〕{number}号",
                    "responsible": "东镇人民政府",
                    "date": "2026-03-05",
                    "page_count": 2,
                }
                for number in range(1, 61)
            ]
        )

    def print(self, report, records, user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.archivist)
        content, _kind = reports.with_context(
            lang="zh_CN", force_report_rendering=True
        )._render_qweb_pdf(f"dibao_archive.{report}", records.ids)
        return content

    def text(self, content):
        reader = pypdf.PdfReader(io.BytesIO(content))
        return [page.extract_text() for page in reader.pages]

    def labels(self, things, **vals):
        name = {"dibao.location": "location_ids", "dibao.volume": "volume_ids"}
        sheet = (
            self.env["dibao.label.print"]
            .with_user(self.archivist)
            .create({name[things._name]: [Command.set(things.ids)], **vals})
        )
        sheet.action_print()
        return self.print("label_sheet_report", sheet)

    def test_cover(self):
        content = self.print("volume_cover_report", self.volume)
        [text] = self.text(content)
        for shown in (
            "示例县民政局",
            self.volume.title,
            "保管期限",
            "J019-ZT·2026-001",
            "本卷共 60 件 120 页",
            "2026年3月",
        ):
            self.assertIn(shown, text)
        self.assertEqual(codes(pictures(content)[0]), [self.volume.label_token])

    def test_contents_of_a_volume(self):
        content = self.print("volume_contents_report", self.volume)
        pages = self.text(content)
        self.assertGreater(len(pages), 1)
        for page in pages:
            self.assertEqual(len(page.strip()) > 0, True)
            for word in ("文号", "责任者", "题名", "日期", "页号", "备注"):
                self.assertIn(word, page, "the head stands on each page")
            self.assertNotIn("密级", page)
        self.assertIn("示民〔2026〕60号", "".join(pages).replace("\n", ""))
        self.assertIn("20260305", pages[0])
        box = pypdf.PdfReader(io.BytesIO(content)).pages[0].mediabox
        self.assertGreater(box.height, box.width)

    def test_catalogue_of_items_lies_across(self):
        self.volume.arranged_by = "item"
        content = self.print("volume_contents_report", self.volume)
        [page, *_others] = self.text(content)
        for word in ("归档文件目录", "档号", "文号", "责任者", "密级", "页数"):
            self.assertIn(word, page)
        box = pypdf.PdfReader(io.BytesIO(content)).pages[0].mediabox
        self.assertGreater(box.width, box.height)

    def test_note_sheet(self):
        self.volume.note = "第3页有破损"
        self.volume.checker_id = self.supervisor
        pages = self.text(self.print("volume_note_sheet_report", self.volume))
        self.assertEqual(len(pages), 1)
        for shown in ("备考表", "第3页有破损", "立 卷 人", self.supervisor.name):
            self.assertIn("".join(shown.split()), "".join(pages[0].split()))

    def test_every_code_of_a_sheet_is_read_back(self):
        self.volumes._place(self.box)
        places = self.room + self.cabinet + self.shelf + self.box + self.other_box
        for kind in ("label", "spine"):
            content = self.labels(places, kind=kind)
            found = [code for page in pictures(content, 200) for code in codes(page)]
            self.assertEqual(sorted(found), sorted(places.mapped("label_token")), kind)
        content = self.labels(self.volumes, kind="spine", spine_width="10")
        found = [code for page in pictures(content, 300) for code in codes(page)]
        self.assertEqual(sorted(found), sorted(self.volumes.mapped("label_token")))
        content = self.labels(self.volumes, kind="label", sheet="single")
        pages = pictures(content)
        self.assertEqual(len(pages), 3, "one a page")
        for page, volume in zip(pages, self.volumes, strict=True):
            self.assertEqual(codes(page), [volume.label_token])
        content = self.labels(self.box + self.other_box, kind="cover")
        for page, box in zip(pictures(content), self.box + self.other_box, strict=True):
            self.assertEqual(codes(page), [box.label_token])

    def test_a_second_reader_reads_the_same(self):
        """R-68: each kind of label, with a library that has nothing of the first."""
        self.volumes._place(self.box)
        places = self.room + self.cabinet + self.shelf + self.box + self.other_box
        sheet = self.env["dibao.cover.sheet"].create(
            {
                "household_id": self.make_household().id,
                "kind_id": self.env["dibao.document.kind"]._by_code("F01").id,
            }
        )
        tokens = places.mapped("label_token")
        for name, content, expected in (
            ("label", self.labels(places, kind="label"), tokens),
            ("spine", self.labels(places, kind="spine"), tokens),
            ("box", self.labels(self.box, kind="cover"), [self.box.label_token]),
            (
                "volume",
                self.print("volume_cover_report", self.volume),
                [self.volume.label_token],
            ),
            ("sheet", self.print("cover_sheet_report", sheet), [sheet.token]),
        ):
            with self.subTest(name):
                found = [
                    code
                    for page in pictures(content, 300)
                    for code in codes_of_zbar(page)
                ]
                self.assertEqual(sorted(found), sorted(expected))

    def test_no_name_on_labels_outside(self):
        """Spines of boxes and labels name no household; codes tell nothing."""
        self.volumes._place(self.box)
        for kind in ("label", "spine"):
            text = "".join(self.text(self.labels(self.box, kind=kind)))
            self.assertNotIn(self.volume.title, text.replace("\n", ""))
        text = "".join(self.text(self.labels(self.volume, kind="label")))
        self.assertNotIn(self.volume.title, text.replace("\n", ""))

    def test_prints_are_logged_and_kept_to_the_area(self):
        self.print("volume_cover_report", self.volume)
        row = self.env["dibao.access.log"].sudo().search([], limit=1)
        self.assertEqual(
            (row.action, row.model, row.res_ids, row.detail),
            ("export", "dibao.volume", str(self.volume.id), "volume_cover"),
        )
        with self.assertRaises(AccessError):
            self.print("volume_cover_report", self.volume, self.west_clerk)
        with self.assertRaises(AccessError):
            self.env["dibao.label.print"].with_user(self.west_clerk).create(
                {"volume_ids": [Command.set(self.volume.ids)]}
            )


@tagged("post_install", "-at_install")
class TestStampedCopy(OriginalCase):
    def _stamp(self, original, **vals):
        wizard = (
            self.env["dibao.filing.stamp"]
            .with_user(self.archivist)
            .create({"original_id": original.id, **vals})
        )
        return self.env["dibao.original"].browse(wizard.action_stamp()["res_id"])

    def test_a_copy_is_stamped(self):
        item = self.make_item(page_count=3)
        item._by_act({"number": 12})
        original = self.capture(item)
        before = original.sha256
        stamped = self._stamp(original, organ="办公室")
        self.assertRecordValues(
            stamped,
            [{"role": "stamped", "derived_from_id": original.id, "state": "kept"}],
        )
        self.assertEqual(original.sha256, before)
        self.assertNotEqual(stamped.sha256, before)
        with vault.stream(stamped) as stream:
            text = pypdf.PdfReader(stream).pages[0].extract_text()
        for word in ("件号", "12", "办公室"):
            self.assertIn(word, text)

    def test_what_is_not_stamped(self):
        item = self.make_item()
        original = self.capture(item)
        with self.assertRaises(UserError):
            self._stamp(original)
        item._by_act({"number": 1})
        signed = self.capture(item, corpus.drawn_pdf(change=corpus.signature), "s.pdf")
        self.assertTrue(signed.signed)
        with self.assertRaises(UserError):
            self._stamp(signed)
        self.assertEqual(item.original_ids, original + signed)
