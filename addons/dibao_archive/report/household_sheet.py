# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class HouseholdSheet(models.AbstractModel):
    """The record sheet of a household. A print leaves the office: it is logged."""

    _name = "report.dibao_archive.household_sheet"
    _description = "Household Record Sheet"

    @api.model
    def _get_report_values(self, docids, data=None):
        households = self.env["dibao.household"].browse(docids)
        households.check_access("read")
        self.env["dibao.access.log"]._log(
            "export", households, detail="household_sheet"
        )
        return {
            "doc_ids": docids,
            "doc_model": households._name,
            "docs": households,
            "printed_on": fields.Datetime.context_timestamp(
                self, fields.Datetime.now()
            ).strftime("%Y-%m-%d %H:%M"),
            "printed_by": self.env.user.name,
        }
