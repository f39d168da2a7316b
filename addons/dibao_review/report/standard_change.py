# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models

from ..models.dibao_case_paper import FILING


class StandardChangeSheet(models.AbstractModel):
    """The list of a change to a new standard. A print somebody takes is logged."""

    _name = "report.dibao_review.standard_change_sheet"
    _description = "Benefits at a New Standard on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        changes = self.env["dibao.standard.change"].browse(docids)
        changes.check_access("read")
        if self.env.context.get("dibao_filing") is not FILING:
            self.env["dibao.access.log"]._log("export", changes, detail="standard")
        return {
            "doc_ids": docids,
            "doc_model": changes._name,
            "docs": changes,
            "villages": self._villages,
        }

    @api.model
    def _villages(self, change):
        """[(village, its lines)], those that wait for a case among them."""
        return list(change.line_ids.grouped("division_id").items())
