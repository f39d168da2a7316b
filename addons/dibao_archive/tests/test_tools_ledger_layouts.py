# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The layouts of offices: what is read of each, and what is told."""

import datetime
from decimal import Decimal

from ..tools import county_ledger, ledger_columns, ledger_texts
from ..tools.ledger_check import Options
from .common import make_id
from .ledger_rows_common import (
    EAST1,
    WEST2,
    LedgerCase,
)


class TestHouseholdLayout(LedgerCase):
    HEADER = [
        "户编号", "村", "城乡类别", "户主姓名", "户主身份证号", "银行账号", "保障人数",
        "成员1姓名", "成员1身份证号", "成员1与户主关系",
        "成员2姓名", "成员2身份证号", "成员2与户主关系", "月保障金额", "享受起始年月",
    ]  # fmt: skip

    def row(self, **changes):
        values = dict(
            zip(
                self.HEADER,
                [
                    "A1", "双河村", "农村低保", "张三", make_id(), "9901220000123456",
                    "2人", "李四", make_id("19620202", 2), "妻", None, None, None,
                    "1,030.5元", "2023年3月",
                ],
                strict=True,
            )
        )  # fmt: skip
        values.update(changes)
        return list(values.values())

    def test_good_row(self):
        households, findings = self.check([self.HEADER, self.row()])
        self.assertFalse(findings)
        [household] = households
        self.assertEqual(
            household.values,
            {
                "number": "A1",
                "division_id": WEST2,
                "urban_rural": "rural",
                "account_number": "9901220000123456",
                "allowance": Decimal("1030.50"),
                "allowance_from": datetime.date(2023, 3, 1),
            },
        )
        self.assertEqual([m.is_head for m in household.members], [True, False])
        self.assertEqual(
            household.members[1].values,
            {
                "name": "李四",
                "id_number": make_id("19620202", 2),
                "relation_id": "12",
                "birth_date": datetime.date(1962, 2, 2),
                "sex": "2",
            },
        )

    def test_head_listed_again_is_one_person(self):
        head = {
            "成员2姓名": "张三",
            "成员2身份证号": make_id(),
            "成员2与户主关系": "户主",
        }
        [household], findings = self.check([self.HEADER, self.row(**head)])
        self.assertFalse(findings)
        self.assertEqual(len(household.members), 2)

    def told(self, **changes):
        [household], findings = self.check([self.HEADER, self.row(**changes)])
        return self.codes(findings), household.faulty, findings

    def test_single_flaws(self):
        good = make_id()
        wrong = good[:-1] + ("1" if good[-1] != "1" else "2")
        for changes, code, faulty in (
            ({"户主身份证号": wrong}, "id_check_digit", True),
            ({"户主身份证号": make_id("19700230")}, "id_birth_date", True),
            ({"户主身份证号": make_id("20290101")}, "id_birth_future", True),
            ({"户主身份证号": good[:17]}, "id_length", True),
            ({"户主身份证号": 9.90101196001010e17}, "id_rounded", True),
            ({"户主身份证号": "9901**********"}, "id_masked", True),
            ({"户主身份证号": None}, "id_missing", True),
            ({"户主姓名": None}, "name_missing", True),
            ({"户主姓名": "张三123"}, "name_shape", False),
            ({"村": "不存在村"}, "division_unknown", True),
            ({"村": None}, "division_missing", True),
            ({"城乡类别": "中间"}, "urban_rural_unknown", True),
            ({"银行账号": "12ab"}, "account_shape", True),
            ({"银行账号": 6.22202000011112e18}, "account_rounded", True),
            ({"银行账号": "6222020000111122"}, "account_check", False),
            ({"保障人数": 5}, "count_differs", False),
            ({"成员1与户主关系": "朋友的朋友"}, "relation_unknown", True),
            ({"成员1与户主关系": None}, "relation_missing", False),
            ({"成员1与户主关系": "户主"}, "head_twice", True),
            ({"月保障金额": "三百"}, "amount_unknown", True),
            ({"月保障金额": -5}, "amount_negative", True),
            ({"享受起始年月": "2023年13月"}, "date_impossible", True),
        ):
            with self.subTest(code=code):
                codes, is_faulty, findings = self.told(**changes)
                self.assertEqual(codes, [code])
                self.assertEqual(is_faulty, faulty)
                rule = ledger_texts.RULES[code]
                self.assertEqual(rule.severity == "error", faulty)
                self.assertTrue(rule.text and rule.remedy)
                self.assertEqual(findings[0].row, 2)

    def test_findings_show_no_number(self):
        wrong = make_id()[:-1] + "1234"
        _codes, _faulty, findings = self.told(
            户主身份证号=wrong,
            户主姓名="张三" + wrong,
            银行账号="99012200001234567890123456789012345",
            月保障金额="15412345678的钱",
            成员1与户主关系="同" + make_id(),
        )
        self.assertEqual(
            self.codes(findings),
            ["account_shape", "amount_unknown", "name_shape", "id_length"]
            + ["relation_unknown"],
        )
        for finding in findings:
            self.assertNotRegex(finding.value, r"\d{5}")
            self.assertNotIn(wrong, repr(finding))

    def test_twice_in_the_file(self):
        second = self.row(户编号="A2", 成员1身份证号=make_id("19650101", 2))
        _households, findings = self.check([self.HEADER, self.row(), second])
        self.assertEqual(self.codes(findings), ["id_twice", "account_shared"])
        self.assertEqual(findings[0].detail, {"row": 2})

    def test_number_twice_with_different_heads(self):
        other = self.row(
            户主身份证号=make_id("19650101"),
            成员1身份证号=make_id("19650101", 2),
            银行账号="9901220000999999",
        )
        households, findings = self.check([self.HEADER, self.row(), other])
        self.assertEqual(self.codes(findings), ["number_twice"])
        self.assertEqual([h.faulty for h in households], [False, True])

    def test_fifteen_digits(self):
        [household], findings = self.check(
            [self.HEADER, self.row(户主身份证号="990101700101001")]
        )
        self.assertFalse(findings)
        self.assertEqual(household.members[0].values["id_number"], "99010119700101001X")

    def test_fifteen_digits_in_a_number_cell(self):
        [household], findings = self.check(
            [self.HEADER, self.row(户主身份证号=990101700101001.0)]
        )
        self.assertFalse(findings)
        self.assertEqual(household.members[0].values["id_number"], "99010119700101001X")

    def test_formulas_in_used_columns(self):
        rows = [self.HEADER, self.row()]
        [household], findings = self.check(rows, formulas={(1, 13)})
        self.assertEqual(self.codes(findings), ["formula"])
        self.assertTrue(household.faulty)
        mapping = ledger_columns.recognise([(1, self.HEADER)])
        mapping.columns[13].field = "-"
        [household], findings = self.check(rows, mapping=mapping, formulas={(1, 13)})
        self.assertFalse(findings)

    def test_noise_is_left_out(self):
        rows = [
            self.HEADER,
            [str(n) for n in range(1, len(self.HEADER) + 1)],
            self.row(),
            self.HEADER,
            ["合计", None, None, None, None, None, 2, *[None] * 6, 1030.5, None],
            ["填表人：王五", None, "审核人：赵六"],
        ]
        households, findings = self.check(rows)
        self.assertEqual(len(households), 1)
        self.assertFalse(findings)

    def test_urban_rural_for_the_whole_file(self):
        rows = [self.HEADER, self.row(城乡类别=None)]
        [household], _findings = self.check(rows, options=Options("urban"))
        self.assertEqual(household.values["urban_rural"], "urban")


