# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64

from odoo import api, fields, models
from odoo.exceptions import UserError


class DibaoOriginalScreen(models.Model):
    """What the form of an original can do."""

    # One file for each concern.
    _inherit = "dibao.original"  # pylint: disable=consider-merging-classes-inherited

    may_view = fields.Boolean(compute="_compute_may")
    may_take = fields.Boolean(compute="_compute_may")

    @api.depends_context("uid")
    @api.depends("state", "mimetype")
    def _compute_may(self):
        for original in self:
            saved = original._origin
            kept = bool(saved) and saved.state == "kept"
            original.may_view = (
                kept and saved.viewable and saved._may_view(self.env.user)
            )
            original.may_take = kept and saved._may_take(self.env.user)

    def dibao_page(self, page, purpose, reference=""):
        """One page as a picture with a watermark, logged first.

        :param int page: from 1
        :return: JPEG in base64
        """
        self.ensure_one()
        picture = self._page_picture(int(page), purpose, reference)
        return base64.b64encode(picture).decode()

    def action_read_text(self):
        """Have the text read in the background, to be searched."""
        self.item_id.check_access("write")
        return self.env["dibao.job"]._enqueue_text(self)._open()

    def action_make_copy(self):
        """Ask what a certified copy is for."""
        self.ensure_one()
        if not self.may_take:
            raise UserError(self.env._("You may not have copies of this original."))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_archive.dibao_copy_make_action"
        )
        return action | {"context": {"default_original_id": self.id}}
