# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import csv
import io
import json
from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, HttpCase, tagged

from ..tools import disclosure, open_data
from ..tools.suppression import TOTAL, with_margins
from .attack import bounds
from .statistics_common import FEB, JAN, StatisticsCase

#: Shared machines draw slowly.
CALM = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
LEAST = 5
COUNTY = {"code": "990100000000", "name": "示例县"}


def row(code, kind, households, above="", level="village"):
    return {
        **{"code": code, "name": f"地{code}", "above": above, "level": level},
        **{"urban_rural": kind, "households": households},
        **{"persons": 2 * households, "spending": 100.0 * households},
    }


def sheet(counts, own=()):
    """Rows of townships and villages: counts[township][village] = {kind: n}."""
    rows = []
    for town, villages in counts.items():
        for kind in disclosure.KINDS:
            extra = dict(own).get((town, kind), 0)
            total = sum(one.get(kind, 0) for one in villages.values()) + extra
            rows.append(row(town, kind, total, level="township"))
            rows += [
                row(code, kind, one.get(kind, 0), town)
                for code, one in villages.items()
            ]
    return rows


def seen(content):
    """{(place, kind): figures} as the public reads them."""
    return {
        (TOTAL if one["level"] == "county" else one["code"], kind): figures
        for one in content["places"]
        for kind, figures in one["cells"].items()
    }


def attack(content, rows):
    """What is hidden can be narrowed down to: {cell: (truth, low, high)}."""
    figures, _places, above = disclosure._leaves(rows)
    table = with_margins({cell: found[0] for cell, found in figures.items()}, above)
    shown = seen(content)
    # A leaf without a line of its own follows from the others, if they are shown.
    hidden = {cell for cell in table if shown.get(cell, None) is None and table[cell]}
    found = bounds(table, hidden, above=above)
    return {cell: (table[cell], *found[cell]) for cell in hidden}


