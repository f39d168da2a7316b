# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from werkzeug.exceptions import Forbidden, NotFound

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import request

from .. import vault
from ..inspection_book import InspectionBook
from ..models.dibao_transfer import CONTEXT
from .private_file import send_made, send_stream

#: Who takes a package out of the house.
GROUPS = ("dibao_archive.group_archivist", "dibao_archive.group_archive_supervisor")


def _readable(model, record_id):
    """The record, when this user may read it."""
    record = request.env[model].browse(record_id)
    try:
        record.check_access("read")
    except AccessError as error:
        raise NotFound() from error
    if not record.exists():
        raise NotFound()
    return record


class TransferController(http.Controller):
    """What inspections and transfers give out: workbooks and packages."""

    @http.route("/dibao/inspection/<int:inspection_id>", type="http", auth="user")
    def inspection(self, inspection_id):
        """The results of an inspection as a workbook."""
        inspection = _readable("dibao.inspection", inspection_id)
        if inspection.state != "done":
            raise NotFound()
        request.env["dibao.access.log"]._log(
            "export",
            inspection,
            reference=inspection.name,
            count=inspection.item_count,
            detail="inspection_report",
        )
        return send_made(InspectionBook(inspection).save, f"{inspection.name}.xlsx")

    @http.route("/dibao/transfer/<int:transfer_id>", type="http", auth="user")
    def package(self, transfer_id):
        """The package of a transfer, for the carrier or the line."""
        transfer = _readable("dibao.transfer", transfer_id)
        if not any(request.env.user.has_group(group) for group in GROUPS):
            raise Forbidden()
        row = transfer.sudo()
        if transfer.direction != "out" or not row.token:
            raise NotFound()
        request.env["dibao.access.log"]._log(
            "export",
            transfer,
            purpose="transfer",
            reference=transfer.name,
            count=transfer.item_count,
            detail="transfer_package",
            said={"receiver": transfer.receiver or "", "profile": transfer.profile},
        )
        stream = vault.stream(row, CONTEXT)
        return send_stream(stream, f"{transfer.name}.zip", "application/zip")
