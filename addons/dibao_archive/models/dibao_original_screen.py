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
    source_shown = fields.Char("Came from", compute="_compute_source_shown")

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

    @api.depends("source")
    @api.depends_context("lang")
    def _compute_source_shown(self):
        """Words for what the program notes: a model, a report, or a path as it is."""
        for original in self:
            told = original.source or ""
            if told in self.env:
                told = self.env["ir.model"]._get(told).name
            elif told.count(".") == 1 and " " not in told:
                made = self.env.ref(told, raise_if_not_found=False)
                if made and made._name == "ir.actions.report":
                    told = made.sudo().name
            original.source_shown = told

    def dibao_page(self, page, purpose, reference=""):
        """One page as a picture with a watermark, logged first.

        :param int page: from 1
        :return: JPEG in base64
        """
        self.ensure_one()
        picture = self._page_picture(int(page), purpose, reference)
        return base64.b64encode(picture).decode()

    def action_evidence(self):
        """Show what proves the item of this file."""
        self.ensure_one()
        report = self.env.ref("dibao_archive.evidence_sheet_screen")
        return report.report_action(self.item_id, config=False)

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
