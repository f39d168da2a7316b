# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models


class AssistForm(models.AbstractModel):
    """The letter between two offices, and the reply when it is there."""

    _name = "report.dibao_review.assist_form"
    _description = "Help Between Offices on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        letters = self.env["dibao.assist"].browse(docids)
        letters.check_access("read")
        self.env["dibao.access.log"]._log("export", letters, detail="assist")
        forms = self.env["report.dibao_review.complaint_form"]
        return {
            "doc_ids": docids,
            "doc_model": letters._name,
            "docs": letters,
            "word": forms._word,
            "office": forms._office,
            "persons": self._persons,
        }

    @api.model
    def _persons(self, letter):
        """Whom it is about, with masked numbers: the other office knows the rest."""
        if letter.direction == "in":
            return [(letter.person_name or "", letter.id_number or "")]
        return [(one.name, one.id_number or "") for one in letter.person_ids]
