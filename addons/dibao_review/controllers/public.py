# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

#: The days of a notice are those of the place, whoever asks from wherever.
ZONE = "Asia/Shanghai"
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, noarchive",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
}


class PublicController(http.Controller):
    """Pages for everybody: the state of one's own case, the notices of a village."""

    @http.route(
        "/dibao/case",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        sitemap=False,
    )
    def case(self, number="", last_four="", **_other):
        """State of a case for who knows its number and the ID's last four characters.

        What was typed is taken from the body of a form only: in an address it would
        stay in the logs of each proxy on the way.
        """
        asked = request.httprequest.method == "POST"
        values = {"asked": asked, "case": None, "refused": False}
        if asked:
            self._settle()
            address = request.httprequest.remote_addr
            cases = request.env["dibao.case"]
            try:
                values["case"] = cases._public_state(address, number, last_four)
            except PermissionError:
                values["refused"] = True
        page = self._page("dibao_review.public_case_page", values)
        if values["refused"]:
            page.status_code = 429
        return page

    @http.route("/dibao/notices", type="http", auth="public", sitemap=False)
    def notices(self, **_other):
        """Villages in which something is posted now."""
        self._settle()
        values = {"townships": request.env["dibao.notice"]._online_villages()}
        return self._page("dibao_review.public_villages_page", values)

    @http.route(
        "/dibao/notices/<string:code>", type="http", auth="public", sitemap=False
    )
    def village(self, code, **_other):
        """What is posted in one village now; no such page where nothing is."""
        self._settle()
        village, rows = request.env["dibao.notice"]._online_of(code)
        if not rows:
            raise NotFound()
        columns = {name for row in rows for name in row}
        values = {"village": village, "rows": rows, "columns": columns}
        return self._page("dibao_review.public_notices_page", values)

    def _settle(self):
        request.update_context(tz=ZONE)

    def _page(self, template, values):
        if not request.httprequest.accept_languages:
            chinese = request.env["res.lang"].sudo()._get_data(code="zh_CN").code
            request.update_context(lang=chinese or request.env.lang)
        page = request.render(template, values)
        page.headers.update(HEADERS)
        return page
