# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Files that anybody may send: told what they are, never trusted."""

import io
import zipfile

import openpyxl
import xlsxwriter

from odoo.tests import BaseCase

from ..tools import workbook
from ..tools.sheets import xlsx_parts

HEADER = ["户编号", "姓名", "身份证号"]


def make_xlsx(rows=(HEADER, ["A1", "张三", "99010119700101001X"]), build=None):
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("台账")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    if build:
        build(book, sheet)
    book.close()
    return buffer.getvalue()


def repack(data, change):
    """The same archive with parts changed: ``change(name, content)``, None drops."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            content = change(entry.filename, old.read(entry))
            if content is not None:
                new.writestr(entry.filename, content)
    return buffer.getvalue()


def add_part(data, name, content):
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


class TestWorkbook(BaseCase):
    def load(self, data, **options):
        with workbook.open_book(data, **options) as book:
            return book, list(book.rows)

    def refused(self, data, code, **options):
        with self.assertRaises(workbook.WorkbookError) as caught:
            self.load(data, **options)
        self.assertEqual(caught.exception.code, code)
        self.assertTrue(workbook.TEXTS[code])

    def test_xlsx(self):
        book, rows = self.load(make_xlsx())
        self.assertEqual((book.kind, book.sheets), ("xlsx", ("台账",)))
        self.assertEqual(rows[0], (1, HEADER))
        self.assertEqual(rows[1], (2, ["A1", "张三", "99010119700101001X"]))

    def test_rows_keep_the_numbers_of_the_sheet(self):
        data = make_xlsx(
            [], lambda _book, sheet: (sheet.write(4, 2, "a"), sheet.write(9, 3, 1.5))
        )
        _book, rows = self.load(data)
        self.assertEqual(rows, [(5, [None, None, "a", None]), (10, [None] * 3 + [1.5])])

    def test_named_sheet(self):
        def build(book, _sheet):
            book.add_worksheet("第二").write(0, 0, "x")
            book.add_worksheet("隐藏").hide()

        data = make_xlsx(build=build)
        book, rows = self.load(data, sheet="第二")
        self.assertEqual(rows, [(1, ["x"])])
        self.assertEqual(book.sheets, ("台账", "第二"))
        self.refused(data, "no_sheet", sheet="隐藏")

    def test_formulas_and_merges_are_told(self):
        def build(_book, sheet):
            sheet.write_formula(3, 1, "=1+1", value=2)
            sheet.merge_range(5, 0, 5, 2, "x")

        book, _rows = self.load(make_xlsx(build=build))
        self.assertEqual(book.formulas, {(3, 1)})
        self.assertEqual(book.merges, [((5, 0), (5, 2))])

    def test_formulas_under_another_prefix(self):
        def rename(name, content):
            if name != "xl/worksheets/sheet1.xml":
                return content
            return content.replace(b"<f>", b"<x:f>").replace(b"</f>", b"</x:f>")

        data = make_xlsx(build=lambda _b, s: s.write_formula(3, 1, "=1+1"))
        buffer = io.BytesIO(repack(data, rename))
        with zipfile.ZipFile(buffer) as archive:
            part = xlsx_parts.sheet_part(archive, 0)
            self.assertEqual(xlsx_parts.formulas(archive, part, 10), [(3, 1)])

    def test_formula_across_the_pieces_of_a_part(self):
        """Sheets are searched in pieces of a megabyte: nothing is lost between them."""
        sheet = io.BytesIO()
        pad = b'<c r="A1"><v>1</v></c>'
        for lead in range((1 << 20) - 40, (1 << 20) + 5, 3):
            body = pad * (lead // len(pad)) + b" " * (lead % len(pad))
            sheet = io.BytesIO()
            with zipfile.ZipFile(sheet, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("s", body + b'<c r="C7"><f>A1</f></c>')
                self.assertEqual(xlsx_parts.formulas(archive, "s", 9), [(6, 2)], lead)

    def test_a_million_empty_rows(self):
        def pad(name, content):
            if name != "xl/worksheets/sheet1.xml":
                return content
            rows = b"".join(
                b'<row r="%d"><c r="A%d" s="0"/></row>' % (row, row)
                for row in range(3, 1048577)
            )
            return content.replace(b"</sheetData>", rows + b"</sheetData>")

        _book, rows = self.load(repack(make_xlsx(), pad))
        self.assertEqual(len(rows), 2)

    def test_zip_bomb_by_declared_size(self):
        data = add_part(make_xlsx(), "xl/media/zeros.bin", b"\0" * (80 << 20))
        self.assertLess(len(data), 1 << 20)
        self.refused(data, "zip_bomb")

    def test_zip_bomb_by_sum(self):
        limits = workbook.Limits(parts=xlsx_parts.Limits(unpacked=1000))
        self.refused(make_xlsx(), "zip_bomb", limits=limits)

    def test_memory_is_bounded(self):
        """A cell far away makes the reader ask for gigabytes: told, not crashed."""
        data = make_xlsx(build=lambda _b, s: s.write(1048575, 16383, "x"))
        self.refused(data, "too_big")

    def test_macros(self):
        self.refused(add_part(make_xlsx(), "xl/vbaProject.bin", b"x"), "macro")
        typed = repack(
            make_xlsx(),
            lambda name, content: content.replace(
                b"spreadsheetml.sheet.main+xml", b"x-macroEnabled.main+xml"
            ),
        )
        self.refused(typed, "macro")

    def test_entities(self):
        def attack(name, content):
            if name != "xl/sharedStrings.xml":
                return content
            doctype = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><sst'
            return content.replace(b"<sst", doctype, 1).replace(b"A1", b"&e;")

        self.refused(repack(make_xlsx(), attack), "xml_entity")

    def test_entities_in_another_encoding(self):
        def attack(name, content):
            if name != "xl/sharedStrings.xml":
                return content
            return content.decode().replace("UTF-8", "UTF-16").encode("utf-16")

        self.refused(repack(make_xlsx(), attack), "xml_encoding")

    def test_other_things_under_a_ledgers_name(self):
        for data, code in (
            (b"", "empty"),
            (b"\xef\xbb\xbf \r\n", "empty"),
            (b"%PDF-1.7\n...", "pdf"),
            (b"\x89PNG\r\n\x1a\n...", "image"),
            (b"Rar!\x1a\x07\x00", "archive"),
            (b"<html><table><tr><td>1</td></tr></table></html>", "html"),
            (b"PK\x03\x04 cut off", "damaged"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut off", "damaged"),
            (make_xlsx()[:-100], "damaged"),
            (b"a,b\n\x00\x01\x02", "binary"),
        ):
            with self.subTest(code=code):
                self.refused(data, code)

    def test_other_archives(self):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("台账.csv", "a,b")
        self.refused(buffer.getvalue(), "archive")
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument")
        self.refused(buffer.getvalue(), "ods")
        self.refused(add_part(make_xlsx(), "xl/workbook.bin", b""), "xlsb")

    def test_size(self):
        self.refused(make_xlsx(), "too_large", limits=workbook.Limits(size=100))

    def test_written_by_another_program(self):
        book = openpyxl.Workbook()
        book.active.append(HEADER)
        book.active["B3"] = "=A1"
        buffer = io.BytesIO()
        book.save(buffer)
        told, rows = self.load(buffer.getvalue())
        self.assertEqual(rows[0][1], HEADER)
        self.assertEqual(told.formulas, {(2, 1)})


class TestText(BaseCase):
    TEXT = "户编号,姓名\r\nA1,张三\r\nA2,李四喜\r\n"

    def rows(self, data):
        with workbook.open_book(data) as book:
            return book.encoding, list(book.rows)

    def refused(self, data, code, row=None):
        with self.assertRaises(workbook.WorkbookError) as caught:
            self.rows(data)
        self.assertEqual((caught.exception.code, caught.exception.row), (code, row))

    def test_encodings(self):
        for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
            with self.subTest(encoding=encoding):
                _encoding, rows = self.rows(self.TEXT.encode(encoding))
                self.assertEqual(rows[0], (1, ["户编号", "姓名"]))
                self.assertEqual(rows[2], (3, ["A2", "李四喜"]))

    def test_rare_characters_of_gb18030(self):
        _encoding, rows = self.rows("姓名,x\n𠮷田㛃,1\n".encode("gb18030"))
        self.assertEqual(rows[1][1][0], "𠮷田㛃")

    def test_two_files_joined(self):
        self.refused(
            self.TEXT.encode() + "A3,王五\r\n".encode("gb18030"), "encoding_mixed", 4
        )

    def test_neither(self):
        self.refused(
            "户编号,姓名\nA1,é\n".encode("latin-1", "ignore") + b"\xff", "encoding"
        )

    def test_lost_characters(self):
        self.refused("户编号,姓名\nA1,\ufffd\ufffd\n".encode(), "encoding_lost", 2)

    def test_separators(self):
        for separator in (",", "\t", ";", "，"):
            text = self.TEXT.replace(",", separator)
            self.assertEqual(self.rows(text.encode())[1][1], (2, ["A1", "张三"]))

    def test_open_quote(self):
        text = self.TEXT + '"A3,王五\r\n' + "A4,x\r\n" * 200
        self.refused(text.encode(), "quotes", 4)

    def test_a_million_empty_rows(self):
        _encoding, rows = self.rows(self.TEXT.encode() + b",\r\n" * 1_000_000)
        self.assertEqual(len(rows), 3)

    def test_rows_count_blank_ones(self):
        _encoding, rows = self.rows(b"a,b\n\n,\nc,d\n")
        self.assertEqual([row for row, _cells in rows], [1, 4])
