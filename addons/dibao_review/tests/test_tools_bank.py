# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Files for banks and from banks, by profiles."""

import io
from decimal import Decimal

import openpyxl

from odoo.tests import BaseCase

from ..tools import bank_format, bank_return
from ..tools.bank_format import Column, FormatError, Profile, Row
from ..tools.bank_return import Back

ROWS = (
    Row("P000001-00000007", "6200000000000001", "示例甲", Decimal("512.30"), "2026-03"),
    Row("P000001-00000008", "6200000000000002", "龘𠮷，乙", Decimal("0.05"), "2026-03"),
)
COLUMNS = (
    Column("sequence", "序号", 6, "right", "0"),
    Column("account", "账号", 20),
    Column("account_name", "户名", 24),
    Column("fen", "金额", 12, "right", "0"),
    Column("reference", "备注", 18),
)


def made(profile, rows=ROWS, month="2026-03"):
    stream = io.BytesIO()
    told = bank_format.render(profile, rows, stream, month)
    return stream.getvalue(), told


class TestRender(BaseCase):
    def test_fixed_width_counts_bytes(self):
        profile = Profile(
            "fixed", "gb18030", COLUMNS, titles=False, foot="T{count}|{fen}"
        )
        data, told = made(profile)
        self.assertEqual(told, (2, Decimal("512.35")))
        lines = data.split(b"\r\n")
        self.assertEqual(
            lines[0].decode("gb18030"),
            "0000016200000000000001    "
            # three characters of two bytes
            + "示例甲"
            + " " * 18
            + "000000051230"
            + "P000001-00000007  ",
        )
        self.assertEqual([len(line) for line in lines[:2]], [80, 80])
        self.assertEqual(lines[2:], [b"T2|51235", b""])

    def test_separated_text(self):
        columns = (
            Column("account_name", "户名"),
            Column("yuan", "金额"),
            Column("text", "用途", text="低保金"),
        )
        profile = Profile("csv", "utf-8-sig", columns, head="{month},{count},{yuan}")
        data, _told = made(profile)
        self.assertEqual(data[:3], b"\xef\xbb\xbf")
        self.assertEqual(
            data[3:].decode().split("\r\n"),
            [
                "2026-03,2,512.35",
                "户名,金额,用途",
                "示例甲,512.30,低保金",
                "龘𠮷，乙,0.05,低保金",
                "",
            ],
        )
        self.assertEqual(made(profile)[0].count(b"\xef\xbb\xbf"), 1)

    def test_gb18030_holds_rare_characters(self):
        data, _told = made(Profile("csv", "gb18030", (Column("account_name"),)))
        self.assertIn("龘𠮷，乙", data.decode("gb18030"))

    def test_workbook(self):
        profile = Profile("xlsx", "utf-8", COLUMNS)
        data, told = made(profile)
        self.assertEqual(told, (2, Decimal("512.35")))
        sheet = openpyxl.load_workbook(io.BytesIO(data)).active
        self.assertEqual(
            [[cell.value for cell in row] for row in sheet.iter_rows()],
            [
                ["序号", "账号", "户名", "金额", "备注"],
                ["1", "6200000000000001", "示例甲", "51230", "P000001-00000007"],
                ["2", "6200000000000002", "龘𠮷，乙", "5", "P000001-00000008"],
            ],
        )
        self.assertEqual(made(profile)[0], data, "the same rows give the same bytes")

    def refused(self, code, profile, **changed):
        values = {**ROWS[0].__dict__, **changed}
        with self.assertRaises(FormatError) as caught:
            made(profile, [Row(**values)])
        self.assertEqual(caught.exception.code, code)
        return caught.exception

    def test_what_does_not_fit_is_refused(self):
        profile = Profile("fixed", "gb18030", COLUMNS, titles=False)
        told = self.refused("width", profile, account="6" * 21)
        self.assertEqual((told.column, told.reference), ("账号", "P000001-00000007"))
        self.refused("amount", profile, amount=Decimal(0))
        self.refused("amount", profile, amount=Decimal("-1"))
        self.refused("fraction", profile, amount=Decimal("1.005"))
        self.refused("account", profile, account="")
        self.refused("control", profile, account_name="甲\n乙")


