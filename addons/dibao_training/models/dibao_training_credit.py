# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import float_compare


class DibaoTrainingCredit(models.Model):
    """Hours that one person earned at one occasion, with what proves it.

    Rules on continuing education of archival staff (2018): a yearly number of hours,
    of which a share in professional subjects, not carried over to the next year.

    A ledger: entries are added and never changed. What was wrong is taken back by a
    second entry with the same hours below zero, and the reason.
    """

    _name = "dibao.training.credit"
    _description = "Credit hours"
    _inherit = [
        "dibao.filed.mixin",
        "dibao.sealed.mixin",
        "dibao.training.paper.mixin",
    ]
    _order = "date desc, id desc"
    _rec_name = "subject"
    _act_fields = (
        "state",
        "event_id",
        "registration_id",
        "reversal_of_id",
        "corrects_id",
        "item_id",
        "reason",
    )

    employee_id = fields.Many2one(
        "hr.employee",
        required=True,
        index=True,
        ondelete="cascade",
        domain=lambda self: self._employee_domain(),
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
    event_id = fields.Many2one(
        "event.event",
        "Session",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The session whose attendance booked these hours.",
    )
    registration_id = fields.Many2one(
        "event.registration", readonly=True, ondelete="set null", index="btree_not_null"
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
        help="Of the training; a reversal has the day of what it takes back, so that "
        "the sum of that year is right.",
    )
    year = fields.Char(compute="_compute_year", store=True, precompute=True, size=4)
    hours = fields.Float(
        compute="_compute_from_course",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="A booked entry is never changed: “Correct” takes it back and books it "
        "anew, with a reason.",
    )
    professional = fields.Boolean(
        string="Professional subject",
        compute="_compute_from_course",
        store=True,
        readonly=False,
        precompute=True,
    )
    evidence = fields.Text(
        help="What proves the hours: attendance sheet, certificate, its issuer and "
        "where it is kept. No certificate numbers or ID numbers here.",
    )
    state = fields.Selection(
        [
            ("booked", "Booked"),
            ("reversed", "Taken back"),
            ("reversal", "Reversal"),
        ],
        required=True,
        default="booked",
        readonly=True,
        index=True,
    )
    reversal_of_id = fields.Many2one(
        "dibao.training.credit",
        "Takes back",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    corrects_id = fields.Many2one(
        "dibao.training.credit",
        "Corrects",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    item_id = fields.Many2one(
        "dibao.item",
        "Filed evidence",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )
    reason = fields.Char(readonly=True, help="Why it was taken back or corrected.")

    _hours_range = models.Constraint(
        "CHECK (hours >= 0 OR reversal_of_id IS NOT NULL)",
        "Credit hours cannot be negative.",
    )
    _once_a_course = models.UniqueIndex(
        "(employee_id, course_id)"
        " WHERE course_id IS NOT NULL AND event_id IS NULL AND state = 'booked'",
        "This person already has hours for this course: correct that entry.",
    )
    _once_a_session = models.UniqueIndex(
        "(employee_id, event_id) WHERE event_id IS NOT NULL AND state = 'booked'",
        "This person already has hours for this session.",
    )
    _reversed_once = models.UniqueIndex(
        "(reversal_of_id) WHERE reversal_of_id IS NOT NULL",
        "This entry was taken back already.",
    )
    _by_year = models.Index("(year, employee_id)")

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
            if credit._origin:
                # what is booked stays, whatever becomes of the course
                continue
            course = credit.course_id
            credit.subject = course.name or credit.subject
            credit.date = course.planned_on or credit.date or today
            credit.hours = course.hours if course else credit.hours
            credit.professional = course.professional if course else credit.professional

    @api.depends("date")
    def _compute_year(self):
        for credit in self:
            credit.year = credit.date and f"{credit.date.year:04d}"

    # APPEND-ONLY

    @api.model_create_multi
    def create(self, vals_list):
        credits = super().create(vals_list)
        credits._check_course_total()
        return credits

    def write(self, vals):
        self.check_access("write")
        if not self._dibao_in_act():
            raise UserError(
                self.env._(
                    "Entries of the ledger are never changed. “Correct” takes the "
                    "hours back and books them anew, and keeps the reason."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Entries of the ledger are never deleted: take them back.")
        )

    @api.constrains("course_id", "evidence", "date")
    def _check_basis(self):
        today = fields.Date.context_today(self)
        for credit in self:
            # sudo: the course may lie in a division above
            course = credit.course_id.sudo()
            if course and course.state != "held" and not credit.sudo().event_id:
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
            # attendance has its own hours, where the session is held
            if credit.date > today and not credit.sudo().event_id:
                raise ValidationError(
                    self.env._(
                        "%(date)s is still to come: hours are booked afterwards.",
                        date=credit.date,
                    )
                )

    def _check_course_total(self):
        """Nobody earns a course twice: by session and by hand, or as two people."""
        booked = self.filtered(lambda one: one.course_id and one.state == "booked")
        for credit in booked:
            course = credit.course_id.sudo()
            total = self._earned(credit.employee_id, course)
            if float_compare(total, course.hours, precision_digits=2) > 0:
                raise ValidationError(
                    self.env._(
                        "%(name)s has %(had)s of the %(hours)s hours of “%(course)s” "
                        "already: hours of a course are counted once.",
                        name=credit.employee_id.name,
                        had=total - credit.hours,
                        hours=course.hours,
                        course=course.name,
                    )
                )

    @api.model
    def _earned(self, employee, course):
        """Hours that a person (all employees of one ID number) has of a course."""
        people = employee.sudo()._dibao_same_person()
        domain = [
            ("course_id", "=", course.id),
            ("employee_id", "in", people.ids),
            ("state", "=", "booked"),
        ]
        [(total,)] = self.sudo()._read_group(domain, [], ["hours:sum"])
        return total or 0.0
