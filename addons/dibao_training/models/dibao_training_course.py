# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

KINDS = [
    ("induction", "Induction"),
    ("refresher", "Refresher"),
    ("lecture", "Expert lecture"),
    ("seminar", "Seminar"),
    ("self_study", "Self-study"),
    ("mentoring", "Mentoring"),
]


class DibaoTrainingCourse(models.Model):
    """One planned or held course; its sessions are Odoo events, its exam a survey."""

    _name = "dibao.training.course"
    _description = "Training course"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "planned_on desc, id desc"

    name = fields.Char(required=True, tracking=True)
    kind = fields.Selection(KINDS, required=True, default="induction", tracking=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("planned", "Planned"),
            ("held", "Held"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    division_id = fields.Many2one(
        "dibao.division",
        required=True,
        index=True,
        default=lambda self: self.env.user.dibao_division_ids[:1],
        tracking=True,
        help="The division that holds the course.",
    )
    topic_ids = fields.Many2many("dibao.training.topic", string="Topics")
    duty_ids = fields.Many2many(
        "dibao.duty",
        "dibao_training_course_duty_rel",
        "course_id",
        "duty_id",
        "Serves the duties",
        help="What participants are trained for: filing, lending, destruction …",
    )
    planned_on = fields.Date(string="Date", copy=False, tracking=True)
    hours = fields.Float(
        string="Credit hours",
        tracking=True,
        help="Credit hours that a participant earns by the whole course.",
    )
    professional = fields.Boolean(
        string="Professional subject",
        default=True,
        help="Professional subjects have a minimum of their own in the yearly "
        "requirement (rules on continuing education of archival staff, 2018).",
    )
    legal_basis = fields.Char(help="Rule or plan that asks for this course.")
    plan_id = fields.Many2one(
        "dibao.training.plan",
        "Yearly plan",
        index="btree_not_null",
        ondelete="set null",
        tracking=True,
        domain="[('division_id', '=', division_id), ('state', '!=', 'closed')]",
    )
    expert_id = fields.Many2one(
        "dibao.training.expert",
        "Expert",
        index="btree_not_null",
        # a restriction in the database would hold up an uninstall
        ondelete="set null",
        tracking=True,
        help="From the register of experts.",
    )
    lecturer = fields.Char(
        compute="_compute_lecturer",
        store=True,
        readonly=False,
        help="Who teaches: name and office.",
    )
    audience = fields.Selection(
        [
            ("all", "All staff"),
            ("archivist", "Archivists"),
            ("officer", "Township officers"),
            ("assistant", "Village assistants"),
        ],
        required=True,
        default="all",
        help="Papers of training of village assistants are filed apart.",
    )
    seats = fields.Integer(help="How many the plan counts with.")
    cost_planned = fields.Float(
        digits=(12, 2),
        compute="_compute_cost_planned",
        store=True,
        readonly=False,
        precompute=True,
        help="Yuan; proposed from the expert's fee and the hours.",
    )
    cost_actual = fields.Float("Cost", digits=(12, 2), tracking=True, help="Yuan.")
    material_ids = fields.One2many(
        "dibao.training.material", "course_id", "Materials", copy=True
    )
    material_count = fields.Integer(compute="_compute_material_count")
    responsible_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        tracking=True,
    )
    note = fields.Html(string="Description")
    # Other people's models: the groups keep the form readable without them.
    event_ids = fields.One2many(
        "event.event",
        "dibao_course_id",
        string="Sessions",
        groups="event.group_event_registration_desk",
    )
    survey_id = fields.Many2one(
        "survey.survey",
        string="Exam",
        domain=[("certification", "=", True)],
        groups="survey.group_survey_user",
        help="Certification survey that ends the course.",
    )
    credit_ids = fields.One2many("dibao.training.credit", "course_id", string="Hours")
    participant_count = fields.Integer(
        string="Participants", compute="_compute_credit_totals"
    )
    credited_hours = fields.Float(compute="_compute_credit_totals")

    _hours_positive = models.Constraint(
        "CHECK (hours >= 0)", "Credit hours cannot be negative."
    )

    @api.depends("expert_id")
    def _compute_lecturer(self):
        for course in self:
            course.lecturer = course.expert_id.display_name or course.lecturer

    @api.depends("expert_id", "hours")
    def _compute_cost_planned(self):
        for course in self:
            fee = 0 if course.expert_id.internal else course.expert_id.fee_hour
            course.cost_planned = fee * course.hours or course.cost_planned

    def _compute_material_count(self):
        counts = dict(
            self.env["dibao.training.material"]._read_group(
                [("course_id", "in", self.ids)], ["course_id"], ["__count"]
            )
        )
        for course in self:
            course.material_count = counts.get(course._origin, 0)

    @api.depends("credit_ids.hours", "credit_ids.state")
    def _compute_credit_totals(self):
        totals = {
            course.id: (count, hours)
            for course, count, hours in self.env["dibao.training.credit"]._read_group(
                [("course_id", "in", self.ids), ("state", "=", "booked")],
                ["course_id"],
                ["employee_id:count_distinct", "hours:sum"],
            )
        }
        for course in self:
            course.participant_count, course.credited_hours = totals.get(
                course._origin.id, (0, 0.0)
            )

    def write(self, vals):
        result = super().write(vals)
        if "division_id" in vals:
            # the platform asks before a write only: nobody gives away what is not his
            self.check_access("write")
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_credited(self):
        # sudo: hours of people who work for another office by now count as well
        credits = self.env["dibao.training.credit"].sudo()
        known = credits.search([("course_id", "in", self.ids)], limit=1)
        if known:
            raise UserError(
                self.env._(
                    "“%(course)s” has booked credit hours, which must be kept. "
                    "Cancel what is not to be held; a held course stays.",
                    course=known.course_id.name,
                )
            )

    @api.constrains("state", "planned_on", "hours")
    def _check_state(self):
        today = fields.Date.context_today(self)
        for course in self:
            problem = course._state_problem(today)
            if problem:
                raise ValidationError(
                    self.env._(
                        "“%(course)s”: %(problem)s",
                        course=course.name,
                        problem=problem,
                    )
                )

    def _state_problem(self, today):
        """Why a course cannot be in its state (text), or False."""
        self.ensure_one()
        booked = self.credit_ids.filtered(lambda one: one.state == "booked")
        if self.state == "cancelled" and booked:
            return self.env._("hours are booked, so it was held.")
        if self.state not in ("planned", "held"):
            return False
        if not (self.planned_on and self.hours > 0):
            return self.env._("give its date and its credit hours first.")
        if self.state == "held" and self.planned_on > today:
            return self.env._(
                "its date %(date)s is still to come. Correct the date first if it was "
                "held earlier.",
                date=self.planned_on,
            )
        return False

    def action_plan(self):
        """Put a draft or cancelled course on the plan; it needs a date and hours."""
        self._move("planned", from_states=("draft", "cancelled"))

    def action_hold(self):
        """Record that a planned course took place; only then hours can be booked."""
        self._move("held", from_states=("planned",))

    def action_cancel(self):
        """Take a course off the plan; not possible once hours are booked."""
        self._move("cancelled", from_states=("draft", "planned", "held"))

    def action_view_credits(self):
        """Open the hours that the course earned."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_training.dibao_training_credit_action"
        )
        return {
            **action,
            "domain": [("course_id", "=", self.id)],
            "context": {"default_course_id": self.id},
        }

    def action_open_sessions(self):
        """Open the sessions of the course."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_training.event_event_action"
        )
        return action | {
            "domain": [("dibao_course_id", "=", self.id)],
            "context": {
                "default_dibao_course_id": self.id,
                "default_name": self.name,
            },
        }

    def _held_by_session(self, day):
        """A session was attended: the course counts as held since then."""
        for course in self.filtered(lambda one: one.state in ("draft", "planned")):
            first = min(filter(None, (course.planned_on, day)))
            course.write({"state": "held", "planned_on": first})

    def _move(self, state, from_states):
        self.check_access("write")
        labels = dict(self._fields["state"]._description_selection(self.env))
        for course in self:
            if course.state not in from_states:
                raise UserError(
                    self.env._(
                        "“%(course)s” is in the state “%(state)s”, from which this "
                        "step is not possible.",
                        course=course.name,
                        state=labels[course.state],
                    )
                )
        self.state = state