BACK = (
    Column("skip", "序号", 6, "right", "0"),
    Column("reference", "备注", 18),
    Column("account", "账号", 20),
    Column("fen", "金额", 12, "right", "0"),
    Column("result", "结果", 4),
    Column("reason", "原因", 20),
)
WORDS = {"paid": {"0000"}, "closed_account": {"0102"}, "bounced": {"*"}}


def sent(reference="A", amount="5.00", account="62000001", settled=None):
    return {reference: (Decimal(amount), lambda given: given == account, settled)}


def back(reference="A", amount="5.00", account="62000001", code="0000", **values):
    return Back(1, reference, account, amount and Decimal(amount), code, **values)


class TestReturn(BaseCase):
    def test_fixed_width(self):
        profile = Profile("fixed", "gb18030", BACK, titles=False, foot="T")
        line = (
            "000001P000001-00000007  62000001            0000000005000102销户".encode(
                "gb18030"
            )
        )
        line += b" " * (80 - len(line))
        data = line + b"\r\nbroken\r\n" + b"T1\r\n"
        rows = list(bank_return.read(profile, bank_return.fixed_rows(profile, data)))
        self.assertEqual(len(rows), 2)
        self.assertEqual(
            rows[0],
            Back(1, "P000001-00000007", "62000001", Decimal(5), "0102", "销户"),
        )
        self.assertEqual((rows[1].number, rows[1].problem), (2, "unreadable"))

    def test_table_with_titles(self):
        profile = Profile("csv", "utf-8", (Column("reference"), Column("yuan")))
        rows = [(1, ["备注", "金额"]), (2, ["A", "1,205.50"]), (3, ["B", "x"]), (4, [])]
        found = list(bank_return.read(profile, rows))
        self.assertEqual(found[0].amount, Decimal("1205.50"))
        self.assertEqual([one.problem for one in found], ["", "money", "unreadable"])

    def problems(self, backs, known):
        judged = bank_return.judge(backs, known, WORDS)
        return [problem for _back, _result, problem in judged]

    def test_what_agrees(self):
        judged = bank_return.judge([back()], sent(), WORDS)
        self.assertEqual([one[1:] for one in judged], [("paid", "")])
        self.assertEqual(bank_return.result_of("0102", WORDS), "closed_account")
        self.assertEqual(bank_return.result_of("0999", WORDS), "bounced")
        self.assertIsNone(bank_return.result_of("0999", {"paid": {"0000"}}))

    def test_a_file_need_not_tell_everything(self):
        self.assertEqual(self.problems([back(amount=None, account="")], sent()), [""])

    def test_what_does_not_agree(self):
        for wrong, problem in (
            (back(reference="B"), "unknown"),
            (back(amount="5.01"), "amount"),
            (back(account="62000002"), "account"),
            (back(problem="unreadable"), "unreadable"),
        ):
            self.assertEqual(self.problems([wrong], sent()), [problem])
        words = {"paid": {"0000"}}
        judged = bank_return.judge([back(code="?")], sent(), words)
        self.assertEqual(judged[0][2], "result")

    def test_neither_of_two_is_believed(self):
        rows = [back(), back(code="0102")]
        self.assertEqual(self.problems(rows, sent()), ["double", "double"])

    def test_told_twice_and_told_otherwise(self):
        self.assertEqual(self.problems([back()], sent(settled="paid")), [""])
        self.assertEqual(self.problems([back(code="0999")], sent(settled="paid")), [""])
        self.assertEqual(self.problems([back()], sent(settled="bounced")), ["settled"])
