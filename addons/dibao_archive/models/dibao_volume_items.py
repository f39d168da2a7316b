# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.exceptions import UserError


class DibaoVolume(models.Model):
    """Order and pages of what lies in a volume."""

    _inherit = "dibao.volume"

    def _check_takes_papers(self):
        for volume in self:
            if volume.state != "open" or volume.closed_on:
                raise UserError(
                    self.env._(
                        "%(volume)s is closed. New papers go into the volume that "
                        "continues it.",
                        volume=volume.display_name,
                    )
                )

    def _arrange(self):
        """Bring papers that are not filed yet into order, behind those that are."""
        for volume in self:
            filed = volume.item_ids.filtered(lambda item: item.state != "draft")
            last = max(filed.mapped("sequence"), default=0)
            drafts = (volume.item_ids - filed).sorted(lambda item: item._order_key())
            for place, item in enumerate(drafts, last + 1):
                if item.sequence != place:
                    item.sequence = place

    def _paginate(self, items):
        """First page of each item, behind the pages already numbered."""
        before = sum(item.page_count for item in self.item_ids if item.state != "draft")
        for item in items:
            whole = item | item.child_ids
            item.with_context(tracking_disable=True)._by_act({"page_from": before + 1})
            before += sum(whole.mapped("page_count"))
