# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Golden queries (R-56): 200 questions in Chinese with their known answers.

Titles are put together from parts, so that what each question must find is known by
construction, not by what the program finds.
"""

from odoo.tests import tagged

from ..tools import bigram
from .common import make_id
from .original_common import OriginalCase

PLACES = ("东山", "西河", "南坪", "北岭", "中坝")
THINGS = (
    "低保申请",
    "收入证明",
    "残疾证明",
    "入户调查",
    "民主评议",
    "复核通知",
    "停发决定",
    "诚信承诺",
)
NAMES = ("王建国", "李秀英", "欧阳明", "赵小龙", "单雪梅")


@tagged("post_install", "-at_install")
class TestItemSearch(OriginalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        volume = cls.env["dibao.volume"]._for_household(cls.household)
        cls.kind.name = "杂项"
        cls.items = cls.env["dibao.item"].create(
            [
                {
                    "volume_id": volume.id,
                    "household_id": cls.household.id,
                    "kind_id": cls.kind.id,
                    "title": f"{place}村{thing}",
                    "responsible": name,
                    "document_number": f"{place[0]}民发〔2024〕{number}号",
                }
                for place in PLACES
                for number, thing in enumerate(THINGS, 1)
                for name in NAMES
            ]
        )

    def expected(self, *words):
        """By plain comparison: items in one of whose texts each word stands."""
        return self.items.filtered(
            lambda item: all(
                any(
                    word in (text or "")
                    for text in (item.title, item.responsible, item.document_number)
                )
                for word in words
            )
        )

    def found(self, asked, user=None):
        items = self.env["dibao.item"].with_user(user or self.env.user)
        return items.search(
            [("search_text", "=", asked), ("kind_id", "=", self.kind.id)]
        )

    def questions(self):
        yield from PLACES
        yield from NAMES
        for thing in THINGS:
            yield from (thing, thing[:2], thing[2:], thing[1:3], thing[:3], thing[1:])
        for place in PLACES:
            yield from (f"{place}村", f"村{THINGS[0][:2]}", place[0], place[1])
            yield from (f"{place} {thing[:2]}" for thing in THINGS)
            yield from (f"{name} {place}" for name in NAMES)
            yield from (f"{place}村{thing}" for thing in THINGS[:4])
            yield f"{place[0]}民发"
        for name in NAMES:
            yield from (name[:2], name[1:], name[0], name[-1])
        yield from (f"{n}号" for n in (1, 8))
        yield from ("没有", "杂项没有", "评议表", "没有此词", "申请低保")
        yield from ("村东", "国王", "证明书")
        yield from ("〔2024〕", "2024", "民发 2024")

    def test_golden_queries(self):
        asked = list(self.questions())
        self.assertGreaterEqual(len(asked), 200)
        for question in asked:
            words = question.replace("〔", "").replace("〕", "").split()
            with self.subTest(question):
                self.assertEqual(self.found(question), self.expected(*words))
        # The comparison itself is not empty talk.
        self.assertEqual(len(self.expected("低保", "东山")), 5)
        self.assertEqual(len(self.expected("残疾证明")), 25)

    def test_two_characters_use_the_index(self):
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute(
            "EXPLAIN SELECT id FROM dibao_item WHERE search_vector @@ %s::tsquery",
            (bigram.query("低保"),),
        )
        plan = "\n".join(row[0] for row in self.env.cr.fetchall())
        self.assertIn("dibao_item_search_vector_index", plan)

    def test_rights(self):
        """The words of another office's papers find nothing."""
        self.assertTrue(self.found("东山 低保", self.clerk))
        self.assertFalse(self.found("东山 低保", self.stranger))

    def test_codes_kinds_names_numbers(self):
        item = self.make_item(title="无题", person_id=self.household.head_id.id)
        item._by_act({"reference_code": "J019-ZY·DB·2024·D30-007-003"})
        for asked in ("J019-ZY·DB", "D30", "张三", "杂项", self.household.number):
            found = self.env["dibao.item"].search([("search_text", "=", asked)])
            self.assertIn(item, found, asked)

    def test_what_changes_is_found_anew(self):
        item = self.make_item(title="旧题名")
        item.title = "新写的题名"
        self.assertIn(item, self.found("新写"))
        self.assertNotIn(item, self.found("旧题"))

    def test_text_of_pages_and_its_erasure(self):
        item = self.make_item(title="扫描件")
        original = self.capture(item)
        number = make_id("19620203", 5)
        self.give_text(original, f"家住河边小屋 {number}", "第二页提到柴油机")
        for asked in ("河边小屋", "柴油机", "柴油"):
            self.assertEqual(self.found(asked), item, asked)
        for asked in (number, number[:6], number[6:14]):
            self.assertFalse(self.found(asked), asked)
        original._erase()
        self.assertFalse(self.found("柴油"))
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT search_vector::text FROM dibao_item WHERE id = %s", (item.id,)
        )
        self.assertNotIn("柴油", self.env.cr.fetchone()[0])

    def test_snippets_follow_the_rights_of_the_pages(self):
        item = self.make_item(title="扫描件")
        self.give_text(
            self.capture(item), f"申请人家住河边小屋，证号{make_id('19620203', 5)}"
        )
        finder = self.env["dibao.item.finder"]
        for user, shown in ((self.clerk, True), (self.assistant, False)):
            act = finder.with_user(user).create({"words": "河边小屋"})
            act.action_find()
            self.assertEqual(act.line_ids.item_id, item)
            snippet = act.line_ids.snippet or ""
            self.assertEqual("河边小屋" in snippet, shown, user.login)
            self.assertNotRegex(snippet, "[0-9]{4}")
        empty = finder.with_user(self.stranger).create({"words": "河边小屋"})
        empty.action_find()
        self.assertFalse(empty.line_ids)
