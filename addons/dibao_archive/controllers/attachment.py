# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import http
from odoo.http import request

from odoo.addons.mail.controllers.attachment import AttachmentController

from ..tools import clear_text


class ThreadAttachment(AttachmentController):
    """A file dropped into a thread waits under its name, before it has a record."""

    @http.route()
    def mail_attachment_upload(self, ufile, thread_id, thread_model, **kwargs):
        if thread_model.startswith("dibao.") and clear_text.holds_id_number(
            ufile.filename
        ):
            return request.make_json_response(
                {"error": request.env["ir.attachment"]._dibao_number_refusal()}
            )
        return super().mail_attachment_upload(ufile, thread_id, thread_model, **kwargs)
