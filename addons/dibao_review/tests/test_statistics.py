# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .statistics_common import FEB, JAN, StatisticsCase


@tagged("post_install", "-at_install")
class TestStatistics(StatisticsCase):
    """Reading the sums: places, months, rights."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        person = cls.person_values
        cls.make_people([person(), person("20150101", "2")], 300.0)
        cls.make_people([person()], 200.0, JAN, cls.west_village, urban_rural="urban")
        cls.make_people([person()], 100.0, FEB, cls.west_village)
        cls.freeze(JAN)
        cls.freeze(FEB)
        cls.read = cls.env["dibao.statistics"]

    def test_a_place_of_any_level(self):
        for code, persons in (
            ("990000000000", 4),
            ("990100000000", 4),
            ("990101000000", 4),
            ("990101002000", 2),
            ("990101001001", 2),
        ):
            found = self.read._figures(self.places[code], JAN, FEB)
            self.assertEqual(found[FEB]["persons"], persons, code)
        self.assertEqual(found[JAN]["spending"], 300)
        self.assertEqual(found[FEB]["detail"]["bands"], {"150": 1})
        self.assertEqual(
            self.read._figures(self.county, FEB, urban_rural="urban")[FEB]["persons"], 1
        )

    def test_places_below(self):
        for code, expected in (
            ("990000000000", {"990100000000": 4}),
            ("990100000000", {"990101000000": 4}),
            ("990101000000", {"990101001000": 2, "990101002000": 2}),
            ("990101001000", {"990101001001": 2}),
        ):
            found = self.read._by_place(self.places[code], FEB)
            self.assertEqual(
                {place: one["persons"] for place, one in found.items()},
                {self.places[name].id: n for name, n in expected.items()},
                code,
            )
        self.assertEqual(self.read._by_place(self.east_village, FEB), {})
        both = self.read._by_place(self.county, JAN, FEB)
        self.assertEqual(both[self.west.id]["spending"], 500)

    def test_whose_figures(self):
        clerk = self.make_user("s_clerk", "township_clerk", self.east)
        viewer = self.make_user("s_viewer", "statistics", self.county)
        archivist = self.make_user("s_archivist", "archivist", self.county)
        self.assertTrue(self.read.with_user(clerk)._check_place(self.east_village))
        self.assertFalse(self.read.with_user(viewer)._check_place(self.county))
        for user, place in (
            (clerk, self.county),
            (clerk, self.west),
            (viewer, self.places["990100000000"]),
            (archivist, self.county),
        ):
            with self.assertRaises(AccessError):
                self.read.with_user(user)._check_place(place)

    def test_records_stay_in_their_area(self):
        clerk = self.make_user("s_clerk2", "township_clerk", self.east)
        rows = self.facts.with_user(clerk).search([])
        self.assertEqual(rows.division_id, self.east_village)
        places = self.sums.with_user(clerk).search([]).division_id
        self.assertEqual(places, self.east | self.east_village)
        viewer = self.make_user("s_viewer2", "statistics", self.county)
        with self.assertRaises(AccessError):
            self.facts.with_user(viewer).search([])
