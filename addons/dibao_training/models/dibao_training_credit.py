# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class DibaoTrainingCredit(models.Model):
    """Hours that one person earned at one occasion, with what proves it.

    Rules on continuing education of archival staff (2018): a yearly number of hours,
    of which a share in professional subjects, not carried over to the next year.
    """

    _name = "dibao.training.credit"
    _description = "Credit hours"
    _inherit = ["mail.thread"]
    _order = "date desc, id desc"
    _rec_name = "subject"

    employee_id = fields.Many2one(
        "hr.employee",
        required=True,
        index=True,
        ondelete="cascade",
        domain=lambda self: self._employee_domain(),
        tracking=True,
    )
    user_id = fields.Many2one(
        related="employee_id.user_id", store=True, index="btree_not_null"
    )
    division_id = fields.Many2one(
        "dibao.division",
        compute="_compute_division_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        help="Where the person works; without that, who held the course.",
    )
    course_id = fields.Many2one(
        "dibao.training.course",
        index="btree_not_null",
        # the course's own check keeps it from being deleted as long as it has hours;
        # a restriction in the database would hold up an uninstall
        ondelete="cascade",
        domain=[("state", "=", "held")],
        help="Empty for hours earned elsewhere: then the evidence must say where.",
    )
    subject = fields.Char(
        compute="_compute_from_course",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    date = fields.Date(
        compute="_compute_from_course",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
    )
    year = fields.Char(compute="_compute_year", store=True, precompute=True, size=4)
    hours = fields.Float(
        compute="_compute_from_course",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
        help="To void a wrong entry set the hours to 0 and say why in the evidence.",
    )
    professional = fields.Boolean(
        string="Professional subject",
        compute="_compute_from_course",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    evidence = fields.Text(
        tracking=True,
        help="What proves the hours: attendance sheet, certificate, its issuer and "
        "where it is kept. No certificate numbers or ID numbers here.",
    )

    _hours_range = models.Constraint(
        "CHECK (hours >= 0)", "Credit hours cannot be negative."
    )
    _once_a_course = models.UniqueIndex(
        "(employee_id, course_id) WHERE course_id IS NOT NULL",
        "This person already has hours for this course: correct that entry.",
    )

    @api.model
    def _employee_domain(self):
        """Whom this user may book: the own staff, and who has no office yet."""
        places = self.env.user.dibao_division_ids.ids
        return Domain("dibao_division_id", "=", False) | Domain(
            "dibao_division_id", "child_of", places
        )

    @api.depends("employee_id.dibao_division_id", "course_id")
    def _compute_division_id(self):
        for credit in self:
            credit.division_id = (
                credit.employee_id.dibao_division_id
                or credit.division_id
                or credit.course_id.division_id
            )

    @api.depends("course_id")
    def _compute_from_course(self):
        today = fields.Date.context_today(self)
        for credit in self:
            course = credit.course_id
            credit.subject = course.name or credit.subject
            credit.date = course.planned_on or credit.date or today
            credit.hours = course.hours if course else credit.hours
            credit.professional = course.professional if course else credit.professional

    @api.depends("date")
    def _compute_year(self):
        for credit in self:
            credit.year = credit.date and f"{credit.date.year:04d}"

    def write(self, vals):
        result = super().write(vals)
        if "division_id" in vals:
            # the platform asks before a write only: nobody gives away what is not his
            self.check_access("write")
        return result

    @api.constrains("course_id", "evidence")
    def _check_basis(self):
        for credit in self:
            # sudo: the course may lie in a division above
            course = credit.course_id.sudo()
            if course and course.state != "held":
                raise ValidationError(
                    self.env._(
                        "“%(course)s” was not held yet: hours are booked afterwards.",
                        course=course.name,
                    )
                )
            if not course and not (credit.evidence or "").strip():
                raise ValidationError(
                    self.env._(
                        "Hours earned outside our own courses need evidence: "
                        "say what proves them and where it is kept."
                    )
                )
