# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import io

from werkzeug.exceptions import Forbidden, NotFound

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from ..export_book import ListBook
from ..sealed_blob import open_blob
from .private_file import XLSX, send_made, send_stream


class ExportController(http.Controller):
    """A list as a masked workbook."""

    @http.route("/dibao/export/<int:export_id>", type="http", auth="user")
    def export(self, export_id):
        """The workbook that a user's own export wizard describes."""
        export = request.env["dibao.export"].browse(export_id)
        try:
            if not export.exists():
                raise NotFound()
            export.check_access("read")
            book = ListBook(export)
        except AccessError as error:
            raise NotFound() from error
        except UserError as error:
            raise Forbidden(str(error)) from error
        self._log(export, book.names, book.count)
        return send_made(book.save, f"{book.model._description}.xlsx")

    @http.route("/dibao/job/<int:job_id>/file", type="http", auth="user")
    def made(self, job_id):
        """A long list that was made in the background, for who ordered it."""
        job = request.env["dibao.job"].browse(job_id).exists()
        try:
            job.check_access("read")
        except AccessError as error:
            raise NotFound() from error
        if not job.file_name or job.user_id != request.env.user:
            raise NotFound()
        ordered = request.env["dibao.export"].new(job.params)
        self._log(ordered, ordered._field_names(), job.total)
        stream = io.BytesIO(open_blob(job.sudo(), "file"))
        return send_stream(stream, job.file_name, XLSX)

    def _log(self, export, names, count):
        # The provision is on record before the first byte leaves (NDSR art. 12).
        request.env["dibao.access.log"]._log(
            "export",
            export._records().browse(),
            names,
            purpose=export.purpose,
            reference=export.reference or "",
            count=count,
            detail="masked_workbook",
        )
