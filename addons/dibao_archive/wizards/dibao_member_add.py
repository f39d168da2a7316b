# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class DibaoMemberAdd(models.TransientModel):
    """Somebody who is on record already joins a household, from another one or none.

    The person is chosen, never typed: a number typed here would lie in the table of
    this act in clear.
    """

    _name = "dibao.member.add"
    _description = "Add a Registered Person"

    household_id = fields.Many2one(
        "dibao.household",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    person_id = fields.Many2one(
        "dibao.person",
        "Registered person",
        required=True,
        ondelete="cascade",
        help="Type a name, its pinyin or initials, or the whole ID number.",
    )
    former_id = fields.Many2one(
        "dibao.household.member",
        "Present membership",
        compute="_compute_former_id",
    )
    former_household_id = fields.Many2one(
        related="former_id.household_id", string="Present household"
    )
    former_reason = fields.Selection(
        [
            ("moved", "Moved away"),
            ("marriage", "Married out"),
            ("split", "Household split"),
            ("error", "Entered by mistake"),
            ("other", "Other"),
        ],
        "Why it ends",
    )
    relation_id = fields.Many2one(
        "dibao.code",
        "Relation to the head",
        required=True,
        domain=[("list", "=", "relation")],
        help="GB/T 4761-2008",
    )
    is_counted = fields.Boolean(
        "Counted",
        default=True,
        help="Counted as a co-living family member (民发〔2021〕57号 art. 7).",
    )
    exclusion_id = fields.Many2one(
        "dibao.code", "Why not counted", domain=[("list", "=", "exclusion")]
    )
    date_from = fields.Date(
        "Since", required=True, default=lambda self: fields.Date.context_today(self)
    )

    @api.depends("person_id")
    def _compute_former_id(self):
        for add in self:
            add.former_id = add._live_membership()

    def _live_membership(self):
        return self.env["dibao.household.member"].search(
            [("person_id", "=", self.person_id.id), ("date_to", "=", False)]
        )

    def action_apply(self):
        """End the membership there is, on the day before, and begin the one here."""
        self.ensure_one()
        # What the form showed may be over by now.
        former = self._live_membership()
        if former.household_id == self.household_id:
            raise UserError(
                self.env._("%(name)s is a member already.", name=self.person_id.name)
            )
        if former:
            if not self.former_reason:
                raise UserError(self.env._("Say why the present membership ends."))
            last_day = fields.Date.subtract(self.date_from, days=1)
            former.write({"date_to": last_day, "end_reason": self.former_reason})
            # One live membership a person, by index: the former must be out first.
            self.env.flush_all()
        self.env["dibao.household.member"].create(
            {
                "household_id": self.household_id.id,
                "person_id": self.person_id.id,
                "relation_id": self.relation_id.id,
                "is_counted": self.is_counted,
                "exclusion_id": not self.is_counted and self.exclusion_id.id,
                "date_from": self.date_from,
            }
        )
        return {"type": "ir.actions.act_window_close"}
