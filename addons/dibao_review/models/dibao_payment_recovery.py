# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class DibaoPaymentRecovery(models.Model):
    """What a household agreed in writing to give back of its payments, and how fast.

    Nothing is ever taken from a payment without it.
    """

    _name = "dibao.payment.recovery"
    _description = "Agreement to Give Back"
    _inherit = [
        "mail.thread",
        "dibao.sealed.mixin",
        "dibao.filed.mixin",
        "dibao.jurisdiction.mixin",
    ]
    _order = "id desc"
    _rec_name = "household_id"
    _act_fields = ("state", "agreed_by_id")

    household_id = fields.Many2one(
        "dibao.household", required=True, index=True, ondelete="restrict"
    )
    division_id = fields.Many2one(
        related="household_id.division_id", store=True, index=True
    )
    reason = fields.Char("Why it was too much", required=True)
    amount = fields.Float("To give back, yuan", digits=(12, 2), required=True)
    monthly = fields.Float("A month at most, yuan", digits=(12, 2), required=True)
    consent_on = fields.Date("Agreed on", help="Date of the household's signature.")
    signed_by = fields.Char("Signed by")
    state = fields.Selection(
        [
            ("draft", "Not agreed"),
            ("agreed", "Agreed"),
            ("done", "Given back"),
            ("cancelled", "Dropped"),
        ],
        required=True,
        default="draft",
        readonly=True,
        tracking=True,
        copy=False,
    )
    agreed_by_id = fields.Many2one("res.users", "Entered by", readonly=True, copy=False)
    line_ids = fields.One2many("dibao.payment.line", "recovery_id", "Parts")
    taken = fields.Float("Given back so far", digits=(12, 2), compute="_compute_taken")

    _positive = models.Constraint(
        "CHECK (amount > 0 AND monthly > 0)", "Enter how much, and how much a month."
    )
    _consent = models.Constraint(
        "CHECK (state NOT IN ('agreed', 'done') OR consent_on IS NOT NULL)",
        "Without the household's written agreement nothing is taken back.",
    )
    _one_agreed = models.UniqueIndex(
        "(household_id) WHERE state = 'agreed'",
        "This household is giving back by another agreement already.",
    )

    @api.depends("line_ids.state", "line_ids.amount")
    def _compute_taken(self):
        for one in self:
            live = one.line_ids.filtered(lambda line: line.state != "cancelled")
            one.taken = -sum(live.mapped("amount"))

    def write(self, vals):
        fixed = {"household_id", "amount", "consent_on", "signed_by"} & vals.keys()
        if fixed and any(one.state != "draft" for one in self):
            raise ValidationError(
                self.env._("What was agreed on is not changed: drop it, agree anew.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(one.state != "draft" for one in self):
            raise ValidationError(self.env._("An agreement stays on record."))

    def action_agree(self):
        """The signed agreement is here."""
        self.check_access("write")
        for one in self:
            if one.state != "draft":
                raise UserError(self.env._("This agreement is past that."))
            if not one.consent_on or not (one.signed_by or "").strip():
                raise UserError(self.env._("Enter who signed the agreement, and when."))
        self._by_act({"state": "agreed", "agreed_by_id": self.env.uid})

    def action_cancel(self):
        """Take nothing more; what was taken stays on record."""
        self.check_access("write")
        self.filtered(lambda one: one.state in ("draft", "agreed"))._by_act(
            {"state": "cancelled"}
        )

    def _follow(self):
        """Agreements that are given back whole are done."""
        for one in self.sudo():
            if one.state == "agreed" and round(one.taken - one.amount, 2) >= 0:
                one._by_act({"state": "done"})
