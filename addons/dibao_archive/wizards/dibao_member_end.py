# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class DibaoMemberEnd(models.TransientModel):
    """A membership ends: on which day, why, and who becomes head when the head goes."""

    _name = "dibao.member.end"
    _description = "End of a Membership"

    member_id = fields.Many2one(
        "dibao.household.member",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    household_id = fields.Many2one(related="member_id.household_id")
    is_head = fields.Boolean(related="member_id.is_head")
    end_reason = fields.Selection(
        lambda self: self.env["dibao.household.member"]
        ._fields["end_reason"]
        ._description_selection(self.env),
        "Reason",
        required=True,
    )
    death_date = fields.Date("Date of death")
    date_to = fields.Date(
        "Last day",
        required=True,
        compute="_compute_date_to",
        store=True,
        readonly=False,
        precompute=True,
        help="The last day on which the person belonged to the household.",
    )
    new_head_id = fields.Many2one(
        "dibao.household.member",
        "New head",
        domain="[('household_id', '=', household_id), ('date_to', '=', False),"
        " ('id', '!=', member_id)]",
        ondelete="cascade",
    )
    other_count = fields.Integer(compute="_compute_other_count")

    @api.depends("end_reason", "death_date")
    def _compute_date_to(self):
        for end in self:
            died = end.end_reason == "death" and end.death_date
            end.date_to = died or end.date_to or fields.Date.context_today(self)

    @api.depends("member_id")
    def _compute_other_count(self):
        for end in self:
            others = end.household_id.live_member_ids - end.member_id
            end.other_count = len(others)

    def action_apply(self):
        """End the membership; the person's file stays."""
        self.ensure_one()
        member = self.member_id
        if member.date_to:
            raise UserError(
                self.env._("The membership of %(name)s has ended.", name=member.name)
            )
        if self.end_reason == "death":
            if not self.death_date:
                raise UserError(self.env._("Enter the date of death."))
            member.person_id.death_date = self.death_date
        member.write({"date_to": self.date_to, "end_reason": self.end_reason})
        if self.is_head and self.new_head_id:
            self._make_head()
        return {"type": "ir.actions.act_window_close"}

    def _make_head(self):
        # The former head must be out in the database first: one live head, by index.
        self.env.flush_all()
        code = self.env["dibao.code"]._code_ids("relation")["02"]
        self.new_head_id.relation_id = code
        self.household_id._log_event(
            "other",
            self.env._(
                "New head: %(name)s. Check the relations of the others to the new "
                "head.",
                name=self.new_head_id.name,
            ),
            self.date_to,
            record=self.new_head_id,
            person=self.new_head_id.person_id,
        )
