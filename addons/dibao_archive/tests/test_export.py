# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Lists and results that leave as workbooks: masked, neutral, on record."""

import io
import os
import tempfile
from datetime import timedelta
from unittest.mock import patch

import openpyxl
from psycopg2.errors import NotNullViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Datetime
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .. import export_book
from ..export_book import ListBook
from ..ledger.result import ResultBook
from ..tools import mask
from ..tools.sheet_text import neutral
from .common import make_id
from .ledger_common import LedgerImportCase, member_row


class ExportCase(LedgerImportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number = make_id()
        cls.household = cls.make_household(
            cls.east_village,
            [("张三", cls.number, "02"), ("=1+1", make_id("19620202", 2), "12")],
            number="A1",
            living_address="@SUM(A1)",
            account_number="9901220000123456",
        )
        cls.away = cls.make_household(
            cls.west_village, [("赵六", make_id(order=61), "02")], number="W1"
        )

    def export(self, records, user=None, **vals):
        return (
            self.env["dibao.export"]
            .with_user(user or self.clerk)
            .with_context(active_model=records._name, active_ids=records.ids)
            .create({"purpose": "audit", "reference": "函〔2026〕1号", **vals})
        )

    def cells(self, save):
        """All cells of a workbook made by ``save(path)``, sheet by sheet."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "book.xlsx")
            save(path)
            with open(path, "rb") as stream:
                return self.sheets(stream.read())

    def sheets(self, data):
        book = openpyxl.load_workbook(io.BytesIO(data))
        return [
            [[cell.value for cell in row] for row in sheet.iter_rows()]
            for sheet in book.worksheets
        ]


class TestExport(ExportCase):
    def test_header_columns_and_masks(self):
        export = self.export(self.household.member_ids, columns="all")
        self.assertEqual(export.count, 2)
        [sheet] = self.cells(ListBook(export).save)
        head = {row[0]: row[1] for row in sheet[:6]}
        self.assertEqual(list(head.values())[4], 2)
        self.assertIn("ledger_clerk", str(list(head.values())))
        self.assertIn("函〔2026〕1号", str(list(head.values())))
        text = str(sheet)
        self.assertIn("9901" + "*" * 14, text)
        for clear in (self.number, make_id("19620202", 2), "9901220000123456"):
            self.assertNotIn(clear, text)

    def test_nothing_acts_as_a_formula(self):
        sheets = self.cells(ListBook(self.export(self.household.member_ids)).save)
        sheets += self.cells(ListBook(self.export(self.household, columns="all")).save)
        values = [v for sheet in sheets for row in sheet for v in row]
        texts = [value for value in values if isinstance(value, str)]
        self.assertIn("'=1+1", texts)
        self.assertIn("'@SUM(A1)", texts)
        self.assertFalse(
            [text for text in texts if text.startswith(("=", "+", "-", "@"))]
        )

    def test_neutral(self):
        for text in (
            "=1",
            "+1",
            "-1",
            "@x",
            "\t=1",
            "\r=1",
            "\n=1",
            "  =1",
            "\u3000=1",
        ):
            self.assertEqual(neutral(text), "'" + text)
        for text in ("张三", "1-2", "", "a=b"):
            self.assertEqual(neutral(text), text)

    def test_rights_hold_when_it_is_made(self):
        export = self.export(self.household | self.away)
        self.assertEqual(export.count, 1)
        self.assertNotIn("W1", str(self.cells(ListBook(export).save)))
        export.sudo().record_domain = []
        self.assertNotIn("W1", str(self.cells(ListBook(export).save)))

    def test_lists_that_are_nobodys_business(self):
        for model in ("res.users", "dibao.ledger.person", "dibao.key", "no.model"):
            export = self.export(self.household)
            export.sudo().model = model
            with self.subTest(model=model), self.assertRaises(AccessError):
                ListBook(export)
        village = self.make_user("export_statistics", "statistics", self.east)
        with self.assertRaises(AccessError):
            self.export(self.household, user=village)

    def test_purpose_is_needed(self):
        with self.assertRaises(ValidationError):
            self.export(self.household, purpose="other", reference=" ")
        export = self.env["dibao.export"].with_user(self.clerk)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(NotNullViolation),
            self.env.cr.savepoint(),
        ):
            export.create({"model": "dibao.household"}).flush_recordset()

    def test_too_much_side_by_side_is_refused(self):
        """R-51: were the last four digits shown, birth date and number may not meet."""
        members = self.household.member_ids
        with patch.dict(mask._MASKS, {"id_number": lambda v: "*" * 14 + v[-4:]}):
            with self.assertRaises(UserError):
                ListBook(self.export(members, columns="all"))
            ListBook(self.export(self.household, columns="all"))
        ListBook(self.export(members, columns="all"))

    def test_batches_and_sheets(self):
        members = self.household.member_ids | self.away.member_ids
        with (
            patch.object(export_book, "BATCH", 1),
            patch.object(export_book, "_ROWS", 2),
        ):
            export = self.export(members, user=self.officer)
            sheets = self.cells(ListBook(export).save)
        self.assertEqual(len(sheets), 2)
        rows = [row for sheet in sheets for row in sheet[8:]]
        self.assertEqual(len(rows), 3)

    def test_whole_search(self):
        export = (
            self.env["dibao.export"]
            .with_user(self.officer)
            .with_context(
                active_model="dibao.household",
                active_domain=[("number", "in", ["A1", "W1"])],
            )
            .create({"purpose": "audit"})
        )
        self.assertEqual(export.count, 2)

    def test_every_bound_list_can_be_exported(self):
        """From households to findings: each list gives a workbook with columns."""
        actions = self.env["ir.actions.act_window"].search(
            [("res_model", "=", "dibao.export")]
        )
        self.assertGreater(len(actions), 8)
        admin = self.make_user("export_all", "county_officer", self.county)
        for action in actions:
            model = self.env[action.binding_model_id.model]
            export = self.export(model.search([], limit=3), user=admin, columns="all")
            with self.subTest(model=model._name):
                [sheet] = self.cells(ListBook(export).save)
                self.assertTrue([cell for cell in sheet[7] if cell])


class TestResult(ExportCase):
    def checked(self):
        wrong = make_id(order=91)[:-1] + "Y"
        return self.check(
            self.rows(
                member_row("B1", "王五", make_id(order=93), 联系电话="15412345678"),
                member_row("B2", "=SUM(1)", wrong, 家庭住址=make_id(order=95)),
                member_row("B3", "钱七", make_id(order=97), 状态="不知道"),
            )
        )

    def test_marked_rows_and_remarks(self):
        ledger = self.checked()
        sheet, summary = self.cells(ResultBook(ledger).save)
        self.assertEqual(len(sheet), 4)
        remarks = [row[-1] for row in sheet]
        self.assertFalse(remarks[1])
        for row in (2, 3):
            self.assertTrue(remarks[row])
        self.assertIn("ledger_clerk", str(summary) + self.clerk.login)
        text = str(sheet)
        self.assertIn("9901" + "*" * 14, text)
        self.assertIn("154****5678", text)
        self.assertIn("'=SUM(1)", text)
        for clear in (make_id(order=93), make_id(order=95), "15412345678"):
            self.assertNotIn(clear, text)
        self.assertNotRegex(text, r"\d{15}")

    def test_colours(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "book.xlsx")
            ResultBook(self.checked()).save(path)
            sheet = openpyxl.load_workbook(path).worksheets[0]
        self.assertEqual(sheet["F3"].fill.fgColor.rgb, "FFF8CBAD")
        self.assertEqual(sheet["F2"].fill.fill_type, None)


@tagged("post_install", "-at_install")
class TestDownloads(ExportCase, HttpCase):
    def log_rows(self, action):
        self.env.cr.execute(
            "SELECT login, purpose, reference, count, field_names FROM dibao_access_log"
            " WHERE action = %s ORDER BY id",
            [action],
        )
        return self.env.cr.fetchall()

    def leftovers(self):
        folder = tempfile.gettempdir()
        return [name for name in os.listdir(folder) if name.startswith("dibao-")]

    def setUp(self):
        super().setUp()
        self.before = set(self.leftovers())
        self.authenticate("ledger_clerk", "ledger_clerk")

    def test_export(self):
        export = self.export(self.household)
        answer = self.url_open(f"/dibao/export/{export.id}")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("A1", str(self.sheets(answer.content)))
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        [row] = self.log_rows("export")
        self.assertEqual(row[:4], ("ledger_clerk", "audit", "函〔2026〕1号", 1))
        self.assertIn("number", row[4])
        self.assertLessEqual(set(self.leftovers()), self.before)

    def long_list(self, user=None):
        """An export of one record more than is made at once; its job."""
        self.env["dibao.policy"].search(
            [("key_id.code", "=", "export_job_rows")]
        ).value = "0"
        export = self.export(self.household, user=user)
        job = self.env["dibao.job"].browse(export.action_export()["res_id"])
        self.assertEqual((job.kind, job.total), ("export", 1))
        self.assertEqual(job.user_id, user or self.clerk)
        return job

    def test_a_long_list_is_made_in_the_background(self):
        job = self.long_list()
        path = f"/dibao/job/{job.id}/file"
        self.assertEqual(self.url_open(path).status_code, 404, "not made yet")
        self.assertTrue(job._job_export())
        self.assertFalse(self.log_rows("export"), "nothing has left yet")
        answer = self.url_open(path)
        self.assertEqual(answer.status_code, 200)
        with tempfile.TemporaryDirectory() as folder:
            at_once = os.path.join(folder, "book")
            export = self.export(self.household).with_context(lang=self.clerk.lang)
            ListBook(export).save(at_once)
            with open(at_once, "rb") as stream:
                whole = self.sheets(stream.read())
        # Below the head, which tells the minute.
        self.assertEqual(self.sheets(answer.content)[0][4:], whole[0][4:])
        self.assertNotIn(self.number, str(self.sheets(answer.content)))
        [row] = self.log_rows("export")
        self.assertEqual(row[:4], ("ledger_clerk", "audit", "函〔2026〕1号", 1))

    def test_it_is_made_with_the_rights_of_who_ordered_it(self):
        job = self.long_list()
        self.clerk.dibao_division_ids = self.west
        job._job_export()
        self.assertEqual(job.total, 0, "not in the area any more")

    def test_nobody_else_fetches_it(self):
        job = self.long_list(self.officer)
        job._job_export()
        self.assertEqual(self.url_open(f"/dibao/job/{job.id}/file").status_code, 404)
        self.assertFalse(self.log_rows("export"))
        for told in job.with_user(self.officer).read(["file"]):
            self.assertNotIn(b"PK", bytes(str(told["file"]), "utf-8"))

    def test_it_goes_after_some_days(self):
        job = self.long_list()
        job._job_export()
        for days, kept in ((2, True), (4, False)):
            job.finished_on = Datetime.now() - timedelta(days=days)
            job._gc_files()
            self.assertEqual(bool(job.file_name), kept)
        self.assertEqual(self.url_open(f"/dibao/job/{job.id}/file").status_code, 404)

    def test_somebody_elses_export(self):
        export = self.export(self.away, user=self.officer)
        answer = self.url_open(f"/dibao/export/{export.id}")
        self.assertEqual(answer.status_code, 404)
        self.assertFalse(self.log_rows("export"))

    def test_result(self):
        ledger = self.check(self.rows(member_row("B1", "王五", "1")))
        answer = self.url_open(f"/dibao/ledger/{ledger.id}/result")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("王五", str(self.sheets(answer.content)))
        self.assertEqual(len(self.log_rows("export")), 1)
        self.assertLessEqual(set(self.leftovers()), self.before)

    def test_result_of_another_office(self):
        ledger = self.check(
            self.rows(member_row("B1", "王五", "1", 乡镇="西镇", 村="西一村")),
            user=self.officer,
            office=self.west,
        )
        answer = self.url_open(f"/dibao/ledger/{ledger.id}/result")
        self.assertEqual(answer.status_code, 404)

    def test_nobody_without_a_login(self):
        self.authenticate(None, None)
        export = self.export(self.household)
        answer = self.url_open(f"/dibao/export/{export.id}", allow_redirects=False)
        self.assertIn(answer.status_code, (302, 303))
