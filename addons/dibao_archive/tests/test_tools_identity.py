# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""ID numbers, masks, names and what people type: pure functions."""

import datetime
from decimal import Decimal

from odoo.tests import BaseCase

from ..tools import chinese, mask, pinyin, resident_id, tokens
from .common import make_id

TODAY = datetime.date(2026, 1, 1)


class TestResidentId(BaseCase):
    def check(self, value):
        return resident_id.check(value, TODAY)

    def test_spellings_become_one(self):
        number = "99010119700101001X"
        for spelling in (
            "９９０１０１１９７００１０１００１Ｘ",
            " 990101 19700101 001X ",
            "990101-19700101-001X",
            "'99010119700101001x",
        ):
            with self.subTest(spelling=spelling):
                self.assertEqual(resident_id.normalise(spelling), number)

    def test_small_x_and_look_alikes(self):
        # Weighted sum of 99010119700101001 leaves 10: the check character is X.
        for last in "xXｘＸхХ×":
            with self.subTest(last=last):
                told = self.check("99010119700101001" + last)
                self.assertEqual(told.number, "99010119700101001X")
                self.assertFalse(told.errors)

    def test_fifteen_digits_are_lifted(self):
        told = self.check("990101700101001")
        self.assertEqual(told.number, "99010119700101001X")
        self.assertIn("lifted", told.warnings)
        self.assertEqual(told.birth_date, datetime.date(1970, 1, 1))

    def test_unknown_place_is_no_error(self):
        told = self.check(make_id())
        self.assertTrue(told.ok)
        self.assertEqual(told.warnings, ("place_unknown",))
        self.assertFalse(self.check(make_id(place="110101")).warnings)

    def test_sex_and_birth_date(self):
        man, woman = self.check(make_id(order=11)), self.check(make_id(order=12))
        self.assertEqual((man.sex, woman.sex), ("1", "2"))
        self.assertEqual(man.birth_date, datetime.date(1960, 1, 1))

    def test_errors(self):
        good = make_id()
        wrong = good[:-1] + ("1" if good[-1] != "1" else "2")
        for value, error in (
            ("", "empty"),
            (None, "empty"),
            (wrong, "check_digit"),
            (good[:17], "length"),
            (good + "1", "length"),
            (make_id("19700230"), "birth_date"),
            (make_id("20300101"), "birth_future"),
            ("9.90101E+17", "rounded"),
            ("未上户", "characters"),
            (good[:5] + "O" + good[6:], "characters"),
            ("'; DROP TABLE dibao_person; --", "characters"),
        ):
            with self.subTest(value=value):
                self.assertIn(error, self.check(value).errors)
                self.assertIn(error, resident_id.TEXTS)

    def test_every_single_wrong_digit_is_found(self):
        good = make_id("19831224", 345)
        for position in range(17):
            for digit in "0123456789":
                if digit != good[position]:
                    bad = good[:position] + digit + good[position + 1 :]
                    self.assertTrue(self.check(bad).errors, (position, digit))

    def test_over_130_is_a_warning(self):
        self.assertIn("age", self.check(make_id("18800101")).warnings)


class TestMask(BaseCase):
    def test_kinds(self):
        for kind, value, masked in (
            ("id_number", "99010119700101001X", "9901**************"),
            ("certificate", "99010119700101001X43", "9901****************"),
            ("certificate", "AB12", "A***"),
            ("phone", "15412345678", "154****5678"),
            ("phone", "1234567", "*****67"),
            ("account", "9901220000123456", "************3456"),
            ("account", "1234567", "*******"),
            ("name", "张三丰", "张*"),
            ("name", "欧阳锋", "欧阳*"),
            ("name", "阿卜杜拉·买买提", "阿*"),
            ("name", "John Smith", "J*"),
            ("something", "abc", "***"),
            ("id_number", "", ""),
        ):
            with self.subTest(kind=kind, value=value):
                self.assertEqual(mask.mask(kind, value), masked)

    def test_candidates_as_measured(self):
        """Figures of the domain notes: 6+4 leaves 3,217 birth dates of 1930-2026
        (3,211 to 3,223), with the year 33, with year and month 3, at most 4."""
        number = "99010119700101001X"
        for shows, low, high in (
            ((), 3211, 3223),
            (("age",), 33, 34),
            (("birth_month",), 2, 4),
        ):
            with self.subTest(shows=shows):
                profile = mask.Profile(6, 4, frozenset(shows))
                left = mask.candidates_left(profile, number)
                self.assertTrue(low <= left <= high, left)

    def test_first_six_beside_the_birth_date(self):
        number = "99010119700101001X"
        shown = mask.Profile(6, 0, frozenset(("birth_date",)))
        self.assertEqual(mask.candidates_left(shown, number), 1000)
        with_sex = mask.Profile(6, 0, frozenset(("birth_date", "sex")))
        self.assertEqual(mask.candidates_left(with_sex, number), 500)
        self.assertEqual(mask.profile_problem(with_sex), "too_few_candidates")

    def test_our_outputs_leave_enough(self):
        for profile in (mask.SCREEN, mask.EXPORT, mask.NOTICE):
            with self.subTest(profile=profile):
                self.assertEqual(mask.profile_problem(profile), "")
                left = mask.candidates_left(profile, make_id())
                self.assertGreaterEqual(left, 1000)

    def test_tail_beside_age_is_refused(self):
        for shown in ("birth_date", "birth_month", "birth_year", "age", "photo"):
            profile = mask.Profile(0, 4, frozenset((shown,)))
            self.assertEqual(mask.profile_problem(profile), "tail_beside_birth")

    def test_candidates_counts_exactly(self):
        """Against a plain enumeration of one day."""
        day = datetime.date(1970, 1, 1)
        shown = "990101" + "*" * 11 + "X"
        plain = sum(
            resident_id.check_character(f"99010119700101{order:03d}") == "X"
            for order in range(1000)
        )
        self.assertEqual(resident_id.candidates(shown, (day, day)), plain)


