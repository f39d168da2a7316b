# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models

from ..tools import form_words


class LabelSheet(models.AbstractModel):
    """Labels of boxes and volumes: many on a sheet, or one a page."""

    _name = "report.dibao_archive.label_sheet"
    _description = "Sheet of Labels"

    @api.model
    def _get_report_values(self, docids, data=None):
        sheets = self.env["dibao.label.print"].browse(docids)
        sheets.check_access("read")
        for sheet in sheets:
            self.env["dibao.access.log"]._log(
                "export", sheet._things(), detail="label_sheet"
            )
        return {
            "doc_ids": docids,
            "doc_model": sheets._name,
            "docs": sheets,
            "w": form_words.ALL,
            "labels": {sheet.id: sheet._labels() for sheet in sheets},
        }
