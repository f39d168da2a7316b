# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The tables of an analysis report as a workbook."""

import io

import xlsxwriter
from xlsxwriter.utility import xl_range

from odoo.addons.dibao_archive.tools.sheet_text import neutral, sheet_name

from . import statistics_words

#: Sheets of the analysis and their columns; what is added up below the places.
SHEETS = {
    "overview": ("label", "now", "begin", "year"),
    "findings": ("title", "sentence"),
    "structure": ("label", "count", "share", "change"),
    "places": (
        *("label", "households", "persons", "change", "came", "left", "spending"),
        "average",
    ),
    "visits": ("place", "households", "reasons"),
}
#: Width of what is text and not a figure; and of the figures.
WIDTHS = {"sentence": 110, "reasons": 80, "title": 30, "label": 28}
FIGURE = 16
ADDED = ("households", "persons", "came", "left", "spending")


class AnalysisBook:
    """The tables of an analysis report, a sheet each; sums of the places by formula."""

    def __init__(self, env, report):
        self.env = env
        self.report = report

    def content(self):
        """The workbook as bytes."""
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream, {"in_memory": True})
        self.bold = book.add_format({"bold": True, "bg_color": "#DDEBF7"})
        said = self.report.content
        words = statistics_words.headings(self.env)
        for name, columns in SHEETS.items():
            self._sheet(
                book.add_worksheet(sheet_name(words[name])),
                [(column, words[f"{name}.{column}"]) for column in columns],
                said[name],
                ADDED if name == "places" else (),
            )
        book.close()
        return stream.getvalue()

    def _sheet(self, sheet, columns, rows, added=()):
        for i, (_name, label) in enumerate(columns):
            sheet.write_string(0, i, label, self.bold)
        for line, row in enumerate(rows, 1):
            for i, (name, _label) in enumerate(columns):
                value = row[name]
                if isinstance(value, str):
                    sheet.write_string(line, i, neutral(value))
                elif value is not None:
                    sheet.write_number(line, i, value)
        if added and rows:
            sheet.write_string(
                len(rows) + 1, 0, self.env._("Sum of the table"), self.bold
            )
        for i, (name, _label) in enumerate(columns):
            if name in added and rows:
                sheet.write_formula(
                    len(rows) + 1,
                    i,
                    f"=SUM({xl_range(1, i, len(rows), i)})",
                    self.bold,
                    round(sum(row[name] for row in rows), 2),
                )
        for i, (name, _label) in enumerate(columns):
            sheet.set_column(i, i, WIDTHS.get(name, FIGURE))
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.freeze_panes(1, 1)
