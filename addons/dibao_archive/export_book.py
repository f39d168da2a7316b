# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A list of records as a workbook, in batches, so that memory stays flat."""

from array import array

import xlsxwriter

from odoo import fields

from .tools.sheet_text import neutral, sheet_name

BATCH = 1000
# A sheet holds 1,048,576 rows.
_ROWS = 1_000_000
_NUMBERS = ("integer", "float", "monetary")


class ListBook:
    """Writes what an export wizard names; reads as its user, so masks stay masks."""

    def __init__(self, export):
        self.export = export
        self.env = export.env
        self.model = export._records()
        self.names = export._field_names()
        self.known = {name: self.model._fields[name] for name in self.names}
        self.labels = {
            name: dict(field._description_selection(self.env))
            for name, field in self.known.items()
            if field.type == "selection"
        }
        records = self.model.search(export.record_domain or [])
        # Ids alone, and packed: a million records must fit.
        self.ids = array("q", records._ids)

    @property
    def count(self):
        return len(self.ids)

    def save(self, path):
        """Write the workbook to ``path``."""
        book = xlsxwriter.Workbook(path, {"constant_memory": True})
        self.bold = book.add_format({"bold": True, "bg_color": "#DDEBF7"})
        for part, first in enumerate(range(0, max(self.count, 1), _ROWS), 1):
            title = self.export.model_name
            sheet = book.add_worksheet(sheet_name(f"{title[:28]} {part}"))
            line = self._head(sheet)
            for at in range(first, min(first + _ROWS, self.count), BATCH):
                ids = self.ids[at : min(at + BATCH, first + _ROWS)]
                for row in self._rows(ids):
                    self._line(sheet, line, row)
                    line += 1
        book.close()

    def _head(self, sheet):
        """Who, when, what for, how many; then the headings. Returns the next line."""
        env, export = self.env, self.export
        now = fields.Datetime.context_timestamp(export, fields.Datetime.now())
        purposes = dict(export._fields["purpose"]._description_selection(env))
        purpose = purposes.get(export.purpose, "")
        lines = [
            (env._("List"), export.model_name),
            (env._("Made by"), f"{env.user.name} ({env.user.login})"),
            (env._("Made on"), now.strftime("%Y-%m-%d %H:%M:%S %Z")),
            (env._("Purpose"), " ".join(filter(None, (purpose, export.reference)))),
            (env._("Records"), self.count),
            (env._("Note"), env._("Protected values are masked.")),
        ]
        for line, (label, value) in enumerate(lines):
            sheet.write_string(line, 0, label, self.bold)
            if isinstance(value, int):
                sheet.write_number(line, 1, value)
            else:
                sheet.write_string(line, 1, neutral(value))
        top = len(lines) + 1
        described = self.model.fields_get(self.names, ["string"])
        for column, name in enumerate(self.names):
            sheet.write_string(
                top, column, neutral(described[name]["string"]), self.bold
            )
        sheet.set_column(0, len(self.names), 16)
        sheet.freeze_panes(top + 1, 0)
        return top + 1

    def _rows(self, ids):
        """Values of a batch; records deleted meanwhile are left out."""
        records = self.model.browse(ids).exists()
        many = [n for n, field in self.known.items() if field.type == "many2many"]
        rows = records.read([name for name in self.names if name not in many])
        # Out of the recordset, so that one query serves the whole batch.
        for record, row in zip(records, rows, strict=True):
            for name in many:
                row[name] = ", ".join(record[name].sudo().mapped("display_name"))
            yield row
        # Nothing was written: the cache of this batch is of no more use.
        self.env.invalidate_all(flush=False)

    def _line(self, sheet, line, row):
        for column, name in enumerate(self.names):
            value = row[name]
            kind = self.known[name].type
            if kind == "boolean":
                value = self.env._("Yes") if value else self.env._("No")
            elif value is False or value is None:
                continue
            elif kind in _NUMBERS:
                sheet.write_number(line, column, value)
                continue
            sheet.write_string(line, column, neutral(self._text(name, kind, value)))

    def _text(self, name, kind, value):
        if kind == "selection":
            return str(self.labels[name].get(value, value))
        if kind == "many2one":
            return value[1] or ""
        if kind == "datetime":
            local = fields.Datetime.context_timestamp(self.export, value)
            return local.strftime("%Y-%m-%d %H:%M:%S")
        return str(value)
