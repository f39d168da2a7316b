# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import random
from datetime import date

from odoo.tests import BaseCase

from ..tools import catalogue, reference_code, retention, volume_order
from ..tools.reference_code import PRESETS, Part

#: Codes that stand in, or follow, the standards.
PUBLISHED = {
    "dat13_volume": [
        "J019-ZY·JC·CC·2019·D30-001-001",
        "K021-ZP·2019·D30-025-005",
        "J019-ZY·DB·2024·D30-001-003",
    ],
    "dat13_item": ["Z109-WS·2011·Y·办公室-0001", "A439-WS·2015·D30·003-0005"],
    "dat22_item": ["Z109-WS·2011-Y-BGS-0001"],
}


class TestReferenceCode(BaseCase):
    def test_published_codes_are_read_and_written_back(self):
        for preset, codes in PUBLISHED.items():
            for code in codes:
                values = reference_code.parse(PRESETS[preset], code)
                self.assertEqual(reference_code.render(PRESETS[preset], values), code)

    def test_published_profiles_without_year(self):
        """Personnel files and films have no year or retention in their codes."""
        person = (
            Part("fonds", ""),
            Part("category"),
            Part("volume", width=3),
            Part("item", width=3),
        )
        for code, category in (
            ("A002-RS-001-002", "RS"),
            ("X032-KJ·KY·01-003-004", "KJ·KY·01"),
        ):
            values = reference_code.parse(reference_code.check(person), code)
            self.assertEqual(values["category"], category)
            self.assertEqual(reference_code.render(person, values), code)

    def values(self, rng):
        levels = rng.randint(1, 4)
        words = ["ZY", "DB", "2015", "D10", "Y", "01", "办公室", "KU9"]
        return {
            "fonds": f"{rng.choice('AJQZ')}{rng.randint(0, 999):03d}",
            "category": "·".join(rng.choice(words) for _level in range(levels)),
            "year": str(rng.randint(1949, 2099)),
            "retention": rng.choice(["Y", "D10", "D30", "D3"]),
            "organ": rng.choice(["BGS", "办公室", "003", "990101001"]),
            "volume": rng.choice([1, 7, 99, 999, 1000, 123456]),
            "item": rng.choice([1, 42, 999, 9999, 10000]),
        }

    def test_parsing_is_the_inverse_of_rendering(self):
        rng = random.Random(13)
        for preset, parts in PRESETS.items():
            elements = {part.element for part in parts}
            seen = {}
            for _round in range(2000):
                values = self.values(rng)
                values = {n: v for n, v in values.items() if n in elements}
                code = reference_code.render(parts, values)
                self.assertEqual(reference_code.parse(parts, code), values, preset)
                # Two different papers never share a code.
                self.assertEqual(seen.setdefault(code, values), values)

    def test_code_of_a_volume_is_the_begin_of_its_items(self):
        values = reference_code.parse(
            PRESETS["dat13_volume"], "J019-ZY·DB·2024·D30-001", until="volume"
        )
        self.assertEqual(values["volume"], 1)
        code = reference_code.render(PRESETS["dat13_volume"], values, "volume")
        self.assertEqual(code, "J019-ZY·DB·2024·D30-001")

    def test_look_alikes_become_the_signs_of_the_standard(self):
        code = "J019-ZY·DB·2024·D30-001-003"
        for dot in "・•‧．･⋅∙":
            for hyphen in "－‐‑–—−":
                typed = code.replace("·", dot).replace("-", f" {hyphen} ")
                self.assertEqual(reference_code.normalise(typed), code, (dot, hyphen))
        self.assertEqual(reference_code.normalise("Ｊ０１９－００１"), "J019-001")
        self.assertEqual(code.encode("gb18030").count(b"\xa1\xa4"), 3)

    def test_part_of_a_code_with_and_without_separators(self):
        key = reference_code.search_key("J019-ZY·DB·2024·D30-001-003")
        for part in ("zy・db", "2024D30001", "D30－001-003", "j019", "DB·2024"):
            self.assertIn(reference_code.search_key(part), key)
        self.assertNotIn(reference_code.search_key("D30-002"), key)

    def test_what_is_no_code_is_refused(self):
        parts = PRESETS["dat13_volume"]
        for text in (
            "",
            "J19-ZY·DB·2024·D30-001-003",
            "J019-ZY·DB·2024·D30-001",
            "J019-ZY·DB·24·D30-001-003",
            "J019-ZY·DB·2024·X30-001-003",
            "J019-ZY·DB·2024·D30-0001-003",
            "J019-ZY·DB·2024·D30-001-03",
            "J019-A·B·C·D·E·2024·D30-001-003",
        ):
            with self.assertRaises(reference_code.ReferenceError, msg=text):
                reference_code.parse(parts, text)

    def test_values_that_do_not_fit_are_refused(self):
        good = reference_code.parse(
            PRESETS["dat13_volume"], "J019-ZY·DB·2024·D30-001-003"
        )
        for name, value in (
            ("fonds", "19"),
            ("category", "Z-Y"),
            ("year", "24"),
            ("retention", False),
            ("item", 0),
        ):
            with self.assertRaises(reference_code.ReferenceError) as told:
                reference_code.render(PRESETS["dat13_volume"], {**good, name: value})
            self.assertEqual(told.exception.element, name)

    def test_code_table(self):
        parts = (
            Part("fonds", ""),
            Part("organ", table=("MZ", "MZA")),
            Part("item", width=4),
        )
        self.assertEqual(reference_code.parse(parts, "J019-MZA-0001")["organ"], "MZA")
        with self.assertRaises(reference_code.ReferenceError):
            reference_code.render(parts, {"fonds": "J019", "organ": "CW", "item": 1})

    def test_profiles_that_cannot_be_read_back_are_refused(self):
        for parts in (
            (Part("fonds", ""), Part("year")),
            (Part("fonds", ""), Part("fonds"), Part("item")),
            (Part("fonds", ""), Part("year", ""), Part("item")),
            (Part("category", ""), Part("organ", "·"), Part("item")),
            (Part("fonds", ""), Part("nonsense"), Part("item")),
            (Part("fonds", ""), Part("literal", literal="a-b"), Part("item")),
            (),
        ):
            with self.assertRaises(reference_code.ReferenceError, msg=parts):
                reference_code.check(parts)
        for parts in PRESETS.values():
            reference_code.check(parts)

    def test_scope_of_a_running_number(self):
        values = self.values(random.Random(1)) | {"category": "ZY·DB", "year": "2024"}
        parts = PRESETS["dat13_volume"]
        first = reference_code.scope(parts, values, "volume")
        self.assertEqual(
            first, reference_code.scope(parts, {**values, "volume": 9}, "volume")
        )
        for name, value in (("year", "2025"), ("retention", "D77"), ("fonds", "Q001")):
            other = reference_code.scope(parts, {**values, name: value}, "volume")
            self.assertNotEqual(first, other, name)
        self.assertNotEqual(
            reference_code.scope(parts, {**values, "volume": 1}, "item"),
            reference_code.scope(parts, {**values, "volume": 2}, "item"),
        )


