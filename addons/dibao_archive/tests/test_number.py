# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..tools import reference_code
from .archive_common import ArchiveCase


@tagged("post_install", "-at_install")
class TestNumber(ArchiveCase):
    def filed(self, household=None, papers=("F01",), year=2024):
        volume = self.volume(household)
        volume.year = year
        for code in papers:
            self.paper(volume, code)
        volume.item_ids.with_user(self.archivist)._file()
        return volume

    def test_presets_are_those_of_the_standards(self):
        for code, parts in reference_code.PRESETS.items():
            profile = self.env.ref(f"dibao_archive.profile_{code}")
            self.assertEqual(profile._parts(), parts, code)
            self.assertTrue(profile.example, code)

    def test_codes_by_volume(self):
        volume = self.filed(papers=("F01", "F12"))
        self.assertEqual(volume.reference_code, "J019-ZY·DB·2024·D3-001")
        items = volume.item_ids.sorted("sequence")
        self.assertEqual(
            items.mapped("reference_code"),
            ["J019-ZY·DB·2024·D3-001-001", "J019-ZY·DB·2024·D3-001-002"],
        )
        self.assertEqual(items.kind_id.mapped("code"), ["F12", "F01"])
        other = self.filed(self.make_family(self.west_village, 2))
        self.assertEqual(other.reference_code, "J019-ZY·DB·2024·D3-002")
        self.assertEqual(other.item_ids.number, 1)
        next_year = self.filed(self.make_family(self.west_village, 3), year=2025)
        self.assertEqual(next_year.number, 1)

    def test_codes_by_item(self):
        first = self.household._dibao_file("ROLL", self.household)
        second = self.household._dibao_file("VISITS", self.household)
        volume = first.volume_id
        (first | second)._file()
        year = volume.year
        codes = {f"J019-WS·DBGL·{year}-D5-990101001-000{n}" for n in (1, 2)}
        self.assertEqual(set((first | second).mapped("reference_code")), codes)
        # A box of items has no code of its own.
        self.assertFalse(volume.reference_code)

    def test_no_fonds_no_code(self):
        self.fonds.active = False
        volume = self.volume()
        item = self.paper(volume, "F01")
        with self.assertRaises(UserError):
            item._file()
        self.fonds.active = True
        item._file()
        self.assertEqual(volume.fonds_id, self.fonds)

    def test_nearest_fonds(self):
        own = self.env["dibao.fonds"].create(
            {"code": "Ｊ０２０", "name": "东镇", "division_id": self.east.id}
        )
        self.assertEqual(own.code, "J020")
        find = self.env["dibao.fonds"]._for_division
        self.assertEqual(find(self.east_village), own)
        self.assertEqual(find(self.west_village), self.fonds)
        with self.assertRaises(ValidationError):
            own.code = "J2"

    def test_given_codes_do_not_change(self):
        volume = self.filed()
        item = volume.item_ids
        code = item.reference_code
        for record in (volume, item):
            for user in (self.archivist, self.supervisor, self.env.user):
                with self.assertRaises(UserError):
                    record.with_user(user).write({"reference_code": "J019-x"})
        with self.assertRaises(ValidationError):
            self.fonds.code = "J021"
        with self.assertRaises(UserError):
            self.env.ref("dibao_archive.profile_dat13_volume").unlink()
        # Another mark or profile holds for what comes.
        self.env.ref("dibao_archive.retention_2008_approval").mark = "D30"
        self.assertEqual(item.reference_code, code)
        later = self.filed(self.make_family(self.east_village, 2))
        self.assertEqual(later.reference_code, "J019-ZY·DB·2024·D30-001")

    def test_every_code_is_on_record(self):
        volume = self.filed(papers=("F01", "F02"))
        given = self.env["dibao.reference"].search([("fonds_id", "=", self.fonds.id)])
        self.assertEqual(
            set(given.mapped("code")),
            {volume.reference_code, *volume.item_ids.mapped("reference_code")},
        )
        self.assertEqual(set(given.mapped("state")), {"live"})
        with self.assertRaises(UserError):
            given.unlink()

    def retire(self, record, user, reason="年度错误"):
        reference = self.env["dibao.reference"]._of(record)[:1]
        form = Form(
            self.env["dibao.reference.retire"]
            .with_user(user)
            .with_context(active_id=reference.id)
        )
        form.reason = reason
        form.save().action_apply()
        return reference

    def test_a_wrong_code_is_retired_and_never_given_again(self):
        volume = self.filed(papers=("F01", "F02"))
        item = volume.item_ids.sorted("sequence")[0]
        old = self.retire(item, self.supervisor)
        self.assertRecordValues(
            old,
            [
                {
                    "state": "retired",
                    "reason": "年度错误",
                    "approver_id": self.supervisor.id,
                    "code": "J019-ZY·DB·2024·D3-001-001",
                }
            ],
        )
        self.assertEqual(item.reference_code, "J019-ZY·DB·2024·D3-001-003")
        codes = self.env["dibao.reference"]._of(item).mapped("state")
        self.assertEqual(codes, ["live", "retired"])
        later = self.paper(volume, "F12")
        later._file()
        self.assertEqual(later.number, 4)

    def test_a_retired_volume_takes_its_items_along(self):
        volume = self.filed(papers=("F01", "F02"))
        self.retire(volume, self.supervisor)
        self.assertEqual(volume.reference_code, "J019-ZY·DB·2024·D3-002")
        self.assertEqual(
            set(volume.item_ids.mapped("reference_code")),
            {"J019-ZY·DB·2024·D3-002-001", "J019-ZY·DB·2024·D3-002-002"},
        )
        given = self.env["dibao.reference"].search([("fonds_id", "=", self.fonds.id)])
        states = given.mapped("state")
        self.assertEqual((states.count("retired"), states.count("live")), (3, 3))

    def test_who_gave_a_code_does_not_retire_it(self):
        volume = self.volume()
        self.paper(volume, "F01")
        volume.item_ids.with_user(self.supervisor)._file()
        with self.assertRaises(AccessError):
            self.retire(volume, self.supervisor)
        with self.assertRaises(AccessError):
            self.env["dibao.reference"]._of(volume).with_user(self.archivist)._retire(
                "x"
            )
        second = self.make_user("head2", "archive_supervisor", self.county)
        with self.assertRaises(UserError):
            self.retire(volume, second, reason=" ")
        self.retire(volume, second)

    def test_part_of_a_code_finds(self):
        volume = self.filed()
        item = volume.item_ids
        for text in ("ZY・DB・2024", "zydb2024d3001", "D3－001", "db-2024"):
            for model, record in (("dibao.volume", volume), ("dibao.item", item)):
                found = self.env[model].with_user(self.archivist)
                domain = [("code_search", "ilike", text)]
                self.assertIn(record, found.search(domain), text)
                names = dict(found.name_search(text))
                self.assertIn(record.id, names, text)
            found = self.env["dibao.reference"].search([("code_search", "=", text)])
            self.assertIn(item.reference_code, found.mapped("code"))
        domain = [("code_search", "ilike", "2025")]
        self.assertNotIn(volume, self.env["dibao.volume"].search(domain))

    def test_another_way_of_numbering_begins_with_a_new_year(self):
        self.filed()
        local = self.env.ref("dibao_archive.profile_local")
        choice = {
            "fonds_id": self.fonds.id,
            "category_id": self.env.ref("dibao_archive.category_approval").id,
            "profile_id": local.id,
        }
        with self.assertRaises(ValidationError):
            self.env["dibao.number.choice"].create({**choice, "year": 2024})
        self.env["dibao.number.choice"].create({**choice, "year": 2025})
        volume = self.filed(self.make_family(self.east_village, 2), year=2025)
        self.assertEqual(volume.reference_code, "J019-ZY·DB·2025-00001")
        volume = self.filed(self.make_family(self.east_village, 3))
        self.assertEqual(volume.reference_code, "J019-ZY·DB·2024·D3-002")

    def test_profiles_are_checked(self):
        with self.assertRaises(ValidationError):
            self.env["dibao.number.profile"].create(
                {
                    "code": "bad",
                    "name": "示例",
                    "part_ids": [
                        Command.create({"element": "fonds", "separator": "none"}),
                        Command.create({"element": "year", "sequence": 20}),
                    ],
                }
            )
        with self.assertRaises(ValidationError):
            self.env.ref("dibao_archive.profile_local").part_ids[1].separator = "none"

    def test_numbers_given_elsewhere(self):
        counters = self.env["dibao.number.counter"]
        self.assertEqual(counters._next("t", 3), 1)
        counters._at_least("t", 10)
        counters._at_least("t", 5)
        self.assertEqual(counters._next("t"), 11)

    # ------------------------------------------------------------------ corrections

    def test_a_filed_item_changes_by_correction_only(self):
        item = self.filed().item_ids
        with self.assertRaises(UserError):
            item.with_user(self.archivist).write({"title": "另一题名"})
        with self.assertRaises(UserError):
            item.with_user(self.archivist).unlink()
        form = Form(
            self.env["dibao.item.correct"]
            .with_user(self.archivist)
            .with_context(active_id=item.id)
        )
        former = item.title
        self.assertEqual(form.title, former)
        form.title = "申请书(补正)"
        form.page_count = 5
        form.reason = "页数数错"
        form.save().action_apply()
        self.assertRecordValues(item, [{"title": "申请书(补正)", "page_count": 5}])
        lines = item.correction_ids.sorted("field_name")
        self.assertRecordValues(
            lines,
            [
                {
                    "field_name": "page_count",
                    "old_value": "2",
                    "new_value": "5",
                    "reason": "页数数错",
                    "user_id": self.archivist.id,
                },
                {
                    "field_name": "title",
                    "old_value": former,
                    "new_value": "申请书(补正)",
                    "reason": "页数数错",
                    "user_id": self.archivist.id,
                },
            ],
        )
        with self.assertRaises(UserError):
            lines.write({"old_value": "x"})
        with self.assertRaises(UserError):
            lines.unlink()
        with self.assertRaises(UserError):
            item._correct({"title": item.title}, "x")
        with self.assertRaises(UserError):
            item._correct({"title": "x"}, " ")

    def test_no_id_number_in_titles(self):
        volume = self.volume()
        number = "990101198001019916"
        for change in ({"title": number}, {"remark": f"见 {number}"}):
            with self.assertRaises(ValidationError):
                self.paper(volume, "F01", **change)
        with self.assertRaises(ValidationError):
            volume.note = number
