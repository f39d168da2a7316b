# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from urllib.parse import urlencode

from odoo import fields, models
from odoo.exceptions import UserError

from .. import intake
from ..tools import file_kind, mark, pages, pdf


class DibaoCertifiedMark(models.Model):
    """The keeper's mark on each page of a certified copy."""

    # One file for each concern.
    _inherit = "dibao.certified.copy"  # pylint: disable=consider-merging-classes-inherited

    def _marked(self, stream):
        """The copy as a PDF: the original's pages with the mark at their foot."""
        self.ensure_one()
        kind = self.original_id.mimetype
        if kind not in file_kind.IMAGES and kind != file_kind.PDF:
            raise UserError(
                self.env._("Copies are made of PDFs and pictures. Derive a PDF first.")
            )
        content = intake.whole(self.env, stream, self.original_id.division_id)
        if kind in file_kind.IMAGES:
            content = pages.images_to_pdf([content])
        html = self.env["ir.qweb"]._render(
            "dibao_archive.certified_mark",
            {
                "copy": self,
                "made_on": fields.Date.context_today(self, self.made_on),
                "picture": self.env["dibao.cover.sheet"]._code_picture(self._address()),
            },
        )
        try:
            stamp = pdf.render(str(html), self.env["ir.actions.report"]._read_static)
        except pdf.EngineMissing as error:
            raise UserError(
                self.env._("This machine cannot draw pages yet: install Pango.")
            ) from error
        return mark.put(content, stamp)

    def _address(self):
        """Where a reader has the copy verified."""
        base = self.env["ir.config_parameter"].sudo().get_param("web.base.url", "")
        query = urlencode({"serial": self.serial, "code": self.sudo().check_code})
        return f"{base}/dibao/copy?{query}"
