# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a dry run tells of a ledger, and of files that are none."""

from odoo.exceptions import UserError

from .common import make_id
from .ledger_common import HEADER, LedgerImportCase, as_csv, member_row
from .test_tools_workbook import add_part, make_xlsx


class TestDryRun(LedgerImportCase):
    def test_changes_nothing(self):
        self.take_over(self.rows(*self.family()))
        before = self.snapshot()
        ledger = self.check(
            self.rows(
                *self.family(月保障金额=999, 村="新村"),
                *self.family("A2", 21),
            ),
            create_villages=True,
        )
        self.assertEqual(ledger.state, "checked")
        self.assertEqual(
            (ledger.create_count, ledger.update_count, ledger.same_count), (1, 1, 0)
        )
        self.assertEqual(self.snapshot(), before)

    def test_findings_have_row_column_and_remedy(self):
        good = make_id()
        wrong = good[:-1] + ("1" if good[-1] != "1" else "2")
        ledger = self.check(self.rows(member_row("A1", "张三", wrong)))
        [finding] = ledger.finding_ids
        self.assertEqual((finding.row, finding.rule), (2, "id_check_digit"))
        self.assertEqual(finding.column, "F 身份证号")
        self.assertEqual(finding.value, "9901" + "*" * 14)
        self.assertTrue(finding.message)
        self.assertTrue(finding.remedy)
        self.assertEqual(ledger.error_count, 1)

    def test_texts_are_filled(self):
        rows = self.rows(*self.family(), *self.family("A2"))
        ledger = self.check(rows)
        messages = ledger.with_context(lang="en_US").finding_ids.mapped("message")
        self.assertIn(
            "This ID number stands in the file more than once (first in row 2).",
            messages,
        )
        labels = dict(
            self.env["dibao.ledger.finding"]
            ._fields["rule"]
            ._description_selection(self.env(context={"lang": "en_US"}))
        )
        self.assertFalse([label for label in labels.values() if "%(" in label])

    def test_back_and_check_again(self):
        ledger = self.check(self.rows(member_row("A1", "张三", "123")))
        self.assertEqual(ledger.faulty_count, 1)
        ledger.action_back()
        self.assertEqual(ledger.state, "mapping")
        self.assertFalse(ledger.finding_ids)
        ledger.action_check()
        self.run_job(ledger)
        self.assertEqual(len(ledger.finding_ids), 1)

    def test_other_choices_make_it_void(self):
        ledger = self.check(self.rows(*self.family()))
        ledger.create_villages = True
        self.assertEqual(ledger.state, "mapping")
        with self.assertRaises(UserError):
            ledger.action_import()


class TestBadInput(LedgerImportCase):
    """Told, never half-imported."""

    def all_or_nothing(self, *rows, rules, **options):
        before = self.snapshot()
        ledger = self.check(self.rows(*self.family("Z1", 31), *rows), **options)
        self.assertEqual(self.rules(ledger), sorted(rules))
        with self.assertRaises(UserError):
            ledger.action_import()
        self.assertEqual(self.snapshot(), before)
        ledger.faultless_only = True
        self.assertEqual(ledger.state, "checked")
        ledger.action_import()
        self.run_job(ledger)
        self.assertEqual((ledger.created_count, ledger.skipped_count), (1, 1))
        return ledger

    def test_wrong_check_digit(self):
        wrong = make_id()[:-1] + ("1" if make_id()[-1] != "1" else "2")
        self.all_or_nothing(member_row("A1", "张三", wrong), rules=["id_check_digit"])

    def test_two_heads(self):
        rows = (*self.family(), member_row("A1", "王五", make_id(order=7)))
        self.all_or_nothing(*rows, rules=["head_twice"])

    def test_impossible_date(self):
        row = member_row("A1", "张三", make_id(), 享受起始日期="2023-02-30")
        self.all_or_nothing(row, rules=["date_impossible"])

    def test_unknown_division(self):
        row = member_row("A1", "张三", make_id(), 村="不存在村")
        self.all_or_nothing(row, rules=["division_unknown"])

    def test_a_village_of_another_township(self):
        row = member_row("A1", "张三", make_id(), 乡镇="西镇", 村="西一村")
        self.all_or_nothing(row, rules=["division_unknown"])

    def test_urban_or_rural_missing(self):
        row = member_row("A1", "张三", make_id(), 低保类别=None)
        self.all_or_nothing(row, rules=["urban_rural_missing"])

    def test_formula_cells(self):
        rows = self.rows(*self.family("Z1", 31), member_row("A1", "张三", make_id()))

        def build(_book, sheet):
            sheet.write_formula(3, HEADER.index("月保障金额"), "=1+1", value=2)

        ledger = self.check(make_xlsx(rows, build), name="台账.xlsx")
        self.assertEqual(self.rules(ledger), ["formula"])
        self.assertEqual(ledger.finding_ids.column, "L 月保障金额")
        self.assertEqual(ledger.faulty_count, 1)

    def test_refused_files_leave_no_trace(self):
        for data, told in (
            (b"%PDF-1.7 ...", "PDF"),
            (add_part(make_xlsx(), "xl/vbaProject.bin", b"x"), "macro"),
            (add_part(make_xlsx(), "xl/media/a.bin", b"\0" * (80 << 20)), "proportion"),
            (as_csv([HEADER]) + "张三,1\n".encode("gb18030"), "GB18030"),
            (b"\x00\x01\x02", "neither"),
            (b"PK\x03\x04 cut", "damaged"),
            (as_csv([["a", "b"], ["c", "d"]]), "headings"),
        ):
            with self.subTest(told=told), self.assertRaises(UserError) as caught:
                self.upload(data, name="台账.xlsx", user=self.clerk_in_english())
            self.assertIn(told, str(caught.exception))

    def clerk_in_english(self):
        self.clerk.lang = "en_US"
        return self.clerk

    def test_gb18030(self):
        ledger = self.take_over(as_csv(self.rows(*self.family()), "gb18030"))
        self.assertEqual(ledger.created_count, 1)
        self.assertTrue(self.env["dibao.person"].search([("name", "=", "李四")]))

    def test_fifteen_digits(self):
        self.take_over(self.rows(member_row("A1", "张三", "990101700101001")))
        self.assertEqual(self.person("99010119700101001X").name, "张三")
