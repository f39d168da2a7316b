# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from werkzeug.exceptions import Forbidden, NotFound

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from odoo.addons.dibao_archive.controllers.private_file import send_made


class CrossFileController(http.Controller):
    """The next file of a comparison across regions."""

    @http.route("/dibao/cross/<int:run_id>", type="http", auth="user")
    def cross_file(self, run_id):
        """A signed text file of blinded numbers; each taking out is logged before."""
        run = request.env["dibao.cross.run"].browse(run_id)
        try:
            if not run.exists():
                raise NotFound()
            run.action_download()
            return send_made(run._write_file, run._file_name(), "text/plain")
        except AccessError as error:
            raise NotFound() from error
        except UserError as error:
            raise Forbidden(str(error)) from error
