# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The result of a delivery as a workbook: sums, findings by kind, findings by row."""

import xlsxwriter

from odoo.addons.dibao_archive.tools.sheet_text import neutral, sheet_name


def save(batch, path):
    """Write the workbook of a delivery that was read; ID numbers are never in it."""
    env = batch.env
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    bold = book.add_format({"bold": True})
    wrap = book.add_format({"text_wrap": True})
    codes = dict(
        env["dibao.exchange.finding"]._fields["code"]._description_selection(env)
    )
    sheet = book.add_worksheet(sheet_name(env._("Result")))
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 60)
    states = dict(batch._fields["state"]._description_selection(env))
    lines = [
        (env._("Source"), batch.source_id.name),
        (env._("As of"), str(batch.data_on)),
        (env._("State"), states[batch.state]),
        (env._("Why it was refused"), batch.refusal_shown or ""),
        (env._("Rows"), batch.row_count),
        (env._("Rows left out"), batch.faulty_count),
        (env._("Rows kept"), batch.in_use_count),
        *((codes.get(code, code), n) for code, n in (batch.counts or {}).items()),
    ]
    for number, (title, value) in enumerate(lines):
        sheet.write_string(number, 0, title, bold)
        if isinstance(value, int):
            sheet.write_number(number, 1, value)
        else:
            sheet.write_string(number, 1, neutral(value or ""), wrap)
    sheet = book.add_worksheet(sheet_name(env._("Findings")))
    titles = (env._("Row"), env._("Heading"), env._("Finding"), env._("Found"))
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, bold)
    sheet.set_column(1, 3, 36)
    findings = batch.finding_ids.sorted(lambda one: (one.number, one.id))
    for line, one in enumerate(findings, 1):
        sheet.write_number(line, 0, one.number)
        sheet.write_string(line, 1, neutral(one.column or ""))
        sheet.write_string(line, 2, neutral(codes.get(one.code, one.code or "")))
        sheet.write_string(line, 3, neutral(one.value or ""))
    sheet.freeze_panes(1, 0)
    book.close()
