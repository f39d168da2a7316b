# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""R-49: incidents with what PIPL art. 57 asks for."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import make_id
from .test_processing import ProcessingCase


@tagged("post_install", "-at_install")
class TestIncident(ProcessingCase):
    def incident(self, user=None, **vals):
        register = self.env["dibao.incident"].with_user(user or self.officer)
        return register.create(
            {"name": "名单误发", "division_id": self.east.id, **vals}
        )

    def tell(self, incident):
        incident.write(
            {
                "kinds_of_data": "姓名、账号",
                "people_count": 12,
                "causes": "误选收件人",
                "harm": "诈骗",
                "measures": "已收回",
                "advice": "注意来电",
                "contact": "示例县民政局",
                "authority": "示例县网信办",
                "authority_reference": "〔2026〕1号",
            }
        )

    def test_deadlines_and_tasks(self):
        with freeze_time("2026-03-02 08:00:00"):
            incident = self.incident()
            # 24 and 72 hours from the finding, by the policies
            self.assertEqual(str(incident.authority_due), "2026-03-03 08:00:00")
            self.assertEqual(str(incident.persons_due), "2026-03-05 08:00:00")
            told = incident.activity_ids.user_id
            self.assertIn(self.officer, told)
            self.assertIn(self.guard, told)
            self.assertFalse(incident.is_late)
        register = self.env["dibao.incident"]
        for moment, late in (("03-03 07:59:00", False), ("03-03 08:01:00", True)):
            with freeze_time(f"2026-{moment}"):
                found = register.search([("is_late", "=", True)])
                self.assertEqual(incident in found, late)
                incident.invalidate_recordset(["is_late"])
                self.assertEqual(incident.is_late, late)

    def test_from_found_to_concluded(self):
        incident = self.incident()
        self.assertTrue(incident.number.startswith("SJ"))
        with self.assertRaisesRegex(ValidationError, "art. 57"):
            incident.action_contain()
        with self.assertRaises(ValidationError):
            incident.action_tell_authority()
        self.tell(incident)
        incident.action_contain()
        with self.assertRaisesRegex(UserError, "authority"):
            incident.action_close()
        incident.action_tell_authority()
        self.assertEqual(incident.authority_by_id, self.officer)
        with self.assertRaisesRegex(UserError, "concerned"):
            incident.action_close()
        with self.assertRaises(ValidationError):
            incident.action_tell_persons()
        incident.persons_manner = "电话"
        incident.action_tell_persons()
        incident.action_close()
        self.assertEqual(incident.state, "closed")
        self.assertFalse(incident.activity_ids)
        with self.assertRaises(UserError):
            incident.write({"causes": "x"})

    def test_why_persons_need_not_be_told(self):
        incident = self.incident(people_count=1)
        self.tell(incident)
        incident.action_contain()
        incident.action_tell_authority()
        incident.persons_waived = "文件已加密，未被打开"
        incident.action_close()
        self.assertEqual(incident.state, "closed")

    def test_each_part_is_needed(self):
        for name in ("kinds_of_data", "causes", "harm", "measures", "people_count"):
            incident = self.incident()
            self.tell(incident)
            incident.write({"persons_waived": "x"})
            incident.action_contain()
            incident.action_tell_authority()
            incident.write({name: False})
            with self.subTest(name), self.assertRaises(ValidationError):
                incident.action_close()

    def test_no_back_door(self):
        incident = self.incident()
        for vals in ({"state": "closed"}, {"authority_on": "2026-01-01"}):
            with self.assertRaises(AccessError):
                incident.write(vals)
        with self.assertRaises(UserError):
            incident.sudo().unlink()
        with self.assertRaises(ValidationError):
            incident.write({"description": f"证号{make_id()}"})

    def test_seen_by_area(self):
        east, west = self.incident(), self.incident(division_id=self.west.id)
        local = self.make_user("i_east", "county_officer", self.east)
        seen = self.env["dibao.incident"]
        self.assertEqual(seen.with_user(local).search([]) & (east | west), east)
        for user in (self.guard, self.auditor):
            self.assertLessEqual(east | west, seen.with_user(user).search([]))
