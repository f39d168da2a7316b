# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64

from odoo import api, models

from .. import vault
from ..tools import file_kind, ocr, pages

KEY = "original_text"
#: Fewer characters on a page are no text layer but a page number over a scan.
LEAST_LAYER = 20


class DibaoJobText(models.Model):
    """Reading the text of originals, page by page, in the background."""

    # One file for each kind of work.
    _inherit = "dibao.job"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _enqueue_text(self, originals):
        """Have originals read; one job for all that wait."""
        wanted = originals.sudo().filtered(
            lambda one: one.state == "kept"
            and one.mimetype in pages.VIEWABLE
            and one.text_state in ("none", "failed")
        )
        if wanted:
            wanted._acting().write({"text_state": "queued"})
        return self._enqueue(
            "original_text", key=KEY, title=self.env._("Reading the text of originals")
        )

    def _job_original_text(self):
        """Read one page; True when no original waits."""
        originals = self.env["dibao.original"]
        waiting = [("text_state", "=", "queued"), ("state", "=", "kept")]
        original = originals.search(waiting, order="id", limit=1)
        if not original:
            return True
        at = self.cursor or {}
        page = at.get("page", 0) if at.get("original") == original.id else 0
        failed = at.get("failed", 0) if page else 0
        with pages.PageReader() as reader:
            # A chunk is some seconds of work.
            for number in range(page, min(page + 3, original.page_count)):
                failed += not self._read_page(reader, original, number)
                page = number + 1
        if page >= original.page_count:
            done = failed < max(1, original.page_count)
            original._acting().write({"text_state": "done" if done else "failed"})
            original.item_id._index_text()
            # Asked for again, it begins with its first page.
            page = 0
        left = originals._read_group(waiting, aggregates=["page_count:sum"])[0][0] or 0
        self._progress(
            self.done + 1,
            self.done + 1 + left,
            {"original": original.id, "page": page, "failed": failed} if page else {},
        )
        return False

    def _read_page(self, reader, original, number):
        """Read a page and keep what was read; False when it cannot be read."""
        try:
            with vault.stream(original) as stream:
                data, kind, at = pages.single_page(stream, original.mimetype, number)
            text, sure, tool = self._words(reader, data, kind, at)
        except (pages.PageError, ocr.OcrError):
            return False
        rows = self.env["dibao.original.text"]
        rows.search(
            [("original_id", "=", original.id), ("page", "=", number + 1)]
        ).unlink()
        rows.create(
            {
                "original_id": original.id,
                "page": number + 1,
                "text": base64.b64encode(text.encode()),
                "confidence": sure,
                "tool": tool,
            }
        )
        return True

    @api.model
    def _words(self, reader, data, kind, page):
        """(text, confidence, what read it): the page's own text, else tesseract."""
        if kind == file_kind.PDF:
            layer = reader.text(data, kind, page)
            if len("".join(layer.split())) >= LEAST_LAYER:
                return layer, 100.0, "text layer"
        dpi = self.env["dibao.policy"].sudo()._require("text_dpi", None)
        picture = reader.picture(
            data, kind, page, dpi=dpi, most_side=5000, gray=True, format="PNG"
        )
        read = ocr.read(picture)
        return read.text, read.confidence, f"tesseract {ocr.LANGUAGE}"
