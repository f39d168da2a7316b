# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


from odoo.exceptions import AccessError, UserError

from ..sealed import blind_indexes
from .common import DibaoCase, make_id


class TestSealedUse(DibaoCase):
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
