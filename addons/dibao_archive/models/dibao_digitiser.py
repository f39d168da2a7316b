# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The contractor who digitises (R-39): brings scans in, and takes nothing out."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

DIGITISER = "dibao_archive.group_digitiser"


class ResUsersDigitiser(models.Model):
    _inherit = "res.users"

    @api.constrains("group_ids")
    def _check_digitiser(self):
        """Who digitises for pay holds no other role (Archives Law art. 24)."""
        group = self.env.ref(DIGITISER, False)
        base = self.env.ref("dibao_archive.group_user", False)
        if not group or not base:
            return
        for user in self:
            held = user._dibao_groups()
            if group in held and held - group - base:
                raise ValidationError(
                    self.env._(
                        "%(name)s: a digitising contractor holds no other dibao role.",
                        name=user.name,
                    )
                )


class DibaoIngestFileDigitiser(models.Model):
    # One file for each concern.
    _inherit = "dibao.ingest.file"  # pylint: disable=consider-merging-classes-inherited

    cover_code = fields.Char(
        "Code of the cover sheet",
        compute="_compute_cover_code",
        inverse="_inverse_cover_code",
        exportable=False,
        help="Scan or type the code printed on the cover sheet: it tells household and "
        "kind of paper.",
    )

    def _compute_cover_code(self):
        self.cover_code = False

    def _inverse_cover_code(self):
        """The paper of a cover sheet waits to be kept with the next run."""
        for one in self.filtered("cover_code"):
            one.check_access("write")
            if one.state != "sorting":
                raise UserError(self.env._("This file is sorted already."))
            sheet = self.env["dibao.cover.sheet"]._by_token(one.cover_code)
            # sudo: the sheet says whose it is; a contractor reads no household
            if not one.sudo()._cover(sheet):
                raise UserError(
                    self.env._("This is no cover sheet of the area of the batch.")
                )
            one._by_act({"state": "waiting"})

    @api.model
    def _keep_all(self, ready, user):
        """A contractor's papers are kept where a cover sheet says; else staff sorts."""
        if not user.has_group(DIGITISER):
            return super()._keep_all(ready, user)
        covered = [one for one in ready if one[0].matched_by == "cover"]
        for one, *_rest in ready:
            if one.matched_by != "cover":
                one.sudo()._by_act({"state": "sorting", "matched_by": False})
        if covered:
            # The office laid the sheets: they say where, and the program keeps it.
            super()._keep_all(covered, self.env.ref("base.user_root"))

    def _items_of(self, codes):
        """A contractor's files join no filed paper by their names."""
        if self.ingest_id.user_id.has_group(DIGITISER):
            return {}
        return super()._items_of(codes)

    def dibao_page(self, page, purpose="", reference=""):
        """A contractor looks at own uploads only."""
        mine = self.env.user.has_group(DIGITISER)
        if mine and self.sudo().ingest_id.user_id != self.env.user:
            raise AccessError(self.env._("You look at your own uploads only."))
        return super().dibao_page(page, purpose, reference)

    def action_keep(self):
        """Choosing households by hand is for the staff."""
        self._refuse_digitiser()
        return super().action_keep()

    def action_discard(self):
        """Leaving a paper out is for the staff."""
        self._refuse_digitiser()
        return super().action_discard()

    def _refuse_digitiser(self):
        if self.env.user.has_group(DIGITISER):
            raise AccessError(
                self.env._("Files without a cover sheet are sorted by the office.")
            )


class DibaoIngestDigitiser(models.Model):
    # One file for each concern.
    _inherit = "dibao.ingest"  # pylint: disable=consider-merging-classes-inherited

    def _check_takes_out(self):
        """The result leaves as a workbook: not with a contractor."""
        if self.env.user.has_group(DIGITISER):
            self.env["dibao.access.log"]._log("refused", self, detail="digitiser")
            raise AccessError(self.env._("Contractors take nothing out."))

    def action_download_result(self):
        """The result of each file as a workbook."""
        self._check_takes_out()
        return super().action_download_result()
