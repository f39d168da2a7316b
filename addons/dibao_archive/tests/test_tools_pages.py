# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import io
import os
import time
from unittest.mock import patch

import pikepdf
import segno
from PIL import Image, ImageChops, ImageDraw, ImageFont

from odoo.tests import BaseCase

from ..tools import clamd, file_kind, label_token, ocr, pages
from . import file_corpus as corpus
from .clamd_common import EICAR, MEGABYTES, NAME, running_clamd


def opened(data):
    return Image.open(io.BytesIO(data))


def page_of_text(text, size=46):
    """A page at 200 dpi with printed Chinese text."""
    image = Image.new("L", (1654, 700), "white")
    font = ImageFont.truetype(
        pages.chinese_font()[0], size, index=pages.chinese_font()[1]
    )
    ImageDraw.Draw(image).multiline_text(
        (100, 100), text, font=font, fill=0, spacing=20
    )
    out = io.BytesIO()
    image.save(out, "PNG", dpi=(200, 200))
    return out.getvalue()


def code_page(text, size=(827, 1169)):
    """A scanned page with a QR code on it."""
    image = Image.new("L", size, "white")
    code = io.BytesIO()
    segno.make(text, encoding="utf-8", error="q", micro=False).save(
        code, kind="png", scale=5, border=4
    )
    image.paste(opened(code.getvalue()).convert("L"), (100, 100))
    out = io.BytesIO()
    image.save(out, "JPEG", dpi=(100, 100), quality=70)
    return out.getvalue()


