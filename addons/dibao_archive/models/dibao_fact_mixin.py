# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class DibaoFactMixin(models.AbstractModel):
    """A fact about means: what, whose, when, how much, who says, verified or not."""

    _name = "dibao.fact.mixin"
    _description = "Fact about Means"
    _inherit = ["dibao.jurisdiction.mixin"]
    _order = "household_id, period_from desc, id desc"
    _rec_name = "kind_id"

    household_id = fields.Many2one(
        "dibao.household", required=True, index=True, ondelete="restrict"
    )
    division_id = fields.Many2one(
        related="household_id.division_id", store=True, index=True
    )
    person_id = fields.Many2one(
        "dibao.person",
        "Member",
        index="btree_not_null",
        domain="[('membership_ids.household_id', '=', household_id)]",
    )
    kind_id = fields.Many2one("dibao.code", "Kind", required=True)
    period_from = fields.Date("From")
    period_to = fields.Date("To")
    declared = fields.Float("Declared (yuan)", digits=(14, 2))
    verified = fields.Float("Verified (yuan)", digits=(14, 2))
    is_verified = fields.Boolean("Verified", readonly=True)
    amount = fields.Float(
        "In force (yuan)",
        digits=(14, 2),
        compute="_compute_amount",
        store=True,
        help="The verified amount where there is one, else the declared one.",
    )
    source = fields.Char(help="Who says so: declaration, pay slip, check report no. …")
    verified_on = fields.Date(readonly=True)
    verified_by = fields.Many2one("res.users", readonly=True)
    note = fields.Char()

    @api.depends("declared", "verified", "is_verified")
    def _compute_amount(self):
        for fact in self:
            fact.amount = fact.verified if fact.is_verified else fact.declared

    @api.constrains("period_from", "period_to")
    def _check_period(self):
        for fact in self:
            begin, end = fact.period_from, fact.period_to
            if begin and end and end < begin:
                raise ValidationError(self.env._("The period ends before it begins."))

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            self._mark_verified(vals)
        facts = super().create(vals_list)
        facts._log_means(self.env._("entered"))
        return facts

    def write(self, vals):
        vals = dict(vals)
        self._mark_verified(vals)
        result = super().write(vals)
        if {"declared", "verified", "kind_id"} & vals.keys():
            self._log_means(self.env._("changed"))
        return result

    def unlink(self):
        self._log_means(self.env._("removed"))
        return super().unlink()

    def _log_means(self, act):
        """Each entry, change and removal stands in the household's timeline."""
        for fact in self:
            fact.household_id._log_event(
                "means",
                self.env._(
                    "%(what)s %(act)s: %(kind)s, %(amount).2f yuan (%(status)s)",
                    what=self.env["ir.model"]._get(fact._name).name,
                    act=act,
                    kind=fact.kind_id.name,
                    amount=fact.amount,
                    status=self.env._("verified")
                    if fact.is_verified
                    else self.env._("declared"),
                ),
                record=fact,
                person=fact.person_id,
            )

    @api.model
    def _mark_verified(self, vals):
        """Entering a verified amount records who entered it and when."""
        for name in ("is_verified", "verified_on", "verified_by"):
            if not self.env.su:
                vals.pop(name, None)
        if "verified" in vals:
            vals.update(
                is_verified=True,
                verified_on=fields.Date.context_today(self),
                verified_by=self.env.uid,
            )
