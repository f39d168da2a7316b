# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import json
import os
import tempfile
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from ..sealed import blind_indexes, seal_values, unseal_field
from ..tools import keyring
from .common import DibaoCase, make_id


class TestSealed(DibaoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number = make_id("19600101", 1)
        cls.person = cls.env["dibao.person"].create(
            {
                "name": "示例甲",
                "id_number": cls.number,
                "phone": "199 0000 0001",
                "division_id": cls.east_village.id,
            }
        )
        cls.clerk = cls.make_user("sealed_clerk", "township_clerk", cls.east)
        cls.viewer = cls.make_user("sealed_viewer", "village_assistant", cls.east)

    def _column(self, name="id_number"):
        self.env.flush_all()
        self.env.cr.execute(
            f"SELECT {name} FROM dibao_person WHERE id = %s",  # noqa: S608
            [self.person.id],
        )
        return self.env.cr.fetchone()[0]

    def test_column_holds_no_clear_value(self):
        column = self._column()
        self.assertEqual(set(column), {"k", "i", "c", "m"})
        self.assertNotIn(self.number, json.dumps(column))
        self.assertNotIn(self.number[4:], json.dumps(column))

    def test_every_read_gives_the_mask(self):
        mask = "9901" + "*" * 14
        self.env.invalidate_all()
        person = self.person
        domain = [("id", "=", person.id)]
        model = self.env["dibao.person"]
        self.assertEqual(person.id_number, mask)
        self.assertEqual(person.read(["id_number"])[0]["id_number"], mask)
        self.assertEqual(model.search_read(domain, ["id_number"])[0]["id_number"], mask)
        self.assertEqual(person.export_data(["id_number"])["datas"], [[mask]])
        self.assertEqual(
            model._read_group(domain, ["id_number"], ["__count"]), [(mask, 1)]
        )
        self.assertEqual(person.phone, "199****0001")

    def test_value_just_written_reads_as_mask(self):
        self.person.write({"phone": "19900000002"})
        self.assertEqual(str(self.person.phone), "199****0002")
        self.assertEqual(self.person.read(["phone"])[0]["phone"].split("*")[0], "199")

    def test_equality_search_normalises(self):
        model = self.env["dibao.person"]
        wide = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in self.number)
        for typed in (self.number, f" {self.number[:6]} {self.number[6:]}", wide):
            self.assertEqual(model.search([("id_number", "=", typed)]), self.person)
        self.assertIn(
            self.person, model.search([("id_number", "!=", make_id(order=9))])
        )
        self.assertFalse(model.search([("id_number", "=", make_id(order=9))]))

    def test_parts_never_match(self):
        model = self.env["dibao.person"]
        for operator in ("like", "ilike", "=like", "=ilike"):
            self.assertFalse(
                model.search([("id_number", operator, f"{self.number[:6]}%")]), operator
            )
        for operator in (">", "<"):
            self.assertFalse(model.search([("id_number", operator, "1")]), operator)

    def test_filtered_domain_compares_values_not_masks(self):
        other = self.env["dibao.person"].create(
            {
                "name": "示例乙",
                "id_number": make_id("19600101", 3),
                "division_id": self.east_village.id,
            }
        )
        both = self.person + other
        self.assertEqual(
            both.filtered_domain([("id_number", "=", self.number)]), self.person
        )

    def test_mask_is_not_written_back(self):
        with self.assertRaises(UserError):
            self.person.id_number = "9901" + "*" * 14
        self.assertEqual(
            unseal_field(self.person, "id_number"), {self.person.id: self.number}
        )

    def test_two_values_with_one_mask_are_two_values(self):
        first = self._column()
        self.person.write({"id_number": make_id("19600101", 5)})
        self.assertNotEqual(self._column()["i"], first["i"])

    def test_wrong_numbers_are_refused_without_quoting_them(self):
        good = make_id("19700101", 1)
        bad = good[:-1] + ("0" if good[-1] != "0" else "1")
        for number in (bad, "99010119701301001X", "12345"):
            with self.assertRaises(ValidationError) as caught:
                self.env["dibao.person"].create(
                    {
                        "name": "示例丙",
                        "id_number": number,
                        "division_id": self.east_village.id,
                    }
                )
            self.assertNotIn(number, str(caught.exception))

    def test_old_number_is_lifted(self):
        number = make_id("19550505", 7)
        old = number[:6] + number[8:17]
        person = self.env["dibao.person"].create(
            {"name": "示例丁", "id_number": old, "division_id": self.east_village.id}
        )
        self.assertEqual(unseal_field(person, "id_number")[person.id], number)
        self.assertEqual(
            self.env["dibao.person"].search([("id_number", "=", old)]), person
        )

    def test_unknown_place_is_a_warning(self):
        self.assertEqual(self.person.id_number_marks, "place_unknown")
        self.assertIn("in no current list", self.person.id_number_warning)
        # In the words of who reads it, whoever entered the number.
        chinese = self.person.with_context(lang="zh_CN").id_number_warning
        self.assertTrue(chinese)
        self.assertNotIn("list", chinese)

    def test_ciphertext_is_bound_to_its_place(self):
        """A ciphertext moved to another field does not open."""
        self.env.cr.execute(
            "UPDATE dibao_person SET phone = id_number WHERE id = %s", [self.person.id]
        )
        with self.assertRaises(keyring.KeyringError):
            unseal_field(self.person, "phone")

    def test_form_does_not_get_the_value_back(self):
        values = self.env["dibao.person"].onchange(
            {"name": "示例戊", "id_number": make_id("19800808", 2)},
            ["id_number"],
            {"id_number": {}, "birth_date": {}, "sex": {}},
        )["value"]
        self.assertNotIn("id_number", values)
        self.assertEqual(str(values["birth_date"]), "1980-08-08")
        self.assertEqual(values["sex"], "2")

    def test_form_keeps_the_number_when_something_else_changes(self):
        with Form(self.person) as form:
            form.note = "x"
        self.assertEqual(
            unseal_field(self.person, "id_number")[self.person.id], self.number
        )

    def test_unique_in_the_database(self):
        """Past every check in Python, the index refuses the second."""
        other = self.env["dibao.person"].create(
            {
                "name": "示例己",
                "id_number": make_id("19600101", 9),
                "division_id": self.east_village.id,
            }
        )
        self.env.flush_all()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env.cr.execute(
                "UPDATE dibao_person SET id_number ="
                " (SELECT id_number FROM dibao_person WHERE id = %s) WHERE id = %s",
                [self.person.id, other.id],
            )

    # ------------------------------------------------------------------ reveal

    def _logged(self, action):
        return self.env["dibao.access.log"].search_count([("action", "=", action)])

    def test_reveal_logs_then_shows(self):
        before = self._logged("reveal")
        person = self.person.with_user(self.clerk)
        self.assertEqual(
            person.dibao_reveal("id_number", "verification", "case 1"), self.number
        )
        self.assertEqual(self._logged("reveal"), before + 1)
        row = self.env["dibao.access.log"].search([], limit=1)
        self.assertEqual(
            (row.login, row.model, row.res_ids, row.field_names, row.purpose),
            (
                "sealed_clerk",
                "dibao.person",
                str(self.person.id),
                "id_number",
                "verification",
            ),
        )

    def test_reveal_needs_right_purpose_and_record(self):
        with self.assertRaises(AccessError):
            self.person.with_user(self.viewer).dibao_reveal("id_number", "verification")
        with self.assertRaises(UserError):
            self.person.with_user(self.clerk).dibao_reveal("id_number", "curiosity")
        with self.assertRaises(UserError):
            self.person.with_user(self.clerk).dibao_reveal("id_number", "other")
        with self.assertRaises(UserError):
            self.person.with_user(self.clerk).dibao_reveal("name", "verification")
        stranger = self.make_user("sealed_west", "township_clerk", self.west)
        before = self._logged("refused")
        with self.refused(AccessError):
            self.person.with_user(stranger).dibao_reveal("id_number", "verification")
        self.assertEqual(self._logged("refused"), before + 1)

    def test_reveal_is_limited(self):
        person = self.person.with_user(self.clerk)
        key = self.env["dibao.policy.key"].search([("code", "=", "reveal_per_hour")])
        self.env["dibao.policy"].search([("key_id", "=", key.id)]).value = "2"
        person.dibao_reveal("id_number", "verification")
        person.dibao_reveal("phone", "verification")
        before = self._logged("refused")
        with self.refused(UserError):
            person.dibao_reveal("id_number", "verification")
        self.assertEqual(self._logged("refused"), before + 1)

    def test_search_by_people_is_logged(self):
        before = self._logged("search")
        self.env["dibao.person"].search([("id_number", "=", self.number)])
        self.assertEqual(self._logged("search"), before, "the system's own searches")
        found = (
            self.env["dibao.person"]
            .with_user(self.clerk)
            .search([("id_number", "=", self.number)])
        )
        self.assertEqual(found, self.person)
        self.assertEqual(self._logged("search"), before + 1)

    def test_one_search_act_is_one_row(self):
        """Rows, number and groups of one list are one act; another value another."""
        persons = self.env["dibao.person"].with_user(self.clerk)
        households = self.env["dibao.household"].with_user(self.clerk)
        domain = [("id_number", "=", self.number)]
        before = self._logged("search")
        persons.web_search_read(domain, {"name": {}}, limit=1)
        persons.search_count(domain)
        persons.formatted_read_group(domain, ["sex"], ["__count"])
        households.web_search_read(domain, {"number": {}})
        self.assertEqual(self._logged("search"), before + 1)
        # Another value, another field, another user: acts of their own.
        persons.search([("id_number", "=", make_id("19600101", 9))])
        self.assertEqual(self._logged("search"), before + 2)
        persons.search([("phone", "=", "13900000000")])
        self.assertEqual(self._logged("search"), before + 3)
        persons.with_user(self.viewer).search(domain)
        self.assertEqual(self._logged("search"), before + 4)

    def test_the_same_search_later_is_an_act_of_its_own(self):
        persons = self.env["dibao.person"].with_user(self.clerk)
        key = self.env.ref("dibao_archive.policy_key_search_act_seconds")
        self.env["dibao.policy"].search([("key_id", "=", key.id)]).value = "0"
        before = self._logged("search")
        for _time in range(2):
            persons.search([("id_number", "=", self.number)])
        self.assertEqual(self._logged("search"), before + 2)

    def test_marks_of_searches_tell_nothing(self):
        persons = self.env["dibao.person"]
        marks = []
        for user in (self.clerk, self.viewer):
            persons.with_user(user).search([("id_number", "=", self.number)])
            row = self.env["dibao.access.log"].search(
                [("action", "=", "search")], limit=1
            )
            marks.append(row.detail)
            self.assertNotIn(self.number, row.detail)
            for index in blind_indexes(self.env, "id_number", self.number):
                self.assertNotIn(index.rpartition(".")[2][:6], row.detail)
        self.assertNotEqual(*marks)

    def test_searches_are_limited(self):
        key = self.env.ref("dibao_archive.policy_key_id_search_per_hour")
        self.env["dibao.policy"].search([("key_id", "=", key.id)]).value = "2"
        persons = self.env["dibao.person"].with_user(self.clerk)
        for order in (1, 3):
            for _time in range(3):
                number = make_id("19620101", order)
                persons.search([("id_number", "=", number)])
        before = self._logged("refused")
        with self.refused(UserError):
            persons.search([("id_number", "=", make_id("19620101", 5))])
        self.assertEqual(self._logged("refused"), before + 1)

    def test_details_in_the_readers_language(self):
        logs = self.env["dibao.access.log"]
        logs._log("key", detail="key_rotated", said={"use": "seal", "key": "k7"})
        row = logs.search([], limit=1)
        english = row.with_context(lang="en_US").detail_shown
        self.assertEqual(english, "Key replaced: k7 (Sealing)")
        chinese = row.with_context(lang="zh_CN").detail_shown
        self.assertIn("k7", chinese)
        self.assertNotIn("Sealing", chinese)
        logs._log("grant", detail="granted", said={"user": 3, "roles": ["auditor"]})
        row = logs.search([], limit=1).with_context(lang="en_US")
        name = self.env.ref("dibao_archive.group_auditor").with_context(lang="en_US")
        self.assertEqual(row.detail_shown, f"User 3 now holds: {name.name}")
        logs._log("key", detail="of a former version")
        self.assertEqual(logs.search([], limit=1).detail_shown, "of a former version")

    def test_reveal_through_a_membership(self):
        household = self.make_household(
            members=[("示例庚", make_id("19650505", 1), "02")]
        )
        member = household.member_ids.with_user(self.clerk)
        self.assertEqual(
            member.dibao_reveal("id_number", "payment"), make_id("19650505", 1)
        )

    def test_mask_through_a_membership(self):
        """A membership opened later, with nothing of its creation in memory."""
        household = self.make_household(
            members=[("示例辛", make_id("19650506", 1), "02")]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        member = household.member_ids.with_user(self.clerk)
        self.assertRegex(member.id_number, r"^9901\*+$")
        told = member.web_read({"name": {}, "id_number": {}})
        self.assertRegex(told[0]["id_number"], r"^9901\*+$")
        member.write({"is_counted": True})
        with self.refused(UserError):
            member.write({"id_number": member.id_number})

    # ------------------------------------------------------------------ bulk

    def test_bulk_equals_single(self):
        values = [make_id("19910101", 1), "", make_id("19910101", 3)]
        columns = seal_values(self.env, "dibao.person", "id_number", values)
        self.assertIsNone(columns[1])
        self.assertEqual(
            [column["i"] for column in columns if column],
            [
                blind_indexes(self.env, "id_number", value)[0]
                for value in values
                if value
            ],
        )


class TestKeys(DibaoCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "keys.json")
        model = type(self.env["dibao.key"])
        patcher = patch.object(model, "_path", lambda model: self.path)
        patcher.start()
        self.addCleanup(patcher.stop)
        ring = keyring.generate()
        keyring.save(ring, self.path)
        self.keys = self.env["dibao.key"]
        self.keys.search([]).write({"state": "destroyed"})
        self.keys._enlist(ring)
        self.person = self.env["dibao.person"].create(
            {
                "name": "示例甲",
                "id_number": make_id("19600101", 1),
                "phone": "19900000001",
                "division_id": self.east_village.id,
            }
        )
        self.env.flush_all()

    def _run_job(self):
        job = self.env["dibao.job"].search([("kind", "=", "key_rotation")], limit=1)
        with patch.object(type(job), "_commit", lambda self: None):
            self.assertTrue(job._run())
        return job

    def test_file_is_private(self):
        self.assertEqual(os.stat(self.path).st_mode & 0o077, 0)

    def test_wrong_key_refuses(self):
        with open(self.path, encoding="utf-8") as handle:
            rows = json.load(handle)
        other = keyring.generate()
        for row, key in zip(rows["keys"], other, strict=True):
            row["secret"] = base64.b64encode(key.secret).decode()
        with open(self.path, "w", encoding="utf-8") as handle:
            json.dump(rows, handle)
        with mute_logger("odoo.addons.dibao_archive.keys"):
            with self.assertRaises(UserError):
                self.person.phone = "19900000009"
            with self.assertRaises(UserError):
                unseal_field(self.person, "phone")

    def test_missing_file_refuses(self):
        os.unlink(self.path)
        with (
            mute_logger("odoo.addons.dibao_archive.keys"),
            self.assertRaises(UserError),
        ):
            self.person.phone = "19900000009"

    def test_rotation_of_the_sealing_key(self):
        old = self.keys.search([("use", "=", "seal"), ("state", "=", "active")])
        old.action_rotate()
        self.assertEqual(old.state, "retired")
        # Values sealed before still open, and new ones take the new key.
        self.assertEqual(
            unseal_field(self.person, "phone")[self.person.id], "19900000001"
        )
        with self.assertRaises(UserError):
            old.action_destroy()
        self._run_job()
        self.env.cr.execute(
            "SELECT id_number->>'k' FROM dibao_person WHERE id = %s", [self.person.id]
        )
        self.assertNotEqual(self.env.cr.fetchone()[0], old.code)
        self.assertEqual(
            unseal_field(self.person, "id_number")[self.person.id],
            make_id("19600101", 1),
        )

    def test_rotation_of_the_index_key(self):
        old = self.keys.search([("use", "=", "index"), ("state", "=", "active")])
        model = self.env["dibao.person"]
        domain = [("id_number", "=", make_id("19600101", 1))]
        old.action_rotate()
        self.assertEqual(model.search(domain), self.person, "while the job waits")
        self._run_job()
        self.assertEqual(model.search(domain), self.person, "after the job")
        self.env.cr.execute(
            "SELECT id_number->>'i' FROM dibao_person WHERE id = %s", [self.person.id]
        )
        self.assertNotIn(old.code, self.env.cr.fetchone()[0])

    def test_only_the_security_officer(self):
        key = self.keys.search([("state", "=", "active")], limit=1)
        auditor = self.make_user("keys_auditor", "auditor", self.county)
        with self.assertRaises(AccessError):
            key.with_user(auditor).action_rotate()
