# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

from odoo.addons.dibao_archive.archive_language import described

from ..demo_rows import named

COURSES = [
    # key, name, kind, days from today, hours, professional
    ("induction", "乡镇档案员岗前培训", "induction", -40, 8, True),
    ("privacy", "低保档案中的个人信息保护", "lecture", -12, 4, True),
    ("seminar", "研讨会：档号编制与装盒", "seminar", 20, 6, True),
]
STAFF = [("one", "林示例"), ("two", "何示例")]
#: key, name, year of birth, post, employment, since, title with its year
RECORDS = [
    ("one", "林示例", 1985, "archivist", "full", "2016-03-01", ("3", "2019-12-01")),
    ("two", "何示例", 1969, "archivist", "part", "2012-07-01", ("2", "2014-12-01")),
    ("three", "许示例", 1992, "officer", "full", "2021-09-01", None),
    ("four", "韩示例", 1971, "officer", "part", "2010-05-01", ("1", "2011-12-01")),
    ("five", "姚示例", 1996, "assistant", "part", "2023-04-01", None),
    ("six", "邵示例", 1990, "assistant", "full", "2022-02-01", None),
]
#: Their education, by the codes of GB/T 4658: bachelors and college graduates.
EDUCATION = ("21", "30", "21", "30", "30", "21")


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
        with named(self.env, "dibao_training"):
            described(self)._demo_fill(county, trainer)

    @api.model
    def _demo_fill(self, county, trainer):
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

        self._demo_staff(county)
        self._demo_year(county, trainer or self.env.user, courses)

    def _demo_staff(self, county):
        """Staff of the county's townships, with posts and titles."""
        townships = self.env["dibao.division"].search(
            [("parent_id", "=", county.id)], order="code"
        )
        places = townships or county
        known = {key: f"demo_employee_{key}" for key, _name in STAFF}
        rows = {}
        for number, (key, name, born, *_post) in enumerate(RECORDS):
            employee = self.env.ref(f"dibao_training.{known.get(key, 'none')}", False)
            rows[key] = {
                "birth_year": born,
                "education_id": self.env.ref(
                    f"dibao_archive.code_education_{EDUCATION[number]}"
                ).id,
                "division_id": places[number % len(places)].id,
                **({"employee_id": employee.id} if employee else {"name": name}),
            }
        staff = self._demo_load("dibao.staff", rows)
        self._demo_load(
            "dibao.staff.post",
            {
                key: {
                    "staff_id": person.id,
                    "kind": kind,
                    "engagement": engagement,
                    "date_from": since,
                }
                for person, (key, _n, _b, kind, engagement, since, _t) in zip(
                    staff, RECORDS, strict=True
                )
            },
        )
        self._demo_load(
            "dibao.staff.title",
            {
                key: {
                    "staff_id": person.id,
                    "level": title[0],
                    "awarded_on": title[1],
                    "issuer": "示例市人社局",
                }
                for person, (key, *_more, title) in zip(staff, RECORDS, strict=True)
                if title
            },
        )

    def _demo_year(self, county, trainer, courses):
        """The plan of the year, an expert, and a session to come with seats."""
        today = fields.Date.context_today(self)
        expert = self._demo_load(
            "dibao.training.expert",
            {
                "one": {
                    "name": "方示例",
                    "organisation": "示例大学档案系",
                    "position": "副教授",
                    "division_id": county.id,
                    "fee_hour": 500,
                    "agreement_on": fields.Date.subtract(today, days=60),
                    "agreement_until": fields.Date.add(today, days=300),
                    "secrecy_promised": True,
                }
            },
        )
        plans = self.env["dibao.training.plan"]
        known = [("division_id", "=", county.id), ("year", "=", today.year)]
        plan = plans.search(known) or self._demo_load(
            "dibao.training.plan",
            {
                "year": {
                    "year": today.year,
                    "division_id": county.id,
                    "responsible_id": trainer.id,
                    "budget": 20000,
                    "aim": "新任档案员先培训后上岗；全员学时达标；装盒与编号差错减半。",
                    "target_ids": [
                        Command.create({"kind": kind, **target})
                        for kind, target in {
                            "induction": {"courses": 2, "seats": 20, "hours": 8},
                            "lecture": {"courses": 2, "seats": 60, "hours": 4},
                            "seminar": {"courses": 1, "seats": 15, "hours": 6},
                        }.items()
                    ],
                }
            },
        )
        if plan.state == "draft":
            # without its paper, which an office prints and files when it approves
            plan._by_act({"state": "approved", "approved_on": today})
        courses.write({"plan_id": plan.id, "seats": 20})
        courses[-1].expert_id = expert
        begin = fields.Datetime.to_datetime(courses[-1].planned_on)
        session = self._demo_load(
            "event.event",
            {
                "seminar": {
                    "name": courses[-1].name,
                    "dibao_course_id": courses[-1].id,
                    "dibao_place": "县档案室二楼会议室",
                    "date_tz": "Asia/Shanghai",
                    # nine to five in Shanghai
                    "date_begin": begin + timedelta(hours=1),
                    "date_end": begin + timedelta(hours=9),
                    "seats_limited": True,
                    "seats_max": 3,
                    "user_id": trainer.id,
                }
            },
        )
        staff = self.env["dibao.staff"].browse(
            self.env.ref(f"dibao_training.demo_staff_{key}").id
            for key, *_more in RECORDS[:4]
        )
        session._dibao_register(staff.employee_id, invited=True)

    def _demo_load(self, model, rows):
        prefix = f"dibao_training.demo_{model.split('.')[-1]}_"
        return self.env[model]._load_records(
            [
                {"xml_id": prefix + key, "values": values, "noupdate": True}
                for key, values in rows.items()
            ]
        )
