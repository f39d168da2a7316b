# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from ..models.dibao_visit_photo import LARGEST

SAID = ("latitude", "longitude", "seconds")


class VisitPhoto(http.Controller):
    """Takes in a photograph of a visit or a notice; nothing comes out here."""

    @http.route(
        [
            "/dibao/visit/<int:visit_id>/photo",
            "/dibao/notice/<int:notice_id>/photo",
        ],
        type="http",
        auth="user",
        methods=["POST"],
        max_content_length=(LARGEST + 1) << 20,
    )
    def take(self, photo, visit_id=None, notice_id=None, name="", **told):
        """Keep one photograph.

        :param photo: the file
        :param told: ``latitude``, ``longitude`` in degrees, ``seconds`` since 1970, by
            the device; what is no number counts as not told
        :return: JSON with the id of the photograph, or with what is wrong with it
        """
        model = "dibao.notice" if notice_id else "dibao.visit"
        about = request.env[model].browse(notice_id or visit_id).exists()
        try:
            if not about:
                raise NotFound()
            kept = request.env["dibao.visit.photo"]._take(
                about,
                photo.read(),
                name.strip()[:120] or request.env._("Photograph"),
                {key: self._number(told.get(key)) for key in SAID},
            )
        except AccessError as error:
            raise NotFound() from error
        except UserError as error:
            return request.make_json_response({"problem": str(error)}, status=422)
        return request.make_json_response({"id": kept.id})

    def _number(self, text):
        try:
            return float(text)
        except (TypeError, ValueError):
            return None
