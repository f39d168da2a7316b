# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models

from .dibao_case_paper import FILING


class DibaoOfficePaperMixin(models.AbstractModel):
    """A paper of an office, filed into its volume of the year, once.

    Records have ``name``, ``division_id`` and ``item_id``, the item it is filed as.
    """

    _name = "dibao.office.paper.mixin"
    _description = "Paper of an Office"

    def _file_sheet(self, kind_code, report, day):
        """One item, whatever was tried before.

        :param str kind_code: kind of the document
        :param str report: external id of the report that prints it
        :param day: date of the paper
        """
        self.ensure_one()
        # The background has no language of its own; the catalogue is in Chinese.
        chinese = self.env["res.lang"]._get_data(code="zh_CN").code
        self = self.with_context(lang=chinese or None)
        kind = self.env["dibao.document.kind"]._by_code(kind_code)
        items = self.env["dibao.item"].sudo()
        key = f"{self._name},{self.id},{kind_code}"
        item = items.search([("source_key", "=", key)], limit=1)
        if not item:
            volume = (
                self.env["dibao.volume"]
                .sudo()
                ._for_office(kind.category_kind, self.division_id, day.year)
            )
            item = (
                items._quiet()
                ._acting()
                .create(
                    {
                        "volume_id": volume.id,
                        "kind_id": kind.id,
                        "title": f"{kind.name} {self.name}",
                        "responsible": volume.fonds_id.agency_name,
                        "date": day,
                        "source_model": self._name,
                        "source_id": self.id,
                        "source_key": key,
                    }
                )
                .with_env(items.env)
            )
        record = self.sudo().with_context(dibao_filing=FILING)
        item.with_env(record.env)._take_original(
            record, report, f"{self.name}.pdf", None
        )
        self.sudo()._by_act({"item_id": item.id})
