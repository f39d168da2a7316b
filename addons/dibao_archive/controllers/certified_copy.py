# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import request

from .. import vault
from ..models.dibao_certified_copy import CONTEXT
from .paper_check import check_page
from .private_file import send_stream


class CertifiedCopyController(http.Controller):
    """Certified copies: the file for the office, the check for everybody."""

    @http.route("/dibao/copy/<int:copy_id>/file", type="http", auth="user")
    def file(self, copy_id):
        """The copy as it was made."""
        copy = request.env["dibao.certified.copy"].browse(copy_id)
        try:
            copy.check_access("read")
        except AccessError as error:
            raise NotFound() from error
        if not copy.exists():
            raise NotFound()
        request.env["dibao.access.log"]._log(
            "export", copy, purpose=copy.purpose, reference=copy.reference or ""
        )
        return send_stream(
            vault.stream(copy, CONTEXT), f"{copy.serial}.pdf", "application/pdf"
        )

    @http.route("/dibao/copy", type="http", auth="public", sitemap=False)
    def verify(self, serial="", code="", **_other):
        """Is this copy ours? Without signing in, and nothing personal is told."""
        return check_page(
            "dibao.certified.copy",
            "dibao_archive.copy_check_form",
            request.env._("Verify a certified copy"),
            serial,
            code,
        )
