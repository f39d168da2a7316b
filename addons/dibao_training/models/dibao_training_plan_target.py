# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from .dibao_training_course import KINDS


class DibaoTrainingPlanTarget(models.Model):
    """How much of one kind of course a plan wants, beside what was held of it."""

    _name = "dibao.training.plan.target"
    _description = "Target of a training plan"
    _inherit = ["dibao.sealed.mixin", "dibao.jurisdiction.mixin"]
    _order = "kind, id"
    _rec_name = "kind"

    plan_id = fields.Many2one(
        "dibao.training.plan", required=True, index=True, ondelete="cascade"
    )
    division_id = fields.Many2one(related="plan_id.division_id", store=True, index=True)
    kind = fields.Selection(KINDS, required=True, default="refresher")
    courses = fields.Integer("Courses wanted", default=1)
    seats = fields.Integer("Seats wanted")
    hours = fields.Float("Hours a person")
    budget = fields.Float(digits=(12, 2))
    note = fields.Char("Remark")
    held = fields.Integer("Courses held", compute="_compute_actual")
    participants = fields.Integer(compute="_compute_actual")
    hours_booked = fields.Float(compute="_compute_actual")
    cost = fields.Float(compute="_compute_actual", digits=(12, 2))
    reached = fields.Float(compute="_compute_actual", help="Per cent.")

    _once = models.UniqueIndex(
        "(plan_id, kind)", "There is a target for this kind of course already."
    )
    _positive = models.Constraint(
        "CHECK (courses >= 0 AND seats >= 0 AND hours >= 0 AND budget >= 0)",
        "Targets are not below zero.",
    )

    @api.depends(
        "courses",
        "kind",
        "plan_id.course_ids.state",
        "plan_id.course_ids.kind",
        "plan_id.course_ids.cost_actual",
        "plan_id.course_ids.credit_ids",
    )
    def _compute_actual(self):
        for target in self:
            held = target.plan_id.course_ids.filtered(
                lambda one, kind=target.kind: one.kind == kind and one.state == "held"
            )
            target.held = len(held)
            target.participants = sum(held.mapped("participant_count"))
            target.hours_booked = sum(held.mapped("credited_hours"))
            target.cost = sum(held.mapped("cost_actual"))
            target.reached = (
                min(100.0 * len(held) / target.courses, 100.0)
                if target.courses
                else 100.0
            )
