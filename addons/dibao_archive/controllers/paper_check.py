# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import UserError
from odoo.http import request


def check_page(model, form, title, number, code):
    """The public page on which a paper is verified, see ``dibao.paper.check.mixin``.

    :param str model: of the paper
    :param str form: template of the form and its answer; is given ``number``,
        ``asked``, and ``found`` or ``refused``
    :param str title: of the page
    :param str number: as the visitor typed it
    :param str code: as the visitor typed it
    :return: a response that nobody stores, lists, or tells where it came from
    """
    values = {
        "form": form,
        "title": title,
        "number": number[:40],
        "asked": bool(number and code),
    }
    if values["asked"]:
        try:
            values["found"] = request.env[model]._verify_from(
                request.httprequest.remote_addr, number, code
            )
        except UserError as error:
            values["refused"] = str(error)
    page = request.render("dibao_archive.paper_check_page", values)
    page.headers["Cache-Control"] = "no-store"
    page.headers["Referrer-Policy"] = "no-referrer"
    page.headers["X-Robots-Tag"] = "noindex"
    return page
