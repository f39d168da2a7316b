# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import vault
from ..tools import pages
from .dibao_sealed_mixin import PURPOSES

GROUP = "dibao_archive.group_reveal"


class DibaoOriginalOpen(models.Model):
    """Opening: logged before it answers. No content leaves in another way."""

    # One file for each concern.
    _inherit = "dibao.original"  # pylint: disable=consider-merging-classes-inherited

    @api.depends("mimetype", "state")
    def _compute_viewable(self):
        for original in self:
            original.viewable = (
                original.state == "kept" and original.mimetype in pages.VIEWABLE
            )

    def _may_view(self, user):
        """May this user look at the pages? Loans add those who were granted a view.

        Papers without anything personal are for all who read the item.
        """
        self.ensure_one()
        if not self.with_user(user).has_access("read"):
            return False
        return self.sudo().kind_id.sensitivity == "normal" or self._may_take(user)

    def _may_take(self, user):
        """May this user have the file itself?"""
        self.ensure_one()
        return user.has_group(GROUP) and self.with_user(user).has_access("read")

    def _open(self, purpose, reference="", take=True):
        """The content as a seekable stream; logged before it is read (R-55).

        :param purpose: one of ``PURPOSES``
        :param reference: the case or request this is for (needed for "other")
        :param take: the file itself leaves; else its pages are looked at
        :raise AccessError: the user may not; the attempt is logged
        :raise UserError: purpose missing, too many within the hour, not kept any more
        """
        self.ensure_one()
        self._check_purpose(purpose, reference)
        allowed = self._may_take if take else self._may_view
        log = self.env["dibao.access.log"]
        if not allowed(self.env.user):
            log._log("refused", self, purpose=purpose, detail="original")
            raise AccessError(
                self.env._(
                    "You may not open this original. The attempt was logged. Ask for "
                    "it at the reading desk."
                )
            )
        self._check_kept()
        log._log_within(
            "original_open_per_hour",
            "open",
            self,
            [],
            purpose=purpose,
            reference=str(reference or "")[:128],
            detail="file" if take else "pages",
        )
        return vault.stream(self)

    @api.model
    def _check_purpose(self, purpose, reference):
        if purpose not in PURPOSES or (purpose == "other" and not reference):
            raise UserError(
                self.env._("Say what the original is needed for, and for which case.")
            )

    def _check_kept(self):
        self.ensure_one()
        if self.state == "quarantined":
            raise UserError(
                self.env._(
                    "This file is in quarantine: the malware scanner has found "
                    "something in it."
                )
            )
        if self.state == "erased":
            raise UserError(self.env._("This original was destroyed by appraisal."))

    # ------------------------------------------------------------------ pages

    def _page_picture(self, page, purpose, reference=""):
        """One page as a JPEG with who looks, when and what for across it.

        :param page: from 1
        :raise UserError: it cannot be drawn
        """
        with self._open(purpose, reference, take=False) as stream:
            return self._draw(stream, page, purpose, reference)

    def _draw(self, stream, page, purpose, reference):
        if not self.viewable:
            raise UserError(
                self.env._("This format cannot be shown here. Take the file itself.")
            )
        return self._draw_page(
            stream, self.mimetype, page, purpose, reference, self.division_id
        )

    @api.model
    def _draw_page(self, stream, mimetype, page, purpose, reference, division):
        """A page (from 1) of a stream, with the watermark."""
        dpi = self.env["dibao.policy"].sudo()._require("view_dpi", division)
        try:
            data, kind, number = pages.single_page(stream, mimetype, page - 1)
            with pages.PageReader() as reader:
                return reader.picture(
                    data,
                    kind,
                    number,
                    dpi=dpi,
                    watermark=self._watermark(purpose, reference),
                    font=pages.chinese_font(),
                )
        except pages.PageError as error:
            raise UserError(self.env._("This page cannot be drawn.")) from error

    @api.model
    def _watermark(self, purpose, reference):
        """The lines across a page: user, time, purpose, case."""
        now = fields.Datetime.context_timestamp(self, fields.Datetime.now())
        words = self.env["dibao.access.log"]._purpose_words()
        return [
            f"{self.env.user.name} {self.env.user.login}",
            now.strftime("%Y-%m-%d %H:%M"),
            " ".join(filter(None, (words.get(purpose, purpose), reference))),
        ]
