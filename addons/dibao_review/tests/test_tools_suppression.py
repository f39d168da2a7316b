# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import doctest
from itertools import product

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..tools import suppression
from ..tools.suppression import TOTAL, other_table, plan, with_margins
from .attack import bounds, equations, every_table

#: Shared machines draw slowly.
CALM = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
LEAST = 5


def tables(*sizes, most=20):
    """Tables of a shape, with many small and empty cells in them."""
    places = list(product(*(range(size) for size in sizes)))
    count = st.one_of(st.integers(0, 6), st.integers(0, most))
    counts = st.lists(count, min_size=len(places), max_size=len(places))
    return counts.map(lambda found: dict(zip(places, found, strict=True)))


def grid(rows):
    return with_margins(
        {(r, c): n for r, row in enumerate(rows) for c, n in enumerate(row)}
    )


class TestSuppression(BaseCase):
    def test_examples(self):
        self.assertFalse(doctest.testmod(suppression).failed)

    def withstands(self, table, made, least=LEAST, above=None):
        """The attack says of no small figure whether it is small."""
        self.assertFalse(made.whole)
        found = bounds(table, made.hidden, made.small, above=above)
        for cell in made.small:
            low, high = found[cell]
            self.assertLessEqual(low, table[cell], cell)
            self.assertTrue(high is None or high >= least, (cell, low, high))

    def test_the_attack_works_on_small_cells_alone(self):
        """Hiding small cells and nothing else is solved at once: by the margins."""
        table = grid([[3, 20, 30], [40, 50, 60], [70, 80, 90]])
        self.assertEqual(bounds(table, {(0, 0)}), {(0, 0): (3, 3)})
        # Four cells about a corner that are hidden leave a choice.
        loose = {(0, 0), (0, 1), (1, 0), (1, 1)}
        self.assertEqual(bounds(table, loose)[0, 0], (1, 22))

    def test_the_attack_sees_narrow_intervals(self):
        """A box with a 1 at a corner that gives leaves no room: known values of old."""
        table = grid([[3, 2], [1, 9]])
        hidden = {(0, 0), (0, 1), (1, 0), (1, 1)}
        # 3+2=5, 3+1=4: the first can be 1..4 less 1 each; worked out by hand.
        self.assertEqual(bounds(table, hidden)[0, 0], (1, 3))
        counts = {one[0, 0] for one in every_table(table, hidden)}
        self.assertEqual(counts, {1, 2, 3})

    def test_one_small_cell(self):
        """As the books have it: one small cell takes three others along."""
        table = grid([[3, 20, 30], [40, 50, 60], [70, 80, 90]])
        made = plan(table, LEAST)
        self.assertEqual(made.small, {(0, 0)})
        self.assertEqual(made.complement, {(0, 1), (1, 0), (1, 1)})
        self.withstands(table, made)

    def test_nothing_small_nothing_hidden(self):
        made = plan(grid([[5, 20], [0, 9]]), LEAST)
        self.assertFalse(made.hidden or made.boxes or made.whole)

    def test_only_small_figures(self):
        """Nothing large to hide behind: the margins go, too."""
        for rows in ([[1, 1], [1, 1]], [[1, 0], [0, 1]], [[2]], [[4, 4]]):
            table = grid(rows)
            made = plan(table, LEAST)
            self.withstands(table, made)
            self.assertIn((TOTAL, TOTAL), made.hidden)

    def test_one_property(self):
        """A list of villages with a sum."""
        table = with_margins({("a",): 2, ("b",): 9, ("c",): 7})
        made = plan(table, LEAST)
        self.assertEqual(made.hidden, {("a",), ("c",)})
        self.withstands(table, made)

    def test_known_figures_hide_nothing(self):
        """The sum stands on the page above; so two villages hide each other."""
        table = with_margins({("a",): 2, ("b",): 9})
        made = plan(table, LEAST, known={(TOTAL,)})
        self.assertEqual(made.hidden, {("a",), ("b",)})
        self.withstands(table, made)

    def test_no_way_out_hides_all(self):
        """Two small villages of a known sum: then even empty ones are hidden."""
        table = with_margins({("a",): 2, ("b",): 4, ("c",): 0})
        made = plan(table, LEAST, known={(TOTAL,)})
        self.assertTrue(made.whole)
        self.assertEqual(made.hidden, {("a",), ("b",), ("c",)})
        self.assertEqual(bounds(table, made.hidden, floor=0)[("a",)], (0, 6))

    def test_two_versions(self):
        """A corrected table hides what the first one hid, so both give nothing."""
        first = grid([[3, 20, 30], [40, 50, 60], [70, 80, 90]])
        before = plan(first, LEAST)
        second = grid([[8, 20, 30], [40, 50, 60], [70, 80, 90]])
        self.assertFalse(plan(second, LEAST).hidden)
        made = plan(second, LEAST, hidden_before=before.hidden)
        self.assertLessEqual(before.hidden, made.hidden)

    @given(tables(3, 3))
    @settings(max_examples=30, **CALM)
    def test_two_properties(self, leaves):
        self.check(leaves)

    @given(tables(6, 2))
    @settings(max_examples=12, **CALM)
    def test_villages_by_kind(self, leaves):
        self.check(leaves)

    @given(tables(2, 2, 3))
    @settings(max_examples=10, **CALM)
    def test_three_properties(self, leaves):
        self.check(leaves)

    @given(tables(6, 2))
    @settings(max_examples=12, **CALM)
    def test_villages_of_townships(self, leaves):
        """Villages, townships, county: on pages of their own, solved as one table."""
        above = {0: "east", 1: "east", 2: "east", 3: "west", 4: "west"}
        table = with_margins(leaves, above)
        assume(any(table.values()))
        made = plan(table, LEAST, above=above)
        small = {cell for cell, count in table.items() if 0 < count < LEAST}
        self.assertEqual(made.small, small)
        self.withstands(table, made, above=above)

    def test_a_township_of_one_small_village(self):
        """The township's own page must not give it back, nor the county's."""
        above = {"a": "east", "b": "west", "c": "west"}
        leaves = {("a", "r"): 3, ("b", "r"): 30, ("c", "r"): 40}
        table = with_margins(leaves, above)
        made = plan(table, LEAST, above=above)
        # What hides the village also hides its township, and one of the other.
        self.assertEqual({cell[0] for cell in made.hidden}, {"a", "east", "west", "c"})
        self.withstands(table, made, above=above)

    def check(self, leaves):
        table = with_margins(leaves)
        assume(any(table.values()))
        made = plan(table, LEAST)
        small = {cell for cell, count in table.items() if 0 < count < LEAST}
        self.assertEqual(made.small, small)
        self.assertFalse(any(not table[cell] for cell in made.hidden))
        self.withstands(table, made)
        self.assertEqual(made, plan(table, LEAST))

    @given(tables(4, 3, 2, most=60), st.integers(2, 10))
    @settings(max_examples=60, **CALM)
    def test_boxes_are_other_tables(self, leaves, least):
        """The proof of each cell holds: same figures shown, sums right, not small."""
        table = with_margins(leaves)
        made = plan(table, least)
        self.assertEqual(set(made.boxes), set(made.small))
        for cell, box in made.boxes.items():
            other = other_table(table, box, least - 1)
            self.assertGreaterEqual(other[cell], least)
            for total, parts in equations(table):
                self.assertEqual(other[total], sum(map(other.get, parts)))
            changed = {one for one in table if other[one] != table[one]}
            self.assertLessEqual(changed, made.hidden)
            self.assertTrue(all(other[one] >= 1 for one in made.hidden))
