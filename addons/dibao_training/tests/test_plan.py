# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_staff import StaffCase


@tagged("post_install", "-at_install")
class TestPlan(StaffCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.expert = cls.env["dibao.training.expert"].create(
            {
                "name": "讲师甲",
                "organisation": "示例大学",
                "division_id": cls.county.id,
                "fee_hour": 300,
            }
        )
        cls.plan = (
            cls.env["dibao.training.plan"]
            .with_user(cls.coordinator)
            .create(
                {
                    "year": 2024,
                    "division_id": cls.county.id,
                    "budget": 5000,
                    "target_ids": [
                        Command.create(
                            {"kind": "lecture", "courses": 2, "seats": 40, "hours": 4}
                        )
                    ],
                    "course_ids": [
                        Command.create(
                            {
                                "name": "档案法讲座",
                                "kind": "lecture",
                                "division_id": cls.county.id,
                                "planned_on": "2024-03-05",
                                "hours": 4,
                                "seats": 20,
                                "expert_id": cls.expert.id,
                            }
                        ),
                        Command.create(
                            {
                                "name": "待定讲座",
                                "kind": "lecture",
                                "division_id": cls.county.id,
                            }
                        ),
                    ],
                }
            )
        )
        cls.lecture, cls.open_course = cls.plan.course_ids.sorted("id")

    def test_fee_is_planned(self):
        self.assertEqual(self.lecture.cost_planned, 1200)
        self.assertEqual(self.lecture.lecturer, "讲师甲 · 示例大学")
        self.assertEqual(self.plan.cost_planned, 1200)
        self.assertFalse(self.plan.over_budget)
        self.plan.budget = 1000
        self.assertTrue(self.plan.over_budget)

    def test_in_force_plans_courses_and_files_the_paper(self):
        self.plan.action_approve()
        self.assertEqual(self.lecture.state, "planned")
        self.assertEqual(self.open_course.state, "draft")
        item = self.plan.sudo().item_id
        self.assertEqual(item.kind_id.code, "TRAINPLAN")
        self.assertEqual(item.volume_id.year, 2024)
        self.assertEqual(item.original_ids.mimetype, "application/pdf")
        with self.assertRaisesRegex(UserError, "is kept"):
            self.plan.unlink()

    def test_plan_against_actual(self):
        self.plan.action_approve()
        self.lecture.action_hold()
        self.lecture.cost_actual = 1100
        self.env["dibao.training.credit"].create(
            {"course_id": self.lecture.id, "employee_id": self.employee.id}
        )
        self.assertRecordValues(
            self.plan,
            [
                {
                    "course_count": 2,
                    "held_count": 1,
                    "seats_planned": 20,
                    "seats_held": 1,
                    "hours_planned": 80,
                    "hours_held": 4,
                    "cost_actual": 1100,
                    "progress": 50,
                }
            ],
        )
        target = self.plan.target_ids
        self.assertEqual((target.held, target.reached), (1, 50))
        self.assertEqual((target.participants, target.cost), (1, 1100))

    def test_empty_plan(self):
        empty = self.plan.copy({"year": 2025, "target_ids": [], "course_ids": []})
        with self.assertRaisesRegex(UserError, "neither targets nor courses"):
            empty.action_approve()

    def test_one_plan_a_year(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["dibao.training.plan"].create(
                {"year": 2024, "division_id": self.county.id}
            )

    def test_state_is_moved_by_acts(self):
        with self.assertRaises(AccessError):
            self.plan.state = "closed"

    def test_other_county(self):
        plans = self.env["dibao.training.plan"].with_user(self.other_coordinator)
        self.assertFalse(plans.search([("id", "=", self.plan.id)]))

    def test_expert_is_no_contact(self):
        self.assertFalse(
            self.env["res.partner"].search_count([("name", "=", "讲师甲")])
        )

    def test_material_needs_its_content(self):
        with self.assertRaisesRegex(ValidationError, "https"):
            self.env["dibao.training.material"].create(
                {
                    "course_id": self.lecture.id,
                    "name": "x",
                    "kind": "link",
                    "url": "javascript:alert(1)",
                }
            )
        with self.assertRaisesRegex(ValidationError, "upload the file"):
            self.env["dibao.training.material"].create(
                {"course_id": self.lecture.id, "name": "x", "kind": "slides"}
            )

    def test_staff_list_and_assessment_are_filed(self):
        """Daily management of the office: both at the year's end, or when asked for."""
        first = self._staff("甲测试")
        self.env["dibao.training.credit"].create(
            {
                "employee_id": first.sudo().employee_id.id,
                "subject": "x",
                "date": "2024-06-01",
                "hours": 2,
                "evidence": "x",
            }
        )
        left = self._staff("乙测试")
        self.env["dibao.staff.post"].create(
            {
                "staff_id": left.id,
                "kind": "archivist",
                "engagement": "full",
                "date_from": "2020-01-01",
                "date_to": "2023-06-30",
            }
        )
        self.plan.action_approve()
        items = self.env["dibao.item"]
        mine = [
            ("source_model", "=", "dibao.training.plan"),
            ("source_id", "=", self.plan.id),
        ]
        self.assertEqual(self.plan._staff().mapped("name"), ["甲测试"])
        self.plan.action_file_staff_list()
        self.plan.action_file_staff_list()  # once a day
        self.plan.action_close()
        filed = items.search(mine, order="id")
        self.assertEqual(
            filed.kind_id.mapped("code"), ["TRAINPLAN", "STAFFLIST", "ASSESS"]
        )
        self.assertEqual(len(filed), 3)
        self.assertEqual(set(filed.volume_id.mapped("category_id.kind")), {"daily"})
        self.assertEqual(filed[2].volume_id.year, 2024)
        for item in filed:
            self.assertEqual(item.original_ids.mapped("mimetype"), ["application/pdf"])

    def test_papers_of_the_staff_need_the_right(self):
        reader = self._persona("t_plan_reader", "auditor")
        with self.assertRaises(AccessError):
            self.plan.with_user(reader).action_file_staff_list()
