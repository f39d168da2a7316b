# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models


class MonthlyMovesReport(models.AbstractModel):
    """The list of entries and exits on paper; each print is logged by the listing."""

    _name = "report.dibao_review.monthly_moves"
    _description = "List of Entries and Exits on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        wanted = self.env["dibao.monthly.moves"].browse(docids)
        wanted.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": wanted._name,
            "docs": wanted,
            "listings": [one._listing() for one in wanted],
        }