class TestNames(BaseCase):
    def test_surnames_are_read_as_surnames(self):
        for name, syllables in (
            ("单小", "shan xiao"),
            ("仇英", "qiu ying"),
            ("区大", "ou da"),
            ("查三", "zha san"),
            ("解晓东", "xie xiao dong"),
            ("曾国藩", "zeng guo fan"),
            ("尉迟恭", "yu chi gong"),
            ("万俟明", "mo qi ming"),
            ("张三丰", "zhang san feng"),
        ):
            with self.subTest(name=name):
                self.assertEqual(" ".join(pinyin.syllables(name)), syllables)

    def test_full_and_initials(self):
        self.assertEqual(pinyin.full("张三丰"), "zhangsanfeng")
        self.assertEqual(pinyin.initials("张三丰"), "zsf")

    def found(self, name, text):
        """What PostgreSQL does with the two, in Python."""
        have = tokens.name_tokens(name).split(" ")
        wanted = tokens.query_lexemes(text)
        return bool(wanted) and all(
            any(t.startswith(w.text) if w.prefix else t == w.text for t in have)
            for w in wanted
        )

    def test_search(self):
        for name, text, hit in (
            ("张三丰", "张三丰", True),
            ("张三丰", "三丰", True),
            ("张三丰", "张", True),
            ("张三丰", "张丰", False),
            ("张三丰", "zsf", True),
            ("张三丰", "ZhangSan", True),
            ("张三丰", "zhang san", True),
            ("张三丰", "sanfeng", True),
            ("张三丰", "张 zs", True),
            ("张三丰", "zsx", False),
            ("单小", "shanx", True),
            ("单小", "danx", True),
            ("吕布", "lv", True),
            ("吕布", "lyu", True),
            ("阿卜杜拉·买买提", "买买提", True),
            ("John Smith", "smi", True),
            ("𠮷田", "𠮷", True),
            ("张三丰", "", False),
        ):
            with self.subTest(name=name, text=text):
                self.assertEqual(self.found(name, text), hit)

    def test_tokens_are_fit_for_the_index(self):
        for name in ("张三丰", "阿 卜", "  ", "", None, "O'Brien", "张\t三"):
            text = tokens.name_tokens(name)
            have = text.split(" ") if text else []
            self.assertNotIn("", have)
            self.assertEqual(len(have), len(set(have)))

    def test_query_is_quoted(self):
        self.assertEqual(tokens.tsquery("张三"), "'张三'")
        self.assertEqual(tokens.tsquery("zs"), "'zs':*")
        self.assertEqual(tokens.tsquery("' | \\ & !x"), "'x':*")
        self.assertEqual(tokens.tsquery(" :* "), "")


class TestChinese(BaseCase):
    def test_dates(self):
        for cell, told in (
            ("2023年3月", ("2023-03-01", "month")),
            ("2023年3月5日", ("2023-03-05", "day")),
            ("2023.03.15", ("2023-03-15", "day")),
            ("2023-3-15", ("2023-03-15", "day")),
            ("2023/3/15 00:00:00", ("2023-03-15", "day")),
            ("20230315", ("2023-03-15", "day")),
            (20230315.0, ("2023-03-15", "day")),
            ("202303", ("2023-03-01", "month")),
            ("２０２３．０３．１５", ("2023-03-15", "day")),
            ("二〇二三年十二月三十一日", ("2023-12-31", "day")),
            ("二〇二三年十月", ("2023-10-01", "month")),
            (45000, ("2023-03-15", "day")),
            ("45000", ("2023-03-15", "day")),
            (datetime.datetime(2023, 3, 15, 8), ("2023-03-15", "day")),
            ("2023-02-31", None),
            ("2023年13月", None),
            ("202313", None),
            ("去年", None),
            ("", None),
            (True, None),
        ):
            with self.subTest(cell=cell):
                day = chinese.parse_date(cell)
                self.assertEqual(day and (day[0].isoformat(), day[1]), told)

    def test_amounts(self):
        for cell, told in (
            ("1,234.5", "1234.50"),
            ("３００元", "300.00"),
            ("￥300", "300.00"),
            ("300元/月", "300.00"),
            ("1.2万元", "12000.00"),
            (12.345, "12.35"),
            (0.1, "0.10"),
            (0, "0.00"),
            ("三百", None),
            ("", None),
            (None, None),
        ):
            with self.subTest(cell=cell):
                amount = chinese.parse_amount(cell)
                self.assertEqual(amount, told and Decimal(told))

    def test_names_and_spaces(self):
        self.assertEqual(chinese.clean_name("张 三"), "张三")
        self.assertEqual(chinese.clean_name("张\u3000三\u200b"), "张三")
        self.assertEqual(chinese.clean_name("阿卜杜拉•买买提"), "阿卜杜拉·买买提")
        self.assertEqual(chinese.clean_name("John  Smith"), "John Smith")
        self.assertEqual(
            chinese.clean_text(" 东镇\u3000一村 12 号 "), "东镇 一村 12 号"
        )
