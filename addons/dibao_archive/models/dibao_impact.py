# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

CONTENT = ("necessity", "effects", "measures", "result")


class DibaoImpact(models.Model):
    """Impact assessment of a processing activity (PIPL arts. 55 and 56, R-48)."""

    _name = "dibao.impact"
    _description = "Impact Assessment"
    _inherit = ["mail.thread", "dibao.sealed.mixin", "dibao.filed.mixin"]
    _order = "done_on desc, id desc"
    _act_fields = ("state", "approved_by_id", "approved_on")

    name = fields.Char("Title", required=True)
    processing_id = fields.Many2one(
        "dibao.processing", "Activity", required=True, index=True, ondelete="restrict"
    )
    occasion = fields.Selection(
        [
            ("sensitive", "Sensitive information"),
            ("automated", "Automated decisions"),
            ("provide", "Entrusting, providing or publishing"),
            ("abroad", "Giving abroad"),
            ("other", "Other great effect on people"),
        ],
        required=True,
        default="sensitive",
        help="PIPL art. 55.",
    )
    done_on = fields.Date(
        "Assessed on",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    author_id = fields.Many2one(
        "res.users",
        "Assessed by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
    )
    necessity = fields.Text(
        "Lawful, proper, necessary",
        help="Whether purpose and manner are lawful, proper and necessary.",
    )
    effects = fields.Text(
        "Effects and risks", help="What it does to people's rights, and the risks."
    )
    measures = fields.Text(
        "Protection", help="Whether the measures are lawful, work, and fit the risks."
    )
    result = fields.Selection(
        [
            ("accepted", "May be carried out"),
            ("measures", "May be carried out with these measures"),
            ("refused", "Must not be carried out"),
        ],
        tracking=True,
    )
    review_date = fields.Date(
        "Next review",
        required=True,
        compute="_compute_dates",
        store=True,
        readonly=False,
        precompute=True,
    )
    keep_until = fields.Date(
        "Kept until", compute="_compute_dates", store=True, precompute=True
    )
    state = fields.Selection(
        [("draft", "Being written"), ("approved", "Approved")],
        required=True,
        readonly=True,
        default="draft",
        tracking=True,
        copy=False,
    )
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_on = fields.Datetime(readonly=True, copy=False)

    _second_person = models.Constraint(
        "CHECK ((approved_by_id = author_id) IS NOT TRUE)",
        "An assessment is approved by another person than its author.",
    )
    _review_later = models.Constraint(
        "CHECK (review_date >= done_on)", "The review lies before the assessment."
    )

    @api.depends("done_on", "processing_id")
    def _compute_dates(self):
        policies = self.env["dibao.policy"].sudo()
        for one in self.filtered("done_on"):
            place = one.processing_id.sudo().division_id
            months = policies._require("impact_review_months", place)
            years = policies._require("impact_keep_years", place)
            if not one.review_date or one.review_date < one.done_on:
                one.review_date = fields.Date.add(one.done_on, months=months)
            one.keep_until = fields.Date.add(one.done_on, years=years)

    @api.model_create_multi
    def create(self, vals_list):
        made = super().create(vals_list)
        made._check_area()
        return made

    def _check_area(self):
        self.processing_id._check_area()

    def write(self, vals):
        self._check_area()
        if self._is_typed(vals) and any(one.state == "approved" for one in self):
            raise UserError(
                self.env._("An approved assessment stays: write the next one.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_within_time(self):
        today = fields.Date.context_today(self)
        for one in self.filtered(lambda one: one.state == "approved"):
            if one.keep_until >= today:
                raise UserError(
                    self.env._(
                        "Reports of assessments are kept until %(day)s (PIPL art. 56).",
                        day=one.keep_until,
                    )
                )

    def action_approve(self):
        """Approve it, as another person than its author."""
        self.check_access("write")
        for one in self:
            if one.state != "draft":
                raise UserError(self.env._("This assessment was approved already."))
            one._check_area()
            empty = [
                one._fields[name]._description_string(self.env)
                for name in CONTENT
                if not one[name]
            ]
            if empty:
                raise ValidationError(
                    self.env._(
                        "An assessment tells all of it (PIPL art. 56). Missing: "
                        "%(fields)s.",
                        fields=", ".join(empty),
                    )
                )
            if self.env.user in one.author_id | one.create_uid:
                raise AccessError(
                    self.env._("Another person than its author approves it.")
                )
            now = fields.Datetime.now()
            one._by_act(
                {
                    "state": "approved",
                    "approved_by_id": self.env.uid,
                    "approved_on": now,
                }
            )
            one.processing_id.activity_feedback(["dibao_archive.activity_impact"])
