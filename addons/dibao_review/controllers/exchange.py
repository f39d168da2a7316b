# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import request

from odoo.addons.dibao_archive.controllers.private_file import send_made

from ..exchange_book import save


class ExchangeController(http.Controller):
    """The result of a delivery as a workbook."""

    @http.route("/dibao/exchange/<int:batch_id>/result", type="http", auth="user")
    def result(self, batch_id):
        """What was read, what was left out and why; for the sender. No ID numbers."""
        batch = request.env["dibao.exchange.batch"].browse(batch_id)
        try:
            batch.check_access("read")
        except AccessError as error:
            raise NotFound() from error
        if not batch.exists() or batch.state in ("draft", "reading"):
            raise NotFound()
        request.env["dibao.access.log"]._log(
            "export",
            batch,
            purpose="exchange",
            count=batch.faulty_count,
            detail="exchange_result",
        )
        name = f"{batch.source_id.code}-{batch.data_on}-result.xlsx"
        return send_made(lambda path: save(batch, path), name)
