# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class DibaoTrainingCourse(models.Model):
    """Courses that everybody studies alone: who is done shows it, and has the hours."""

    # One file for each concern.
    _inherit = "dibao.training.course"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _self_study_domain(self, employee):
        """Courses of self-study of this year that an employee may still complete.

        :return: a ``Domain``; nothing fits without an employee with an office
        """
        division = employee.dibao_division_id
        if not division:
            return Domain.FALSE
        above = [int(one) for one in (division.parent_path or "").split("/") if one]
        # sudo: the own audience, and the own hours
        staff = self.env["dibao.staff"].sudo()
        staff = staff.search([("employee_id", "=", employee.id)])
        credits = self.env["dibao.training.credit"].sudo()
        done = credits.search(
            [
                ("employee_id", "in", employee._dibao_same_person().ids),
                ("course_id.kind", "=", "self_study"),
                ("state", "=", "booked"),
            ]
        )
        year = fields.Date.context_today(self).year
        return Domain(
            [
                ("kind", "=", "self_study"),
                ("state", "in", ("planned", "held")),
                ("hours", ">", 0),
                ("planned_on", ">=", f"{year}-01-01"),
                ("planned_on", "<=", fields.Date.context_today(self)),
                ("division_id", "in", above),
                ("audience", "in", ["all", staff.kind or "all"]),
                ("id", "not in", done.course_id.ids),
            ]
        )

    @api.model
    @api.private
    def _complete_self_study(self, employee, number, filename, content):
        """Book the hours of a course that an employee has studied, with what shows it.

        The paper is filed as daily management of the employee's office.

        :param int number: id of the course, as a row of the own page has it
        :param content: the paper, bytes of a PDF or picture
        :return: the entry of the ledger
        :raise UserError: the course cannot be completed by this employee (any more)
        """
        # sudo: staff without a role of the training sees no courses; the domain says
        # which ones are his to complete
        courses = self.sudo()
        employee = employee.sudo()
        course = courses.search(
            courses._self_study_domain(employee) & Domain("id", "=", number)
        )
        if not course:
            raise UserError(self.env._("This course cannot be completed any more."))
        today = fields.Date.context_today(self)
        course._held_by_session(today)
        credit = (
            self.env["dibao.training.credit"]
            .sudo()
            ._acting()
            .create(
                {
                    "employee_id": employee.id,
                    "course_id": course.id,
                    "subject": course.name,
                    "date": today,
                    "hours": course.hours,
                    "professional": course.professional,
                    "evidence": self.env._("Self-study: paper filed with these hours"),
                }
            )
        )
        item = credit._dibao_file_paper(
            "TRAINING",
            employee.dibao_division_id,
            f"{course.name}, {employee.name}",
            year=today.year,
            filename=filename or "self-study.pdf",
            content=content,
        )
        credit._by_act({"item_id": item.id})
        return credit
