# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The month's entries and exits as a workbook, ready to print."""

import io

import xlsxwriter

from odoo.addons.dibao_archive.tools.sheet_text import neutral, sheet_name

WIDTHS = (16, 18, 12, 12, 8, 34, 20)


def content(listing):
    """The workbook of ``dibao.monthly.moves._listing`` as bytes; a sheet a part."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    border = {"border": 1, "border_color": "#999999", "valign": "vcenter"}
    title = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format({**border, "bold": True, "bg_color": "#DDEBF7"})
    text = book.add_format({**border, "text_wrap": True})
    for part in listing["parts"]:
        sheet = book.add_worksheet(sheet_name(part["heading"]))
        sheet.write_string(0, 0, neutral(listing["title"]), title)
        sheet.write_string(
            1,
            0,
            neutral(" ".join((listing["place"], listing["month"], part["told"]))),
        )
        for column, name in enumerate(listing["columns"]):
            sheet.write_string(3, column, name, head)
            sheet.set_column(column, column, WIDTHS[column])
        for line, row in enumerate(part["rows"], 4):
            for column, value in enumerate(row):
                sheet.write_string(line, column, neutral(value), text)
        sheet.freeze_panes(4, 0)
        sheet.repeat_rows(3)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
    book.close()
    return stream.getvalue()
