# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import BaseCase

from ..tools import bigram
from .common import make_id


class TestBigram(BaseCase):
    def test_pairs_with_places(self):
        self.assertEqual(
            bigram.vector("低保证 F03"), "'低保':1A '保证':2A '证':3A 'f03':4A"
        )
        self.assertEqual(bigram.vector("", None), "")

    def test_weights_of_the_texts(self):
        self.assertEqual(
            bigram.vector("甲乙", "丙", "", "丁"), "'甲乙':1A '乙':2A '丙':4B '丁':7D"
        )

    def test_questions(self):
        for asked, query in (
            ("低保", "('低保')"),
            ("低保证", "('低保' <-> '保证')"),
            ("低保 张三", "('低保') & ('张三')"),
            ("证", "'证':*"),
            ("F03", "'f03':*"),
            ("J019-ZY·DB", "'j019':* & 'zy':* & 'db':*"),
            ("", ""),
            ("、。 ·", ""),
            (None, ""),
        ):
            self.assertEqual(bigram.query(asked), query, asked)

    def test_quotes_do_not_escape(self):
        self.assertNotIn("'; ", bigram.query("a'; DROP"))
        for text in ("it's", "a\\b", "'' | 'x'", "!:*&|()<->"):
            for found in (bigram.query(text), bigram.vector(text)):
                self.assertNotIn("\\", found)
                self.assertEqual(found.count("'") % 2, 0)

    def test_long_texts_keep_all_words(self):
        """PostgreSQL knows 16383 places: they begin again instead of ending there."""
        words = bigram.vector("甲" * 17_000 + "末尾两字")
        self.assertIn("'两字':", words)
        places = {
            int(place.rstrip("ABCD"))
            for lexeme in words.split()
            for place in lexeme.rpartition(":")[2].split(",")
        }
        self.assertLessEqual(max(places), 16_383)

    def test_numbers_are_dropped(self):
        number = make_id()
        spaced = " ".join([number[:6], number[6:14], number[14:]])
        for text in (
            f"号码{number}。",
            f"号码 {spaced}",
            " ".join(number),
            "电话 19900000001 联系",
            "账号 6200 0000 0000 0019",
            "１９９００００００１２",
        ):
            self.assertNotRegex(bigram.drop_numbers(text), r"[0-9].*[0-9]{2}", text)
            self.assertNotRegex(
                bigram.vector(bigram.drop_numbers(text)), "[0-9]{4}", text
            )
        for text in ("2024-05-06", "2024.5.6", "第 003 号", "650 元", "2024年5月6日"):
            self.assertEqual(bigram.drop_numbers(text), text)

    def test_snippets_are_masked(self):
        number = make_id()
        text = f"申请人张三，身份证号{number}，家庭人均收入低于标准，特此申请。"
        shown = bigram.snippet(text, "张三")
        self.assertIn("张三", shown)
        self.assertNotRegex(shown, "[0-9]{4}")
        self.assertEqual(bigram.snippet(text, "没有"), "")
        self.assertTrue(
            bigram.snippet("前" * 100 + "中心" + "后" * 100, "中心").startswith("…")
        )
