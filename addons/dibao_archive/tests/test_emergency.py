# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""R-55: the emergency door. It tells the auditor, ends by itself, and fails closed."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DibaoCase, make_id

REASON = "示例:昏迷入院，寻找家属"


@tagged("post_install", "-at_install")
class TestEmergency(DibaoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("dibao_archive.group_auditor").user_ids = False
        cls.auditor = cls.make_user("e_auditor", "auditor", cls.county)
        cls.clerk = cls.make_user("e_clerk", "township_clerk", cls.east)
        cls.number = make_id("19600101", 1)
        cls.home = cls.make_household(
            cls.west_village, [("辰宿张", cls.number, "02")], living_address="示例路1号"
        )
        cls.person = cls.home.member_ids.person_id
        cls.person.phone = "13900000001"

    def ask(self, user=None, **vals):
        asks = self.env["dibao.emergency.ask"].with_user(user or self.clerk)
        number = {} if "id_number" in vals else {"household_number": self.home.number}
        return asks.create({"reason": REASON, **number, **vals})

    def open(self, user=None, **vals):
        action = self.ask(user, **vals).action_open()
        views = self.env[action["res_model"]].with_user(user or self.clerk)
        return views.browse(action["res_id"])

    def logged(self, *actions):
        log = self.env["dibao.access.log"].sudo()
        return log.search([("action", "in", actions), ("user_ref", "=", self.clerk.id)])

    def test_outside_the_own_right(self):
        self.assertFalse(self.home.with_user(self.clerk).has_access("read"))
        view = self.open()
        self.assertEqual(
            (view.number, view.living_address), (self.home.number, "示例路1号")
        )
        line = view.line_ids
        self.assertEqual((line.name, line.id_number), ("辰宿张", "9901" + "*" * 14))
        self.assertEqual(line.dibao_reveal("id_number", "verification"), self.number)
        self.assertEqual(line.dibao_reveal("phone", "verification"), "13900000001")
        # The record itself stays closed.
        self.assertFalse(self.home.with_user(self.clerk).has_access("read"))
        with self.refused(AccessError):
            self.person.with_user(self.clerk).dibao_reveal("id_number", "verification")

    def test_found_by_the_whole_id_number(self):
        ask = self.ask(id_number=self.number)
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT id_number::text FROM dibao_emergency_ask WHERE id = %s", [ask.id]
        )
        self.assertNotIn(self.number, self.env.cr.fetchone()[0])
        self.assertEqual(self.open(id_number=self.number).number, self.home.number)
        with self.refused(UserError):
            self.open(id_number=make_id("19610101", 1))

    def test_auditor_is_told_at_once_and_of_no_person(self):
        self.open()
        row = self.env["dibao.emergency"].search([], limit=1)
        self.assertEqual(row.activity_ids.user_id, self.auditor)
        told = row.activity_ids
        words = f"{told.summary} {told.note} {told.display_name} {row.display_name}"
        self.assertNotIn("辰宿张", words)
        self.assertEqual(row.login, "e_clerk")
        self.assertEqual(row.reason, REASON)

    def test_each_look_is_on_record(self):
        view = self.open()
        rows = self.logged("emergency")
        self.assertEqual(rows.model, "dibao.household")
        self.assertEqual(rows.res_ids, str(self.home.id))
        view.line_ids.dibao_reveal("phone", "verification")
        row = self.logged("reveal")[:1]
        self.assertEqual(row.res_ids, str(self.person.id))
        self.assertTrue(row.reference.startswith("JJ"))

    def test_it_ends_by_itself(self):
        with freeze_time("2026-03-02 08:00:00"):
            view = self.open()
        line = view.line_ids
        with freeze_time("2026-03-02 08:29:00"):
            view.invalidate_recordset()
            line.invalidate_recordset()
            self.assertTrue(view.is_open)
            self.assertEqual(line.name, "辰宿张")
        # 30 minutes, by the policy
        with freeze_time("2026-03-02 08:30:00"):
            view.invalidate_recordset()
            line.invalidate_recordset()
            self.assertFalse(view.is_open)
            self.assertFalse(view.living_address)
            self.assertFalse(line.name)
            self.assertFalse(line.id_number)
            with self.refused(AccessError):
                line.dibao_reveal("id_number", "verification")

    def test_given_back(self):
        view = self.open()
        view.action_end()
        self.env.invalidate_all()
        self.assertFalse(view.is_open)
        with self.refused(AccessError):
            view.line_ids.dibao_reveal("id_number", "verification")

    def test_without_an_auditor_it_stays_shut(self):
        self.auditor.active = False
        with self.refused(UserError) as told:
            self.open()
        self.assertIn("auditor", told[0])
        self.assertFalse(self.env["dibao.emergency"].search([]))

    def test_when_the_log_fails_it_stays_shut(self):
        def fail(*_args, **_more):
            # pylint: disable-next=translation-required
            raise UserError("disk full")

        self.patch(type(self.env["dibao.access.log"]), "_insert", fail)
        with self.refused(UserError):
            self.open()
        self.assertFalse(self.env["dibao.emergency.view"].search([]))

    def test_reason_role_and_number(self):
        with self.refused(UserError):
            self.open(reason="急")
        viewer = self.make_user("e_statistics", "statistics", self.county)
        with self.refused(AccessError):
            self.env["dibao.emergency"].with_user(viewer)._begin(self.home, REASON, "")
        for _time in range(3):
            self.open()
        with self.refused(UserError) as told:
            self.open()
        self.assertIn("within a day", told[0])

    def test_nobody_makes_the_door(self):
        views, lines = (
            self.env["dibao.emergency.view"],
            self.env["dibao.emergency.line"],
        )
        with self.assertRaises(AccessError):
            views.with_user(self.clerk).create({"household_id": self.home.id})
        view = self.open()
        with self.assertRaises(AccessError):
            lines.with_user(self.clerk).create({"view_id": view.id})
        with self.assertRaises(AccessError):
            view.write({"household_id": self.home.id})
        other = self.make_user("e_other", "township_clerk", self.east)
        self.assertFalse(view.with_user(other).has_access("read"))
        with self.refused(AccessError):
            view.line_ids.with_user(other).dibao_reveal("phone", "verification")

    def test_review(self):
        self.open()
        row = self.env["dibao.emergency"].search([], limit=1)
        mine = row.with_user(self.auditor)
        with self.assertRaises(UserError):
            mine.action_unjustified()
        with self.assertRaises(AccessError):
            mine.write({"verdict": "justified"})
        with self.assertRaises(AccessError):
            row.with_user(self.clerk).action_justified()
        mine.review_note = "无相关案件"
        mine.action_unjustified()
        self.assertEqual(row.reviewed_by_id, self.auditor)
        self.assertFalse(row.activity_ids)
        with self.assertRaises(UserError):
            mine.review_note = "x"