class TestPages(BaseCase):
    def setUp(self):
        super().setUp()
        self.reader = pages.PageReader()
        self.addCleanup(self.reader.close)

    def test_pages_are_drawn(self):
        a4 = corpus.scan_pdf(2, dpi=(100, 100))
        for data, kind, size in (
            (a4, file_kind.PDF, (1820, 2573)),
            (corpus.picture(dpi=(100, 100)), file_kind.JPEG, (827, 1169)),
            (corpus.pages_tiff(3), file_kind.TIFF, (200, 300)),
        ):
            drawn = opened(
                self.reader.picture(
                    data,
                    kind,
                    1 % 3 * (kind != file_kind.JPEG),
                    dpi=220,
                    most_side=5000,
                )
            )
            self.assertEqual(drawn.format, "JPEG")
            self.assertAlmostEqual(drawn.width, size[0], delta=3)
            self.assertAlmostEqual(drawn.height, size[1], delta=3)

    def test_no_picture_is_larger_than_asked(self):
        drawn = self.reader.picture(corpus.scan_pdf(), file_kind.PDF, most_side=500)
        self.assertLessEqual(max(opened(drawn).size), 500)

    def test_watermark(self):
        data = corpus.drawn_pdf()
        plain = opened(self.reader.picture(data, file_kind.PDF))
        marked = opened(
            self.reader.picture(
                data,
                file_kind.PDF,
                watermark=["张三", "2026-01-01 10:00"],
                font=pages.chinese_font(),
            )
        )
        self.assertIsNone(ImageChops.invert(plain).getbbox(), "an empty page is white")
        # Marks reach into each of nine parts of the page, so none can be cut out.
        wide, high = marked.size
        for row in range(3):
            for column in range(3):
                box = (column * wide // 3, row * high // 3)
                part = marked.crop((*box, box[0] + wide // 3, box[1] + high // 3))
                self.assertGreater(len(part.getcolors(1 << 24)), 10, (row, column))

    def test_damaged_files_and_missing_pages(self):
        for data, kind, page in (
            (b"%PDF-1.4 nothing", file_kind.PDF, 0),
            (corpus.picture()[:300], file_kind.JPEG, 0),
            (corpus.drawn_pdf(), file_kind.PDF, 1),
            (corpus.drawn_pdf(), file_kind.PDF, -1),
        ):
            with self.assertRaises(pages.PageError):
                self.reader.picture(data, kind, page)
        # The process goes on.
        self.reader.picture(corpus.drawn_pdf(), file_kind.PDF)

    def test_a_process_that_ends_is_replaced(self):
        self.reader.picture(corpus.drawn_pdf(), file_kind.PDF)
        self.reader._process.kill()
        self.reader._process.wait()
        with self.assertRaises(pages.PageError):
            self.reader.picture(corpus.drawn_pdf(), file_kind.PDF)
        self.reader.picture(corpus.drawn_pdf(), file_kind.PDF)

    def test_too_slow(self):
        self.reader._seconds = 0.01
        big = corpus.scan_pdf(size=(5000, 7000), dpi=(600, 600))
        started = time.monotonic()
        with self.assertRaises(pages.PageError):
            self.reader.picture(big, file_kind.PDF, dpi=600, most_side=9000)
        self.assertLess(time.monotonic() - started, 20)

    def test_codes_are_read(self):
        """R-67, R-68: what is printed is what is read, the middle dot included."""
        token = label_token.new()
        for text in (token, "J019-ZY·DB·2024·D30-001", "张三"):
            data = pages.images_to_pdf([corpus.picture(), code_page(text)])
            self.assertEqual(self.reader.codes(data, file_kind.PDF), [(1, text)], text)
        self.assertEqual(self.reader.codes(corpus.picture(), file_kind.JPEG), [])

    def test_codes_read_aslant_and_upside_down(self):
        page = opened(code_page("A1-TEST"))
        for angle in (3, 90, 180):
            out = io.BytesIO()
            page.rotate(angle, expand=True, fillcolor="white").save(out, "JPEG")
            found = self.reader.codes(out.getvalue(), file_kind.JPEG)
            self.assertEqual(found, [(0, "A1-TEST")], angle)

    def test_single_page(self):
        data, kind, page = pages.single_page(
            io.BytesIO(corpus.scan_pdf(3)), file_kind.PDF, 2
        )
        with pikepdf.open(io.BytesIO(data)) as pdf:
            self.assertEqual((len(pdf.pages), kind, page), (1, file_kind.PDF, 0))
        with self.assertRaises(pages.PageError):
            pages.single_page(io.BytesIO(corpus.scan_pdf()), file_kind.PDF, 1)

    def test_split(self):
        images = [corpus.picture(size=(300 + 10 * n, 400)) for n in range(5)]
        whole = pages.images_to_pdf(images)
        parts = pages.split(io.BytesIO(whole), [0, 2, 4])
        self.assertEqual([first for first, _data in parts], [0, 2, 4])
        counts = []
        for first, data in parts:
            with pikepdf.open(io.BytesIO(data)) as pdf:
                counts.append(len(pdf.pages))
                [(_name, image)] = pdf.pages[0].get_images().items()
                # The scan is byte for byte the one that was scanned.
                self.assertEqual(image.read_raw_bytes(), images[first])
        self.assertEqual(counts, [2, 2, 1])

    def test_pictures_become_a_pdf_without_a_changed_pixel(self):
        for data in (
            corpus.picture("JPEG"),
            corpus.picture("PNG", "L"),
            corpus.picture("TIFF", "1"),
        ):
            with pikepdf.open(io.BytesIO(pages.images_to_pdf([data]))) as pdf:
                [(_name, image)] = pdf.pages[0].get_images().items()
                kept = pikepdf.PdfImage(image).as_pil_image().convert("L")
            same = ImageChops.difference(kept, opened(data).convert("L"))
            self.assertIsNone(same.getbbox())
        with self.assertRaises(pages.PageError):
            pages.images_to_pdf([b"no picture"])


class TestOcr(BaseCase):
    def test_printed_chinese_is_read(self):
        self.assertTrue(ocr.available(), "install tesseract-ocr-chi-sim")
        read = ocr.read(page_of_text("最低生活保障申请书\n申请人家庭经济状况"))
        self.assertIn("最低生活保障", read.text)
        self.assertIn("家庭经济状况", read.text)
        self.assertGreater(read.confidence, 60)

    def test_an_empty_page(self):
        self.assertEqual(ocr.read(corpus.picture("PNG", "L")).confidence, 0.0)

    def test_faults(self):
        with self.assertRaises(ocr.OcrError):
            ocr.read(b"no picture")
        with self.assertRaises(ocr.OcrError):
            ocr.read(page_of_text("申请"), seconds=0.01)
        with patch.dict(os.environ, PATH="/nowhere"):
            self.assertFalse(ocr.available())
            with self.assertRaises(ocr.OcrError):
                ocr.read(page_of_text("申请"))

    def test_table(self):
        head = (
            "level page_num block_num par_num line_num word_num left top width height"
        )
        rows = (
            (*head.split(), "conf", "text"),
            (4, 1, 1, 1, 1, 0, 0, 0, 9, 9, -1, ""),
            (5, 1, 1, 1, 1, 1, 0, 0, 9, 9, 90, "申"),
            (5, 1, 1, 1, 1, 2, 0, 0, 9, 9, 60, "请书"),
            (5, 1, 1, 1, 1, 3, 0, 0, 9, 9, 90, '"'),
            (5, 1, 1, 1, 2, 1, 0, 0, 9, 9, 90, "No 7"),
        )
        read = ocr.parse("\n".join("\t".join(map(str, row)) for row in rows))
        self.assertEqual(read.text.split("\n"), ['申请书 "', "No 7"])
        # (90 + 2 × 60 + 90 + 4 × 90) / 8 characters
        self.assertEqual(read.confidence, 82.5)


class TestClamd(BaseCase):
    def scan(self, address, data, **options):
        return clamd.scan(address, io.BytesIO(data), len(data), **options)

    def test_verdicts_of_a_real_daemon(self):
        with running_clamd() as address:
            clean = self.scan(address, corpus.drawn_pdf())
            self.assertEqual(clean[:2], (clamd.CLEAN, ""))
            self.assertIn("ClamAV", clean.tool)
            found = self.scan(address, EICAR)
            self.assertEqual(found.result, clamd.INFECTED)
            self.assertIn(NAME, found.detail)
            packed = corpus.packed({"a.com": EICAR})
            self.assertEqual(self.scan(address, packed).result, clamd.INFECTED)
            # past its limit nothing is known.
            large = bytes((MEGABYTES << 20) + 100_000)
            self.assertEqual(
                self.scan(address, large)[:2], (clamd.NOT_RUN, "too large")
            )
            ours = self.scan(address, EICAR, most_bytes=10)
            self.assertEqual(ours[:2], (clamd.NOT_RUN, "too large"))
        self.assertEqual(self.scan(address, EICAR).result, clamd.NOT_RUN)

    def test_no_scanner(self):
        self.assertEqual(self.scan("", EICAR)[:2], (clamd.NOT_RUN, "no scanner"))
        for address in ("/nowhere/clamd.sock", "127.0.0.1:1"):
            self.assertEqual(self.scan(address, EICAR).result, clamd.NOT_RUN)
