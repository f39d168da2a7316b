# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

DECIDERS = ("township_reviewer", "county_officer")


class DibaoHouseholdDecision(models.TransientModel):
    """A decision taken on paper or in another system is entered in the registry."""

    _name = "dibao.household.decision"
    _description = "Record of a Decision"

    household_id = fields.Many2one(
        "dibao.household",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    revision = fields.Integer(
        default=lambda self: self._household().revision,
        help="What the household was like when this act began.",
    )
    present_state = fields.Selection(related="household_id.state", string="State now")
    state = fields.Selection(
        [
            ("active", "Receiving"),
            ("suspended", "Suspended"),
            ("tapering", "Tapering off"),
            ("stopped", "Stopped"),
        ],
        "Decided",
        required=True,
        default="active",
    )
    state_date = fields.Date(
        "From",
        required=True,
        default=lambda self: fields.Date.context_today(self),
        help="The first day of the new state.",
    )
    allowance = fields.Float(
        "Allowance per month",
        digits=(12, 2),
        default=lambda self: self._household().allowance,
        help="Of the whole household, in yuan.",
    )
    document = fields.Char(
        "Decision no.",
        required=True,
        help="Number of the paper by which it was decided.",
    )

    @api.model
    def _household(self):
        household_id = self.env.context.get("active_id")
        return self.env["dibao.household"].browse(household_id)

    def action_apply(self):
        """Write the decision into the household and its timeline."""
        self.ensure_one()
        self._check_decider()
        household = self.household_id
        if refusal := household._decision_refusal():
            raise UserError(refusal)
        stopped = self.state == "stopped"
        allowance = 0.0 if stopped else self.allowance
        if self.state == household.state and allowance == household.allowance:
            raise UserError(self.env._("This decision changes nothing."))
        if self.state == "active" and allowance <= 0:
            raise UserError(self.env._("Enter the allowance per month."))
        values = {"state": self.state, "revision": self.revision}
        if self.state != household.state:
            values["state_date"] = self.state_date
        if allowance != household.allowance:
            values.update(allowance=allowance, allowance_from=self.state_date)
        household.write(values)
        household._log_event(
            "benefit",
            self.env._(
                "Decision %(document)s: %(amount)s yuan per month",
                document=self.document,
                amount=f"{allowance:,.2f}",
            ),
            self.state_date,
            record=household,
        )
        return {"type": "ir.actions.act_window_close"}

    def _check_decider(self):
        groups = [f"dibao_archive.group_{name}" for name in DECIDERS]
        if not self.env.su and not any(map(self.env.user.has_group, groups)):
            raise AccessError(
                self.env._("A decision is recorded by the reviewer or county officer.")
            )
