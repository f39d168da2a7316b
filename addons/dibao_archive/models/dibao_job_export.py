# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import os
import tempfile
from datetime import timedelta

from odoo import api, fields, models

from ..export_book import ListBook
from ..sealed import SealedBlob

#: What of an export wizard is written into the job, to be made anew by its user.
ORDERED = ("model", "record_domain", "columns", "purpose", "reference")


class DibaoJobExport(models.Model):
    """A long list as a workbook, made in the background and fetched afterwards."""

    # One file for each kind of work.
    _inherit = "dibao.job"  # pylint: disable=consider-merging-classes-inherited

    file = SealedBlob("Workbook", readonly=True)
    file_name = fields.Char(readonly=True)

    @api.model
    def _enqueue_export(self, export):
        """Have the workbook of a wizard made; returns the job."""
        return self._enqueue(
            "export",
            key=f"export:{self.env.uid}:{export.id}",
            title=self.env._("Export: %(list)s", list=export.model_name),
            params={name: export[name] for name in ORDERED},
            total=export.count,
        )

    def _job_export(self):
        """Write the workbook, with the rights and the masks of who ordered it."""
        own = self.with_user(self.user_id).with_context(
            lang=self.user_id.lang, tz=self.user_id.tz
        )
        export = own.env["dibao.export"].create(dict(self.params))
        book = ListBook(export)
        with tempfile.TemporaryDirectory(prefix="dibao-") as folder:
            path = os.path.join(folder, "book")
            book.save(path)
            with open(path, "rb") as made:
                content = made.read()
        self.write(
            {
                "file": base64.b64encode(content),
                "file_name": f"{book.model._description}.xlsx",
                "total": book.count,
            }
        )
        self._progress(book.count)
        return True

    def action_fetch(self):
        """Send the workbook to who ordered it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/dibao/job/{self.id}/file",
            "target": "download",
        }

    @api.autovacuum
    def _gc_files(self):
        """A workbook that nobody fetched any more goes after some days."""
        days = self.env["dibao.policy"]._require("export_file_days")
        before = fields.Datetime.now() - timedelta(days=days)
        old = self.search([("file_name", "!=", False), ("finished_on", "<", before)])
        old.write({"file": False, "file_name": False})
