# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A foreign program opens every workbook we hand out and reads the same values.

LibreOffice recalculates on loading (set below), writes each sheet as CSV, and what
stands there is compared with what we wrote. A text that it took for a formula, a
number it read otherwise or a damaged part would show.
"""

import csv
import datetime
import subprocess
import tempfile
from pathlib import Path

import openpyxl

from odoo.addons.dibao_archive.export_book import ListBook
from odoo.addons.dibao_archive.ledger.result import ResultBook
from odoo.addons.dibao_archive.tests.common import make_id
from odoo.addons.dibao_archive.tests.ledger_common import member_row
from odoo.addons.dibao_archive.tests.test_export import ExportCase
from odoo.addons.dibao_review.statistics_book import BAD, GOOD, TableBook
from odoo.addons.dibao_review.tests.statistics_common import JAN, StatisticsCase

ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""
# Separator, quote, UTF-8, values as stored rather than as shown, all sheets.
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"


def read_by_office(path):
    """``{sheet: rows}`` of a workbook as LibreOffice reads it."""
    folder = Path(path).parent
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    settings = profile / "user" / "registrymodifications.xcu"
    settings.write_text(ALWAYS_RECALCULATE, encoding="utf-8")
    out = folder / "csv"
    done = subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            CSV,
            "--outdir",
            str(out),
            str(path),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=180,
        check=False,
    )
    files = sorted(out.glob("*.csv")) if out.exists() else []
    assert files, f"LibreOffice wrote nothing: {done.stdout}"
    sheets = {}
    for file in files:
        with open(file, newline="", encoding="utf-8") as stream:
            sheets[file.stem.split("-", 1)[1]] = list(csv.reader(stream))
    return sheets


def as_text(value):
    """A cell as LibreOffice writes it into a CSV."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ")
    return str(value)


def trimmed(rows):
    """Rows of texts without the empty cells and rows at their ends."""
    texts = [[as_text(cell) for cell in row] for row in rows]
    for row in texts:
        while row and row[-1] == "":
            row.pop()
    while texts and not texts[-1]:
        texts.pop()
    return texts


class TestOffice(ExportCase):
    def same_in_office(self, save):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "book.xlsx")
            save(str(path))
            theirs = read_by_office(path)
            book = openpyxl.load_workbook(path)
            self.assertEqual(set(theirs), set(book.sheetnames))
            for sheet in book.worksheets:
                ours = trimmed(sheet.iter_rows(values_only=True))
                self.assertTrue(ours)
                self.assertEqual(trimmed(theirs[sheet.title]), ours)
                formulas = [
                    cell.coordinate
                    for row in sheet.iter_rows()
                    for cell in row
                    if cell.data_type == "f"
                ]
                self.assertFalse(formulas)

    def test_lists(self):
        """Each list that has the export, with all its columns."""
        self.take_over(
            self.rows(
                member_row(
                    "B1", "+1", make_id(order=71), 家庭住址="-2+3", 月保障金额=512.35
                ),
                member_row("B1", "𠮷田", make_id("19620202", 72), "妻"),
            )
        )
        user = self.make_user("office_officer", "county_officer", self.county)
        actions = self.env["ir.actions.act_window"].search(
            [("res_model", "=", "dibao.export")]
        )
        self.assertGreater(len(actions), 8)
        for action in actions:
            records = self.env[action.binding_model_id.model].search([], limit=50)
            export = self.export(records, user=user, columns="all")
            with self.subTest(model=records._name):
                self.same_in_office(ListBook(export).save)

    def test_result_of_a_ledger(self):
        ledger = self.check(
            self.rows(
                member_row("B1", "王五", make_id(order=93), 联系电话="15412345678"),
                member_row(
                    "B2", "=SUM(1)", "123", 家庭住址="@x\n换行", 月保障金额=-1.5
                ),
                member_row("B3", "钱七", make_id(order=97), 状态="不知道"),
            )
        )
        self.same_in_office(ResultBook(ledger).save)


class TestOfficeStatistics(StatisticsCase):
    """The formulas of an official table add up in a foreign program, too."""

    def test_table_rechecks_itself(self):
        person = self.person_values
        self.make_people([person(), person("20150101", "2")], 300.0, JAN)
        self.make_people([person("19500101")], 200.5, JAN, self.west_village)
        self.freeze(JAN)
        read = self.env["dibao.statistics"]
        for layout in ("county", "quarterly", "yearbook"):
            table = read.official_table(layout, self.county.id)
            with tempfile.TemporaryDirectory() as folder, self.subTest(layout=layout):
                path = Path(folder, "table.xlsx")
                path.write_bytes(TableBook(self.env, table).content())
                # LibreOffice reckons every formula anew; ours stand as cached values.
                theirs = read_by_office(path)
                ours = openpyxl.load_workbook(path, data_only=True)
                cells = [
                    cell for rows in theirs.values() for row in rows for cell in row
                ]
                self.assertNotIn(BAD, cells)
                self.assertFalse([one for one in cells if one.startswith(("#", "Err"))])
                for sheet in ours.worksheets:
                    self.assertEqual(
                        trimmed(theirs[sheet.title]),
                        trimmed(sheet.iter_rows(values_only=True)),
                    )
                if layout != "yearbook":
                    self.assertIn(GOOD, cells)
