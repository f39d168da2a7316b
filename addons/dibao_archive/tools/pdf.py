# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A page of HTML as PDF/A-3u, in this process and without the network.

Offices print Chinese with headers, page counts and repeated table heads, which the
platform's usual engine does in some of its builds only. Addresses in the page are
answered by the caller; nothing is fetched from outside.
"""

import mimetypes
from urllib.parse import unquote, urlsplit

from . import pdf_font

try:
    import weasyprint
except OSError:  # Pango, which it draws with, is missing on this machine.
    weasyprint = None

pdf_font.make_small()

#: Stands for this server inside a page; never resolved.
BASE_URL = "https://local.invalid/"


class EngineMissing(Exception):
    """The libraries that draw pages are not installed."""


def render(html, read):
    """Return the PDF of one HTML document.

    :param str html: the whole document, with its own page rules
    :param read: ``read(path) -> bytes`` for paths on this server (``/mod/static/…``);
        raises for what may not be read
    :raise EngineMissing: Pango is not installed
    """
    if weasyprint is None:
        raise EngineMissing
    document = weasyprint.HTML(
        string=html, base_url=BASE_URL, url_fetcher=_fetcher(read)
    )
    with pdf_font.small_fonts():
        return document.write_pdf(pdf_variant="pdf/a-3u", finisher=pdf_font.embed_bare)


def _fetcher(read):
    class LocalFetcher(weasyprint.URLFetcher):
        def fetch(self, url, headers=None):
            parts = urlsplit(url)
            if parts.scheme == "data":
                return super().fetch(url, headers)
            if not url.startswith(BASE_URL):
                raise ValueError("Pages are printed without reaching outside.")
            path = unquote(parts.path)
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            return weasyprint.urls.URLFetcherResponse(
                url, read(path), {"Content-Type": kind}
            )

    return LocalFetcher(allowed_protocols=["data"])
