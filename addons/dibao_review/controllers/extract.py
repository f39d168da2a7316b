# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from werkzeug.exceptions import Forbidden, NotFound

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from odoo.addons.dibao_archive.controllers.private_file import XLSX, send_made


class ExtractController(http.Controller):
    """The file of an approved extract."""

    @http.route("/dibao/extract/<int:extract_id>", type="http", auth="user")
    def extract(self, extract_id):
        """De-identified rows; each making is logged before it."""
        extract = request.env["dibao.extract"].browse(extract_id)
        try:
            if not extract.exists():
                raise NotFound()
            extract.action_download()
            ending = extract.file_format or "xlsx"
            mimetype = XLSX if ending == "xlsx" else "text/csv"
            return send_made(extract._write_file, f"{extract.name}.{ending}", mimetype)
        except AccessError as error:
            raise NotFound() from error
        except UserError as error:
            raise Forbidden(str(error)) from error
