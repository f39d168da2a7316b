# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import io

from werkzeug.exceptions import BadRequest, NotFound

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from odoo.addons.dibao_archive.controllers.private_file import XLSX, send_stream

from .. import moves_book
from ..analysis_book import AnalysisBook
from ..statistics_book import TableBook


class StatisticsController(http.Controller):
    """Official tables to take along."""

    @http.route(
        "/dibao/statistics/table.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def table(self, layout="county", division="", month="", scope="", published=""):
        """The table that the screen shows, by the same rights."""
        statistics = request.env["dibao.statistics"]
        try:
            table = statistics.official_table(
                layout,
                int(division) if division else None,
                month or None,
                scope,
                published == "1",
            )
        except AccessError as error:
            raise NotFound() from error
        except (UserError, ValueError) as error:
            raise BadRequest(str(error)) from error
        if not table["month"]:
            raise NotFound()
        name = f"{table['title']}_{table['place']['name']}_{table['month_label']}.xlsx"
        return send_stream(
            io.BytesIO(TableBook(request.env, table).content()), name, XLSX
        )

    @http.route(
        "/dibao/statistics/moves/<int:wanted_id>.xlsx", type="http", auth="user"
    )
    def moves(self, wanted_id):
        """The month's entries and exits, for whoever asked for them; logged."""
        wanted = request.env["dibao.monthly.moves"].browse(wanted_id)
        try:
            if not wanted.exists():
                raise NotFound()
            wanted.check_access("read")
            content = moves_book.content(wanted._listing())
        except AccessError as error:
            raise NotFound() from error
        except UserError as error:
            raise BadRequest(str(error)) from error
        return send_stream(io.BytesIO(content), f"{wanted.display_name}.xlsx", XLSX)

    @http.route(
        "/dibao/statistics/analysis/<int:report_id>.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def analysis(self, report_id):
        """The tables of an analysis report, for those who may read it."""
        report = request.env["dibao.analysis"].browse(report_id)
        if not report.exists() or not report.has_access("read") or not report.content:
            raise NotFound()
        content = AnalysisBook(request.env, report).content()
        return send_stream(io.BytesIO(content), f"{report.display_name}.xlsx", XLSX)
