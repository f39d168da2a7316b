# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from werkzeug.exceptions import Forbidden, NotFound
from werkzeug.wsgi import wrap_file

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import content_disposition, request


def send_stream(stream, name, mimetype):
    """Answer with a stream of the vault, piece by piece; nothing is put on the disk."""
    size = stream.seek(0, 2)
    stream.seek(0)
    response = request.make_response(
        wrap_file(request.httprequest.environ, stream, buffer_size=1 << 16),
        headers=[
            ("Content-Type", mimetype or "application/octet-stream"),
            ("Content-Length", str(size)),
            ("Content-Disposition", content_disposition(name)),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            # Whatever is in it runs nothing here.
            ("Content-Security-Policy", "sandbox; default-src 'none'"),
        ],
    )
    response.direct_passthrough = True
    response.call_on_close(stream.close)
    return response


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
