# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import tagged

from ..tools.suppression import TOTAL, with_margins
from .attack import bounds
from .statistics_common import APR, DEC, FEB, JAN, MAR, StatisticsCase

LEAST = 5


@tagged("post_install", "-at_install")
class TestSumsOnly(StatisticsCase):
    """Who sees sums only goes through every screen, place and class, and reckons."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.more = cls.env["dibao.division"].create(
            [
                {
                    "code": f"99010100120{n}",
                    "name": f"东{n}村",
                    "parent_id": cls.east.id,
                }
                for n in range(7, 9)
            ]
        )
        cls.planned = {
            (cls.east_village, "rural"): 9,
            (cls.east_village, "urban"): 2,
            (cls.more[0], "rural"): 3,
            (cls.more[1], "rural"): 12,
            (cls.east, "rural"): 1,
            (cls.west_village, "rural"): 11,
            (cls.west_village, "urban"): 8,
        }
        for (place, kind), count in cls.planned.items():
            for n in range(count):
                cls.make_people(
                    [cls.person_values(sex="12"[n % 2])],
                    300.0 + n,
                    DEC,
                    place,
                    urban_rural=kind,
                )
        cls.freeze(JAN)
        cls.viewer = cls.make_user("v_viewer", "statistics", cls.county)
        cls.read = cls.env["dibao.statistics"].with_user(cls.viewer)
        cls.towns = cls.east | cls.west
        cls.villages = cls.east_village | cls.more | cls.west_village

    def seen(self):
        """``{(place or "own", class): households}`` of all that is shown anywhere."""
        found = {}

        def note(place, kind, value):
            if value is not None:
                self.assertIn(found.get((place, kind), value), (value,))
                found[place, kind] = value

        for place in self.county | self.towns | self.villages:
            for scope in ("urban", "rural", None):
                kind = scope or TOTAL
                asked = {"division_id": place.id, "urban_rural": scope}
                table = self.read.official_table(**asked)
                for row in table["rows"]:
                    one = row["division_id"]
                    one = ("own", one) if row.get("only_here") else one
                    note(one, kind, row["cells"]["households"])
                board = self.read.dashboard(**asked)
                for tile in board["tiles"]:
                    if tile["key"] == "households":
                        note(place.id, kind, int(tile["value"]))
            for layout in ("quarterly", "yearbook"):
                table = self.read.official_table(layout, place.id)
                for row in table["rows"]:
                    asked = row["leads"]["value"]
                    if asked["column"] == "households":
                        scope = asked["urban_rural"]
                        kind = TOTAL if scope == "both" else scope
                        note(place.id, kind, row["cells"]["value"])
        return found

    def test_no_small_cell_follows_from_what_is_shown(self):
        own = {self.east: ("own", self.east.id)}
        leaves = {
            (own.get(place, place.id), kind): count
            for (place, kind), count in self.planned.items()
        }
        above = {one.id: one.parent_id.id for one in self.villages}
        above["own", self.east.id] = self.east.id
        truth = with_margins(leaves, above)
        shown = self.seen()
        for (place, kind), value in shown.items():
            cell = (TOTAL if place == self.county.id else place, kind)
            self.assertEqual(truth.get(cell, 0), value, cell)
        seen = {
            (TOTAL if place == self.county.id else place, kind) for place, kind in shown
        }
        hidden = {cell for cell, count in truth.items() if count and cell not in seen}
        small = {cell for cell, count in truth.items() if 0 < count < LEAST}
        self.assertLessEqual(small, hidden)
        for cell, (low, high) in bounds(truth, hidden, small, above=above).items():
            self.assertLessEqual(low, truth[cell])
            self.assertTrue(high is None or high >= LEAST, (cell, truth[cell], high))
        # Something is left to see: the county, and all of the west.
        self.assertIn((TOTAL, TOTAL), seen)
        self.assertIn((self.west.id, TOTAL), seen)

    def test_few_who_came_are_not_told(self):
        self.make_people([self.person_values()], 200.0, FEB, self.west_village)
        self.freeze(FEB)
        tiles = {
            tile["key"]: tile["value"]
            for tile in self.read.dashboard(self.county.id)["tiles"]
        }
        self.assertEqual(tiles["entry_persons"], "*")
        self.assertEqual(tiles["households"], "47")

    def test_a_few_months_ago_there_were_few(self):
        """The line over time and the comparison do not tell, either."""
        self.freeze(FEB)
        for household in self.env["dibao.household"].search(
            [("division_id", "=", self.more[1].id)], limit=10
        ):
            household._in_force(JAN)._end(FEB, "测试")
        self.freeze(MAR)
        asked = {"division_id": self.more[1].id}
        self.assertTrue(self.read.dashboard(**asked)["few"])
        for _one in range(9):
            self.make_people([self.person_values()], 1.0, APR, self.more[1])
        self.freeze(APR)
        board = self.read.dashboard(**asked)
        self.assertFalse(board["few"])
        [trend] = [one for one in board["charts"] if one["key"] == "trend"]
        self.assertEqual(trend["series"][1]["data"][-4:], [12, 12, None, 11])
        table = self.read.official_table(**asked)
        self.assertEqual(table["compared"], [])
