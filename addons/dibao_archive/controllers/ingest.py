# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from werkzeug.exceptions import Forbidden, NotFound

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from ..ingest_result import write_result
from ..ingest_upload import begin, take_piece
from .private_file import send_made


def _batch(ingest_id, operation):
    batch = request.env["dibao.ingest"].browse(ingest_id)
    try:
        batch.check_access(operation)
    except AccessError as error:
        raise NotFound() from error
    if not batch.exists():
        raise NotFound()
    return batch


class IngestController(http.Controller):
    """Upload of a batch piece by piece, and its result."""

    @http.route("/dibao/ingest/<int:ingest_id>/begin", type="jsonrpc", auth="user")
    def begin(self, ingest_id, name, size, stamp=""):
        """Announce a file -> ``{"id", "received", "piece"}``; one begun goes on."""
        return begin(_batch(ingest_id, "write"), name, size, stamp)

    @http.route(
        "/dibao/ingest/<int:ingest_id>/piece",
        type="http",
        auth="user",
        methods=["POST"],
    )
    def piece(self, ingest_id, file_id, position, **_token):
        """One piece of a file, as the body; answers how much has arrived."""
        batch = _batch(ingest_id, "write")
        try:
            received = take_piece(
                batch,
                int(file_id),
                int(position),
                request.httprequest.get_data(cache=False),
            )
        except UserError as error:
            raise Forbidden(str(error)) from error
        return request.make_json_response({"received": received})

    @http.route("/dibao/ingest/<int:ingest_id>/result", type="http", auth="user")
    def result(self, ingest_id):
        """What became of each file, as a workbook."""
        batch = _batch(ingest_id, "read")
        batch._check_takes_out()
        request.env["dibao.access.log"]._log(
            "export", batch, count=len(batch.file_ids), detail="result workbook, masked"
        )
        return send_made(lambda path: write_result(batch, path), "scans-result.xlsx")
