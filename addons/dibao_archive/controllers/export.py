# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from werkzeug.exceptions import Forbidden, NotFound

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from ..export_book import ListBook
from .private_file import send_made


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
        # The provision is on record before the first byte leaves (NDSR art. 12).
        request.env["dibao.access.log"]._log(
            "export",
            book.model.browse(),
            book.names,
            purpose=export.purpose,
            reference=export.reference or "",
            count=book.count,
            detail="masked_workbook",
        )
        return send_made(book.save, f"{book.model._description}.xlsx")
