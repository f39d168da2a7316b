# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import file_open

from ..tools import pdf

#: Registers: all records stand in one document, with one count of pages.
ONE_DOCUMENT = frozenset({"dibao_archive.processing_register"})


class IrActionsReport(models.Model):
    """Papers of the dibao office are drawn by WeasyPrint, all other reports as ever."""

    _inherit = "ir.actions.report"

    dibao_weasyprint = fields.Boolean(
        "Drawn by WeasyPrint",
        help="The report brings its own page rules and becomes a PDF/A-3u. Reports of "
        "other applications keep the platform's engine.",
    )

    def _get_readable_fields(self):
        return super()._get_readable_fields() | {"dibao_weasyprint"}

    @api.model
    def get_wkhtmltopdf_state(self):
        if self.env.context.get("dibao_weasyprint"):
            return "ok"
        return super().get_wkhtmltopdf_state()

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        report = self._get_report(report_ref)
        if not report.dibao_weasyprint:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids)
        # One record a document: pages are counted, and papers filed, one by one.
        this = self.with_context(dibao_weasyprint=True)
        if report.report_name in ONE_DOCUMENT:
            return super(IrActionsReport, this)._render_qweb_pdf_prepare_streams(
                report_ref, data, res_ids
            )
        streams = {}
        for res_id in dict.fromkeys(res_ids or []):
            streams.update(
                super(IrActionsReport, this)._render_qweb_pdf_prepare_streams(
                    report_ref, dict(data or {}), [res_id]
                )
            )
        return streams

    def _prepare_html(self, html, report_model=False):
        if not self.env.context.get("dibao_weasyprint"):
            return super()._prepare_html(html, report_model)
        # The paper is whole as it is: no layout of the platform around it.
        return [html.decode()], [], None, None, {}

    @api.model
    def _run_wkhtmltopdf(self, bodies, report_ref=False, **options):
        if not self.env.context.get("dibao_weasyprint"):
            return super()._run_wkhtmltopdf(bodies, report_ref=report_ref, **options)
        [body] = bodies
        try:
            return pdf.render(body, self._read_static)
        except pdf.EngineMissing as error:
            raise UserError(
                self.env._(
                    "This machine cannot draw pages yet: install Pango (package "
                    "libpango-1.0-0 and libpangoft2-1.0-0), then restart."
                )
            ) from error

    @api.model
    def _read_static(self, path):
        """What a paper may show beside its text: files every visitor may load."""
        module, found, rest = path.lstrip("/").partition("/static/")
        if not found or ".." in path.split("/"):
            raise ValueError("A paper reads files of add-ons only.")
        with file_open(f"{module}/static/{rest}", "rb") as stream:
            return stream.read()
