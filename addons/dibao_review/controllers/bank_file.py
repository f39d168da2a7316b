# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from werkzeug.exceptions import Forbidden, NotFound

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from odoo.addons.dibao_archive.controllers.private_file import XLSX, send_stream

from ..bank_book import spool

ENDINGS = {
    "xlsx": ("xlsx", XLSX),
    "csv": ("csv", "text/csv"),
    "fixed": ("txt", "text/plain"),
}


class BankFileController(http.Controller):
    """The file for the bank."""

    @http.route("/dibao/bank_file/<int:file_id>", type="http", auth="user")
    def bank_file(self, file_id):
        """The file, made as it is sent; each making is logged before it."""
        file = request.env["dibao.bank.file"].browse(file_id)
        try:
            if not file.exists():
                raise NotFound()
            file._check_taker()
            stream = spool(file)
        except AccessError as error:
            raise NotFound() from error
        except UserError as error:
            raise Forbidden(str(error)) from error
        ending, mimetype = ENDINGS[file.profile_id.format]
        return send_stream(stream, f"P{file.id:06d}.{ending}", mimetype)
