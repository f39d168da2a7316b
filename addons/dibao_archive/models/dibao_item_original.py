# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class DibaoItem(models.Model):
    """The electronic originals of an item."""

    _inherit = "dibao.item"

    original_ids = fields.One2many("dibao.original", "item_id", "Originals")
    original_count = fields.Integer(
        "Files", compute="_compute_original_count", compute_sudo=True
    )
    counted_pages = fields.Integer(
        "Pages of the files",
        readonly=True,
        copy=False,
        help="Counted in the originals themselves, derivatives left aside (R-12).",
    )
    pages_differ = fields.Boolean(
        "Page counts differ", compute="_compute_pages_differ", store=True
    )

    @api.depends("original_ids")
    def _compute_original_count(self):
        counts = dict(
            self.env["dibao.original"]._read_group(
                [("item_id", "in", self.ids), ("state", "!=", "erased")],
                ["item_id"],
                ["__count"],
            )
        )
        for item in self:
            item.original_count = counts.get(item, 0)

    @api.depends("counted_pages", "page_count")
    def _compute_pages_differ(self):
        for item in self:
            item.pages_differ = bool(
                item.counted_pages
                and item.page_count
                and item.counted_pages != item.page_count
            )

    def _count_pages(self):
        """Count anew; where nobody has entered pages, the counted ones are taken."""
        self.ensure_one()
        kept = self.original_ids.filtered(
            lambda one: one.state == "kept" and one.role != "derivative"
        )
        scans = kept.filtered(lambda one: one.role != "stamped") or kept
        vals = {"counted_pages": sum(scans.mapped("page_count"))}
        if not self.page_count and self.state == "draft":
            vals["page_count"] = vals["counted_pages"]
        self.with_context(tracking_disable=True)._by_act(vals)
