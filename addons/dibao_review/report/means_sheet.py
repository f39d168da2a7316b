# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class MeansSheet(models.AbstractModel):
    """The reckoning on paper, as the applicant gets it. A print is logged."""

    _name = "report.dibao_review.means_sheet"
    _description = "Means test on paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        assessments = self.env["dibao.assessment"].browse(docids)
        assessments.check_access("read")
        self.env["dibao.access.log"]._log("export", assessments, detail="means_sheet")
        return {
            "doc_ids": docids,
            "doc_model": assessments._name,
            "docs": assessments,
            "printed_on": fields.Datetime.context_timestamp(
                self, fields.Datetime.now()
            ).strftime("%Y-%m-%d %H:%M"),
            "printed_by": self.env.user.name,
            "lines": self._lines,
            "shown": self._shown,
        }

    @api.model
    def _lines(self, assessment, sections):
        """The lines of some parts of the reckoning, in their order."""
        return assessment.line_ids.filtered(lambda line: line.section in sections)

    @api.model
    def _shown(self, amount):
        """A figure as it stands on Chinese papers: two places, thousands apart."""
        return f"{amount:,.2f}"
