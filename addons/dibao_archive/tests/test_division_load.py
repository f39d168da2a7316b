# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
from argparse import Namespace
from contextlib import redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from odoo.cli.command import find_command
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..tools import division_table
from .common import DibaoCase

#: Columns the two ways of writing must agree on; ids and times differ by nature.
COMPARED = (
    "code",
    "name",
    "level",
    "complete_name",
    "display_name",
    "initials",
    "acts_as_county",
    "agency_name",
    "is_official",
    "valid_from",
    "valid_to",
    "active",
)


class TestDivisionLoad(DibaoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Division = cls.env["dibao.division"]
        cls.officer = cls.make_user("t_officer", "county_officer", cls.county)
        cls.admin = cls.make_user("t_admin", "system_admin", cls.Division.browse())

    def rows(self, *lines):
        return [division_table.make_row(code, name) for code, name in lines]

    def table(self, *provinces):
        """Rows of the shipped table under codes that are not in use (90, 91, …)."""
        codes = {p: str(90 + at) for at, p in enumerate(provinces)}
        return [
            row._replace(
                code=codes[row.code[:2]] + row.code[2:],
                parent=row.parent and codes[row.parent[:2]] + row.parent[2:],
            )
            for row in division_table.read_table(set(provinces))
        ]

    def snapshot(self, code_prefix):
        divisions = self.Division.with_context(active_test=False).search(
            [("code", "=like", f"{code_prefix}%")], order="code"
        )
        return [
            {name: division[name] for name in COMPARED}
            | {
                "parent": division.parent_id.code,
                "county": division.county_id.code,
                "path": self.codes_of_path(division),
                "below": self.Division.search_count([("id", "child_of", division.id)]),
            }
            for division in divisions
        ]

    def codes_of_path(self, division):
        ids = [int(part) for part in division.parent_path.split("/") if part]
        return self.Division.browse(ids).mapped("code")

    def test_set_based_rows_are_those_of_the_orm(self):
        """Ningxia and Hainan: townships, filler layers, a city without districts."""
        rows = self.table("64", "46")
        keep = [row for row in rows if row.level != "township" or row.code[8] == "1"]
        self.Division.create([self.orm_values(keep[0])])
        for level in ("province", "city", "county", "township"):
            self.Division.create(
                [self.orm_values(row) for row in keep[1:] if row.level == level]
            )
        by_orm = self.snapshot("90") + self.snapshot("91")
        self.assertGreater(len(by_orm), 80)
        self.assertTrue(any(row["acts_as_county"] for row in by_orm))
        everything = self.Division.search(
            ["|", ("code", "=like", "90%"), ("code", "=like", "91%")]
        )
        everything.sorted("code", reverse=True).unlink()
        counts = self.Division._load_rows(keep)
        self.assertEqual(counts["added"], len(keep))
        self.assertEqual(self.snapshot("90") + self.snapshot("91"), by_orm)

    def orm_values(self, row):
        return {
            "code": row.code,
            "name": row.name,
            "acts_as_county": row.acts_as_county,
            "is_official": True,
        }

    def test_loading_twice_changes_nothing(self):
        rows = self.table("64")
        first = self.Division._load_rows(rows)
        self.assertEqual(first["added"], len(rows))
        before = self.snapshot("90")
        again = self.Division._load_rows(rows)
        self.assertEqual(again, {"added": 0, "renamed": 0, "adopted": 0, "orphans": 0})
        self.assertEqual(self.snapshot("90"), before)

    def test_new_names_keep_the_id_and_the_former_name(self):
        rows = self.rows(("990101001000", "东关镇"), ("990101001001", "东一村"))
        counts = self.Division._load_rows(rows, on_date=date(2026, 1, 1))
        self.assertEqual(counts["renamed"], 1)
        self.assertEqual(self.east.name, "东关镇")
        self.assertEqual(self.east.initials, "dgz")
        self.assertTrue(self.east.is_official)
        self.assertEqual(
            self.east_village.complete_name,
            "示例省 / 示例市 / 示例县 / 东关镇 / 东一村",
        )
        former = self.east.with_context(active_test=False).predecessor_ids
        self.assertRecordValues(
            former,
            [
                {
                    "name": "东镇",
                    "valid_to": date(2025, 12, 31),
                    "active": False,
                    "parent_id": self.county.id,
                    "county_id": self.county.id,
                    "complete_name": "示例省 / 示例市 / 示例县 / 东镇",
                    "parent_path": f"{self.county.parent_path}{former.id}/",
                }
            ],
        )
        self.assertEqual(self.east.valid_from, date(2026, 1, 1))

    def test_former_names_can_be_dropped(self):
        self.Division._load_rows(
            self.rows(("990101001000", "东关镇")), keep_former=False
        )
        self.assertEqual(self.east.name, "东关镇")
        self.assertFalse(self.east.valid_from)
        self.assertFalse(self.east.with_context(active_test=False).predecessor_ids)

    def test_rows_without_the_one_above_are_counted_not_loaded(self):
        counts = self.Division._load_rows(self.rows(("990155001000", "无县镇")))
        self.assertEqual((counts["added"], counts["orphans"]), (0, 1))

    def test_own_county_finds_the_city_loaded_later(self):
        county = self.Division.create({"code": "980101", "name": "孤县"})
        township = self.Division.create({"code": "980101001", "name": "孤镇"})
        self.assertFalse(county.parent_id)
        self.Division._load_rows(
            self.rows(("980000000000", "孤省"), ("980100000000", "孤市"))
        )
        self.assertEqual(county.parent_id.name, "孤市")
        self.assertEqual(township.complete_name, "孤省 / 孤市 / 孤县 / 孤镇")
        self.assertTrue(township.parent_path.startswith(county.parent_path))

    def test_own_city_learns_that_it_has_no_districts(self):
        self.Division.create({"code": "98", "name": "孤省"})
        city = self.Division.create({"code": "9801", "name": "孤市"})
        self.assertFalse(city.county_id)
        row = self.rows(("980100000000", "孤市"))[0]._replace(acts_as_county=True)
        counts = self.Division._load_rows([row, *self.rows(("980100001000", "孤镇"))])
        self.assertEqual((counts["adopted"], counts["added"]), (1, 1))
        self.assertEqual(city.county_id, city)
        self.assertEqual(city.child_ids.county_id, city)

    def test_new_divisions_are_seen_by_the_jurisdiction_above(self):
        self.Division._load_rows(self.rows(("990101001777", "新村")))
        village = self.Division.search([("code", "=", "990101001777")])
        self.assertIn(
            village, self.Division.search([("id", "child_of", self.county.ids)])
        )

    def test_what_is_gone_is_closed_on_request_only(self):
        rows = self.rows(
            ("970000000000", "甲省"),
            ("970100000000", "甲市"),
            ("970101000000", "甲县"),
            ("970101001000", "留镇"),
            ("970101002000", "去镇"),
            ("970101003000", "有村镇"),
        )
        self.Division._load_rows(rows)
        self.Division.create({"code": "970101003001", "name": "村"})
        self.Division._load_rows(rows[:4])
        self.assertEqual(
            self.Division.search_count([("code", "=like", "97%")]), len(rows) + 1
        )
        closed, kept = self.Division._close_missing(
            rows[:4], {"97"}, on_date=date(2026, 1, 1)
        )
        self.assertEqual(closed.mapped("name"), ["去镇"])
        self.assertEqual(closed.valid_to, date(2025, 12, 31))
        self.assertEqual(kept.mapped("name"), ["有村镇"])
        self.assertTrue(self.county.active, "another province was touched")

    # WIZARD

    def wizard(self, user, **vals):
        return self.env["dibao.division.load"].with_user(user).create(vals)

    def test_administrator_loads_a_province(self):
        townships = [("code", "=like", "64%"), ("level", "=", "township")]
        before = self.Division.search_count(townships)
        wizard = self.wizard(self.admin, townships=False)
        self.assertEqual(len(wizard.line_ids), 31)
        with self.assertRaises(UserError):
            wizard.action_load()
        wizard.line_ids.filtered(lambda line: line.code == "64").chosen = True
        wizard.action_load()
        self.assertEqual(wizard.state, "done")
        counties = self.Division.search_count(
            [("code", "=like", "64%"), ("level", "=", "county")]
        )
        expected = next(line for line in wizard.line_ids if line.code == "64")
        self.assertEqual(counties, expected.county_count)
        self.assertEqual(self.Division.search_count(townships), before)

    def test_county_officer_loads_no_tables(self):
        wizard = self.wizard(self.officer)
        wizard.line_ids[0].chosen = True
        with self.assertRaises(AccessError):
            wizard.action_load()

    def test_officer_loads_villages_of_his_county(self):
        self.Division.create({"code": "990102", "name": "邻县"})
        self.Division.create({"code": "990102001", "name": "邻镇"})
        data = (
            "区划代码,村名\n"
            "990101001201,东二村\n"
            "990101002,西三村\n"
            "990102001201,邻村\n"
            "990177001201,无镇村\n"
            "99,错\n"
        )
        wizard = self.wizard(
            self.officer,
            source="villages",
            file=base64.b64encode(data.encode("gb18030")),
        )
        wizard.action_load()
        official = self.Division.search([("code", "=", "990101001201")])
        self.assertEqual((official.name, official.is_official), ("东二村", True))
        own = self.Division.search([("name", "=", "西三村")])
        self.assertEqual((own.code, own.is_official), ("990101002600", False))
        self.assertFalse(self.Division.search([("name", "in", ["邻村", "无镇村"])]))
        self.assertEqual(
            {(line.line, line.cell) for line in wizard.problem_ids},
            {(6, "99"), (0, "990102001201"), (0, "990177001201")},
        )
        self.assertTrue(all(wizard.problem_ids.mapped("reason")))

    def test_a_file_that_is_no_csv(self):
        wizard = self.wizard(
            self.officer, source="villages", file=base64.b64encode(b"PK\x03\x04\x00")
        )
        with self.assertRaises(UserError):
            wizard.action_load()

    def test_clerks_have_no_wizard(self):
        clerk = self.make_user("t_clerk2", "township_clerk", self.east)
        with self.assertRaises(AccessError):
            self.wizard(clerk)

    # COMMAND

    def run_command(self, **arguments):
        arguments = {
            "provinces": [],
            "all": False,
            "list": False,
            "no_townships": True,
            "close_missing": False,
            "villages": None,
        } | arguments
        command = find_command("dibao_division")()
        with redirect_stdout(StringIO()) as printed:
            command._load(self.env, Namespace(**arguments))
        return printed.getvalue()

    def test_command_loads_provinces_by_code_or_name(self):
        printed = self.run_command(provinces=["64", "海南省"])
        self.assertIn("divisions read", printed)
        self.assertEqual(
            set(
                self.Division.search(
                    [("level", "=", "province"), ("code", "in", ["64" + "0" * 10])]
                ).mapped("name")
            ),
            {"宁夏回族自治区"},
        )
        self.assertTrue(self.Division.search_count([("name", "=", "海南省")]))
        with self.assertRaises(SystemExit):
            self.run_command(provinces=["无此省"])

    def test_command_lists_provinces(self):
        self.assertEqual(len(self.run_command(list=True).splitlines()), 31)

    def test_command_loads_villages_and_tells_bad_rows(self):
        with NamedTemporaryFile(suffix=".csv") as file:
            file.write("990101001,四村\n99,错\n".encode())
            file.flush()
            printed = self.run_command(villages=Path(file.name))
        self.assertIn("row 2: 99", printed)
        self.assertTrue(self.east.child_ids.filtered(lambda one: one.name == "四村"))

    # RIGHTS

    def test_wizards_are_their_makers(self):
        wizard = self.wizard(self.admin, line_ids=[Command.clear()])
        with self.assertRaises(AccessError):
            wizard.with_user(self.officer).read(["state"])
