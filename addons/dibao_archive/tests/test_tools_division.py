# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import doctest
import lzma

from odoo.tests import BaseCase

from ..tools import code_label, csv_text, division_code, division_table, place_name


class TestDivisionCode(BaseCase):
    def test_the_examples_of_the_docstrings(self):
        for module in (division_code, place_name, code_label):
            result = doctest.testmod(module)
            self.assertEqual((result.failed, result.attempted > 0), (0, True))

    def test_every_level_is_read_from_the_zeros(self):
        levels = {
            "13": "province",
            "1301": "city",
            "130102": "county",
            "130102001": "township",
            "130102001201": "village",
            "441900003": "township",
        }
        for short, level in levels.items():
            code = division_code.normalize(short)
            self.assertEqual((len(code), division_code.level_of(code)), (12, level))

    def test_what_ledgers_write(self):
        self.assertEqual(division_code.normalize(" １３０１０２ "), "130102000000")
        self.assertEqual(division_code.normalize(130102), "130102000000")

    def test_refused_with_a_reason(self):
        reasons = {
            "": "empty",
            None: "empty",
            "13O102": "not_digits",
            "1301020": "length",
            "001": "length",
            "00": "no_province",
            "130000001": "no_city",
            "130102000201": "no_township",
        }
        for text, reason in reasons.items():
            with self.assertRaises(division_code.DivisionCodeError) as caught:
                division_code.normalize(text)
            self.assertEqual(caught.exception.reason, reason, text)

    def test_the_one_above(self):
        chain = ["130102001201"]
        while above := division_code.parent_code(chain[-1]):
            chain.append(above)
        self.assertEqual(
            chain,
            [
                "130102001201",
                "130102001000",
                "130102000000",
                "130100000000",
                "130000000000",
            ],
        )
        # A city without districts stands right above its townships.
        self.assertEqual(division_code.parent_code("441900003000"), "441900000000")

    def test_own_village_numbers_leave_the_official_range(self):
        taken = {"990101001600", "990101001601"}
        self.assertEqual(
            division_code.free_village_code("990101001000", taken), "990101001602"
        )
        full = {f"990101001{number:03d}" for number in range(600, 1000)}
        with self.assertRaises(division_code.DivisionCodeError):
            division_code.free_village_code("990101001000", full)


class TestDivisionTable(BaseCase):
    def test_the_shipped_table_is_whole(self):
        rows = list(division_table.read_table())
        count = dict.fromkeys(division_code.LEVELS, 0)
        for row in rows:
            count[row.level] += 1
        # 2,978 counties less three that repeat their city, 41,352 townships less
        # one numbered 000.
        self.assertEqual(
            count,
            {
                "province": 31,
                "city": 342,
                "county": 2975,
                "township": 41351,
                "village": 0,
            },
        )
        codes = {row.code for row in rows}
        self.assertEqual(len(codes), len(rows))
        self.assertEqual({row.parent for row in rows} - codes, {None})
        for row in rows:
            self.assertEqual(row.level, division_code.level_of(row.code))
            self.assertEqual(row.parent, division_code.parent_code(row.code))
        self.assertEqual(
            {row.name for row in rows if row.acts_as_county},
            {"东莞市", "中山市", "儋州市"},
        )

    def test_the_shipped_table_is_compact(self):
        self.assertLess(division_table.TABLE.stat().st_size, 500_000)

    def test_initials_are_those_of_the_name(self):
        rows = list(division_table.read_table({"11", "50"}))
        sample = rows[::40]
        self.assertGreater(len(sample), 20)
        for row in sample:
            self.assertEqual(row.initials, place_name.initials(row.name), row.name)

    def test_chosen_provinces_without_townships(self):
        rows = list(division_table.read_table({"64"}, townships=False))
        self.assertEqual({row.code[:2] for row in rows}, {"64"})
        self.assertNotIn("township", {row.level for row in rows})

    def test_packing_reads_back(self):
        packed = division_table.pack({"99": "示例省", "9901": "示例市"}.items())
        self.assertEqual(
            lzma.decompress(packed).decode(), "99,示例省,sls\n9901,示例市,sls\n"
        )

    def test_villages_with_headings_in_gb18030(self):
        data = "村居代码,村名\n990101001201,东一村\n990101001202,东二村\n"
        official, own, problems = division_table.read_villages(data.encode("gb18030"))
        self.assertEqual(
            [(row.code, row.name, row.parent) for row in official],
            [
                ("990101001201", "东一村", "990101001000"),
                ("990101001202", "东二村", "990101001000"),
            ],
        )
        self.assertEqual((own, problems), ([], []))

    def test_villages_by_township_get_own_numbers(self):
        data = "乡镇代码,名称\n990101001,甲村\n990101001000,乙村\n990101001,甲村\n"
        official, own, problems = division_table.read_villages(data.encode())
        self.assertEqual(official, [])
        self.assertEqual(problems, [])
        self.assertEqual(
            {row.name: row.code for row in own},
            {"甲村": "990101001600", "乙村": "990101001601"},
        )
        # The same file again finds its villages by their names.
        known = {row.code: row.name for row in own}
        _official, again, _problems = division_table.read_villages(data.encode(), known)
        self.assertEqual({row.code for row in again}, set(known))

    def test_each_bad_line_says_why(self):
        data = (
            "code,name\n"
            "99010100,a\n"
            "990101,a\n"
            "990101001201,\n"
            "9901O1001201,a\n"
            "990101001203,甲\n"
            "990101001203,乙\n"
            f"990101001204,{'长' * 101}\n"
        )
        official, _own, problems = division_table.read_villages(data.encode())
        self.assertEqual(
            [(problem.line, problem.reason) for problem in problems],
            [
                (2, "length"),
                (3, "not_village"),
                (4, "no_name"),
                (5, "not_digits"),
                (7, "twice"),
                (8, "name_length"),
            ],
        )
        self.assertEqual([row.name for row in official], ["甲"])

    def test_a_file_that_is_no_text(self):
        with self.assertRaises(csv_text.TextError):
            division_table.read_villages(b"PK\x03\x04\x00\x00\x00")


class TestLabels(BaseCase):
    def test_spellings_of_one_label(self):
        self.assertEqual(
            code_label.label_key("养子（继子）"), code_label.label_key(" 养子(继子) ")
        )
        self.assertEqual(code_label.label_key("ＨＡＮ"), code_label.label_key("Han"))
        self.assertNotEqual(code_label.label_key("子"), code_label.label_key("女"))
