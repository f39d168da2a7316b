# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models


class ComplaintForm(models.AbstractModel):
    """F21 on paper: what was found and done, never who informed."""

    _name = "report.dibao_review.complaint_form"
    _description = "Handling of a Complaint on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        complaints = self.env["dibao.complaint"].browse(docids)
        complaints.check_access("read")
        self.env["dibao.access.log"]._log("export", complaints, detail="complaint")
        return {
            "doc_ids": docids,
            "doc_model": complaints._name,
            "docs": complaints,
            "word": self._word,
            "office": self._office,
        }

    @api.model
    def _word(self, record, name):
        return dict(record._fields[name]._description_selection(self.env)).get(
            record[name], ""
        )

    @api.model
    def _office(self, complaint):
        county = complaint.division_id.sudo().county_id or complaint.division_id.sudo()
        return county.agency_name or county.name or ""
