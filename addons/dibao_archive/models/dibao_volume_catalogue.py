# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models

from ..tools import catalogue


class DibaoVolume(models.Model):
    """The catalogue of a volume, for paper and packages."""

    _inherit = "dibao.volume"

    def _catalogue(self):
        """Columns and rows as the volume's way of arranging asks for them.

        :return: ``(columns, rows)``, see ``tools.catalogue``: DA/T 22-2015 where it is
            arranged by item, GB/T 9705 where by volume
        """
        self.ensure_one()
        by_item = self.arranged_by == "item"
        columns = catalogue.BY_ITEM if by_item else catalogue.BY_VOLUME
        return columns, catalogue.rows(columns, self._catalogue_items())

    def _catalogue_items(self):
        """Items with their annexes counted in, in the order of the volume."""
        self.ensure_one()
        bodies = self.item_ids.filtered(lambda item: not item.parent_id)
        words = dict(
            self.env["dibao.item"]._fields["secrecy"]._description_selection(self.env)
        )
        return [
            {
                "reference_code": item.reference_code,
                "document_number": item.document_number,
                "responsible": item.responsible,
                "title": item.title,
                "date": item.date,
                "secrecy": "" if item.secrecy == "none" else words.get(item.secrecy),
                "pages": item.page_count + sum(item.child_ids.mapped("page_count")),
                "page_from": item.page_from,
                "remark": item.remark,
            }
            for item in bodies.sorted(lambda item: (item.sequence, item.id))
        ]

    def action_open_items(self):
        """Open the items of the volume."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_archive.dibao_item_action"
        )
        return action | {
            "domain": [("volume_id", "=", self.id)],
            "context": {"default_volume_id": self.id},
        }