class TestDisclosureTools(BaseCase):
    def made(self, rows, earlier=(), month="2026-01", **more):
        content = disclosure.build(COUNTY, month, rows, LEAST, earlier)
        total = content["places"][0]["cells"][TOTAL]
        return {
            **{"month": month, "county": COUNTY, "classes": {}, "flows": None},
            **{"trend": [[month, total]], **content, **more},
        }

    def withstands(self, content, rows):
        for cell, (truth, low, high) in attack(content, rows).items():
            if truth < LEAST:
                self.assertLessEqual(low, truth)
                self.assertTrue(high is None or high >= LEAST, (cell, truth, high))

    def test_sums_are_those_of_the_places(self):
        rows = sheet({"t1": {"v1": {"rural": 30}, "v2": {"rural": 12, "urban": 9}}})
        shown = seen(self.made(rows))
        self.assertEqual(shown[TOTAL, TOTAL], [51, 102, 5100.0])
        self.assertEqual(shown["t1", "rural"], [42, 84, 4200.0])
        self.assertEqual(shown["v1", "urban"], [0, 0, 0])
        self.assertNotIn(None, shown.values())

    def test_who_lives_at_the_township_itself(self):
        rows = sheet({"t1": {"v1": {"rural": 30}}}, {("t1", "rural"): 7})
        shown = seen(self.made(rows))
        self.assertEqual(shown["t1~", "rural"][0], 7)
        self.assertEqual(shown["t1", TOTAL][0], 37)

    def test_the_pages_together_give_nothing_back(self):
        """County, townships and villages are read as one system of sums."""
        rows = sheet(
            {
                "t1": {"v1": {"rural": 2}, "v2": {"rural": 30, "urban": 8}},
                "t2": {"v3": {"rural": 3, "urban": 1}, "v4": {"rural": 17}},
            }
        )
        content = self.made(rows)
        self.assertIsNone(seen(content)["v1", "rural"])
        self.assertIsNone(seen(content)["v3", "urban"])
        self.withstands(content, rows)

    @given(
        st.lists(
            st.one_of(st.integers(0, 6), st.integers(0, 25)), min_size=10, max_size=10
        )
    )
    @settings(max_examples=15, **CALM)
    def test_any_county(self, counts):
        cells = dict(zip(product("abcde", disclosure.KINDS), counts, strict=True))
        rows = sheet(
            {
                "t1": {v: {k: cells[v, k] for k in disclosure.KINDS} for v in "abc"},
                "t2": {v: {k: cells[v, k] for k in disclosure.KINDS} for v in "de"},
            }
        )
        self.withstands(self.made(rows), rows)

    def test_two_versions_of_a_month(self):
        """The second shows nothing that solves the first."""
        first = sheet(
            {"t1": {"v1": {"rural": 2}, "v2": {"rural": 30}, "v3": {"rural": 40}}}
        )
        one = self.made(first)
        again = sheet(
            {"t1": {"v1": {"rural": 9}, "v2": {"rural": 30}, "v3": {"rural": 40}}}
        )
        alone = seen(self.made(again))
        self.assertEqual(alone["v1", "rural"][0], 9)
        both = seen(self.made(again, [one]))
        hidden = {cell for cell, figures in seen(one).items() if figures is None}
        self.assertTrue(hidden)
        self.assertFalse([cell for cell in hidden if both[cell] is not None])

    def test_a_total_known_from_the_trend_hides_nothing(self):
        """Shown as a trend first, the county's total cannot hide a village later."""
        rows = sheet({"t1": {"v1": {"rural": 2}, "v2": {"rural": 30}}})
        later = self.made(rows, month="2026-02", trend=[["2026-01", [32, 64, 3200.0]]])
        content = self.made(rows, [later])
        self.assertIsNotNone(seen(content)[TOTAL, TOTAL])
        self.withstands(content, rows)

    def test_unset_rule_shows_no_figure(self):
        rows = sheet({"t1": {"v1": {"rural": 30}}})
        content = disclosure.build(COUNTY, "2026-01", rows, None)
        self.assertEqual(
            {tuple(f) if f else f for f in seen(content).values()}, {None, (0, 0, 0)}
        )

    def test_classes(self):
        counts = dict.fromkeys(
            (name for group in disclosure.CLASSES.values() for name in group), 20
        )
        counts.update(female=97, minor=3, elderly=60, disabled=2)
        shown = disclosure.classes(100, counts, LEAST)
        # Three men would follow from 97 women; of minors the elderly, too, or the rest.
        self.assertIsNone(shown["female"])
        self.assertIsNone(shown["minor"])
        self.assertIsNone(shown["disabled"])
        self.assertEqual(shown["cause_illness"], 20)
        self.assertEqual(set(disclosure.classes(None, counts, LEAST).values()), {None})
        # Shown once is known; hidden once stays hidden.
        before = [{"classes": dict.fromkeys(shown, None)}]
        again = disclosure.classes(100, counts | {"female": 50}, LEAST, before)
        self.assertIsNone(again["female"])

    def test_flows(self):
        self.assertEqual(disclosure.flows(7, 0, LEAST), [7, 0])
        self.assertIsNone(disclosure.flows(7, 2, LEAST))
        self.assertIsNone(disclosure.flows(7, 9, LEAST, [{"flows": None}]))

    def test_open_data(self):
        rows = sheet({"t1": {"v1": {"rural": 2}, "v2": {"rural": 30}}})
        content = self.made(rows)
        text = open_data.places_csv(content).decode("utf-8-sig")
        lines = list(csv.DictReader(io.StringIO(text)))
        self.assertEqual(set(lines[0]), set(open_data.PLACES))
        held = [one for one in lines if one["suppressed"] == "true"]
        self.assertEqual(len(held), content["hidden"])
        self.assertTrue(all(one["households"] == "" for one in held))