class TestRetention(BaseCase):
    notice = retention.Rule("benefit_end", 3)
    jilin = retention.Rule("benefit_end", 5, to_year_end=False)

    def test_due_dates(self):
        day = date(2022, 5, 9)
        self.assertEqual(retention.due_date(self.notice, day), date(2025, 12, 31))
        self.assertEqual(retention.due_date(self.jilin, day), date(2027, 5, 9))
        leap = retention.due_date(self.jilin, date(2024, 2, 29))
        self.assertEqual(leap, date(2029, 2, 28))
        floor = retention.Rule("filing", 2, floor_years=5)
        self.assertEqual(retention.due_date(floor, day), date(2027, 12, 31))

    def test_nothing_is_due_before_its_event(self):
        self.assertIsNone(retention.due_date(self.notice, None))
        permanent = retention.Rule("filing", permanent=True)
        self.assertIsNone(retention.due_date(permanent, date(2000, 1, 1)))

    def test_the_longer_decides(self):
        ten = retention.Rule("filing", 10)
        rules = [self.notice, self.jilin, ten]
        events = {"benefit_end": date(2022, 5, 9), "filing": date(2010, 1, 1)}
        due, event = retention.latest(rules, events)
        self.assertEqual((due, event), (date(2027, 5, 9), date(2022, 5, 9)))
        events["benefit_end"] = None
        self.assertEqual(retention.latest(rules, events)[0], None)
        self.assertEqual(retention.longest(rules), 1)
        forever = retention.Rule("year_end", permanent=True)
        self.assertEqual(retention.longest([*rules, forever]), 3)
        self.assertEqual(retention.latest([], {}), (None, None))


