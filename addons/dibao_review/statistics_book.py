# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""An official table as a workbook whose formulas add everything up again.

Who opens it need not believe the program: totals are sums of the rows, each row is
checked by a formula beside it, and changing one figure turns its check red.
"""

import io

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_range

from odoo import fields

from odoo.addons.dibao_archive.tools.sheet_text import neutral, sheet_name

from . import statistics_words

GOOD, BAD = "✓", "✗"
A3 = 8


class TableBook:
    """Writes what ``dibao.statistics.official_table`` answers."""

    def __init__(self, env, table):
        self.env = env
        self.table = table

    def content(self):
        """The workbook as bytes."""
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream, {"in_memory": True})
        add = book.add_format
        border = {"border": 1, "border_color": "#999999", "valign": "vcenter"}
        self.formats = {
            "title": add({"bold": True, "font_size": 14}),
            "head": add(
                {**border, "bold": True, "bg_color": "#DDEBF7", "text_wrap": True}
                | {"align": "center"}
            ),
            "text": add(border),
            "plain": add(),
            "bold": add({**border, "bold": True}),
            "count": add({**border, "num_format": "#,##0"}),
            "yuan": add({**border, "num_format": "#,##0.00"}),
            "number": add({**border, "num_format": "#,##0.####"}),
            "good": add({"font_color": "#006100", "bg_color": "#C6EFCE"}),
            "bad": add({"font_color": "#9C0006", "bg_color": "#FFC7CE"}),
        }
        sheet = book.add_worksheet(sheet_name(self.table["title"]))
        top = self._head(sheet)
        if self.table["layout"] == "county":
            self._county(sheet, top)
        else:
            self._lines(sheet, top)
        if self.table["movement"]:
            self._movement(book.add_worksheet(sheet_name(self.env._("Movement"))))
        book.close()
        return stream.getvalue()

    def _head(self, sheet):
        """Title, place, month, who and when; returns the first line of the table."""
        table = self.table
        now = fields.Datetime.context_timestamp(self.env.user, fields.Datetime.now())
        sheet.write_string(0, 0, neutral(table["title"]), self.formats["title"])
        scope = dict(table["scopes"])[table["urban_rural"]]
        stand = (
            self.env._("as published")
            if table["published"]
            else self.env._("as known today")
        )
        sheet.write_string(
            1,
            0,
            neutral(
                f"{table['place']['name']} {table['place']['code']} "
                f"{table['month_label']} {scope}"
            ),
        )
        sheet.write_string(
            2,
            0,
            neutral(
                self.env._(
                    "%(stand)s; made on %(when)s by %(who)s",
                    stand=stand,
                    when=now.strftime("%Y-%m-%d %H:%M"),
                    who=self.env.user.name,
                )
            ),
        )
        if table["note"]:
            sheet.write_string(3, 0, neutral(table["note"]))
        return 4

    # THE COUNTY TABLE

    def _county(self, sheet, top):
        columns, rows = self.table["columns"], self.table["rows"]
        self.at = {column["code"]: i + 1 for i, column in enumerate(columns)}
        self._county_heads(sheet, top, columns)
        first = top + 2
        last = first + len(rows) - 1
        for line, row in enumerate(rows, first):
            total = line == last
            style = self.formats["bold" if total else "text"]
            sheet.write_string(line, 0, neutral(row["label"]), style)
            sums = total and len(rows) > 1
            for column in columns:
                self._cell(
                    sheet, line, column, row, (first, last - 1) if sums else None
                )
            self._row_checks(sheet, line, row)
        self._rules(sheet, first, last)
        self._colour(sheet, first, last, len(columns) + 1)
        sheet.freeze_panes(first, 1)
        sheet.set_column(0, 0, 18)
        for column in columns:
            at = self.at[column["code"]]
            # A province's yuan must not turn into hash signs.
            sheet.set_column(at, at, 17 if column["kind"] == "yuan" else 9)
        sheet.set_landscape()
        sheet.set_paper(A3)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top, top + 1)

    def _county_heads(self, sheet, top, columns):
        head = self.formats["head"]
        sheet.merge_range(top, 0, top + 1, 0, self.env._("Place"), head)
        begin = 0
        for i, column in enumerate(columns):
            sheet.write_string(top + 1, i + 1, column["label"], head)
            ends = i + 1 == len(columns) or columns[i + 1]["group"] != column["group"]
            if ends and i > begin:
                sheet.merge_range(top, begin + 1, top, i + 1, column["group"], head)
            elif ends:
                sheet.write_string(top, i + 1, column["group"], head)
            begin = i + 1 if ends else begin
        for i, (rule, _codes) in enumerate(self._checked()):
            sheet.write_string(
                top + 1,
                len(columns) + 1 + i,
                statistics_words.headings(self.env)["check_of"] % rule,
                head,
            )
        sheet.set_row(top + 1, 48)

    def _cell(self, sheet, line, column, row, span):
        value = row["cells"][column["code"]]
        place, style = self.at[column["code"]], self.formats[column["kind"]]
        if value is None:
            sheet.write_string(line, place, "—", self.formats["text"])
        elif column["code"] == "average":
            money, people = (
                xl_col_to_name(self.at[code]) + str(line + 1)
                for code in ("spending", "persons")
            )
            if None in (row["cells"]["spending"], row["cells"]["persons"]):
                sheet.write_number(line, place, value, style)
            else:
                formula = f"=IF({people}=0,0,ROUND({money}/{people},2))"
                sheet.write_formula(line, place, formula, style, value)
        elif span and self._all_known(column["code"]):
            formula = f"=SUM({xl_range(span[0], place, span[1], place)})"
            sheet.write_formula(line, place, formula, style, value)
        else:
            sheet.write_number(line, place, value, style)

    def _all_known(self, code):
        return all(row["cells"][code] is not None for row in self.table["rows"])

    def _checked(self):
        """The rules of a row: what they say, and the columns of both sides.

        :return: ``[(rule, (sign, code, codes))]``; sign 0: the code is the sum of the
            codes, 1: not above it, -1: none of the codes is above it
        """
        said = statistics_words.rules(self.env)
        found = []
        for rule, name, sign in (
            ("parts", "parts", 0),
            ("covered", "covered", 1),
            ("within", "within", -1),
        ):
            for column in self.table["columns"]:
                if not column[name]:
                    continue
                text = (
                    self.env._("No class is above %s", column["label"])
                    if sign < 0
                    else said[rule] % {"column": column["label"]}
                )
                found.append((text, (sign, column["code"], column[name])))
        return found

    def _row_checks(self, sheet, line, row):
        for i, (_rule, (sign, code, codes)) in enumerate(self._checked()):
            values = [row["cells"][one] for one in (code, *codes)]
            if None in values:
                continue
            whole, *parts = (
                xl_col_to_name(self.at[one]) + str(line + 1) for one in (code, *codes)
            )
            left, *right = values
            if sign < 0:
                test, holds = f"MAX({','.join(parts)})<={whole}", max(right) <= left
            else:
                sides = f"ROUND({whole}-({'+'.join(parts)}),2)"
                gap = round(left - sum(right), 2)
                test = f"{sides}<=0" if sign else f"{sides}=0"
                holds = gap <= 0 if sign else gap == 0
            sheet.write_formula(
                line,
                len(self.at) + 1 + i,
                f'=IF({test},"{GOOD}","{BAD}")',
                self.formats["text"],
                GOOD if holds else BAD,
            )

    def _rules(self, sheet, first, last):
        """The rules in words below the table, each with what its formulas found."""
        line = last + 2
        sheet.write_string(
            line, 0, statistics_words.headings(self.env)["rules"], self.formats["bold"]
        )
        rows = self.table["rows"]
        for i, (rule, (_sign, code, codes)) in enumerate(self._checked()):
            line += 1
            sheet.write_string(line, 0, neutral(rule), self.formats["plain"])
            if all(row["cells"][one] is None for row in rows for one in (code, *codes)):
                continue
            found = xl_range(first, len(self.at) + 1 + i, last, len(self.at) + 1 + i)
            holds = all(one["holds"] for one in self.table["checks"])
            sheet.write_formula(
                line,
                4,
                f'=IF(COUNTIF({found},"{BAD}")=0,"{GOOD}","{BAD}")',
                self.formats["text"],
                GOOD if holds else BAD,
            )
        self._colour(sheet, last + 3, line, 4, 0)

    def _colour(self, sheet, first, last, column, count=6):
        for sign, style in ((GOOD, "good"), (BAD, "bad")):
            sheet.conditional_format(
                first,
                column,
                last,
                column + count,
                {
                    "type": "cell",
                    "criteria": "==",
                    "value": f'"{sign}"',
                    "format": self.formats[style],
                },
            )

    # LINES

    def _lines(self, sheet, top):
        table, head = self.table, self.formats["head"]
        ends = statistics_words.headings(self.env)
        labels = [one["label"] for one in table["columns"]]
        for i, label in enumerate([ends["line"], *labels, ends["check"]]):
            sheet.write_string(top, i, label, head)
        line_of = {
            row["cells"]["number"]: top + 1 + i for i, row in enumerate(table["rows"])
        }
        for row in table["rows"]:
            line = line_of[row["cells"]["number"]]
            indent = "　" * row.get("indent", 0)
            sheet.write_string(line, 0, indent + row["label"], self.formats["text"])
            for i, column in enumerate(table["columns"], 1):
                value = row["cells"][column["code"]]
                if value is None:
                    sheet.write_string(line, i, "—", self.formats["text"])
                elif isinstance(value, str):
                    sheet.write_string(line, i, value, self.formats["text"])
                elif column["code"] == "growth":
                    now, then = f"D{line + 1}", f"E{line + 1}"
                    style = self.formats["number"]
                    formula = f"=ROUND(100*({now}-{then})/{then},1)"
                    sheet.write_formula(line, i, formula, style, value)
                else:
                    sheet.write_number(line, i, value, self.formats["number"])
            self._line_check(sheet, line, row, line_of)
        self._colour(sheet, top + 1, top + len(table["rows"]), 6, 0)
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 6, 14)
        sheet.freeze_panes(top + 1, 1)

    def _line_check(self, sheet, line, row, line_of):
        numbers = self.table["parts"].get(row["cells"]["number"])
        if not numbers or row["cells"]["value"] is None:
            return
        parts = "+".join(f"D{line_of[number] + 1}" for number in numbers)
        # Each line of 10 000 yuan was rounded by itself to its fourth place.
        slack = 0.00005 * (len(numbers) + 1) + 1e-9
        formula = f'=IF(ABS(D{line + 1}-({parts}))<={slack:.9f},"{GOOD}","{BAD}")'
        sheet.write_formula(line, 6, formula, self.formats["text"], GOOD)

    # MOVEMENT

    def _movement(self, sheet):
        line = 0
        for one in self.table["movement"]:
            number = self.formats[one["kind"]]
            title = f"{one['what']} · {one['since']}"
            sheet.write_string(line, 0, neutral(title), self.formats["head"])
            first = line + 1
            *steps, end = one["steps"]
            for step in steps:
                line += 1
                sheet.write_string(
                    line, 0, neutral(step["label"]), self.formats["text"]
                )
                sheet.write_number(line, 1, step["count"], number)
            line += 1
            sheet.write_string(line, 0, neutral(end["label"]), self.formats["bold"])
            sheet.write_formula(
                line,
                1,
                f"=SUM({xl_range(first, 1, line - 1, 1)})",
                number,
                end["count"],
            )
            line += 2
        sheet.set_column(0, 0, 36)
