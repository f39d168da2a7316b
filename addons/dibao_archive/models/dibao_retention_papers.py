# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Domain

from .. import dossier
from ..archive_language import described
from ..sealed_blob import SealedBlob, open_blob

KIND = "TABLE"


class DibaoRetentionPapers(models.Model):
    """Approved versions of the retention table go into the fonds dossier (R-14)."""

    _name = "dibao.retention"
    _inherit = ["dibao.retention", "dibao.sealed.mixin"]

    approval_sheet = SealedBlob("Letter of approval", copy=False)
    approval_sheet_name = fields.Char(copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules._file_approved()
        return rules

    def write(self, vals):
        result = super().write(vals)
        if {"active", "division_id", "approval_number", "approved_on"} & vals.keys():
            self._file_approved()
        return result

    def _file_approved(self):
        """File each version of a place's own table once, with its letter.

        A place without a fonds has no dossier yet: its table waits for the next change.
        """
        for rule in self.filtered(lambda one: one.active and one.division_id):
            fonds = self.env["dibao.fonds"]._for_division(rule.division_id)
            if fonds:
                rule._file_version(fonds.sudo())

    def _file_version(self, fonds):
        name = f"{self.code}-{self.approval_number}"
        title = dossier.report_name(self, "retention_version")
        values = {
            "title": f"{title} {described(self).name}",
            "document_number": self.approval_number,
            "date": self.approved_on,
        }
        paper = dossier.drawn(self, "retention_version")
        body = dossier.take(self, fonds, KIND, values, name, paper)
        if body.state != "draft":
            return
        if self.approval_sheet:
            label = self._fields["approval_sheet"]._description_string(
                described(self).env
            )
            dossier.take(
                self,
                fonds,
                KIND,
                {**values, "title": f"{label} {self.approval_number}"},
                f"{name}-letter",
                open_blob(self, "approval_sheet"),
                role="scan",
                body=body,
                filename=self.approval_sheet_name,
            )
        body._file()

    def _rules_of_place(self):
        """The rules that hold side by side at this place, itself included."""
        path = self.division_id.parent_path or ""
        place = [int(one) for one in path.split("/") if one]
        today = fields.Date.context_today(self)
        since = Domain("valid_to", "=", False) | Domain("valid_to", ">=", today)
        return self.search(since & Domain("division_id", "in", [*place, False]))
