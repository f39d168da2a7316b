# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class DibaoTrainingPlan(models.Model):
    """What an office wants to train in a year, by which means, and what came of it."""

    _name = "dibao.training.plan"
    _description = "Yearly training plan"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "dibao.sealed.mixin",
        "dibao.jurisdiction.mixin",
        "dibao.filed.mixin",
        "dibao.training.paper.mixin",
    ]
    _order = "year desc, division_id, id"
    _act_fields = ("state", "approved_on", "approved_by_id", "item_id")

    name = fields.Char(compute="_compute_name", store=True)
    year = fields.Integer(
        required=True,
        aggregator=None,
        default=lambda self: fields.Date.context_today(self).year,
    )
    division_id = fields.Many2one(
        "dibao.division",
        required=True,
        index=True,
        default=lambda self: self.env.user.dibao_division_ids[:1],
        tracking=True,
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("approved", "In force"),
            ("closed", "Closed"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    responsible_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        tracking=True,
    )
    aim = fields.Text("Aims", help="What shall be better at the year's end.")
    legal_basis = fields.Char(help="Notice or plan of the level above.")
    budget = fields.Float(digits=(12, 2), tracking=True, help="Yuan for the year.")
    target_ids = fields.One2many(
        "dibao.training.plan.target", "plan_id", "Targets", copy=True
    )
    course_ids = fields.One2many("dibao.training.course", "plan_id", "Courses")
    approved_on = fields.Date("In force since", readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    item_id = fields.Many2one(
        "dibao.item",
        "Filed plan",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )
    course_count = fields.Integer("Courses planned", compute="_compute_actual")
    held_count = fields.Integer("Courses held", compute="_compute_actual")
    seats_planned = fields.Integer("Seats planned", compute="_compute_actual")
    seats_held = fields.Integer("Participants", compute="_compute_actual")
    hours_planned = fields.Float("Hours planned", compute="_compute_actual")
    hours_held = fields.Float("Hours booked", compute="_compute_actual")
    cost_planned = fields.Float(
        "Cost planned", compute="_compute_actual", digits=(12, 2)
    )
    cost_actual = fields.Float("Cost so far", compute="_compute_actual", digits=(12, 2))
    progress = fields.Float(compute="_compute_actual", help="Courses held, per cent.")
    over_budget = fields.Boolean(compute="_compute_actual")

    _once = models.UniqueIndex(
        "(division_id, year)", "This office has a plan for this year already."
    )
    _year = models.Constraint(
        "CHECK (year BETWEEN 2000 AND 2199)", "Give the year with four digits."
    )
    _budget = models.Constraint("CHECK (budget >= 0)", "A budget is not below zero.")

    @api.depends("year", "division_id.name")
    def _compute_name(self):
        for plan in self:
            plan.name = self.env._(
                "Training plan %(year)s, %(place)s",
                year=plan.year,
                place=plan.division_id.name or "",
            )

    @api.depends(
        "budget",
        "course_ids.state",
        "course_ids.seats",
        "course_ids.hours",
        "course_ids.cost_planned",
        "course_ids.cost_actual",
        "course_ids.credit_ids",
    )
    def _compute_actual(self):
        for plan in self:
            courses = plan.course_ids.filtered(lambda one: one.state != "cancelled")
            held = courses.filtered(lambda one: one.state == "held")
            plan.course_count = len(courses)
            plan.held_count = len(held)
            plan.seats_planned = sum(courses.mapped("seats"))
            plan.seats_held = sum(held.mapped("participant_count"))
            plan.hours_planned = sum(c.seats * c.hours for c in courses)
            plan.hours_held = sum(held.mapped("credited_hours"))
            plan.cost_planned = sum(courses.mapped("cost_planned"))
            plan.cost_actual = sum(plan.course_ids.mapped("cost_actual"))
            plan.progress = 100.0 * len(held) / len(courses) if courses else 0.0
            plan.over_budget = bool(plan.budget) and (
                max(plan.cost_planned, plan.cost_actual) > plan.budget
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(plan.state != "draft" for plan in self):
            raise UserError(self.env._("A plan that was in force is kept."))

    # ACTS

    def action_approve(self):
        """Put the plan in force: its courses are planned, and the paper is filed."""
        for plan in self:
            plan._check_step("draft")
            courses = plan.course_ids.filtered(lambda one: one.state == "draft")
            if not plan.target_ids and not plan.course_ids:
                raise UserError(
                    self.env._(
                        "“%(plan)s” has neither targets nor courses yet.",
                        plan=plan.name,
                    )
                )
            dated = courses.filtered(lambda one: one.planned_on and one.hours > 0)
            dated.action_plan()
            plan._by_act(
                {
                    "state": "approved",
                    "approved_on": fields.Date.context_today(self),
                    "approved_by_id": self.env.uid,
                }
            )
            # sudo: the coordinator files papers without reading the archives
            plan.sudo()._by_act({"item_id": plan._file_plan().id})

    def _file_plan(self):
        return self._dibao_file_paper(
            "TRAINPLAN",
            self.division_id,
            self.name,
            year=self.year,
            report="dibao_training.training_plan_report",
        )

    def action_close(self):
        """End the year: nothing is planned under it any more."""
        for plan in self:
            plan._check_step("approved")
            plan._by_act({"state": "closed"})

    def action_reopen(self):
        """Take the plan back to draft before anything was held."""
        for plan in self:
            plan._check_step("approved", "closed")
            plan._by_act({"state": "approved" if plan.state == "closed" else "draft"})

    def action_open_courses(self):
        """Open the courses of the plan."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_training.dibao_training_course_action"
        )
        return action | {
            "domain": [("plan_id", "=", self.id)],
            "context": {
                "default_plan_id": self.id,
                "default_division_id": self.division_id.id,
            },
        }
