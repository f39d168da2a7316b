# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from werkzeug.exceptions import Forbidden, NotFound

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from .private_file import send_made


class ProvisionController(http.Controller):
    """The package of an approved provision."""

    @http.route("/dibao/provision/<int:provision_id>", type="http", auth="user")
    def provision(self, provision_id):
        """A ZIP with list, files and digests; each making is logged before it."""
        provision = request.env["dibao.provision"].browse(provision_id)
        try:
            if not provision.exists():
                raise NotFound()
            provision.check_access("write")
            return send_made(
                provision._make, f"{provision.name}.zip", "application/zip"
            )
        except AccessError as error:
            raise NotFound() from error
        except UserError as error:
            raise Forbidden(str(error)) from error
