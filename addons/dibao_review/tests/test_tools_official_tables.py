# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import BaseCase, tagged

from ..tools import official_tables as tool
from ..tools.monthly_fact import CAUSES, LABOUR
from ..tools.suppression import withheld

#: The published urban table of Dehua county, October 2024.
DEHUA = {
    **{"households": 173, "persons": 311},
    **{"female": 149, "elderly": 15, "minor": 116, "disabled": 120},
    **dict(zip((f"labour_{one}" for one in LABOUR), (42, 32, 146, 91), strict=True)),
    **dict(
        zip((f"cause_{one}" for one in CAUSES), (65, 120, 73, 0, 18, 35), strict=True)
    ),
    **{"entry_persons": 4, "exit_persons": 3},
    **{"spending": 197174.0, "allowance": 197174.0},
}


@tagged("post_install", "-at_install")
class TestOfficialTables(BaseCase):
    def test_the_published_table_passes(self):
        found = tool.cells(DEHUA, {"spending": 2e6, "allowance": 2e6})
        self.assertEqual(
            [one for one in tool.row_checks("x", found) if not one.holds], []
        )
        self.assertEqual(found["average"], 634.0)

    def test_each_rule_sees_its_fault(self):
        for name, value, rule in (
            ("labour_able", 41, "parts"),
            ("persons", 400, "covered"),
            ("price", 0.01, "parts"),
            ("elderly", 312, "within"),
            ("households", 312, "within"),
        ):
            found = tool.cells({**DEHUA, name: value}, {})
            broken = {one.rule for one in tool.row_checks("x", found) if not one.holds}
            self.assertIn(rule, broken, name)

    def test_columns_add_up(self):
        one = tool.cells(DEHUA, {})
        total = {name: 2 * value for name, value in one.items()}
        checks = tool.column_checks(total, [one, one])
        self.assertTrue(all(check.holds for check in checks))
        checks = tool.column_checks(total, [one])
        self.assertEqual(
            {check.column for check in checks if check.holds},
            {name for name, value in one.items() if not value and name != "average"},
        )

    def test_rest(self):
        total = {"households": 5, "spending": 10.1, "detail": {}}
        self.assertIsNone(tool.rest(total, [{"households": 5, "spending": 10.1}]))
        self.assertEqual(
            tool.rest(total, [{"households": 3, "spending": 10.1}]),
            {"households": 2, "spending": 0},
        )

    def test_movement_explains_to_the_last_person(self):
        now = {
            **{"persons": 107, "entry_persons": 9, "exit_persons": 5},
            "transfer_persons": 2,
            "detail": {"reasons": {"new": 6, "member": 3, "died": 1, "stopped": 4}},
        }
        steps = tool.movement({"persons": 100}, {"persons": 101}, now)
        self.assertEqual(
            steps,
            [
                ("last", 100),
                ("corrected", 1),
                ("came:new", 6),
                ("came:member", 3),
                ("left:died", -1),
                ("left:stopped", -4),
                ("moved", 2),
                ("now", 107),
            ],
        )
        gap = tool.movement({"persons": 100}, {"persons": 100}, now)
        self.assertIn(("unexplained", 1), gap)

    def test_money_movement_explains_to_the_last_cent(self):
        """30 persons at 10 yuan, then 33 at 11: 30 by persons, 33 by the amount."""
        then = {"persons": 30, "allowance": 300.0, "price": 5.0, "spending": 305.0}
        now = {"persons": 33, "allowance": 363.0, "price": 0.0, "spending": 370.0}
        then |= {"age_supplement": 0.0, "other_supplement": 0.0}
        now |= {"age_supplement": 0.0, "other_supplement": 7.0}
        self.assertEqual(
            tool.money_movement(then, then, now),
            [
                ("last", 305),
                ("persons", 30),
                ("each", 33),
                ("price", -5),
                ("other_supplement", 7),
                ("now", 370),
            ],
        )
        learned = {**then, "allowance": 310.0, "spending": 315.0}
        steps = dict(tool.money_movement(then, learned, now))
        self.assertEqual((steps["corrected"], steps["persons"]), (10, 31))
        self.assertNotIn("unexplained", steps)
        wrong = {**now, "spending": 371.0}
        self.assertIn(("unexplained", 1), tool.money_movement(then, then, wrong))
        nobody = dict.fromkeys(then, 0)
        steps = dict(tool.money_movement(nobody, nobody, now))
        self.assertEqual((steps["persons"], steps["now"]), (363, 370))

    def test_moves_of_several_months(self):
        def month(households, came, reasons):
            figures = {
                f"{move}_households": 0 for move in ("entry", "exit", "transfer")
            }
            figures |= {f"{move}_persons": 0 for move in ("entry", "exit", "transfer")}
            figures |= {"households": households, "persons": 10 * households}
            return {**figures, "entry_persons": came, "detail": {"reasons": reasons}}

        added = tool.added_moves(
            [month(4, 3, {"new": 3}), month(5, 2, {"new": 1, "member": 1})]
        )
        self.assertEqual((added["households"], added["persons"]), (5, 50))
        self.assertEqual(added["entry_persons"], 5)
        self.assertEqual(added["detail"]["reasons"], {"new": 4, "member": 1})

    def test_lines(self):
        urban = tool.cells(
            DEHUA, {"spending": 2_000_049.0, "allowance": 1_900_024.0, "price": 100_025}
        )
        nothing = dict.fromkeys(urban, 0)
        figures = {"urban": urban, "rural": nothing, "both": urban}
        found = tool.lines(tool.QUARTERLY, figures, None)
        values = {line.number: value for line, value, _then, _growth in found}
        self.assertEqual((values[1], values[3], values[12]), (200.0049, 190.0024, 311))
        self.assertTrue(all(one.holds for one in tool.line_checks(found)))
        figures["both"] = {**urban, "persons": 312}
        broken = tool.line_checks(tool.lines(tool.QUARTERLY, figures, None))
        self.assertEqual([one.row for one in broken if not one.holds], ["12"])
        before = {key: {**one, "persons": 300} for key, one in figures.items()}
        [growth] = [
            growth
            for line, _now, _then, growth in tool.lines(tool.YEARBOOK, figures, before)
            if (line.measure, line.scope) == ("persons", "urban")
        ]
        self.assertEqual(growth, 3.7)

    def test_numbers_of_lines_are_unique(self):
        for layout in (tool.QUARTERLY, tool.YEARBOOK):
            numbers = [line.number for line in layout]
            self.assertEqual(numbers, list(range(1, len(numbers) + 1)))

    def test_small_counts_do_not_follow_from_the_sum(self):
        self.assertEqual(withheld([10, 20, 30], 5), set())
        self.assertEqual(withheld([10, 2, 30], 5), {0, 1})
        self.assertEqual(withheld([10, 1, 1, 30], 5), {0, 1, 2})
        self.assertEqual(withheld([3, 4, 30], 5), {0, 1})
        self.assertEqual(withheld([0, 2, 0], 5), {1})
        self.assertEqual(withheld([0, 2, 7], None), {1, 2})
