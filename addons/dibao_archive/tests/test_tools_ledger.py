# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Columns, words and rows of ledgers: what is understood and what is told."""

import re

from odoo.tests import BaseCase
from odoo.tools import file_open

from ..tools import county_ledger, ledger_columns, ledger_texts, resident_id
from ..tools.ledger_places import Places
from ..tools.ledger_values import Flaw
from .ledger_rows_common import (
    COUNTY,
    DIVISIONS,
    EAST,
    EAST1,
    WEST1,
    WEST2,
)


class TestColumns(BaseCase):
    def fields(self, rows, merges=()):
        mapping = ledger_columns.recognise(list(enumerate(rows, 1)), merges)
        fields = [
            f"{column.field}{column.slot or ''}"
            for column in mapping.columns
            if column.field not in ("", "-")
        ]
        return mapping, fields

    def test_layouts_of_offices(self):
        for header, layout, known in (
            (county_ledger.HOUSEHOLD_HEADER, "household", 34),
            (county_ledger.MEMBER_HEADER, "member", 30),
            (county_ledger.PAYMENT_HEADER, "payment", 9),
        ):
            with self.subTest(layout=layout):
                mapping, fields = self.fields([header])
                self.assertEqual(mapping.layout, layout)
                self.assertEqual(len(fields), known)
                self.assertEqual(len(set(fields)), known)
                self.assertFalse(mapping.unknown)

    def test_merged_header_rows(self):
        rows = [
            ["示例县低保家庭成员台账"],
            ["填报单位：东镇"],
            ["序号", "家庭编号", "户主", None, "家庭成员", None, None, None, "备注"],
            [None, None, "姓名", "身份证号", "姓名", "身份证号", "姓名", "身份证号"],
        ]
        merges = [
            ((0, 0), (0, 8)),
            ((2, 0), (3, 0)),
            ((2, 1), (3, 1)),
            ((2, 2), (2, 3)),
            ((2, 4), (2, 7)),
            ((2, 8), (3, 8)),
        ]
        for told in (merges, ()):
            mapping, fields = self.fields(rows, told)
            self.assertEqual(mapping.header_rows, [3, 4])
            self.assertEqual(
                fields,
                [
                    "number",
                    "head.name",
                    "head.id_number",
                    "member.name1",
                    "member.id_number1",
                    "member.name2",
                    "member.id_number2",
                ],
            )

    def test_spellings(self):
        for header, field in (
            ("公民身份号码", "member.id_number"),
            ("身份证号码（18位）", "member.id_number"),
            ("户主 姓 名", "head.name"),
            ("申请人身份证号", "head.id_number"),
            ("与户主关系", "member.relation"),
            ("家庭成员（二）姓名", "member.name"),
            ("月保障金额（元）", "allowance"),
            ("银行帐号", "account_number"),
            ("村（居）委会", "village"),
            ("乡（镇、街道）", "township"),
            ("ID Number", "member.id_number"),
            ("Household No.", "number"),
            ("星座", ""),
        ):
            with self.subTest(header=header):
                self.assertEqual(ledger_columns.recognise_header([header])[0], field)

    def test_no_header(self):
        rows = [(1, ["张三", "99010119700101001X"]), (2, ["李四", "x"])]
        self.assertIsNone(ledger_columns.recognise(rows))

    def test_json_and_fingerprint(self):
        mapping, _fields = self.fields([county_ledger.MEMBER_HEADER])
        again = ledger_columns.Mapping.from_json(mapping.to_json())
        self.assertEqual(again, mapping)
        self.assertEqual(again.fingerprint, mapping.fingerprint)
        other, _fields = self.fields([county_ledger.HOUSEHOLD_HEADER])
        self.assertNotEqual(other.fingerprint, mapping.fingerprint)


class TestPlaces(BaseCase):
    def setUp(self):
        super().setUp()
        self.places = Places(COUNTY, DIVISIONS)

    def test_by_code_and_name(self):
        for told, found in (
            (("990101001001", None, None), EAST1),
            (("990101002", None, "双河村委会"), WEST2),
            ((None, "西街道办事处", "一社区居委会"), WEST1),
            ((None, "东镇", "一村"), EAST1),
            ((None, None, "双河"), WEST2),
            ((None, "东镇", None), EAST),
            ((990101002002.0, None, None), WEST2),
        ):
            with self.subTest(told=told):
                self.assertEqual(self.places.resolve(*told), found)

    def test_flaws(self):
        for told, code in (
            ((None, None, None), "division_missing"),
            ((None, None, "一村"), "division_ambiguous"),
            ((None, "东镇", "双河村"), "division_unknown"),
            ((None, "南镇", "一村"), "division_unknown"),
            (("990101009001", None, None), "division_unknown"),
            (("990102001001", None, None), "division_outside"),
            (("东镇", None, None), "division_unknown"),
        ):
            with self.subTest(told=told):
                with self.assertRaises(Flaw) as caught:
                    self.places.resolve(*told)
                self.assertEqual(caught.exception.code, code)

    def test_new_villages_by_choice(self):
        places = Places(EAST, [DIVISIONS[1], DIVISIONS[3]], create_villages=True)
        with self.assertRaises(Flaw) as caught:
            places.resolve(None, None, "新 村")
        self.assertEqual(caught.exception.code, "village_new")
        self.assertEqual(caught.exception.value, ("new", EAST, "新村"))


class TestRules(BaseCase):
    def test_every_flaw_has_its_words(self):
        """No reader can tell something that has no text and no remedy."""
        told = {f"id_{code}" for code in resident_id.TEXTS} - {"id_empty", "id_lifted"}
        parts = ("values", "readers", "places", "check", "household", "people")
        for name in (*parts, "family"):
            with file_open(f"dibao_archive/tools/ledger_{name}.py") as source:
                text = source.read()
            told |= set(re.findall(r'(?:Flaw|_word|_protected)\([^)"]*"(\w+)"', text))
            told |= set(re.findall(r'tell\([^)]*?"([a-z]+_[a-z_]+)"', text))
        told -= {*ledger_columns.PERSON_WORDS, *ledger_columns.HOUSEHOLD_WORDS}
        told -= {"exclusion", "certificate"}
        self.assertLessEqual(told, set(ledger_texts.RULES))
        self.assertGreater(len(told), 35)
