# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The ledger as a workbook with marked cells and remarks, to be handed back.

Made when it is asked for, never stored. Protected values are masked; what looks like
a number in any other cell is masked too, for a stranger's sheet may hold anything.
"""

import xlsxwriter

from odoo import fields
from odoo.tools import SQL, groupby

from ..tools.ledger_columns import protected_kind
from ..tools.ledger_texts import RULES
from ..tools.ledger_values import scrub, text_of
from ..tools.mask import mask
from ..tools.protected import normalise
from ..tools.sheet_text import neutral, sheet_name
from . import source

_OPEN_FIELDS = ("division_code", "number")
_COLOURS = {"error": "#F8CBAD", "warning": "#FFE699", "info": "#DDEBF7"}
_RANKS = {"error": 0, "warning": 1, "info": 2}


def _findings(ledger):
    """``(row, [(column, rule, value, severity, detail)])`` by row."""
    rows = ledger.env.execute_query(
        SQL(
            """SELECT row, column_no, rule, severity, detail
               FROM dibao_ledger_finding WHERE import_id = %s ORDER BY row, id""",
            ledger.id,
        )
    )
    return dict(groupby(rows, key=lambda one: one[0]))


class ResultBook:
    """Writes the result workbook of a checked ledger to a file."""

    def __init__(self, ledger):
        self.ledger = ledger
        self.env = ledger.env
        self.kinds = {
            c.position: protected_kind(c.field or "") for c in ledger.column_ids
        }
        self.open = {c.position for c in ledger.column_ids if c.field in _OPEN_FIELDS}

    def save(self, path):
        """Write the workbook to ``path``; returns the number of ledger rows."""
        findings = _findings(self.ledger)
        book = xlsxwriter.Workbook(path, {"constant_memory": True})
        sheet = book.add_worksheet(sheet_name(self.env._("Ledger")))
        formats = {
            severity: book.add_format({"bg_color": colour})
            for severity, colour in _COLOURS.items()
        }
        bold = book.add_format({"bold": True})
        header = self.ledger.header_rows or [0]
        remark = 1 + max((c.position for c in self.ledger.column_ids), default=0)
        sheet.set_column(remark, remark, 80)
        count = 0
        with source.opened(self.ledger) as opened:
            for number, cells in opened.rows:
                count += 1
                line = number - 1
                told = findings.get(number, ())
                marks = self._marks(told)
                is_header = number <= header[-1]
                for column, cell in enumerate(cells[:remark]):
                    shape = marks.get(column) or marks.get(-1)
                    shape = bold if is_header else formats.get(shape)
                    self._cell(sheet, line, column, cell, shape, is_header)
                if number == header[-1]:
                    sheet.write_string(line, remark, self.env._("Remarks"), bold)
                elif told:
                    text = neutral(self._remarks(told))
                    sheet.write_string(line, remark, text)
        if header[-1]:
            sheet.freeze_panes(header[-1], 0)
        self._summary(book, bold)
        book.close()
        return count

    def _cell(self, sheet, line, column, cell, shape, is_header):
        if cell is None:
            if shape:
                sheet.write_blank(line, column, None, shape)
            return
        kind = self.kinds.get(column)
        if is_header:
            sheet.write_string(line, column, neutral(scrub(cell)), shape)
        elif kind:
            text = mask(kind, normalise(kind, text_of(cell)))
            sheet.write_string(line, column, neutral(text), shape)
        elif isinstance(cell, float) and abs(cell) < 1e9:
            sheet.write_number(line, column, cell, shape)
        else:
            text = scrub(cell, 15 if column in self.open else 10)
            sheet.write_string(line, column, neutral(text), shape)

    @staticmethod
    def _marks(told):
        """``{column: severity}``, the worst where several meet; -1 is the row."""
        marks = {}
        for _row, column, _rule, severity, _detail in told:
            known = marks.get(column)
            if known is None or _RANKS[severity] < _RANKS[known]:
                marks[column] = severity
        return marks

    def _remarks(self, told):
        lines = []
        for _row, _column, code, _severity, detail in told:
            text = self.env._(RULES[code].text)
            text = text % (detail or {}) if "%(" in text else text
            lines.append(f"{text} {self.env._(RULES[code].remedy)}")
        return "\n".join(dict.fromkeys(lines))

    def _summary(self, book, bold):
        ledger, env = self.ledger, self.env
        sheet = book.add_worksheet(sheet_name(env._("Summary")))
        sheet.set_column(0, 0, 60)
        now = fields.Datetime.context_timestamp(ledger, fields.Datetime.now())
        rows = [
            (env._("File"), ledger.file_name),
            (env._("Office"), ledger.division_id.display_name),
            (env._("Made by"), env.user.name),
            (env._("Made on"), now.strftime("%Y-%m-%d %H:%M")),
            (env._("Purpose"), env._("Findings of the ledger check, to be corrected")),
            (env._("Households"), ledger.household_count),
            (env._("Persons"), ledger.person_count),
            (env._("Households with errors"), ledger.faulty_count),
        ]
        counts = (ledger.rule_counts or {}).items()
        texts = dict(
            env["dibao.ledger.finding"]._fields["rule"]._description_selection(env)
        )
        rows += [(texts.get(code, code), count) for code, count in sorted(counts)]
        for line, (label, value) in enumerate(rows):
            sheet.write_string(line, 0, neutral(label), bold)
            if isinstance(value, int):
                sheet.write_number(line, 1, value)
            else:
                sheet.write_string(line, 1, neutral(value or ""))
