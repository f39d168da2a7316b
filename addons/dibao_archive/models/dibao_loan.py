# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

KINDS = [
    ("internal", "Own office"),
    ("unit", "Another unit, with a letter"),
    ("own", "Own file, by the person concerned"),
]
WAYS = [
    ("paper", "Paper, handed out"),
    ("reading", "Paper, read here"),
    ("view", "On the screen, for a time"),
]
STATES = [
    ("draft", "Draft"),
    ("requested", "Requested"),
    ("approved", "Approved"),
    ("out", "Out"),
    ("returned", "Returned"),
    ("refused", "Refused"),
    ("cancelled", "Cancelled"),
]
#: What is settled when somebody has approved it.
REQUEST_FIELDS = {
    "kind",
    "way",
    "purpose",
    "purpose_note",
    "scope",
    "person_id",
    "applicant_name",
    "applicant_unit",
    "letter_number",
    "identity_checked",
    "reader_id",
    "consent_letter",
    "consent_on",
    "line_ids",
}


class DibaoLoan(models.Model):
    """Somebody asks to see archives: who, what for, what of them, until when."""

    _name = "dibao.loan"
    _description = "Loan"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "dibao.sealed.mixin",
        "dibao.jurisdiction.mixin",
        "dibao.filed.mixin",
    ]
    _order = "id desc"
    _numbered_by = "dibao.loan"
    _mail_post_access = "read"
    _act_fields = (
        "name",
        "state",
        "requested_on",
        "requested_by_id",
        "approved_on",
        "approved_by_id",
        "second_approved_on",
        "second_approved_by_id",
        "out_on",
        "out_by_id",
        "due_date",
        "extended_count",
        "returned_on",
    )

    name = fields.Char(
        "Loan no.", required=True, readonly=True, copy=False, default="/", index=True
    )
    kind = fields.Selection(KINDS, required=True, default="internal", tracking=True)
    way = fields.Selection(WAYS, required=True, default="paper", tracking=True)
    purpose = fields.Selection(
        [
            ("review", "Review or re-check"),
            ("complaint", "Complaint, appeal or lawsuit"),
            ("audit", "Audit or inspection"),
            ("proof", "Proof for the person concerned"),
            ("statistics", "Statistics or research"),
            ("other", "Other"),
        ],
        required=True,
        default="review",
        tracking=True,
    )
    purpose_note = fields.Char("Purpose in words", help="The case, complaint or task.")
    scope = fields.Char(
        "Which papers", help="What of the volume is to be seen, or copied."
    )
    person_id = fields.Many2one(
        "dibao.person",
        "Person concerned",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    applicant_name = fields.Char("Who comes", tracking=True)
    applicant_unit = fields.Char("Unit", tracking=True)
    letter_number = fields.Char("Letter no.", tracking=True)
    identity_checked = fields.Boolean(
        "Identity seen", tracking=True, help="An identity card was shown (查阅人身份)."
    )
    reader_id = fields.Many2one(
        "res.users",
        "Reader",
        tracking=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    holder = fields.Char("Who has it", compute="_compute_holder", store=True)
    line_ids = fields.One2many("dibao.loan.line", "loan_id", "Papers", copy=True)
    volume_ids = fields.Many2many(
        "dibao.volume", string="Volumes", compute="_compute_volume_ids"
    )
    line_count = fields.Integer("Quantity", compute="_compute_line_count", store=True)
    division_id = fields.Many2one(
        "dibao.division",
        required=True,
        index=True,
        ondelete="restrict",
        compute="_compute_division_id",
        store=True,
        readonly=False,
        default=lambda self: self.env.user.sudo().dibao_division_ids[:1],
        help="The place that holds all papers of the loan.",
    )
    state = fields.Selection(
        STATES,
        required=True,
        readonly=True,
        default="draft",
        tracking=True,
        index=True,
        copy=False,
        group_expand=True,
    )
    consent_needed = fields.Boolean(compute="_compute_consent_needed")
    consent_unit = fields.Char("Forming unit", compute="_compute_consent_needed")
    consent_letter = fields.Char("Consent: letter no.", tracking=True)
    consent_on = fields.Date("Consent given on", tracking=True)
    requested_on = fields.Datetime(readonly=True, copy=False)
    requested_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_on = fields.Datetime(readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    second_approved_on = fields.Datetime(readonly=True, copy=False)
    second_approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    refusal = fields.Char(
        "Refused because", copy=False, tracking=True, help="What the applicant is told."
    )
    out_on = fields.Datetime("Handed out on", readonly=True, copy=False)
    out_by_id = fields.Many2one("res.users", "Handed out by", readonly=True, copy=False)
    due_date = fields.Date(
        "Due back", readonly=True, copy=False, tracking=True, index="btree_not_null"
    )
    extended_count = fields.Integer("Extended", readonly=True, copy=False)
    returned_on = fields.Datetime(readonly=True, copy=False)
    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    grant_ids = fields.One2many("dibao.view.grant", "loan_id", "Grants to view")
    days_out = fields.Integer(
        "Days out", compute="_compute_days_out", store=True, aggregator="avg"
    )
    note = fields.Text()

    # COMPUTE

    @api.depends("kind", "person_id", "applicant_name", "applicant_unit", "reader_id")
    def _compute_holder(self):
        for loan in self:
            names = {
                "internal": (loan.reader_id.sudo().name,),
                "unit": (loan.applicant_unit, loan.applicant_name),
                "own": (loan.applicant_name or loan.person_id.name,),
            }[loan.kind or "internal"]
            loan.holder = " ".join(filter(None, names))

    @api.depends("line_ids.volume_id")
    def _compute_volume_ids(self):
        for loan in self:
            loan.volume_ids = loan.line_ids.volume_id

    @api.depends("line_ids")
    def _compute_line_count(self):
        for loan in self:
            loan.line_count = len(loan.line_ids)

    @api.depends("line_ids.volume_id.division_id")
    def _compute_division_id(self):
        for loan in self:
            places = loan.line_ids.volume_id.sudo().division_id
            loan.division_id = places._common() or places[:1] or loan.division_id

    @api.depends("kind", "line_ids.volume_id.fonds_id", "line_ids.volume_id.state")
    def _compute_consent_needed(self):
        policy = self.env["dibao.policy"].sudo()
        wanted = {"unit": ("unit",), "outside": ("unit", "own")}
        for loan in self:
            rule = policy._get("loan_consent", loan.division_id.sudo()) or "none"
            kept = loan.line_ids.volume_id.filtered(
                lambda volume: volume.state != "transferred"
            )
            loan.consent_needed = bool(kept) and loan.kind in wanted.get(rule, ())
            fonds = kept.fonds_id.sudo()
            names = {one.agency_name or one.name for one in fonds}
            loan.consent_unit = "、".join(sorted(names))

    @api.depends("state", "due_date")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for loan in self:
            late = loan.due_date and loan.due_date < today
            loan.is_overdue = bool(loan.state == "out" and late)

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        late = Domain("state", "=", "out") & Domain("due_date", "<", today)
        return late if True in value else ~late

    @api.depends("out_on", "returned_on")
    def _compute_days_out(self):
        for loan in self:
            gone, back = loan.out_on, loan.returned_on
            loan.days_out = (back - gone).days if gone and back else 0

    # RULES

    @api.constrains("kind", "person_id", "line_ids")
    def _check_own_file(self):
        """The person concerned sees the own household's file, and no other."""
        for loan in self.filtered(lambda one: one.kind == "own"):
            households = loan.line_ids.volume_id.household_id
            members = self.env["dibao.household.member"].sudo()
            mine = members.search([("person_id", "=", loan.person_id.id)]).household_id
            strange = households - mine
            daily = loan.line_ids.volume_id.filtered(lambda v: not v.household_id)
            if loan.line_ids and (strange or daily):
                raise ValidationError(
                    self.env._("Who asks for the own file sees no other volumes.")
                )

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        loans = super().create(vals_list)
        for loan in loans:
            # What a default proposed gives way to where the papers are.
            loan._compute_division_id()
        return loans

    def write(self, vals):
        if REQUEST_FIELDS & vals.keys() and not self._dibao_in_act():
            self._check_open_request()
        return super().write(vals)

    def _withdraw_approval(self):
        """What one of two has approved and is changed afterwards is approved anew."""
        half = self.filtered("approved_by_id")
        if half:
            half._by_act({"approved_on": False, "approved_by_id": False})

    def _check_open_request(self):
        """Papers are added and taken off while nobody has approved the loan."""
        if any(loan.state not in ("draft", "requested") for loan in self):
            raise UserError(self.env._("What was approved is not changed: ask anew."))
        self._withdraw_approval()

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(loan.state != "draft" for loan in self):
            raise UserError(self.env._("A request is kept, whatever came of it."))
