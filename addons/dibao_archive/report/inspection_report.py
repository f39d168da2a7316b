# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class InspectionReport(models.AbstractModel):
    """The report of a four-property inspection, keyed by number. A print is logged."""

    _name = "report.dibao_archive.inspection_report"
    _description = "Inspection Report"

    @api.model
    def _get_report_values(self, docids, data=None):
        inspections = self.env["dibao.inspection"].browse(docids)
        inspections.check_access("read")
        self.env["dibao.access.log"]._log(
            "export", inspections, detail="inspection_report"
        )
        return {
            "doc_ids": docids,
            "doc_model": inspections._name,
            "docs": inspections,
            "printed_on": fields.Datetime.context_timestamp(
                self, fields.Datetime.now()
            ).strftime("%Y-%m-%d %H:%M"),
            "printed_by": self.env.user.name,
            "heads": self._heads,
            "rows": self._rows,
        }

    @api.model
    def _heads(self, inspection, property_name):
        """The rules of one property with what came out."""
        return inspection.result_ids.filtered(
            lambda one: one.is_head and one.property == property_name
        )

    @api.model
    def _rows(self, inspection):
        """What was found at single items."""
        return inspection.result_ids.filtered(lambda one: not one.is_head)
