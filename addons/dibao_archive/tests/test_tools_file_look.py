# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import io
import os
import time

import pikepdf
import pikepdf.pdfa

from odoo.tests import BaseCase

from ..tools import file_kind, file_look, pdf
from ..tools.file_finding import TEXTS, Finding, Limits, Look, Refused
from . import file_corpus as corpus

PDF = corpus.drawn_pdf()
JPEG = corpus.picture()


def look(data, name="", **options):
    return file_look.look(io.BytesIO(data), name, **options)


class TestFacts(BaseCase):
    """What a good file says of itself: the values it was made with."""

    def test_kinds_by_content(self):
        for kind, data in (
            (file_kind.PDF, PDF),
            (file_kind.JPEG, JPEG),
            (file_kind.PNG, corpus.picture("PNG")),
            (file_kind.TIFF, corpus.picture("TIFF")),
            (file_kind.OFD, corpus.ofd()),
            (file_kind.XML, b'<?xml version="1.0"?><a>x</a>'),
        ):
            found = look(data, "scan")
            self.assertEqual((found.mimetype, found.findings), (kind, ()), kind)

    def test_the_name_does_not_decide(self):
        found = look(PDF, "photo.jpg")
        self.assertEqual(found.mimetype, file_kind.PDF)
        self.assertEqual(found.findings, (Finding("extension", "PDF"),))
        self.assertEqual(look(JPEG, "a.JPEG").findings, ())

    def test_pages(self):
        self.assertEqual(look(corpus.drawn_pdf(7)).pages, 7)
        self.assertEqual(look(corpus.pages_tiff(3)).pages, 3)
        self.assertEqual(look(corpus.ofd(4)).pages, 4)
        self.assertEqual(look(JPEG).pages, 1)

    def test_resolution_and_colour_of_pictures(self):
        for mode, kind, colour in (
            ("RGB", "JPEG", "colour"),
            ("L", "JPEG", "gray"),
            ("1", "TIFF", "bitonal"),
            ("L", "PNG", "gray"),
        ):
            found = look(corpus.picture(kind, mode, dpi=(200, 300)))
            self.assertEqual((found.dpi, found.colour), (200, colour), mode)

    def test_resolution_and_colour_of_scans_in_a_pdf(self):
        for mode, kind, colour in (
            ("RGB", "JPEG", "colour"),
            ("L", "JPEG", "gray"),
            ("1", "TIFF", "bitonal"),
        ):
            data = corpus.scan_pdf(2, kind=kind, mode=mode, dpi=(150, 150))
            found = look(data)
            self.assertEqual(
                (found.pages, found.dpi, found.colour), (2, 150, colour), mode
            )

    def test_a_drawn_page_is_no_scan(self):
        self.assertEqual((look(PDF).dpi, look(PDF).colour), (0, ""))

    def test_a_logo_is_no_scan(self):
        with pikepdf.open(io.BytesIO(corpus.scan_pdf(dpi=(100, 100)))) as pdf:
            page = pdf.pages[0]
            [(name, _image)] = page.get_images(recursive=False).items()
            page.Contents = pdf.make_stream(f"q 40 0 0 40 9 9 cm {name} Do Q".encode())
            out = io.BytesIO()
            pdf.save(out)
        self.assertEqual(look(out.getvalue()).dpi, 0)

    def test_resolution_not_told(self):
        found = look(corpus.picture("PNG", dpi=None))
        self.assertEqual(found.findings, (Finding("dpi_unknown"),))

    def test_signatures(self):
        self.assertFalse(look(PDF).signed)
        self.assertTrue(look(corpus.drawn_pdf(1, corpus.signature)).signed)
        self.assertFalse(look(corpus.ofd()).signed)
        self.assertTrue(look(corpus.ofd(signed=True)).signed)

    def test_pdfa(self):
        self.assertEqual(look(PDF).pdfa, "no")
        with pikepdf.open(io.BytesIO(corpus.scan_pdf(mode="L"))) as pdf:
            out = io.BytesIO()
            pikepdf.pdfa.save(pdf, out, "2b")
        self.assertEqual(look(out.getvalue()).pdfa, "checked")
        self.assertFalse(look(out.getvalue()).findings)

    def test_pdfa_of_our_own_papers(self):
        """They are PDF/A-3u: level B of it is checked, the rest is not."""
        found = look(pdf.render("<title>x</title><p>低保</p>", None))
        self.assertEqual((found.pdfa, found.findings), ("unchecked", ()))

    def test_pdfa_claimed_only(self):
        def claim(pdf):
            with pdf.open_metadata() as meta:
                meta["pdfaid:part"], meta["pdfaid:conformance"] = "2", "B"
            # ISO 19005-2, 6.1.3: no encryption, an ID in the trailer, no LZW …
            pdf.Root.Names = pikepdf.Dictionary(
                EmbeddedFiles=pikepdf.Dictionary(Names=[])
            )
            pdf.Root.NeedsRendering = True

        found = look(corpus.drawn_pdf(1, claim))
        self.assertEqual(found.pdfa, "failed")
        self.assertEqual(
            [one.code for one in found.findings], ["attachments", "not_pdfa"]
        )

    def test_quality_of_a_kind_of_paper(self):
        """DA/T 31-2017: 200 dpi, colour where seals must show."""
        poor = Look(file_kind.JPEG, pages=1, dpi=150, colour="bitonal")
        self.assertEqual(
            [one.code for one in file_look.quality(poor, 200, True).findings],
            ["dpi_low", "bitonal"],
        )
        good = Look(file_kind.JPEG, pages=1, dpi=200, colour="gray")
        self.assertFalse(file_look.quality(good, 200, True).findings)
        drawn = Look(file_kind.PDF, pages=1)
        self.assertFalse(file_look.quality(drawn, 200, True).findings)


