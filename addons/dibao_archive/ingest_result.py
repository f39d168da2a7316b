# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The result of a batch as a workbook: each file and what became of it."""

import xlsxwriter


def write_result(batch, path):
    """Write the workbook of a batch; names and findings only, no protected value."""
    env = batch.env
    files = env["dibao.ingest.file"]
    fields = ("folder", "name", "state", "matched_by", "page_count", "size", "sha256")
    texts = {
        name: dict(files._fields[name]._description_selection(env))
        for name in ("state", "matched_by")
    }
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        titles = [files._fields[name]._description_string(env) for name in fields]
        titles += [env._("Reference code"), env._("Paper"), env._("Findings")]
        sheet.write_row(0, 0, titles, bold)
        for row, one in enumerate(batch.file_ids, 1):
            values = [texts.get(name, {}).get(one[name], one[name]) for name in fields]
            item = one.item_id
            values += [item.reference_code, item.title, one.problem]
            for column, value in enumerate(values):
                if isinstance(value, str):
                    sheet.write_string(row, column, value)
                elif value:
                    sheet.write_number(row, column, value)
