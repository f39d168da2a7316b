# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import BaseCase, tagged

from ..tools import findings as tool


@tagged("post_install", "-at_install")
class TestFindings(BaseCase):
    def test_trend(self):
        key, values = tool.trend("abcd", [100, 102, 90, 91])
        self.assertEqual(key, "trend_down")
        self.assertEqual((values["percent"], values["month"]), (9.0, "c"))
        self.assertEqual((values["step"], values["direction"]), (12, "down"))
        self.assertEqual(tool.trend("ab", [1000, 1003])[0], "trend_flat")
        self.assertEqual(tool.trend("ab", [10, 12])[0], "trend_up")
        self.assertEqual(tool.trend("ab", [None, 12])[0], "trend_short")

    def test_flows(self):
        key, values = tool.flows("abc", [4, 1, 0], [3, 5, 0], {"died": 2, "stopped": 6})
        self.assertEqual((key, values["month"]), ("flows_out", "a"))
        self.assertEqual((values["came"], values["left"]), (5, 8))
        self.assertEqual(values["reason"], "stopped")
        self.assertEqual(tool.flows("a", [0], [0])[0], "flows_none")

    def test_forecast(self):
        """Three months of 90, 100, 110 a year: 100 a month to come."""
        found = tool.forecast([90, 100, 110], 1100)
        self.assertEqual((found["year"], found["pace"]), (1200, 100))
        self.assertEqual((found["gap"], found["lasts"]), (100, 12))
        self.assertEqual(found["expected"], 109.1)
        self.assertEqual(tool.spending(found)[0], "spending_short")
        self.assertEqual(tool.spending(tool.forecast([100], 1300))[0], "spending_even")
        self.assertEqual(tool.spending(tool.forecast([100], 2000))[0], "spending_left")
        self.assertEqual(
            tool.spending(tool.forecast([100], None))[0], "spending_no_budget"
        )
        self.assertIsNone(tool.forecast([], 5))
        self.assertEqual(tool.forecast([100] * 12, 1200)["lasts"], None)

    def test_bands(self):
        key, values = tool.bands({300: 5, 350: 12, 400: 3}, 50)
        self.assertEqual((key, values["low"], values["high"]), ("bands_most", 350, 400))
        self.assertEqual(values["percent"], 60.0)

    def test_equalised(self):
        """All the same is told, chance in a small village is not."""
        found = tool.equalised(
            [("a", 20, 19), ("b", 20, 5), ("c", 3, 3), ("d", 10, 7)], 60, 8
        )
        self.assertEqual(found, [("a", 20, 19, 95.0), ("d", 10, 7, 70.0)])

    def test_outliers(self):
        values = {"a": 10, "b": 11, "c": 9, "d": 10, "e": 30, "f": 10.5}
        self.assertEqual(tool.outliers(values, 3), [("e", 30, 10.25)])
        self.assertEqual(tool.outliers({"a": 1, "b": 99, "c": 3}, 3), [])
        same = {"a": 10, "b": 10, "c": 10, "d": 10, "e": 12}
        self.assertEqual(tool.outliers(same, 3), [("e", 12, 10)])
        self.assertEqual(tool.outliers(dict.fromkeys("abcd", 0), 3), [])

    def test_which_place_changed(self):
        now, before = {"a": 110, "b": 21, "c": 5}, {"a": 100, "b": 20}
        self.assertEqual(
            tool.changed(now, before),
            (
                "across_changed",
                {"name": "a", "value": 110, "change": "+10", "percent": 10.0},
            ),
        )
        found = tool.changed({"a": 1000, "b": 4}, {"a": 1100, "b": 8})
        self.assertEqual((found[1]["name"], found[1]["change"]), ("b", "-4"))
        self.assertEqual(tool.changed(before, before)[0], "across_same")
        self.assertEqual(tool.changed(now, {})[1], {"name": "a", "value": 110})
        self.assertEqual(tool.changed({}, {}), ("largest_none", {}))

    def test_far_villages_are_far_from_their_neighbours(self):
        """A dear township is no reason to visit its villages, a dear village is."""
        dear = [(f"d{n}", "D", 10, 9000 + n) for n in range(5)]
        cheap = [(f"c{n}", "C", 10, 3000 + n) for n in range(5)]
        odd = [("odd", "C", 10, 9000), ("empty", "C", 0, 0)]
        self.assertEqual(tool.far_villages(dear + cheap + odd, 3), {"odd"})
        self.assertEqual(tool.far_villages(dear + cheap, 3), set())

    def test_clocks(self):
        rows = [("x", 9, 1, 0), ("y", 5, 0, 5), ("z", 0, 0, 0)]
        self.assertEqual(
            tool.clocks(rows),
            ("clocks_worst", {"name": "y", "percent": 50.0, "count": 5}),
        )
        self.assertEqual(tool.clocks([("x", 4, 0, 0)]), ("clocks_good", {"count": 4}))
        self.assertEqual(tool.clocks([])[0], "clocks_none")

    def test_to_visit(self):
        found = tool.to_visit(
            {
                "a": {"same": 80, "households": 20},
                "b": {"late": 4, "missing": 9, "households": 20},
                "c": {"households": 20},
            },
            {"same": 60},
        )
        self.assertEqual(found, [("b", 4.0, ["late", "missing"]), ("a", 3, ["same"])])