@tagged("post_install", "-at_install")
class TestDisclosure(StatisticsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = [
            cls.make_people([cls.person_values()], village=cls.east_village)
            for _one in range(7)
        ]
        cls.env["dibao.policy"].create(
            {
                "key_id": cls.env.ref("dibao_review.policy_key_disclosure_depth").id,
                "division_id": cls.county.id,
                "value": "village",
                "legal_basis": "示例",
            }
        )
        cls.discloser = cls.make_user("d_officer", "county_officer", cls.county)
        cls.publisher = cls.make_user("d_confirmer", "county_confirmer", cls.county)

    def disclosed(self, month=JAN):
        one = self.env["dibao.disclosure"].with_user(self.discloser)
        one = one.create({"division_id": self.county.id, "month": month})
        one.action_prepare()
        return one

    def test_needs_a_frozen_month(self):
        with self.assertRaisesRegex(UserError, "Freeze the month"):
            self.disclosed()

    def test_from_frozen_month_to_public_page(self):
        self.freeze(JAN)
        one = self.disclosed()
        shown = seen(one.content)
        self.assertEqual(shown[TOTAL, TOTAL][:2], [7, 7])
        self.assertEqual(shown[self.east_village.code, TOTAL][:2], [7, 7])
        public = self.env["dibao.disclosure"]
        self.assertFalse(public._public_of(self.county.code))
        with self.assertRaises(AccessError):
            one.action_publish()
        one.with_user(self.publisher).action_publish()
        self.assertEqual(public._public_of(self.county.code), one)
        self.assertEqual(public._public_of(self.east_village.code, "2026-01"), one)
        self.assertFalse(public._public_of(self.county.code, "2025-12"))
        for bad in ("", "1", "x" * 12, "'; --", "９９０１９１００００００"):
            self.assertFalse(public._public_of(bad))

    def test_two_persons_and_frozen_content(self):
        self.freeze(JAN)
        one = self.disclosed()
        both = self.make_user("d_both", "county_confirmer", self.county)
        both.group_ids = [(4, self.env.ref("dibao_archive.group_county_officer").id)]
        own = self.env["dibao.disclosure"].with_user(both)
        own = own.create({"division_id": self.county.id, "month": JAN})
        own.action_prepare()
        with self.assertRaises(AccessError):
            own.action_publish()
        one.with_user(both).action_publish()
        digest = one.digest
        for vals in ({"hotline": "1"}, {"content": {}}, {"month": FEB}):
            with self.assertRaises(UserError):
                one.with_user(both).write(vals)
        with self.assertRaises(UserError):
            one.with_user(self.discloser).unlink()
        # The other one was prepared before this became public: prepared anew first.
        with self.assertRaisesRegex(UserError, "prepare it anew"):
            own.with_user(self.publisher).action_publish()
        self.assertEqual(one.digest, digest)

    def test_withdrawn_by_an_act(self):
        self.freeze(JAN)
        one = self.disclosed().with_user(self.publisher)
        one.action_publish()
        with self.assertRaisesRegex(UserError, "why"):
            one.action_withdraw()
        one.withdraw_reason = "示例：口径有误"
        one.action_withdraw()
        self.assertFalse(self.env["dibao.disclosure"]._public_of(self.county.code))
        # It stays known: the next version counts it as public.
        again = self.disclosed()
        self.assertEqual(again._earlier(), one)

    def test_later_versions_and_trend(self):
        self.freeze(JAN)
        self.freeze(FEB)
        one = self.disclosed(FEB)
        self.assertEqual(
            [row[0] for row in one.content["trend"]], ["2026-01", "2026-02"]
        )
        one.with_user(self.publisher).action_publish()
        two = self.disclosed(FEB)
        two.with_user(self.publisher).action_publish()
        self.assertEqual((one.state, two.state), ("replaced", "published"))

    def test_small_village_is_held_back(self):
        self.make_people([self.person_values()], village=self.second_village())
        self.freeze(JAN)
        content = self.disclosed().content
        shown = seen(content)
        self.assertIsNone(shown[self.second.code, TOTAL])
        self.assertNotIn(1, [figures[0] for figures in shown.values() if figures])

    def second_village(self):
        self.__class__.second = self.env["dibao.division"].create(
            {
                "code": f"{self.east_village.code[:9]}209",
                "name": "松村",
                "parent_id": self.east_village.parent_id.id,
            }
        )
        return self.second


@tagged("post_install", "-at_install")
class TestDisclosurePages(HttpCase):
    """What is published is seen without signing in; nothing else is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.county = cls.env["dibao.division"].create(
            {"code": "990192000000", "name": "试验区"}
        )
        rows = sheet(
            {
                "990192001000": {
                    "990192001201": {"rural": 2},
                    "990192001202": {"rural": 31},
                }
            }
        )
        cls.env["dibao.division"].create(
            [
                {"code": code, "name": f"地{code}", "parent_id": cls.county.id}
                for code in ("990192001000",)
            ]
        )
        content = disclosure.build(
            {"code": cls.county.code, "name": "试验区"}, "2026-01", rows, LEAST
        )
        cls.one = (
            cls.env["dibao.disclosure"]
            ._acting()
            .create(
                {
                    "division_id": cls.county.id,
                    "month": "2026-01-01",
                    "hotline": "12345",
                    "apply_text": "示例：到镇政府申请。<script>alert(1)</script>",
                    "state": "prepared",
                    "digest": "ab" * 32,
                    "content": {
                        **content,
                        "version": 1,
                        "month": "2026-01",
                        "depth": "village",
                        "county": {"code": cls.county.code, "name": "试验区"},
                        "classes": {"female": 40, "minor": None},
                        "flows": [6, 0],
                        "trend": [["2025-12", [30, 60, 3000.0]], ["2026-01", None]],
                        "standards": [
                            {
                                "kind": "rural",
                                "amount": 600.0,
                                "from": "2025-07-01",
                                "basis": "示例公告",
                            }
                        ],
                    },
                }
            )
        )

    def publish(self):
        self.one._by_act(
            {"state": "published", "was_public": True, "published_on": "2026-02-03"}
        )
        self.env.registry.clear_cache()
        self.env.flush_all()

    def test_nothing_before_it_is_published(self):
        for path in (
            "990192000000",
            "990192000000/2026-01",
            "990192000000/2026-01/places.csv",
        ):
            self.assertEqual(self.url_open(f"/dibao/public/{path}").status_code, 404)
        self.assertNotIn("试验区", self.url_open("/dibao/public").text)

    def test_pages(self):
        self.publish()
        page = self.url_open("/dibao/public/990192000000")
        self.assertEqual(page.status_code, 200)
        self.assertIn("试验区", page.text)
        self.assertIn("600.00", page.text)
        self.assertIn("&lt;script&gt;", page.text)
        self.assertIn("max-age", page.headers["Cache-Control"])
        self.assertNotIn("{{", page.text)
        self.assertNotIn("/dibao/notices/", page.text, "a link that leads nowhere")
        again = self.url_open(
            "/dibao/public/990192000000",
            headers={"If-None-Match": page.headers["ETag"]},
        )
        self.assertEqual(again.status_code, 304)
        self.assertIn("990192001202", self.url_open("/dibao/public/990192001000").text)
        for path in (
            "990192000000/2025-11",
            "990193000000",
            "x",
            "990192000000/2026-01/x",
        ):
            self.assertEqual(self.url_open(f"/dibao/public/{path}").status_code, 404)
        self.assertIn("试验区", self.url_open("/dibao/public").text)

    def test_open_data(self):
        self.publish()
        base = "/dibao/public/990192000000/2026-01"
        package = json.loads(self.url_open(f"{base}/datapackage.json").text)
        for resource in package["resources"]:
            text = self.url_open(resource["path"]).content.decode("utf-8-sig")
            reader = csv.DictReader(io.StringIO(text))
            names = [field["name"] for field in resource["schema"]["fields"]]
            self.assertEqual(reader.fieldnames, names)
            for line in reader:
                self.assertIn(line["suppressed"], ("true", "false"))
                self.assertEqual(line["households"] == "", line["suppressed"] == "true")
        # Of a township there are no files of its own.
        path = "/dibao/public/990192001000/2026-01/places.csv"
        self.assertEqual(self.url_open(path).status_code, 404)

    def test_city(self):
        """A city adds up what its counties show; nothing held back can be told."""
        city = self.env["dibao.division"].create(
            {"code": "990300000000", "name": "试验市", "level": "city"}
        )
        shown = {}
        for at, cells in enumerate(([9, 20, 900.0], [7, 11, 800.5], None)):
            code = f"99030{at + 1}000000"
            county = self.env["dibao.division"].create(
                {"code": code, "name": f"第{at}县", "parent_id": city.id}
            )
            shown[code] = {"*": cells, "urban": None, "rural": cells}
            place = {"code": code, "name": county.name, "above": "", "level": "county"}
            self.one.copy({"division_id": county.id})._by_act(
                {
                    "state": "published",
                    "was_public": True,
                    "published_on": "2026-02-03",
                    "digest": "cd" * 32,
                    "content": {
                        **self.one.content,
                        "county": {"code": code, "name": county.name},
                        "places": [{**place, "cells": shown[code]}],
                    },
                }
            )
        self.env["dibao.division"].create(
            {"code": "990309000000", "name": "无数县", "parent_id": city.id}
        )
        self.env.registry.clear_cache()
        self.env.flush_all()
        self.assertTrue(self.env["dibao.disclosure"]._public_area_html(city.code))
        page = self.url_open("/dibao/public/990300000000")
        self.assertEqual(page.status_code, 200)
        dense = "".join(page.text.split())
        for text in ("试验市", "第1县", "无数县", ">16<", ">31<", ">1,700.50<"):
            self.assertIn(text, dense)
        # Every figure of the page is a sum of figures that counties show themselves.
        total = disclosure.add_up(shown.values())
        self.assertEqual((total["*"], total["urban"]), ([16, 31, 1700.5], None))
        self.assertEqual(
            self.url_open("/dibao/public/990300000000/2025-01").status_code, 404
        )
        county = self.url_open("/dibao/public/990301000000")
        self.assertIn("/dibao/public/990300000000", county.text)