class TestRefused(BaseCase):
    """One planted fault each, and its name."""

    def refused(self, code, data, name="", detail=None, **options):
        with self.assertRaises(Refused) as caught:
            look(data, name, **options)
        self.assertEqual(caught.exception.finding.code, code)
        if detail is not None:
            self.assertEqual(caught.exception.finding.detail, detail)

    def test_empty(self):
        self.refused("empty", b"")

    def test_too_large(self):
        self.refused("too_large", PDF, limits=Limits(size=len(PDF) - 1))
        look(PDF, limits=Limits(size=len(PDF)))

    def test_kinds_that_are_not_kept(self):
        for data in (b"MZ\x90\x00" + bytes(99), b"<html></html>", b"plain text"):
            self.refused("unknown_kind", data, "scan.pdf")
        self.refused("not_allowed", corpus.packed({"a.txt": "x"}), detail="ZIP")

    def test_office_where_permitted(self):
        for folder, kind in (
            ("word", file_kind.DOCX),
            ("xl", file_kind.XLSX),
            ("ppt", file_kind.PPTX),
        ):
            self.refused("not_allowed", corpus.office(folder))
            self.assertEqual(look(corpus.office(folder), office=True).mimetype, kind)
        macros = corpus.office(**{"word/vbaProject.bin": b"x"})
        self.refused("script", macros, office=True, detail="macros")
        old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
        self.assertEqual(look(old, office=True).mimetype, file_kind.OLE)
        macros = old + "_VBA_PROJECT".encode("utf-16-le")
        self.refused("script", macros, office=True)

    def test_truncated(self):
        big = corpus.scan_pdf(3)
        self.refused("truncated", big[: len(big) // 2])
        self.refused("truncated", PDF[:-30])
        self.refused("truncated", JPEG[: len(JPEG) // 2])
        png = corpus.picture("PNG")
        self.refused("truncated", png[: len(png) // 2])
        tiff = corpus.picture("TIFF")
        self.refused("truncated", tiff[:-5000])
        self.refused("truncated", corpus.ofd()[:-20])
        self.refused("truncated", b'<?xml version="1.0"?><a><b>x</b>')

    def test_damaged(self):
        at = PDF.rindex(b"startxref")
        self.refused("damaged", PDF[:at] + b"startxref\n7\n%%EOF\n")
        self.refused("damaged", b"%PDF-1.4\n%%EOF\n")
        self.refused("damaged", b"\xff\xd8\xff\xe0" + bytes(50) + b"\xff\xd9")
        changed = bytearray(corpus.ofd())
        changed[60] ^= 0xFF
        self.refused("damaged", bytes(changed))

    def test_locked(self):
        for options in ({"user": "x", "owner": "y"}, {"user": "", "owner": "y"}):
            locked = corpus.drawn_pdf(encryption=pikepdf.Encryption(**options))
            self.refused("encrypted", locked)

    def test_what_runs(self):
        script = {"JS": "app.alert(1)"}
        for plant, what in (
            (corpus.on_open("JavaScript", **script), "JavaScript"),
            (corpus.on_annotation("JavaScript", **script), "JavaScript"),
            (corpus.on_open("Launch", F="cmd.exe"), "launch action"),
            (corpus.on_annotation("Launch", F="cmd.exe"), "launch action"),
        ):
            for packing in (
                pikepdf.ObjectStreamMode.disable,
                pikepdf.ObjectStreamMode.generate,
            ):
                data = corpus.drawn_pdf(1, plant, object_stream_mode=packing)
                self.refused("script", data, detail=what)

        def named(pdf):
            pdf.Root.Names = pikepdf.Dictionary(
                JavaScript=pikepdf.Dictionary(Names=["a", pikepdf.Dictionary()])
            )

        self.refused("script", corpus.drawn_pdf(1, named))
        page = b'<?xml version="1.0"?><svg><script>x</script></svg>'
        self.refused("script", page)

    def test_an_ordinary_link_does_not_run(self):
        def link(pdf):
            pdf.Root.OpenAction = pikepdf.Dictionary(
                S=pikepdf.Name.GoTo, D=[pdf.pages[0].obj, pikepdf.Name.Fit]
            )

        self.assertFalse(look(corpus.drawn_pdf(1, link)).findings)

    def test_polyglots(self):
        hidden = corpus.packed({"run.js": "x"})
        tiff = corpus.picture("TIFF")
        for data in (
            PDF + hidden,
            JPEG + hidden,
            corpus.picture("PNG") + hidden,
            tiff + hidden,
            PDF + b"\n<script>alert(1)</script>",
            JPEG + b"<?php x ?>",
            JPEG + b"MZ\x90\x00" + bytes(500),
            b"GIF89a" + PDF,
            b"<html>" + PDF,
        ):
            self.refused("polyglot", data)

    def test_blanks_behind_the_end_are_nothing(self):
        self.assertFalse(look(PDF + b"\r\n\0\0\0").findings)
        self.assertFalse(look(JPEG + bytes(100)).findings)

    def test_something_unknown_behind_a_picture_is_told(self):
        found = look(JPEG + b"a camera's own notes")
        self.assertEqual(found.findings, (Finding("surplus"),))

    def test_thirty_thousand_pages(self):
        data = corpus.many_pages(30_000)
        start = time.perf_counter()
        self.refused("too_many_pages", data, detail="30000")
        self.assertLess(time.perf_counter() - start, 20)
        self.assertEqual(look(data, limits=Limits(pages=30_000)).pages, 30_000)

    def test_a_wrong_count_of_pages(self):
        told = corpus.drawn_pdf(2).replace(b"/Count 2", b"/Count 9")
        self.refused("too_many_pages", told, limits=Limits(pages=5), detail="9")

    def test_bombs(self):
        zeros = corpus.office(**{"word/media/a": bytes(30 << 20)})
        self.refused("bomb", zeros, office=True)
        self.refused("too_many_pixels", JPEG, limits=Limits(pixels=1000))

    def test_entities(self):
        head = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>'
        self.refused("external", head + b"<a>&b;</a>")

    def test_paths_in_packages(self):
        bad = corpus.packed({"OFD.xml": "<a/>", "../x": "y"})
        self.refused("external", bad)

    def test_random_changes_never_crash(self):
        """Whatever a byte becomes, the answer is a look or a named refusal."""
        sources = (PDF, JPEG, corpus.ofd(), corpus.scan_pdf(mode="L"))
        seed = int.from_bytes(os.urandom(2), "big")
        for number, data in enumerate(sources):
            for step in range(60):
                at = (seed + step * 7919 + number) % len(data)
                changed = (
                    data[:at] + bytes([data[at] ^ (1 + step % 255)]) + data[at + 1 :]
                )
                try:
                    look(changed)
                except Refused as refusal:
                    self.assertIn(refusal.finding.code, TEXTS, (seed, number, step))


class TestNames(BaseCase):
    def test_folders_and_signs_go(self):
        for name, clean in (
            ("../../etc/passwd", "passwd"),
            ("C:\\scans\\J019-ZY·DB·2024·D30-001.pdf", "J019-ZY·DB·2024·D30-001.pdf"),
            ("a\0b\u202egpj.exe", "abgpj.exe"),
            ("..", "file"),
            ("", "file"),
            ("e\u0301.pdf", "\u00e9.pdf"),
        ):
            self.assertEqual(file_look.clean_name(name), clean)

    def test_long_names_keep_their_ending(self):
        clean = file_look.clean_name("长" * 300 + ".pdf")
        self.assertLessEqual(len(clean.encode()), file_look.MOST_NAME)
        self.assertTrue(clean.startswith("长长") and clean.endswith(".pdf"))
        self.assertEqual(
            look(PDF, "x" * 300 + ".pdf").findings, (Finding("name_changed"),)
        )

    def test_every_finding_has_a_text(self):
        for severity, text in TEXTS.values():
            self.assertIn(severity, ("refuse", "warn"))
            self.assertTrue(text.endswith("."))
