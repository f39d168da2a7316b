# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import request

from odoo.addons.dibao_archive import vault
from odoo.addons.dibao_archive.controllers.paper_check import check_page
from odoo.addons.dibao_archive.controllers.private_file import send_stream

from ..models.dibao_training_certificate_acts import CONTEXT


class CertificateController(http.Controller):
    """Certificates: the scan for the office, the check for everybody."""

    @http.route("/dibao/certificate/<int:certificate_id>/file", auth="user")
    def file(self, certificate_id):
        """The scan of a certificate that others gave."""
        certificate = request.env["dibao.training.certificate"].browse(certificate_id)
        try:
            certificate.check_access("read")
        except AccessError as error:
            raise NotFound() from error
        if not certificate.exists() or not certificate.sudo().token:
            raise NotFound()
        request.env["dibao.access.log"]._log("open", certificate)
        return send_stream(
            vault.stream(certificate, CONTEXT),
            certificate.filename or "certificate",
            certificate.mimetype,
        )

    @http.route("/dibao/certificate", type="http", auth="public", sitemap=False)
    def verify(self, number="", code="", **_other):
        """Is this certificate ours, and valid? Without signing in."""
        return check_page(
            "dibao.training.certificate",
            "dibao_training.certificate_check_form",
            request.env._("Verify a certificate"),
            number,
            code,
        )
