# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import hashlib
import json

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from ..models.dibao_disclosure_page import NOTICES
from ..tools import open_data
from .public import ZONE

HEADERS = {
    "Cache-Control": "public, max-age=600",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "base-uri 'none'; frame-ancestors 'none'",
}
FILES = {
    "places.csv": (open_data.places_csv, "text/csv; charset=utf-8"),
    "trend.csv": (open_data.trend_csv, "text/csv; charset=utf-8"),
}


class DisclosureController(http.Controller):
    """What counties disclose, for everybody: pages and open data, without signing in.

    Only what two persons have published is read; nothing is reckoned here.
    """

    @http.route("/dibao/public", type="http", auth="public", sitemap=False)
    def counties(self, **_other):
        """The counties that disclose something."""
        disclosures = self._disclosures()
        page = disclosures.env["ir.qweb"]._render(
            "dibao_review.public_counties_page",
            {
                "title": disclosures.env._("Minimum living standard guarantee"),
                "counties": disclosures._public_counties(),
            },
        )
        return self._answer(str(page), "text/html; charset=utf-8")

    @http.route(
        ["/dibao/public/<string:code>", "/dibao/public/<string:code>/<string:month>"],
        type="http",
        auth="public",
        sitemap=False,
    )
    def place(self, code, month=None, **_other):
        """A county, township or village: the latest month, or one that was named.

        Of a city or province, the sums of what its counties have published.
        """
        area = self._disclosures()._public_area_html(code, month)
        if area:
            return self._answer(area, "text/html; charset=utf-8")
        version = self._version(code, month)
        page = version._public_html(version.id, code)
        # What is posted changes from day to day, the figures never.
        request.update_context(tz=ZONE)
        notices = request.env["dibao.disclosure"]._public_notices_html(code)
        page = page.replace(NOTICES, notices)
        return self._answer(page, "text/html; charset=utf-8", version, notices)

    @http.route(
        "/dibao/public/<string:code>/<string:month>/<string:name>",
        type="http",
        auth="public",
        sitemap=False,
    )
    def file(self, code, month, name, **_other):
        """Open data of a county's month."""
        version = self._version(code, month)
        if version.division_id.code != code:
            raise NotFound()
        if name == "datapackage.json":
            text = json.dumps(version._package(), ensure_ascii=False, indent=2)
            return self._answer(text, "application/json; charset=utf-8", version)
        if name not in FILES:
            raise NotFound()
        make, mimetype = FILES[name]
        answer = self._answer(make(version.content), mimetype, version)
        answer.headers["Content-Disposition"] = (
            f'attachment; filename="dibao-{code}-{month}-{name}"'
        )
        return answer

    def _disclosures(self):
        """In Chinese, where it is installed, unless another language is asked for."""
        lang = request.httprequest.args.get("lang", "zh_CN")
        known = request.env["res.lang"].sudo()._get_data(code=lang).code
        request.update_context(lang=known or request.env.lang)
        return request.env["dibao.disclosure"]

    def _version(self, code, month):
        version = self._disclosures()._public_of(code, month)
        if not version:
            raise NotFound()
        return version

    def _answer(self, body, mimetype, version=None, more=""):
        answer = request.make_response(body, {"Content-Type": mimetype, **HEADERS})
        if version:
            tag = f"{version.digest}-{request.env.lang}-{more}"
            answer.set_etag(hashlib.sha256(tag.encode()).hexdigest()[:40])
            answer.make_conditional(request.httprequest)
        return answer
