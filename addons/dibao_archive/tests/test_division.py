# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form
from odoo.tools import mute_logger

from .common import DibaoCase, make_id


class TestDivision(DibaoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Division = cls.env["dibao.division"]
        cls.officer = cls.make_user("t_county_officer", "county_officer", cls.county)
        cls.admin = cls.make_user(
            "t_system_admin", "system_admin", cls.Division.browse()
        )

    def former(self, division):
        return division.with_context(active_test=False).predecessor_ids

    # THE TREE

    def test_code_gives_level_and_place(self):
        village = self.Division.create({"code": "990101001002", "name": "东二村"})
        self.assertEqual(village.level, "village")
        self.assertEqual(village.parent_id, self.east)
        self.assertEqual(village.county_id, self.county)
        self.assertEqual(
            village.complete_name, "示例省 / 示例市 / 示例县 / 东镇 / 东二村"
        )
        self.assertEqual(village.display_name, "示例县 / 东镇 / 东二村")
        self.assertEqual(village.initials, "dec")
        self.assertFalse(village.is_official)

    def test_short_codes_are_filled_up(self):
        county = self.Division.create({"code": "９９０１０２", "name": "邻县"})
        self.assertEqual(county.code, "990102000000")
        self.assertEqual(county.county_id, county)

    def test_city_without_districts_is_its_own_county(self):
        city = self.Division.create(
            {"code": "9902", "name": "独市", "acts_as_county": True}
        )
        township = self.Division.create({"code": "990200001", "name": "独镇"})
        self.assertEqual(township.parent_id, city)
        self.assertEqual(township.county_id, city)
        plain = self.Division.create({"code": "9903", "name": "常市"})
        with self.assertRaises(ValidationError):
            self.Division.create({"code": "990300001", "name": "错镇"})
        self.assertFalse(plain.county_id)

    def test_filler_layers_are_left_out_of_the_path(self):
        filler = self.Division.create({"code": "9904", "name": "市辖区"})
        county = self.Division.create({"code": "990401", "name": "城区"})
        self.assertEqual(county.parent_id, filler)
        self.assertEqual(county.complete_name, "示例省 / 城区")

    def test_bad_codes_are_refused(self):
        for vals in (
            {"code": "99010", "name": "x"},
            {"code": "99X1", "name": "x"},
            {"code": "990188001", "name": "no county"},
            {"code": "990101003", "name": "x", "parent_id": self.east.id},
            {"code": "990102", "name": "x", "parent_id": self.county.id},
        ):
            with self.assertRaises(ValidationError, msg=vals):
                self.Division.create(vals)

    def test_one_division_in_force_a_code(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.Division.create({"code": "990101001", "name": "又一镇"})

    def test_form_finds_level_and_parent(self):
        with Form(self.Division) as form:
            form.code = "990101003"
            form.name = "南镇"
            self.assertEqual(form.level, "township")
            self.assertEqual(form.parent_id, self.county)
        self.assertEqual(form.record.code, "990101003000")

    # SEARCH

    def test_search_by_name_code_initials_and_path(self):
        def found(text):
            names = self.Division.name_search(text)
            return self.Division.browse([name[0] for name in names])

        self.assertEqual(found("东一"), self.east_village)
        self.assertEqual(found("990101001001"), self.east_village)
        self.assertIn(self.east_village, found("990101001"))
        self.assertNotIn(self.west_village, found("990101001"))
        self.assertIn(self.east_village, found("DYC"))
        self.assertEqual(found("东镇 一村"), self.east_village)
        self.assertEqual(found("示例县/西一"), self.west_village)

    # RENAME, RECODE, MERGE

    def test_rename_keeps_the_id_and_the_former_name(self):
        self.east._change(date(2026, 1, 1), name="新东镇")
        self.assertEqual(self.east.name, "新东镇")
        self.assertEqual(self.east.valid_from, date(2026, 1, 1))
        self.assertIn("新东镇", self.east_village.complete_name)
        former = self.former(self.east)
        self.assertRecordValues(
            former,
            [
                {
                    "name": "东镇",
                    "code": "990101001000",
                    "valid_to": date(2025, 12, 31),
                    "successor_id": self.east.id,
                    "active": False,
                    "complete_name": "示例省 / 示例市 / 示例县 / 东镇",
                }
            ],
        )
        self.assertNotIn(former, self.Division.search([]))
        self.county._change(date(2026, 2, 1), name="新示例县")
        self.assertIn("新示例县", self.east_village.complete_name)
        self.assertEqual(former.complete_name, "示例省 / 示例市 / 示例县 / 东镇")

    def test_a_new_state_begins_after_the_old_one(self):
        self.east._change(date(2026, 1, 1), name="新东镇")
        with self.assertRaises(UserError):
            self.east._change(date(2025, 6, 1), name="旧")

    def test_recode_takes_along_what_lies_below(self):
        self.county._change(date(2026, 1, 1), code="990109", name="示例区")
        self.assertEqual(self.county.code, "990109000000")
        self.assertEqual(self.east_village.code, "990109001001")
        self.assertEqual(self.former(self.east_village).code, "990101001001")
        self.assertEqual(self.east_village.county_id, self.county)

    def test_recode_to_a_code_in_use_is_refused(self):
        with self.assertRaises(UserError):
            self.east._change(date(2026, 1, 1), code="990101002")
        self.assertEqual(self.east.code, "990101001000")
        self.assertFalse(self.former(self.east))

    def test_merge_moves_villages_with_their_files(self):
        household = self.make_household(
            members=[("张示例", make_id(), "02")], number="MERGE-1"
        )
        same_number = self.west_village
        moved = self.east._merge_into(self.west, date(2026, 1, 1))
        self.assertEqual(moved, 1)
        self.assertFalse(self.east.active)
        self.assertEqual(self.east.successor_id, self.west)
        self.assertEqual(self.east.valid_to, date(2025, 12, 31))
        self.assertEqual(self.east_village.parent_id, self.west)
        self.assertEqual(same_number.code, "990101002001")
        self.assertEqual(self.east_village.code, "990101002600")
        self.assertEqual(household.division_id, self.east_village)
        reader = self.make_user("t_west_clerk", "township_clerk", self.west)
        self.assertTrue(household.with_user(reader).has_access("read"))

    def test_merged_villages_hand_over_their_files(self):
        household = self.make_household(
            members=[("张示例", make_id(), "02")], number="MERGE-2"
        )
        other = self.Division.create({"code": "990101001002", "name": "东二村"})
        self.east_village._merge_into(other, date(2026, 1, 1))
        self.assertEqual(household.division_id, other)
        self.assertEqual(household.member_ids.division_id, other)
        self.assertEqual(household.head_id.division_id, other)

    def test_two_used_villages_of_one_name_stay_two(self):
        twin = self.Division.create({"code": "990101002009", "name": "同村"})
        ours = self.Division.create({"code": "990101001009", "name": "同村"})
        self.make_household(twin, [("张示例", make_id(), "02")], number="TWIN-1")
        self.east._merge_into(self.west, date(2026, 1, 1))
        self.assertTrue(ours.active)
        self.assertTrue(twin.active)
        self.assertNotEqual(ours.code, twin.code)

    def test_a_fresh_twin_of_a_new_table_takes_over(self):
        new = self.Division.create({"code": "990109", "name": "示例区"})
        township = self.Division.create({"code": "990109001", "name": "东镇"})
        village = self.Division.create({"code": "990109001001", "name": "东一村"})
        household = self.make_household(
            members=[("张示例", make_id(), "02")], number="TWIN-2"
        )
        self.county._merge_into(new, date(2026, 1, 1))
        self.assertEqual(self.east.successor_id, township)
        self.assertEqual(household.division_id, village)
        self.assertEqual(household.county_id, new)
        # What the table lacked moved over with its number.
        self.assertEqual(self.west.parent_id, new)
        self.assertEqual(self.west_village.code, "990109002001")

    def test_merging_nonsense_is_refused(self):
        day = date(2026, 1, 1)
        for sources, target in (
            (self.east, self.east),
            (self.east_village, self.west),
        ):
            with self.assertRaises(UserError):
                sources._merge_into(target, day)

    def test_close_needs_an_empty_division(self):
        with self.assertRaises(UserError):
            self.east._close(date(2026, 1, 1))
        self.east_village._close(date(2026, 1, 1))
        self.east._close(date(2026, 1, 1))
        self.assertFalse(self.east.active)

    def test_a_closed_code_can_be_given_again(self):
        self.east_village._close(date(2026, 1, 1))
        again = self.Division.create({"code": "990101001001", "name": "新村"})
        self.assertTrue(again.active)

    def test_used_divisions_are_not_deleted(self):
        user = self.make_user("t_clerk", "township_clerk", self.west_village)
        for division in (self.east, self.west_village):
            with self.assertRaises(UserError):
                division.unlink()
        user.dibao_division_ids = [Command.clear()]
        self.west_village.unlink()
        self.assertFalse(self.west_village.exists())

    # THE ACT IN THE SCREEN

    def test_wizard_renames_and_tells_whose_jurisdiction_ends(self):
        clerk = self.make_user("t_east_clerk", "township_clerk", self.east)
        wizard = (
            self.env["dibao.division.change"]
            .with_user(self.officer)
            .create(
                {
                    "division_ids": [Command.set(self.east.ids)],
                    "kind": "merge",
                    "target_id": self.west.id,
                    "on_date": "2026-01-01",
                }
            )
        )
        self.assertEqual(wizard.user_names, clerk.name)
        wizard.action_apply()
        self.assertFalse(self.east.active)
        # The closed one still stands there, but opens nothing any more.
        jurisdiction = clerk.with_context(active_test=False).dibao_division_ids
        self.assertEqual(jurisdiction, self.east)

    def test_wizard_asks_for_what_is_missing(self):
        wizard = self.env["dibao.division.change"].create(
            {"division_ids": [Command.set(self.east.ids)], "kind": "rename"}
        )
        with self.assertRaises(UserError):
            wizard.action_apply()

    # RIGHTS

    def test_officer_works_under_his_county_only(self):
        as_officer = self.Division.with_user(self.officer)
        village = as_officer.create({"code": "990101001005", "name": "五村"})
        village.name = "第五村"
        self.east.with_user(self.officer)._change(date(2026, 1, 1), name="新东镇")
        self.Division.create({"code": "990102", "name": "邻县"})
        other = self.Division.create({"code": "990102001", "name": "邻镇"})
        with self.assertRaises(AccessError):
            other.with_user(self.officer).name = "我的"
        with self.assertRaises(AccessError):
            as_officer.create({"code": "990102002", "name": "邻二镇"})
        with self.assertRaises(AccessError):
            village.with_user(self.officer).write(
                {"code": "990102001005", "parent_id": other.id}
            )
        with self.assertRaises(AccessError):
            other.with_user(self.officer).write(
                {"code": "990101009000", "parent_id": self.county.id}
            )
        with self.assertRaises(AccessError):
            village.with_user(self.officer).unlink()

    def test_officer_gives_no_village_away(self):
        self.Division.create({"code": "990102", "name": "邻县"})
        self.Division.create({"code": "990102001", "name": "邻镇"})
        other = self.Division.create({"code": "990102001001", "name": "邻村"})
        ours = self.east_village.with_user(self.officer)
        with self.assertRaises(AccessError):
            ours._merge_into(other.with_user(self.officer), date(2026, 1, 1))
        with self.assertRaises(AccessError):
            other.with_user(self.officer)._merge_into(ours, date(2026, 1, 1))

    def test_system_administrator_keeps_the_whole_tree(self):
        county = self.Division.with_user(self.admin).create(
            {"code": "990102", "name": "邻县"}
        )
        county.name = "邻区"
        with self.assertRaises(AccessError):
            county.unlink()

    def test_clerks_read(self):
        clerk = self.make_user("t_reader", "township_clerk", self.east)
        as_clerk = self.east.with_user(clerk)
        self.assertEqual(as_clerk.name, "东镇")
        with self.assertRaises(AccessError):
            as_clerk.name = "x"
