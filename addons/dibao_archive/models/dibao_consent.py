# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

GIVEN = (
    "person_id",
    "processing_id",
    "kind",
    "scope",
    "form",
    "given_on",
    "given_by",
    "guardian_name",
    "guardian_relation",
    "valid_to",
)


class DibaoConsent(models.Model):
    """A consent or authorisation: for what, in which form, since when, withdrawn when.

    PIPL arts. 14 to 16, 23, 25, 29 and 31 (R-45). What the benefit needs by law is
    done without one (art. 13).
    """

    _name = "dibao.consent"
    _description = "Consent"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "dibao.sealed.mixin",
        "dibao.jurisdiction.mixin",
        "dibao.filed.mixin",
    ]
    _order = "given_on desc, id desc"
    _rec_name = "person_id"
    _act_fields = ("state", "withdrawn_on", "withdrawn_by_id")

    person_id = fields.Many2one(
        "dibao.person", "Person", required=True, index=True, ondelete="restrict"
    )
    household_id = fields.Many2one(
        "dibao.household",
        compute="_compute_household_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    division_id = fields.Many2one(
        related="person_id.division_id", store=True, index=True
    )
    processing_id = fields.Many2one(
        "dibao.processing", "For which activity", index="btree_not_null"
    )
    kind = fields.Selection(
        [
            ("consent", "Consent"),
            ("separate", "Separate consent"),
            ("written", "Written consent"),
            ("authorisation", "Authorisation to check the economy"),
        ],
        required=True,
        default="separate",
        tracking=True,
        help="Separate: sensitive data, giving to others, publishing (PIPL arts. 23, "
        "25, 29).",
    )
    scope = fields.Text(
        "For what", required=True, help="Which data, for what, to whom."
    )
    form = fields.Selection(
        [
            ("signed", "Signed on paper"),
            ("electronic", "Electronic signature"),
            ("mark", "Fingerprint"),
            ("recorded", "Spoken and recorded"),
        ],
        "Form of consent",
        required=True,
        default="signed",
    )
    given_on = fields.Date(
        required=True, default=lambda self: fields.Date.context_today(self)
    )
    valid_to = fields.Date("Holds until", help="Empty: until it is withdrawn.")
    given_by = fields.Selection(
        [("self", "The person"), ("guardian", "Parent or guardian")],
        required=True,
        default="self",
    )
    guardian_name = fields.Char()
    guardian_relation = fields.Char("Guardian is")
    item_id = fields.Many2one(
        "dibao.item", "Filed paper", ondelete="restrict", index="btree_not_null"
    )
    state = fields.Selection(
        [("given", "Given"), ("withdrawn", "No longer given")],
        required=True,
        readonly=True,
        default="given",
        tracking=True,
        copy=False,
    )
    withdrawn_on = fields.Date("Taken back on", readonly=True, copy=False)
    withdrawn_by_id = fields.Many2one(
        "res.users", "Taken back before", readonly=True, copy=False
    )
    withdraw_note = fields.Char(
        "How it was taken back", help="Letter or words; no reason is needed (art. 15)."
    )
    is_valid = fields.Boolean(
        "Holds today", compute="_compute_is_valid", search="_search_is_valid"
    )

    _dates = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to >= given_on)",
        "A consent ends after it was given.",
    )

    @api.depends("person_id")
    def _compute_household_id(self):
        for one in self:
            one.household_id = one.household_id or one.person_id.household_id

    @api.depends("state", "given_on", "valid_to")
    def _compute_is_valid(self):
        held = self.filtered_domain(self._in_force(fields.Date.context_today(self)))
        for one in self:
            one.is_valid = one in held

    @api.model
    def _in_force(self, day):
        """Domain of those that hold on a day; taken back counts from its day on."""
        return (
            Domain("given_on", "<=", day)
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", day))
            & (Domain("withdrawn_on", "=", False) | Domain("withdrawn_on", ">", day))
        )

    @api.model
    def _search_is_valid(self, operator, value):
        if operator != "in":
            return NotImplemented
        held = self._in_force(fields.Date.context_today(self))
        return held if True in value else ~held

    @api.model
    def _holds(self, person, processing, day=None):
        """Is there a consent of a person to an activity on a day (today)?

        What rests on consent asks before it goes on.
        """
        day = fields.Date.to_date(day) or fields.Date.context_today(self)
        mine = Domain("person_id", "=", person.id)
        for_it = Domain("processing_id", "=", processing.id)
        return bool(self.sudo().search(mine & for_it & self._in_force(day), limit=1))

    # CRUD

    @api.constrains("person_id", "given_by", "guardian_name", "given_on")
    def _check_guardian(self):
        """For a child under 14 a parent or guardian consents (PIPL art. 31)."""
        for one in self:
            child = one.person_id.sudo()._is_minor_on(one.given_on)
            if child and one.given_by != "guardian":
                raise ValidationError(
                    self.env._("For a child under 14 a parent or guardian consents.")
                )
            if one.given_by == "guardian" and not (one.guardian_name or "").strip():
                raise ValidationError(self.env._("Name the guardian."))

    @api.constrains("item_id", "person_id")
    def _check_item(self):
        for one in self.filtered("item_id"):
            paper = one.item_id.sudo()
            households = one.household_id | one.person_id.sudo().membership_ids.mapped(
                "household_id"
            )
            if paper.household_id not in households.sudo():
                raise ValidationError(
                    self.env._("This paper does not belong to the person's household.")
                )

    def write(self, vals):
        if not self._dibao_in_act():
            typed = self._is_typed(vals)
            if typed and any(one.state == "withdrawn" for one in self):
                raise UserError(self.env._("What was taken back stays as it was."))
            if any(name in vals for name in GIVEN):
                raise UserError(
                    self.env._(
                        "What was consented to is not changed: have it taken back and "
                        "enter the new one."
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Consents stay on record, also when taken back."))

    def action_withdraw(self):
        """The person takes it back: what rests on it stops, what was done stands."""
        self.check_access("write")
        for one in self:
            if one.state != "given":
                raise UserError(self.env._("This was taken back already."))
            if not (one.withdraw_note or "").strip():
                raise UserError(self.env._("Say how it was taken back."))
            one._by_act(
                {
                    "state": "withdrawn",
                    "withdrawn_on": fields.Date.context_today(self),
                    "withdrawn_by_id": self.env.uid,
                }
            )
            one._tell_withdrawn()

    def _tell_withdrawn(self):
        """Who answers for the activity stops what rests on the consent."""
        officer = self.processing_id.sudo().officer_id
        if officer and not self.with_user(officer).has_access("read"):
            officer = False
        self.activity_schedule(
            "dibao_archive.activity_consent",
            date_deadline=fields.Date.context_today(self),
            user_id=(officer or self.env.user).id,
        )
