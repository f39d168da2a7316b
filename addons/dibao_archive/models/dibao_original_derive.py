# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import io

from odoo import models
from odoo.exceptions import UserError

from .. import intake, vault
from ..tools import file_kind, pages
from ..tools.file_finding import Look
from .dibao_original import CONTEXT


class DibaoOriginalDerive(models.Model):
    """What is made of a file: a PDF of a picture, a PDF/A for keeping (R-27)."""

    # One file for each concern.
    _inherit = "dibao.original"  # pylint: disable=consider-merging-classes-inherited

    def _derive(self, content, name, derivation, role="derivative"):
        """Keep what was made of this file, beside it (R-27)."""
        self.ensure_one()
        stored = vault.put(self.env, content, CONTEXT)
        with io.BytesIO(content) as stream:
            return self._keep(
                self.item_id,
                stored,
                stream,
                name,
                role=role,
                sequence=self.sequence,
                derived_from_id=self.id,
                derivation=derivation,
                source=self.source,
            )

    def _derive_pdf(self):
        """A PDF/A of a picture, for reading and keeping; the picture stays (img2pdf).

        A picture whose colours PDF/A has no place for becomes a plain PDF.

        :return: the derivative; none of what is no picture
        """
        self.ensure_one()
        if self.mimetype not in file_kind.IMAGES or self.derivative_ids:
            return self.browse()
        try:
            content = pages.images_to_pdf([self._whole()])
        except (pages.PageError, intake.TooLarge):
            # The picture itself is kept and shown.
            return self.browse()
        try:
            content, made = pages.to_pdfa(content), "img2pdf, PDF/A-2b"
        except pages.PageError:
            made = "img2pdf"
        return self._derive(content, f"{self._stem()}.pdf", made)

    def action_make_pdfa(self):
        """Derive a PDF/A-2b of each file that is none yet; the file itself stays.

        Signed files are left alone: a copy without its signature proves nothing.
        """
        made, refused = self.browse(), self.browse()
        for original in self:
            original.item_id.check_access("write")
            if not original._wants_pdfa():
                continue
            derived = original._derive_pdf() or original._derive_pdfa()
            made |= derived
            refused |= original if not derived else derived.browse()
        if refused and not made:
            raise UserError(
                self.env._(
                    "No PDF/A can be made of %(names)s without changing how it looks "
                    "(fonts left out, colours of a printer …).",
                    names=", ".join(refused.mapped("name")),
                )
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if made else "info",
                "message": self.env._(
                    "%(made)s made, %(refused)s not possible, %(rest)s needed none.",
                    made=len(made),
                    refused=len(refused),
                    rest=len(self) - len(made) - len(refused),
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_check_signature(self):
        """Check the signatures again, with the certificates that are trusted now."""
        for original in self.filtered(lambda one: one.signed and one.state == "kept"):
            original.item_id.check_access("write")
            row = original.sudo()
            look = Look(row.mimetype, signed=True)
            with vault.stream(row, CONTEXT) as stream:
                look = intake.check_signature(
                    self.env, stream, look, original.division_id
                )
            others = [
                one for one in row.findings or [] if not one[0].startswith("signature_")
            ]
            words = dict(self._fields["signature"]._description_selection(self.env))
            row.item_id.message_post(
                body=self.env._(
                    "Signature of %(name)s checked again: %(before)s → %(now)s",
                    name=row.name,
                    before=words.get(row.signature, "–"),
                    now=words[look.signature],
                ),
                author_id=self.env.user.partner_id.id,
            )
            row._acting().write(
                {"signature": look.signature, "findings": others + look.codes()}
            )

    def _wants_pdfa(self):
        """May and should a PDF/A be made of it?"""
        self.ensure_one()
        return (
            self.state == "kept"
            and self.role not in ("derivative", "stamped")
            and self.mimetype in file_kind.IMAGES | {file_kind.PDF}
            and not self.signed
            and self.pdfa != "checked"
            and "checked" not in self.derivative_ids.mapped("pdfa")
        )

    def _derive_pdfa(self):
        """A PDF/A-2b of a PDF; none where its pages would have to be changed."""
        if self.mimetype != file_kind.PDF:
            return self.browse()
        try:
            content = pages.to_pdfa(self._whole())
        except (pages.PageError, intake.TooLarge):
            return self.browse()
        return self._derive(content, f"{self._stem()}.pdf", "pikepdf, PDF/A-2b")

    def _whole(self):
        with vault.stream(self.sudo(), CONTEXT) as stream:
            return intake.whole(self.env, stream, self.division_id)

    def _stem(self):
        return self.name.rpartition(".")[0] or self.name
