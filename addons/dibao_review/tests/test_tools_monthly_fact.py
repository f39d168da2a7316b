# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.tests import BaseCase, tagged

from ..tools import monthly_fact as tool


@tagged("post_install", "-at_install")
class TestMonthlyFact(BaseCase):
    """The definitions of the county table, case by case."""

    def test_age_is_in_completed_years(self):
        birth = date(2008, 2, 29)
        self.assertEqual(tool.age_on(birth, date(2026, 2, 28)), 17)
        self.assertEqual(tool.age_on(birth, date(2026, 3, 1)), 18)
        self.assertIsNone(tool.age_on(None, date(2026, 3, 1)))

    def test_age_classes(self):
        for age, expected in (
            (0, "minor"),
            (17, "minor"),
            (18, "adult"),
            (59, "adult"),
            (60, "elderly"),
            (None, "adult"),
        ):
            self.assertEqual(tool.age_class(age), expected, age)

    def test_labour_classes(self):
        """Able: of working age and healthy; part: reduced; lost: severe; none: age."""
        for expected, values in (
            ("able", {"age": 30}),
            ("able", {"age": 60}),  # over 60 begins with the 61st birthday
            ("none", {"age": 61}),
            ("none", {"age": 17}),
            ("part", {"age": 30, "grade": "3", "kind": "4"}),
            ("part", {"age": 30, "ill": True}),
            ("part", {"age": 30, "noted": "part"}),
            ("lost", {"age": 30, "grade": "1", "kind": "4"}),
            ("lost", {"age": 30, "serious": True}),
            # Hearing and speech are never fully lost.
            ("part", {"age": 30, "grade": "1", "kind": "2"}),
            ("part", {"age": 30, "grade": "2", "kind": "3"}),
            # Severity goes first: a child that is severely disabled.
            ("lost", {"age": 9, "grade": "1", "kind": "5"}),
            ("none", {"age": 9, "grade": "3", "kind": "5"}),
        ):
            self.assertEqual(tool.labour(**values), expected, values)

    def test_readings(self):
        rules = tool.Rules(labour_first="age")
        self.assertEqual(tool.labour(9, "1", "5", rules=rules), "none")
        rules = tool.Rules(none_over=59)
        self.assertEqual(tool.labour(60, rules=rules), "none")
        rules = tool.Rules(grade3_types=("5", "6"))
        self.assertEqual(tool.labour(30, "3", "6", rules=rules), "lost")
        self.assertEqual(tool.labour(30, "3", "4", rules=rules), "part")

    def test_moves(self):
        before = {1: ("a", "x"), 2: ("a", "x"), 3: ("b", "x")}
        now = {1: ("a", "x"), 3: ("b", "y"), 4: ("a", "x")}
        self.assertEqual(tool.moves(before, now), {2: "exit", 3: "moved", 4: "entry"})

    def test_parts_add_up(self):
        lines = [
            ("base", "gap", 400),
            ("price", None, 20),
            ("supplement", "elderly", 80),
            ("supplement", "minor", 50),
        ]
        self.assertEqual(
            tool.parts(550, lines),
            {
                "allowance": 400,
                "price": 20,
                "age_supplement": 80,
                "other_supplement": 50,
            },
        )
        self.assertEqual(tool.parts(-30, [])["allowance"], -30)
