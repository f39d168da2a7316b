# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models

from ..models.dibao_case_paper import FILING


class CasePaperReport(models.AbstractModel):
    """Forms on paper. A print that somebody takes is logged; filing one is not."""

    _name = "report.dibao_review.case_paper"
    _description = "Form of a Case on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        papers = self.env["dibao.case.paper"].browse(docids)
        papers.check_access("read")
        if self.env.context.get("dibao_filing") is not FILING:
            self.env["dibao.access.log"]._log("export", papers, detail="case_paper")
        return {"doc_ids": docids, "doc_model": papers._name, "docs": papers}