class TestOrder(BaseCase):
    def key(self, group, sequence, day, relation="body", number=1, body=None):
        day = date.fromisoformat(day)
        return volume_order.order_key(
            (group, sequence, "x"), body or (day, number), (relation, day, number)
        )

    def test_groups_then_kinds_then_dates(self):
        keys = [
            self.key("10", 10, "2024-09-09"),
            self.key("20", 10, "2024-03-03"),
            self.key("20", 20, "2024-01-01"),
            self.key("30", 10, "2024-01-01"),
            self.key("30", 10, "2024-02-01"),
            self.key("40", 90, "2024-05-01"),
            self.key("40", 10, "2024-06-01"),
        ]
        self.assertEqual(keys, sorted(keys))

    def test_within_an_item(self):
        body = (date(2024, 5, 5), 7)
        keys = [
            self.key("20", 10, "2024-05-05", number=7, body=body),
            self.key("20", 10, "2024-04-01", "request", 9, body),
            self.key("20", 10, "2024-05-05", "annex", 8, body),
            self.key("20", 10, "2024-05-01", "draft", 2, body),
        ]
        self.assertEqual(keys, sorted(keys))


class TestCatalogue(BaseCase):
    items = [
        {
            "reference_code": "J019-ZY·DB·2024·D30-001-001",
            "document_number": "民字1号",
            "responsible": "示例县民政局",
            "title": "审核确认表",
            "date": date(2024, 3, 5),
            "secrecy": "",
            "pages": 4,
            "page_from": 1,
            "remark": False,
        },
        {
            "reference_code": "J019-ZY·DB·2024·D30-001-002",
            "document_number": None,
            "responsible": "辰宿张",
            "title": "申请书",
            "date": date(2024, 1, 9),
            "secrecy": "内部",
            "pages": 3,
            "page_from": 5,
            "remark": "复印件",
        },
    ]

    def test_by_item(self):
        rows = catalogue.rows(catalogue.BY_ITEM, self.items)
        self.assertEqual(
            " ".join(catalogue.TITLES[name] for name in rows[0]),
            "序号 档号 文号 责任者 题名 日期 密级 页数 备注",
        )
        self.assertEqual(
            list(rows[1].values()),
            [2, "J019-ZY·DB·2024·D30-001-002", "", "辰宿张", "申请书", "20240109"]
            + ["内部", 3, "复印件"],
        )

    def test_by_volume(self):
        rows = catalogue.rows(catalogue.BY_VOLUME, self.items)
        self.assertEqual(
            " ".join(catalogue.TITLES[name] for name in rows[0]),
            "序号 文号 责任者 题名 日期 页号 备注",
        )
        self.assertEqual([row["page"] for row in rows], ["1", "5-7"])
        self.assertEqual(rows[0]["remark"], "")
