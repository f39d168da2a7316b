# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import intake, vault
from ..tools import file_kind, filing_stamp, form_words, pages, pdf


class DibaoFilingStamp(models.TransientModel):
    """Put the filing stamp on a copy of an original; the original stays as it is."""

    _name = "dibao.filing.stamp"
    _description = "Filing Stamp"
    _inherit = ["dibao.sealed.mixin"]

    original_id = fields.Many2one("dibao.original", required=True, ondelete="cascade")
    item_id = fields.Many2one(related="original_id.item_id")
    position = fields.Selection(
        [
            ("auto", "Where nothing is written"),
            ("top_right", "Top right"),
            ("top_middle", "Top middle"),
            ("top_left", "Top left"),
            ("bottom_right", "Bottom right"),
            ("bottom_middle", "Bottom middle"),
            ("bottom_left", "Bottom left"),
        ],
        required=True,
        default="auto",
    )
    organ = fields.Char(
        "Office or matter",
        compute="_compute_organ",
        store=True,
        readonly=False,
        precompute=True,
    )

    @api.model
    def default_get(self, field_names):
        values = super().default_get(field_names)
        context = self.env.context
        if context.get("active_model") == "dibao.original":
            values["original_id"] = context.get("active_id")
            self._dibao_check_links([values])
        return values

    @api.depends("original_id")
    def _compute_organ(self):
        for one in self:
            one.organ = one.organ or one.original_id.item_id.volume_id.organ_code

    def action_stamp(self):
        """Make the stamped copy."""
        self.ensure_one()
        original = self.original_id
        item = original.item_id
        item.check_access("write")
        if not item.number:
            raise UserError(
                self.env._("%(item)s has no number yet: file it.", item=item.title)
            )
        if original.signed:
            raise self._refusal("signed")
        original._check_kept()
        mark = pdf.render(filing_stamp.page(self._values()), None)
        try:
            content = self._pdf()
            position = self._position(content)
            content = filing_stamp.stamp(content, mark, position)
        except filing_stamp.StampRefused as refused:
            raise self._refusal(refused.reason) from refused
        stamped = original._derive(
            content,
            f"{original.name.rpartition('.')[0] or original.name}.pdf",
            f"filing stamp, {position}",
            role="stamped",
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "dibao.original",
            "res_id": stamped.id,
            "view_mode": "form",
        }

    def _refusal(self, reason):
        texts = {
            "signed": self.env._("A signed PDF is never changed: not even stamped."),
            "broken": self.env._("Only PDF files and pictures are stamped."),
            "full": self.env._(
                "No place in the margin is empty. Choose where the stamp may lie."
            ),
        }
        return UserError(texts[reason])

    def _pdf(self):
        original = self.original_id
        with vault.stream(original) as stream:
            content = intake.whole(self.env, stream, original.division_id)
        if original.mimetype in file_kind.IMAGES:
            return pages.images_to_pdf([content])
        if original.mimetype != file_kind.PDF:
            raise filing_stamp.StampRefused("broken")
        return content

    def _position(self, content):
        if self.position != "auto":
            return self.position
        with pages.PageReader() as reader:
            picture = reader.picture(content, file_kind.PDF, 0, dpi=72)
        size = filing_stamp.page_size(content)
        found = filing_stamp.free_position(picture, *size)
        if not found:
            raise filing_stamp.StampRefused("full")
        return found

    def _values(self):
        item = self.item_id
        volume = item.volume_id
        rule = volume.retention_id.sudo()
        return {
            "fonds_code": volume.fonds_id.sudo().code,
            "year": volume.year,
            "number": item.number,
            "organ": self.organ,
            "retention": form_words.retention(rule.permanent, rule.years),
            "pages": item.page_count + sum(item.child_ids.mapped("page_count")) or "",
        }
