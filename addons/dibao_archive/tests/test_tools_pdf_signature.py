# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import io

import pikepdf
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from odoo.tests.common import BaseCase, tagged

from ..tools.pages import PageReader
from . import file_corpus as corpus

#: The DER of two object identifiers of equal length: ecdsa-with-SHA256, SM2 with SM3.
ECDSA, SM2 = "2a8648ce3d040302", "2a811ccf55018375"


@tagged("-at_install", "post_install")
class TestPdfSignature(BaseCase):
    """Does a signature hold? Signed by another library than the one that looks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reader = PageReader()
        cls.addClassCleanup(cls.reader.close)
        cls.root = corpus.signer()[1]
        cls.signed = corpus.signed_pdf()

    def told(self, data, roots=None):
        found = self.reader.signature(data, [self.root] if roots is None else roots)
        return found["state"], found["why"]

    def later(self, change):
        """The file with a revision appended after the signature."""
        writer = IncrementalPdfFileWriter(io.BytesIO(self.signed))
        page = writer.root["/Pages"]["/Kids"][0]
        change(page)
        writer.update_container(page)
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()

    def test_holds(self):
        self.assertEqual(self.told(self.signed), ("valid", ""))

    def test_of_a_signer_nobody_told_us_of(self):
        self.assertEqual(self.told(self.signed, []), ("untrusted", "untrusted"))
        other = corpus.signer(curve=True)[1]
        self.assertEqual(self.told(self.signed, [other]), ("untrusted", "untrusted"))

    def test_one_byte_changed(self):
        changed = self.signed.replace(b"595 842", b"596 842", 1)
        self.assertNotEqual(changed, self.signed)
        self.assertEqual(self.told(changed), ("invalid", "broken"))

    def test_written_anew(self):
        """Saving it as another file keeps the field, and breaks what it proves."""
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(self.signed)) as pdf:
            pdf.add_blank_page()
            pdf.save(out)
        self.assertEqual(self.told(out.getvalue())[0], "invalid")

    def test_changed_afterwards(self):
        def turn(page):
            page["/Rotate"] = NumberObject(90)

        self.assertEqual(self.told(self.later(turn)), ("invalid", "changed"))

    def test_sm2_is_not_run(self):
        data = corpus.signed_pdf(curve=True)
        self.assertEqual(self.told(data, [corpus.signer(True)[1]]), ("valid", ""))
        sealed = data.replace(ECDSA.upper().encode(), SM2.upper().encode())
        self.assertNotEqual(sealed, data)
        self.assertEqual(self.told(sealed), ("not_run", "sm2"))

    def test_nothing_to_check_is_no_pass(self):
        for data in (
            corpus.drawn_pdf(),
            corpus.drawn_pdf(1, corpus.signature),
            self.signed[: len(self.signed) // 2],
            b"%PDF-1.7 nothing",
        ):
            self.assertEqual(self.told(data)[0], "not_run")
