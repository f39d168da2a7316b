# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

COURSES = [
    # key, name, kind, days from today, hours, professional
    ("induction", "乡镇档案员岗前培训", "induction", -40, 8, True),
    ("privacy", "低保档案中的个人信息保护", "lecture", -12, 4, True),
    ("seminar", "研讨会：档号编制与装盒", "seminar", 20, 6, True),
]
STAFF = [("one", "林示例"), ("two", "何示例")]


class DibaoTrainingCourse(models.Model):
    _inherit = "dibao.training.course"

    @api.model
    def _demo_create(self):
        """Plan and hold three courses in a county, if the demo data have one."""
        trainer = self.env.ref("dibao_archive.user_demo_trainer", False)
        counties = self.env["dibao.division"].search(
            [("level", "=", "county")], limit=1
        )
        county = (trainer and trainer.dibao_division_ids[:1]) or counties
        if not county or self.env.ref(
            "dibao_training.demo_course_induction", raise_if_not_found=False
        ):
            return
        # contacts of their own, so that an uninstall takes them along
        contacts = self._demo_load(
            "res.partner", {key: {"name": name} for key, name in STAFF}
        )
        staff = self._demo_load(
            "hr.employee",
            {
                key: {
                    "name": name,
                    "dibao_division_id": county.id,
                    "work_contact_id": contact.id,
                }
                for (key, name), contact in zip(STAFF, contacts, strict=True)
            },
        )
        today = fields.Date.context_today(self)
        courses = self._demo_load(
            "dibao.training.course",
            {
                key: {
                    "name": name,
                    "kind": kind,
                    "division_id": county.id,
                    "responsible_id": (trainer or self.env.user).id,
                    "planned_on": fields.Date.add(today, days=days),
                    "hours": hours,
                    "professional": professional,
                }
                for key, name, kind, days, hours, professional in COURSES
            },
        )
        courses.action_plan()
        held = courses.filtered(lambda course: course.planned_on < today)
        held.action_hold()
        self._demo_load(
            "dibao.training.credit",
            {
                f"{course.id}_{person.id}": {
                    "course_id": course.id,
                    "employee_id": person.id,
                    "evidence": "签到表，存1号盒",
                }
                for course in held
                for person in staff
            },
        )

    def _demo_load(self, model, rows):
        prefix = f"dibao_training.demo_{model.split('.')[-1]}_"
        return self.env[model]._load_records(
            [
                {"xml_id": prefix + key, "values": values, "noupdate": True}
                for key, values in rows.items()
            ]
        )
