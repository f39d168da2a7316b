# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Command


class DibaoMyTraining(models.TransientModel):
    """What I owe, what I booked, what I may still book, and my hours.

    Whoever handles archives sees the own training without any right to the events and
    registrations of others: the page is made for one user and holds his own rows.
    """

    _name = "dibao.my.training"
    _description = "My Training"
    _rec_name = "year"
    _transient_max_hours = 1

    employee_id = fields.Many2one("hr.employee", readonly=True, ondelete="cascade")
    year = fields.Char(readonly=True)
    hours = fields.Float(readonly=True)
    required_hours = fields.Float("Required", readonly=True)
    missing_hours = fields.Float(readonly=True)
    professional_hours = fields.Float(readonly=True)
    missing_professional = fields.Float("Missing professional hours", readonly=True)
    progress = fields.Float(readonly=True)
    coming_hours = fields.Float("Booked ahead", readonly=True)
    forecast_hours = fields.Float("By the year's end", readonly=True)
    promise_on = fields.Date("Secrecy promise signed", readonly=True)
    advice = fields.Text(readonly=True)
    line_ids = fields.One2many("dibao.my.training.line", "page_id", "Lines")
    seat_ids = fields.One2many(
        "dibao.my.training.line",
        "page_id",
        "My sessions",
        domain=[("kind", "=", "seat")],
    )
    open_ids = fields.One2many(
        "dibao.my.training.line",
        "page_id",
        "Open sessions",
        domain=[("kind", "=", "open")],
    )
    study_ids = fields.One2many(
        "dibao.my.training.line",
        "page_id",
        "Self-study",
        domain=[("kind", "=", "study")],
    )
    credit_ids = fields.One2many(
        "dibao.my.training.line",
        "page_id",
        "My hours",
        domain=[("kind", "=", "credit")],
    )
    certificate_ids = fields.One2many(
        "dibao.my.training.line",
        "page_id",
        "My certificates",
        domain=[("kind", "=", "certificate")],
    )
    material_ids = fields.One2many(
        "dibao.my.training.line",
        "page_id",
        "Materials",
        domain=[("kind", "=", "material")],
    )

    @api.depends("year")
    def _compute_display_name(self):
        for page in self:
            page.display_name = self.env._("My training")

    @api.model
    def action_open(self):
        """Show the own training as it is now."""
        self.check_access("create")
        page = self.create({})
        page._fill()
        return page._screen()

    def _screen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("My training"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "current",
        }

    def _my_employee(self):
        # sudo: one's own employee, in whichever company
        employees = self.env["hr.employee"].sudo()
        mine = employees.search([("user_id", "=", self.env.uid)])
        return mine.filtered("dibao_division_id")[:1] or mine[:1]

    def _fill(self):
        """Look everything up; the page belongs to the user, its rows are his own."""
        self.ensure_one()
        employee = self._my_employee()
        year = str(fields.Date.context_today(self).year)
        # sudo: the lines are written by the page alone, of the user's own rows
        page = self.sudo()
        page.line_ids.unlink()
        page.write({"employee_id": employee.id, "year": year})
        if not employee:
            page.advice = self.env._(
                "Your user is not linked to an employee yet: ask the personnel office."
            )
            return
        page.write(self._figures(employee, year))
        page.line_ids = [
            Command.create(vals)
            for vals in (
                *self._seats(employee),
                *self._studies(employee),
                *self._open_sessions(employee),
                *self._credits(employee, year),
                *self._materials(employee),
                *self._certificates(employee),
            )
        ]

    def _figures(self, employee, year):
        row = (
            self.env["dibao.training.year"]
            .sudo()
            .search([("employee_id", "=", employee.id), ("year", "=", year)], limit=1)
        )
        staff = (
            self.env["dibao.staff"].sudo().search([("employee_id", "=", employee.id)])
        )
        names = (
            "hours",
            "required_hours",
            "missing_hours",
            "professional_hours",
            "missing_professional",
            "progress",
            "coming_hours",
            "forecast_hours",
        )
        figures = {name: row[name] for name in names} if row else {}
        return {
            **figures,
            "promise_on": staff.promise_on,
            "advice": "\n".join(self._advices(row, staff)),
        }

    def _advices(self, row, staff):
        """What is to be done, in words."""
        if not row:
            return [
                self.env._("You are not on the archive staff: nothing is asked of you.")
            ]
        said = []
        if row.missing_hours:
            said.append(
                self.env._(
                    "%(hours)s hours are missing for %(year)s; %(coming)s are booked "
                    "ahead.",
                    hours=row.missing_hours,
                    year=row.year,
                    coming=row.coming_hours,
                )
            )
        if row.missing_professional:
            said.append(
                self.env._(
                    "%(hours)s of them must be in professional subjects.",
                    hours=row.missing_professional,
                )
            )
        if staff and not staff.promise_on:
            said.append(
                self.env._("Sign the secrecy promise and hand it to the coordinator.")
            )
        return said or [self.env._("You have what the year asks for.")]
