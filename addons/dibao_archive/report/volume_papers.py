# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models

from ..tools import catalogue, form_words, label_code


class VolumePaper(models.AbstractModel):
    """What the papers of a volume share. A print leaves the office: it is logged."""

    _name = "report.dibao_archive.volume_paper"
    _description = "Paper of a Volume"
    _paper = None

    @api.model
    def _get_report_values(self, docids, data=None):
        volumes = self.env["dibao.volume"].browse(docids)
        volumes.check_access("read")
        self.env["dibao.access.log"]._log(
            "export", volumes, detail=self._name.rpartition(".")[2]
        )
        return {
            "doc_ids": docids,
            "doc_model": volumes._name,
            "docs": volumes,
            "w": form_words.ALL,
            "papers": {volume.id: self._values(volume) for volume in volumes},
        }

    @api.model
    def _values(self, volume):
        fonds = volume.fonds_id.sudo()
        rule = volume.retention_id.sudo()
        return {
            "fonds": fonds.name or fonds.agency_name or "",
            "fonds_code": fonds.code or "",
            "category": volume.category_id.sudo().name or "",
            "retention": form_words.retention(rule.permanent, rule.years),
            "period": form_words.period(volume.date_from, volume.date_to),
            "opened_on": form_words.day(volume.filed_on or volume.opened_on),
            "pieces": form_words.COVER["pieces"].format(
                items=volume.item_count, pages=volume.page_count
            ),
        }


class VolumeCover(models.AbstractModel):
    """The cover of a volume, with the items of GB/T 9705-2008."""

    _name = "report.dibao_archive.volume_cover"
    _inherit = "report.dibao_archive.volume_paper"
    _description = "Cover of a Volume"

    @api.model
    def _values(self, volume):
        token = volume._token()
        return super()._values(volume) | {
            "token": token,
            "qr": label_code.qr_data_uri(token),
        }


class VolumeContents(models.AbstractModel):
    """The list of what is in a volume, in the columns of its way of arranging."""

    _name = "report.dibao_archive.volume_contents"
    _inherit = "report.dibao_archive.volume_paper"
    _description = "Contents of a Volume"

    @api.model
    def _values(self, volume):
        columns, rows = volume._catalogue()
        by_item = columns == catalogue.BY_ITEM
        return super()._values(volume) | {
            "title": form_words.CATALOGUE if by_item else form_words.CONTENTS,
            "columns": [(name, catalogue.TITLES[name]) for name in columns],
            "rows": rows,
            "landscape": by_item,
        }


class VolumeNoteSheet(models.AbstractModel):
    """The note sheet behind the papers: their state, who arranged and who checked."""

    _name = "report.dibao_archive.volume_note_sheet"
    _inherit = "report.dibao_archive.volume_paper"
    _description = "Note Sheet of a Volume"
