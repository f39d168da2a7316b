# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from odoo.addons.dibao_archive.archive_language import described

from ..demo_rows import named

#: demo user: (name of the employee, kind of certificate, valid for so many days)
STAFF = {
    "archivist": ("archive", 500),
    "supervisor": ("archive", 45),
    "clerk": ("review", 400),
    "clerk2": ("review", 80),
    "reviewer": ("review", -20),
    "officer": ("review", 300),
    "confirmer": ("review", 25),
    "finance": (None, 0),
}
#: demo user: (year of birth, post, employment, in it since, hours of this year)
POSTS = {
    "archivist": (1983, "archivist", "full", "2014-05-01", 96),
    "supervisor": (1975, "archivist", "full", "2008-09-01", 90),
    "clerk": (1990, "officer", "full", "2018-03-01", 66),
    "clerk2": (1995, "officer", "part", "2022-07-01", 24),
    "reviewer": (1979, "officer", "full", "2012-11-01", 36),
    "officer": (1986, "officer", "full", "2015-06-01", 72),
    "confirmer": (1972, "officer", "full", "2006-04-01", 90),
}
DUTIES = ("file", "lend", "inspect", "investigate", "confirm", "pay")


class DibaoDuty(models.Model):
    # One file for each concern.
    _inherit = "dibao.duty"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _demo_create(self):
        """Certificates of the demo users; duties ask for them after a grace."""
        users = {
            login: user
            for login in STAFF
            if (user := self.env.ref(f"dibao_archive.user_demo_{login}", False))
        }
        trainer = self.env.ref("dibao_archive.user_demo_trainer", False)
        county = trainer and trainer.dibao_division_ids[:1]
        rules = self.env["dibao.duty.requirement"]
        if not county or rules.search_count([("division_id", "=", county.id)], limit=1):
            return
        with named(self.env, "dibao_training"):
            described(self)._demo_fill(county, users)

    @api.model
    def _demo_fill(self, county, users):
        employees = {login: self._demo_employee(user) for login, user in users.items()}
        for code in ("archive", "review"):
            kind = self.env.ref(f"dibao_training.certificate_kind_{code}")
            exams = described(self.env["dibao.training.exam"])
            exams._draw_up(described(kind), county)
        for login, employee in employees.items():
            self._demo_certificate(employee, *STAFF[login])
            self._demo_post(employee, *POSTS.get(login, ()))
        for code in DUTIES:
            standing_by = self.env.ref(f"dibao_training.requirement_{code}")
            standing_by.copy(
                {
                    "division_id": county.id,
                    "active": True,
                    "valid_from": fields.Date.context_today(self),
                    "legal_basis": "示例县民政局岗位管理办法",
                }
            )
        self._demo_deputies(employees)
        self._lapse()

    @api.model
    def _demo_employee(self, user):
        known = self.env["hr.employee"].search([("user_id", "=", user.id)], limit=1)
        employee = known or self.env["hr.employee"].create(
            {"name": user.name.partition("(")[0], "user_id": user.id}
        )
        if not employee.dibao_division_id:
            employee.dibao_division_id = user.dibao_division_ids[:1]
        return employee

    @api.model
    def _demo_post(self, employee, born=None, kind=None, engagement=None, *more):
        """The staff record with its post, a signed promise, and hours of the year."""
        staff = self.env["dibao.staff"]
        if not born or staff.search_count([("employee_id", "=", employee.id)]):
            return
        since, hours = more
        record = staff.create(
            {
                "employee_id": employee.id,
                "division_id": employee.dibao_division_id.id,
                "birth_year": born,
                "education_id": self.env.ref("dibao_archive.code_education_21").id,
                "post_ids": [
                    fields.Command.create(
                        {"kind": kind, "engagement": engagement, "date_from": since}
                    )
                ],
            }
        )
        record.sudo().promise_on = since
        today = fields.Date.context_today(self)
        self.env["dibao.training.credit"].create(
            [
                {
                    "employee_id": employee.id,
                    "subject": subject,
                    "date": today.replace(month=1, day=1),
                    "hours": part,
                    "professional": professional,
                    "evidence": "继续教育平台学习证明，存2号盒",
                }
                for subject, part, professional in (
                    ("继续教育专业科目", hours * 2 / 3, True),
                    ("继续教育公需科目", hours / 3, False),
                )
            ]
        )

    @api.model
    def _demo_certificate(self, employee, code, days):
        if not code:
            return
        kind = self.env.ref(f"dibao_training.certificate_kind_{code}")
        last = fields.Date.add(fields.Date.context_today(self), days=days)
        first = fields.Date.subtract(last, months=24)
        values = {
            "kind_id": kind.id,
            "employee_id": employee.id,
            "source": "external",
            "issuer": "示例市档案局",
            "issued_on": first,
            "valid_from": first,
            "valid_to": last,
        }
        certificates = self.env["dibao.training.certificate"]
        certificates._quiet()._acting().create(values)._give()

    @api.model
    def _demo_deputies(self, employees):
        pair = ("archivist", "supervisor")
        for person, deputy in (pair, pair[::-1]):
            if person in employees and deputy in employees:
                self.env["dibao.duty.deputy"].create(
                    {
                        "employee_id": employees[person].id,
                        "deputy_id": employees[deputy].id,
                    }
                )
