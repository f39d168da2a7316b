# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import xlsxwriter
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.dibao_archive.controllers.private_file import send_made

from ..tools import staff_tables


class StaffImportController(http.Controller):
    """An empty table to fill in, for the import of staff, hours and certificates."""

    @http.route("/dibao/staff-import/<string:kind>/template", type="http", auth="user")
    def template(self, kind):
        """The headings that the import knows, the needed ones in bold."""
        imports = request.env["dibao.staff.import"]
        if kind not in staff_tables.COLUMNS or not imports.has_access("create"):
            raise NotFound()

        def make(path):
            with xlsxwriter.Workbook(path) as book:
                # numbers of ID cards lose digits in cells that are not of text
                text = book.add_format({"num_format": "@"})
                bold = book.add_format({"num_format": "@", "bold": True})
                sheet = book.add_worksheet()
                for place, (heading, needed) in enumerate(staff_tables.headings(kind)):
                    sheet.set_column(place, place, 18, text)
                    sheet.write_string(0, place, heading, bold if needed else text)
                sheet.freeze_panes(1, 0)

        label = dict(imports._fields["kind"]._description_selection(request.env))[kind]
        return send_made(make, f"{label}.xlsx")
