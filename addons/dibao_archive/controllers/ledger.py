# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from werkzeug.exceptions import Forbidden, NotFound

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from ..ledger.result import ResultBook
from .private_file import send_made


class LedgerController(http.Controller):
    """The result of a ledger check as a workbook."""

    @http.route("/dibao/ledger/<int:ledger_id>/result", type="http", auth="user")
    def result(self, ledger_id):
        """The ledger with marked rows and remarks, protected values masked."""
        ledger = request.env["dibao.ledger.import"].browse(ledger_id)
        try:
            ledger.check_access("read")
        except AccessError as error:
            raise NotFound() from error
        if not ledger.exists() or ledger.state not in ("checked", "importing", "done"):
            raise NotFound()
        request.env["dibao.access.log"]._log(
            "export",
            ledger,
            purpose="ledger result",
            count=ledger.person_count,
            detail="ledger_result",
        )
        name = ledger.file_name.rsplit(".", 1)[0]
        try:
            return send_made(ResultBook(ledger).save, f"{name}-result.xlsx")
        except UserError as error:
            raise Forbidden(str(error)) from error