class TestMemberLayout(LedgerCase):
    HEADER = [
        "户编号", "乡镇", "村", "姓名", "身份证号", "与户主关系", "性别", "出生日期",
        "残疾类别", "残疾等级", "是否享受", "未纳入原因", "联系电话", "家庭月收入",
    ]  # fmt: skip

    def rows(self, *changes):
        """A household of two, changed row by row."""
        base = [
            ["A1", "东镇", "一村", "张三", make_id(), "本人", "男", "1960.1.1",
             "肢体二级", None, "是", None, "154 1234 5678", 300],
            ["A1", "东镇", "一村", "李四", make_id("19900202", 2), "长女", "女",
             "1990年2月", None, None, "是", None, None, None],
        ]  # fmt: skip
        for number, change in enumerate(changes):
            for header, value in change.items():
                base[number][self.HEADER.index(header)] = value
        return [self.HEADER, *base]

    def test_good_rows(self):
        [household], findings = self.check(self.rows())
        self.assertFalse(findings)
        self.assertEqual(household.values["division_id"], EAST1)
        self.assertEqual(household.values["monthly_income"], Decimal("300.00"))
        head, daughter = household.members
        self.assertEqual(head.values["relation_id"], "02")
        self.assertTrue(head.is_head)
        self.assertEqual(head.values["disability_type"], "4")
        self.assertEqual(head.values["disability_grade"], "2")
        self.assertEqual(head.values["phone"], "15412345678")
        self.assertEqual(daughter.values["birth_date"], datetime.date(1990, 2, 2))

    def test_flaws(self):
        for changes, code, faulty in (
            (({"与户主关系": "妻"},), "head_missing", True),
            (({}, {"与户主关系": "户主"}), "head_twice", True),
            (({"性别": "女"},), "sex_mismatch", False),
            (({"出生日期": "1961-01-01"},), "birth_mismatch", False),
            (({"出生日期": "1960-02-31"},), "date_impossible", True),
            (({"出生日期": "2060-01-01"},), "date_future", True),
            (({"联系电话": "没有电话"},), "phone_shape", False),
            (({}, {"是否享受": "否"}), "exclusion_missing", False),
            (({}, {"是否享受": "也许"}), "counted_unknown", False),
            (({"残疾类别": "其它"},), "code_unknown", False),
        ):
            with self.subTest(code=code):
                [household], findings = self.check(self.rows(*changes))
                self.assertEqual(self.codes(findings), [code])
                self.assertEqual(household.faulty, faulty)

    def test_not_counted(self):
        rows = self.rows({}, {"是否享受": "否", "未纳入原因": "服刑"})
        [household], findings = self.check(rows)
        self.assertFalse(findings)
        self.assertEqual(household.members[1].values["exclusion_id"], "prison")
        self.assertIs(household.members[1].values["counted"], False)

    def test_without_a_number_by_reason(self):
        rows = self.rows({}, {"身份证号": "新生儿", "出生日期": "2025-06-01"})
        [household], findings = self.check(rows)
        self.assertFalse(findings)
        self.assertEqual(household.members[1].values["no_id_reason"], "newborn")
        _households, findings = self.check(self.rows({}, {"身份证号": "无"}))
        self.assertEqual(self.codes(findings), ["id_missing"])
        rows = self.rows({}, {"身份证号": "未上户", "出生日期": None})
        self.assertEqual(self.codes(self.check(rows)[1]), ["birth_missing"])

    def test_household_cells_on_the_first_row_only(self):
        rows = self.rows({}, {"户编号": None, "乡镇": None, "村": None})
        [household], findings = self.check(rows)
        self.assertFalse(findings)
        self.assertEqual(len(household.members), 2)

    def test_without_household_numbers_a_head_opens_one(self):
        other = [None, "东镇", "一村", "王五", make_id("19700101"), "户主", *[None] * 8]
        rows = self.rows({"户编号": None}, {"户编号": None})
        households, findings = self.check([*rows, other])
        self.assertEqual([len(h.members) for h in households], [2, 1])
        self.assertEqual(self.codes(findings), ["number_missing"] * 2)

    def test_rows_apart(self):
        other = ["B1", "东镇", "一村", "王五", make_id("19700101"), "户主", *[None] * 8]
        header, first, second = self.rows()
        _households, findings = self.check([header, first, other, second])
        self.assertIn("number_apart", self.codes(findings))


class TestPaymentLayout(LedgerCase):
    def test_payments_of_two_months(self):
        header = county_ledger.PAYMENT_HEADER
        row = ["990101002002", "A1", "张三", make_id(), "Z1", "9901220000123456"]
        rows = [header, [*row, "2023-03-10", 300, 20], [*row, "2023-04-10", 310, 0]]
        [household], findings = self.check(rows)
        self.assertEqual(self.codes(findings), ["number_twice_same"])
        self.assertFalse(household.faulty)
        self.assertEqual(household.values["certificate_number"], "Z1")
        self.assertEqual(len(household.members), 1)
