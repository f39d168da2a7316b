# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import HttpCase, tagged

from . import file_corpus as corpus
from .original_common import OriginalCase


@tagged("post_install", "-at_install")
class TestOriginalTour(OriginalCase, HttpCase):
    """In a browser, as the clerk."""

    def tour(self, path, name):
        self.start_tour(path, name, login=self.clerk.login, timeout=120)

    def test_pages_are_shown_and_each_is_logged(self):
        original = self.capture(content=corpus.drawn_pdf(2))
        self.tour(
            f"/odoo/dibao-originals/{original.id}", "dibao_archive_original_pages"
        )
        rows = self.log_rows("open", original)
        self.assertEqual([row.reference for row in rows], ["TOUR-1", "TOUR-1"])

    def test_files_are_uploaded(self):
        batch = (
            self.env["dibao.ingest"]
            .with_user(self.clerk)
            .create({"division_id": self.east.id})
        )
        self.tour(f"/odoo/dibao-scans/{batch.id}", "dibao_archive_upload")
        batch.invalidate_recordset()
        self.assertEqual(batch.file_ids.mapped("name"), ["tour.xml"])
        self.assertEqual(batch.file_ids.state, "waiting")
