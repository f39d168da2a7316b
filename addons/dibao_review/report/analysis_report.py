# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from markupsafe import Markup

from odoo import api, fields, models

from .. import statistics_words as words


class AnalysisReport(models.AbstractModel):
    """The analysis on paper: sums alone, no household in it."""

    _name = "report.dibao_review.analysis"
    _description = "Analysis on paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        reports = self.env["dibao.analysis"].browse(docids)
        reports.check_access("read")
        reports._check_made()
        return {
            "doc_ids": docids,
            "doc_model": reports._name,
            "docs": reports,
            "printed_on": fields.Datetime.context_timestamp(
                self, fields.Datetime.now()
            ).strftime("%Y-%m-%d %H:%M"),
            "printed_by": self.env.user.name,
            "number": words.number,
            # drawn by tools/svg_chart.py, which escapes its labels
            "drawing": Markup,
        }
