# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import io

import pikepdf
from PIL import Image, ImageChops

from odoo.tests.common import BaseCase, tagged

from ..tools import file_kind, masked_copy, pages
from . import file_corpus as corpus


def written(*lines, change=None):
    """A PDF of one page with Latin lines at known places (20 points apart)."""
    drawn = " ".join(f"({line}) Tj T*" for line in lines)

    def fill(pdf):
        sheet = pdf.pages[0]
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Courier,
        )
        sheet.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        sheet.Contents = pdf.make_stream(
            f"BT /F1 12 Tf 72 700 Td 20 TL {drawn} ET".encode()
        )
        if change:
            change(pdf)

    return corpus.drawn_pdf(1, fill)


@tagged("-at_install", "post_install")
class TestMaskedCopy(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reader = pages.PageReader()
        cls.addClassCleanup(cls.reader.close)

    def drawn(self, content):
        picture = self.reader.picture(content, file_kind.PDF, 0, 150, format="PNG")
        return Image.open(io.BytesIO(picture)).convert("L")

    def masked(self, content, *needles):
        return masked_copy.make(content, needles, self.reader)

    def line(self, picture, number, size=(595, 842)):
        """The strip of a picture in which a line stands."""
        top = size[1] - 700 + 20 * number - 12
        scale = picture.height / size[1]
        box = (0, round(top * scale), picture.width, round((top + 16) * scale))
        return picture.crop(box)

    def assert_same(self, one, other, message=""):
        # Drawn twice, a line lies up to a pixel elsewhere.
        small = (one.width // 6, one.height // 6)
        different = ImageChops.difference(
            one.resize(small), other.crop((0, 0, *one.size)).resize(small)
        ).point(lambda v: 255 * (v > 100))
        self.assertIsNone(different.getbbox(), message)

    def test_lines_without_personal_data_stay(self):
        plain = written("Income 300", "ZhangSan", "on 2024-03-05")
        before = self.drawn(plain)
        made = self.masked(plain, "ZhangSan")
        after = self.drawn(made.content)
        self.assert_same(self.line(before, 0), self.line(after, 0))
        self.assert_same(self.line(before, 2), self.line(after, 2), "a date stays")
        covered = self.line(after, 1).crop((160, 8, 260, 20))
        self.assertEqual(covered.getextrema(), (0, 0), "black from end to end")
        self.assertEqual((made.places, made.withheld), (8, 0))

    def test_two_papers_that_differ_in_what_is_covered_look_alike(self):
        one = self.masked(written("id 990101196001010019 x"))
        other = self.masked(written("id 990101197707070037 x"))
        self.assert_same(self.drawn(one.content), self.drawn(other.content))

    def test_blanks_wide_signs_and_lines_do_not_hide_it(self):
        for text in ("Zhang  San", "Zh angSan"):
            self.assertEqual(self.masked(written(text), "ZhangSan").places, 8, text)
        broken = self.masked(written("live at Example", "Road 12"), "ExampleRoad12")
        self.assertGreaterEqual(broken.places, 13)

    def test_a_turned_and_cut_page(self):
        def turn(pdf):
            pdf.pages[0].Rotate = 90
            pdf.pages[0].CropBox = [36, 100, 595, 842]

        plain = written("keep this", "ZhangSan", change=turn)
        made = self.masked(plain, "ZhangSan")
        before, after = self.drawn(plain), self.drawn(made.content)
        self.assertAlmostEqual(before.width, after.width, delta=2)
        self.assertAlmostEqual(before.height, after.height, delta=2)
        back, was = after.rotate(90, expand=True), before.rotate(90, expand=True)
        size = (559, 742)
        top = (842 - 700 + 20 - 12) * back.height / size[1]
        name = back.crop((85, round(top) + 8, 180, round(top) + 20))
        self.assertEqual(name.getextrema(), (0, 0))
        top = (842 - 700 - 12) * back.height / size[1]
        box = (0, round(top), back.width, round(top) + 28)
        self.assert_same(was.crop(box), back.crop(box))

    def test_scans_and_empty_pages_are_withheld(self):
        for content in (corpus.scan_pdf(2), corpus.drawn_pdf(2)):
            made = self.masked(content)
            self.assertEqual((made.pages, made.withheld), (2, 2))
            self.assertFalse(self.reader.text(made.content, file_kind.PDF))

    def test_pictures_are_covered_whole(self):
        def picture(pdf):
            with pikepdf.open(io.BytesIO(corpus.scan_pdf())) as scan:
                [(_name, image)] = scan.pages[0].get_images().items()
                image = pdf.copy_foreign(image)
            sheet = pdf.pages[0]
            sheet.Resources.XObject = pikepdf.Dictionary(Im0=image)
            sheet.contents_add(b"q 200 0 0 200 100 100 cm /Im0 Do Q")

        after = self.drawn(self.masked(written("with a seal", change=picture)).content)
        scale = after.height / 842
        box = [round(v * scale) for v in (105, 842 - 295, 295, 842 - 105)]
        self.assertEqual(after.crop(box).getextrema(), (0, 0))

    def test_notes_on_a_page_do_not_go_along(self):
        def note(pdf):
            stream = pdf.make_stream(
                b"0 0 0 rg 0 0 100 100 re f",
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Form,
                BBox=[0, 0, 100, 100],
            )
            pdf.pages[0].Annots = pikepdf.Array(
                [
                    pikepdf.Dictionary(
                        Type=pikepdf.Name.Annot,
                        Subtype=pikepdf.Name.Stamp,
                        Rect=[300, 300, 400, 400],
                        F=4,
                        AP=pikepdf.Dictionary(N=stream),
                    )
                ]
            )

        content = written("text", change=note)
        place = [round(v * 150 / 72) for v in (310, 842 - 390, 390, 842 - 310)]
        self.assertEqual(self.drawn(content).crop(place).getextrema(), (0, 0))
        after = self.drawn(self.masked(content).content)
        self.assertEqual(after.crop(place).getextrema(), (255, 255))
