# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import ValidationError
from odoo.tests import HttpCase, tagged

from .common import DibaoCase, make_id

HEAD, CHILD = "990101198001019916", "990101202005059834"


class DibaoHttpCase(DibaoCase, HttpCase):
    def setUp(self):
        super().setUp()
        # The access log writes in a transaction of its own; a test has one for all,
        # which cannot write inside a read-only one.
        self.set_registry_readonly_mode(False)

    @classmethod
    def make_user(cls, login, role, divisions):
        """The tours read the screens in English, whatever the database speaks."""
        user = super().make_user(login, role, divisions)
        cls.env["res.lang"]._activate_lang("en_US")
        user.lang = "en_US"
        return user


@tagged("post_install", "-at_install")
class TestTours(DibaoHttpCase):
    def test_clerk_enters_finds_and_reveals(self):
        clerk = self.make_user("tour_clerk", "township_clerk", self.east)
        other = self.make_household(members=[("王五", make_id("19700101", 1), "02")])
        self.start_tour("/odoo", "dibao_clerk_household", login="tour_clerk")
        household = self.env["dibao.household"].search(
            [("head_id.name", "=", "龙大川")]
        )
        self.assertEqual(len(household), 1)
        self.assertNotEqual(household, other)
        self.assertRecordValues(
            household.member_ids.sorted("is_head", reverse=True),
            [
                {"name": "龙大川", "sex": "1", "is_head": True, "is_counted": True},
                {"name": "龙小溪", "sex": "1", "is_head": False, "is_counted": True},
            ],
        )
        found = self.env["dibao.person"].search([("id_number", "=", CHILD)])
        self.assertEqual(found.name, "龙小溪")
        log = self.env["dibao.access.log"].search([("user_ref", "=", clerk.id)])
        shown = log.filtered(lambda row: row.action == "reveal")
        self.assertRecordValues(
            shown,
            [
                {
                    "purpose": "correction",
                    "reference": "D-2026-1",
                    "field_names": "id_number",
                    "model": "dibao.household.member",
                }
            ],
        )
        self.assertTrue(log.filtered(lambda row: row.action == "search"))
        self.assertNotIn(CHILD, str(log.read()))

    def test_officer_concludes_a_lead(self):
        self.make_user("tour_officer", "county_officer", self.county)
        number = make_id("19700101", 1)
        self.make_household(members=[("东一户", number, "02")])
        self.make_household(
            self.west_village, members=[("西一户", make_id("19700101", 3), "02")]
        )
        west_clerk = self.make_user("tour_west", "township_clerk", self.west)
        with self.refused(ValidationError):
            self.make_household(self.west_village).with_user(west_clerk).write(
                {"member_ids": [(0, 0, {"name": "东一户", "id_number": number})]}
            )
        lead = self.env["dibao.duplicate"].search([("state", "=", "new")])
        self.assertEqual(lead.entered_by, "tour_west")
        self.start_tour("/odoo", "dibao_officer_oversight", login="tour_officer")
        self.assertEqual(lead.state, "moved")
        self.assertIn("both offices", lead.conclusion)


@tagged("post_install", "-at_install")
class TestTwoEditors(DibaoHttpCase):
    def _save(self, user, household, values):
        """What a form does in a session of its own: the answer of the server."""
        self.authenticate(user.login, user.login)
        specification = {"revision": {}, "note": {}, "account_bank": {}}
        params = {
            "model": "dibao.household",
            "method": "web_save",
            "args": [household.ids, values],
            "kwargs": {"specification": specification},
        }
        return self.url_open(
            "/web/dataset/call_kw/dibao.household/web_save", json={"params": params}
        ).json()

    def test_second_of_two_is_refused(self):
        first = self.make_user("editor_first", "township_clerk", self.east)
        second = self.make_user("editor_second", "county_officer", self.county)
        household = self.make_household(
            members=[("王五", make_id("19700101", 1), "02")]
        )
        seen = household.revision
        [told] = self._save(first, household, {"note": "first", "revision": seen})[
            "result"
        ]
        self.assertGreater(told["revision"], seen)
        answer = self._save(
            second,
            household,
            {"note": "second", "account_bank": "other", "revision": seen},
        )
        error = answer["error"]["data"]
        self.assertEqual(error["name"], "odoo.exceptions.UserError")
        self.assertEqual(error["context"], {"dibao_revision": True})
        self.assertIn(first.name, error["message"])
        self.assertRegex(error["message"], r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
        household.invalidate_recordset()
        self.assertRecordValues(household, [{"note": "first", "account_bank": False}])
        again = {"note": "second", "revision": told["revision"]}
        [told] = self._save(second, household, again)["result"]
        self.assertEqual(told["note"], "second")

    def test_a_member_changed_meanwhile(self):
        first = self.make_user("editor_first", "township_clerk", self.east)
        second = self.make_user("editor_second", "county_officer", self.county)
        household = self.make_household(
            members=[("王五", make_id("19700101", 1), "02")]
        )
        seen = household.revision
        household.member_ids.with_user(first).write({"is_counted": True})
        self.env.flush_all()
        answer = self._save(second, household, {"note": "second", "revision": seen})
        self.assertIn(first.name, answer["error"]["data"]["message"])
