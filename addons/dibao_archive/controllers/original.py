# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from werkzeug.exceptions import Forbidden, NotFound

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from .private_file import send_stream


class OriginalController(http.Controller):
    """The file of an original; there is no address under which it simply lies."""

    @http.route(
        "/dibao/original/<int:original_id>/file",
        type="http",
        auth="user",
        methods=["POST"],
    )
    def file(self, original_id, purpose="", reference=""):
        """The file itself: an act with a purpose, logged before it answers."""
        original = request.env["dibao.original"].browse(original_id)
        try:
            if not original.exists():
                raise NotFound()
            original.check_access("read")
            stream = original._open(purpose, reference)
        except AccessError as error:
            raise NotFound() from error
        except UserError as error:
            raise Forbidden(str(error)) from error
        return send_stream(stream, original.name, original.mimetype)
