# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The result of an inspection as a workbook, keyed by the numbers of DA/T 70."""

import xlsxwriter

from odoo import fields

from .tools.sheet_text import neutral, sheet_name


class InspectionBook:
    """Three sheets: the rules and what came out, the findings, the items."""

    def __init__(self, inspection):
        self.inspection = inspection
        self.env = inspection.env
        results = self.env["dibao.inspection.result"]
        self.words = dict(results._fields["result"]._description_selection(self.env))
        self.properties = dict(
            results._fields["property"]._description_selection(self.env)
        )

    def save(self, path):
        """Write the workbook to ``path``."""
        book = xlsxwriter.Workbook(path, {"constant_memory": True})
        self.bold = book.add_format({"bold": True, "bg_color": "#DDEBF7"})
        self._rules(book)
        self._findings(book)
        self._items(book)
        book.close()

    def _sheet(self, book, title, widths):
        sheet = book.add_worksheet(sheet_name(title))
        # Printed: A4 across, all columns on one page.
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        return sheet

    def _write(self, sheet, line, values, style=None):
        for column, value in enumerate(values):
            if isinstance(value, int | float) and not isinstance(value, bool):
                sheet.write_number(line, column, value, style)
            else:
                sheet.write_string(line, column, neutral(str(value or "")), style)

    def _rules(self, book):
        env, one = self.env, self.inspection
        heads = [
            env._("No."),
            env._("Property"),
            env._("Check"),
            env._("Result"),
            env._("Findings"),
            env._("Blocking"),
            env._("Rule version"),
            env._("What was found"),
        ]
        sheet = self._sheet(book, env._("Checks"), [8, 10, 40, 14, 8, 8, 18, 60])
        conclusion = dict(one._fields["conclusion"]._description_selection(env))
        stage = dict(one._fields["stage"]._description_selection(env))
        lines = [
            (env._("Inspection"), one.name),
            (env._("Stage"), stage[one.stage]),
            (env._("Conclusion"), conclusion.get(one.conclusion, "")),
            (env._("Score"), one.score),
            (env._("Items"), one.item_count),
            (env._("Files"), one.document_count),
            (env._("Carried out"), self._time(one.done_on)),
            (env._("Inspector"), one.user_id.name),
            (env._("Program"), one.tool),
            (env._("Digest of the input"), one.input_digest),
        ]
        if one.override_user_id:
            allowed = f"{one.override_user_id.name}: {one.override_reason}"
            lines.append((env._("Allowed in spite of it by"), allowed))
        for at, (label, value) in enumerate(lines):
            sheet.write_string(at, 0, label, self.bold)
            self._write_at(sheet, at, value)
        top = len(lines) + 1
        self._write(sheet, top, heads, self.bold)
        for at, head in enumerate(one.result_ids.filtered("is_head"), top + 1):
            self._write(
                sheet,
                at,
                [
                    head.number,
                    self.properties[head.property],
                    head.rule_id.name,
                    self.words[head.result],
                    head.count,
                    env._("Yes") if head.blocking else "",
                    head.rule_version,
                    head.message,
                ],
            )

    def _write_at(self, sheet, line, value):
        if isinstance(value, int | float):
            sheet.write_number(line, 2, value)
        else:
            sheet.write_string(line, 2, neutral(str(value or "")))

    def _time(self, value):
        if not value:
            return ""
        local = fields.Datetime.context_timestamp(self.inspection, value)
        return local.strftime("%Y-%m-%d %H:%M")

    def _findings(self, book):
        env = self.env
        heads = [
            env._("No."),
            env._("Result"),
            env._("Reference code"),
            env._("Title"),
            env._("File"),
            env._("What was found"),
        ]
        sheet = self._sheet(book, env._("Findings"), [8, 12, 30, 40, 6, 60])
        self._write(sheet, 0, heads, self.bold)
        rows = self.inspection.result_ids.filtered(lambda one: not one.is_head)
        for at, row in enumerate(rows, 1):
            self._write(
                sheet,
                at,
                [
                    row.number,
                    self.words[row.result],
                    row.item_id.reference_code,
                    row.item_id.title,
                    row.document,
                    row.message,
                ],
            )

    def _items(self, book):
        env = self.env
        heads = [
            env._("Reference code"),
            env._("Title"),
            env._("Result"),
            env._("Checks not passed"),
            env._("Digest"),
        ]
        sheet = self._sheet(book, env._("Items"), [30, 40, 12, 20, 66])
        self._write(sheet, 0, heads, self.bold)
        for at, line in enumerate(self.inspection.line_ids, 1):
            self._write(
                sheet,
                at,
                [
                    line.reference_code,
                    line.title,
                    self.words.get(line.result, ""),
                    line.numbers,
                    line.input_digest,
                ],
            )
