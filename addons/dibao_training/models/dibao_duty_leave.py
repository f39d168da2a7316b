# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from .res_users_duty import forget_held


class DibaoDutyLeave(models.Model):
    """Somebody may carry out a duty without what it asks for, until a day.

    Given by a named person, never to oneself, for at most the days of the policy
    ``duty_leave_days``; taken back by an act, never deleted.
    """

    _name = "dibao.duty.leave"
    _description = "Exceptional Leave"
    _inherit = ["mail.thread", "dibao.jurisdiction.mixin"]
    _order = "date_to desc, id desc"
    _rec_name = "employee_id"

    employee_id = fields.Many2one(
        "hr.employee",
        "For whom",
        required=True,
        index=True,
        ondelete="cascade",
        domain=lambda self: self.env["dibao.training.credit"]._employee_domain(),
    )
    duty_id = fields.Many2one("dibao.duty", required=True, index=True)
    division_id = fields.Many2one(
        "dibao.division",
        compute="_compute_division_id",
        store=True,
        precompute=True,
        required=True,
        index=True,
    )
    date_from = fields.Date(
        "From", required=True, default=fields.Date.context_today, tracking=True
    )
    date_to = fields.Date("Last day", required=True, tracking=True)
    reason = fields.Text(required=True, help="Why the work cannot wait.")
    granted_by_id = fields.Many2one(
        "res.users",
        "Given by",
        required=True,
        readonly=True,
        default=lambda self: self.env.uid,
    )
    withdrawn_on = fields.Date(readonly=True, copy=False, tracking=True)
    withdrawn_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    in_force = fields.Boolean(compute="_compute_in_force", search="_search_in_force")

    _dates_ordered = models.Constraint(
        "CHECK (date_from <= date_to)", "The last day lies before the first."
    )

    @api.depends("employee_id")
    def _compute_division_id(self):
        for leave in self:
            leave.division_id = leave.employee_id.sudo().dibao_division_id

    @api.depends("date_from", "date_to", "withdrawn_on")
    def _compute_in_force(self):
        today = fields.Date.context_today(self)
        for leave in self:
            leave.in_force = bool(
                leave.date_from
                and leave.date_to
                and leave.date_from <= today <= leave.date_to
                and not leave.withdrawn_on
            )

    @api.model
    def _search_in_force(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        domain = (
            Domain("date_from", "<=", today)
            & Domain("date_to", ">=", today)
            & Domain("withdrawn_on", "=", False)
        )
        return domain if True in value else ~domain

    @api.constrains("date_from", "date_to")
    def _check_length(self):
        for leave in self:
            most = (
                self.env["dibao.policy"]
                .sudo()
                ._get("duty_leave_days", leave.division_id, leave.date_from)
            )
            days = (leave.date_to - leave.date_from).days + 1
            if most and days > most:
                raise ValidationError(
                    self.env._(
                        "An exceptional leave lasts %(most)s days at most; these are "
                        "%(days)s.",
                        most=most,
                        days=days,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [{**vals, "granted_by_id": self.env.uid} for vals in vals_list]
        leaves = super().create(vals_list)
        for leave in leaves:
            if leave.employee_id.sudo().user_id == self.env.user and not self.env.su:
                raise AccessError(self.env._("Nobody gives a leave to himself."))
        forget_held(self.env)
        return leaves

    def write(self, vals):
        if not self.env.su and {
            "employee_id",
            "duty_id",
            "granted_by_id",
            "withdrawn_on",
            "withdrawn_by_id",
        } & set(vals):
            raise UserError(
                self.env._("A leave stays as it was given: withdraw it, give another.")
            )
        if not self.env.su:
            self._refuse_own()
        result = super().write(vals)
        forget_held(self.env)
        return result

    def _refuse_own(self):
        if self.env.user in self.employee_id.sudo().user_id:
            raise AccessError(self.env._("Nobody gives a leave to himself."))

    def action_withdraw(self):
        """Take the leave back, from now on."""
        self.check_access("write")
        # sudo: the effect of an act whose right was checked
        self.filtered(lambda one: not one.withdrawn_on).sudo().write(
            {
                "withdrawn_on": fields.Date.context_today(self),
                "withdrawn_by_id": self.env.uid,
            }
        )
