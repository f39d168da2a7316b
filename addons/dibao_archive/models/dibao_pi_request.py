# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

OPEN = ("received", "working")


class DibaoPiRequest(models.Model):
    """What a person asks for about the own data (PIPL arts. 44 to 50, R-47)."""

    _name = "dibao.pi.request"
    _description = "Request on Personal Information"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "dibao.sealed.mixin",
        "dibao.jurisdiction.mixin",
        "dibao.filed.mixin",
    ]
    _order = "due_on, id desc"
    _rec_name = "number"
    _act_fields = ("number", "state", "answered_on", "answered_by_id")

    number = fields.Char(required=True, readonly=True, copy=False, default="/")
    person_id = fields.Many2one(
        "dibao.person",
        "Person concerned",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
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
    kind = fields.Selection(
        [
            ("look", "Look at the data"),
            ("copy", "A copy"),
            ("correct", "Correct or complete"),
            ("delete", "Delete"),
            ("restrict", "Restrict"),
            ("explain", "Explain the rules"),
        ],
        required=True,
        tracking=True,
    )
    applicant = fields.Selection(
        [
            ("self", "The person"),
            ("guardian", "Parent or guardian"),
            ("agent", "Somebody with a mandate"),
            ("relative", "Near relative of the dead"),
        ],
        "Asked by",
        required=True,
        default="self",
        help="Near relatives: PIPL art. 49.",
    )
    applicant_name = fields.Char("Name of who asks")
    identity_checked = fields.Boolean(
        "Identity seen", help="An identity card was shown, and the mandate if any."
    )
    way = fields.Selection(
        [("desk", "In person"), ("letter", "Letter"), ("online", "Online")],
        "Way of receipt",
        required=True,
        default="desk",
    )
    wish = fields.Text("What is asked for", required=True)
    received_on = fields.Date(
        required=True,
        default=lambda self: fields.Date.context_today(self),
        tracking=True,
    )
    due_on = fields.Date(
        "Answer until",
        compute="_compute_due_on",
        store=True,
        precompute=True,
        help="Calendar days from the policy.",
    )
    handler_id = fields.Many2one(
        "res.users",
        "Handled by",
        required=True,
        default=lambda self: self.env.user,
        tracking=True,
    )
    answer = fields.Text(help="What the person is told.")
    refusal_basis = fields.Char(
        "Why it is refused", help="The provision it rests on (PIPL art. 50)."
    )
    state = fields.Selection(
        [
            ("received", "Received"),
            ("working", "Being handled"),
            ("answered", "Answered"),
            ("refused", "Refused"),
        ],
        required=True,
        readonly=True,
        default="received",
        tracking=True,
        index=True,
        copy=False,
    )
    answered_on = fields.Datetime(readonly=True, copy=False)
    answered_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    is_late = fields.Boolean(
        "Overdue", compute="_compute_is_late", search="_search_is_late"
    )

    @api.depends("person_id")
    def _compute_household_id(self):
        for one in self:
            one.household_id = one.household_id or one.person_id.household_id

    @api.depends("received_on", "person_id")
    def _compute_due_on(self):
        policies = self.env["dibao.policy"].sudo()
        for one in self.filtered("received_on"):
            place = one.person_id.sudo().division_id
            days = policies._require("pi_request_days", place, one.received_on)
            one.due_on = fields.Date.add(one.received_on, days=days)

    @api.model
    def _late(self):
        today = fields.Date.context_today(self)
        return Domain("state", "in", OPEN) & Domain("due_on", "<", today)

    @api.depends("due_on", "state")
    def _compute_is_late(self):
        late = self.filtered_domain(self._late())
        for one in self:
            one.is_late = one in late

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._late() if True in value else ~self._late()

    # CRUD

    @api.constrains("applicant", "applicant_name")
    def _check_applicant(self):
        for one in self:
            if one.applicant != "self" and not (one.applicant_name or "").strip():
                raise ValidationError(self.env._("Name who asks for the person."))
            if one.applicant == "relative" and not one.person_id.sudo().death_date:
                raise ValidationError(
                    self.env._("Relatives ask for the dead only (PIPL art. 49).")
                )

    @api.model_create_multi
    def create(self, vals_list):
        made = super().create(vals_list)
        for one in made:
            number = self.env["ir.sequence"].sudo().next_by_code("dibao.pi.request")
            one._by_act({"number": number or f"Q-{one.id}"})
            one._remind()
        return made

    def write(self, vals):
        if self._is_typed(vals) and any(one.state not in OPEN for one in self):
            raise UserError(self.env._("An answered request stays as it was."))
        result = super().write(vals)
        if vals.get("handler_id"):
            for one in self.filtered(lambda one: one.state in OPEN):
                one.activity_reschedule(
                    ["dibao_archive.activity_pi_request"],
                    new_user_id=one.handler_id.id,
                )
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Requests stay on record."))

    def _remind(self):
        self.ensure_one()
        self.activity_schedule(
            "dibao_archive.activity_pi_request",
            date_deadline=self.due_on,
            user_id=self.handler_id.id,
        )

    # ACTS

    def _check_step(self, *states):
        self.ensure_one()
        self.check_access("write")
        if self.state not in states:
            raise UserError(self.env._("%s: this is not the next step.", self.number))

    def action_accept(self):
        """Begin: it is known who asks."""
        for one in self:
            one._check_step("received")
            if not one.identity_checked:
                raise UserError(
                    self.env._("See first who asks: identity card, and mandate if any.")
                )
            one._by_act({"state": "working"})

    def action_answer(self):
        """The person was answered."""
        for one in self:
            one._check_step("working")
            if not (one.answer or "").strip():
                raise UserError(self.env._("Write down what the person was told."))
            one._conclude("answered")

    def action_refuse(self):
        """The request is refused, with its reason (PIPL art. 50)."""
        for one in self:
            one._check_step("received", "working")
            if not (one.refusal_basis or "").strip():
                raise UserError(self.env._("Say on which provision the refusal rests."))
            one._conclude("refused")

    def _conclude(self, state):
        self._by_act(
            {
                "state": state,
                "answered_on": fields.Datetime.now(),
                "answered_by_id": self.env.uid,
            }
        )
        # sudo: the task may be another's
        self.sudo().activity_feedback(["dibao_archive.activity_pi_request"])
