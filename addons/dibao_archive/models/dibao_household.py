# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..sealed import Sealed
from ..tools import tokens

STATES = [
    ("draft", "Not receiving"),
    ("active", "Receiving"),
    ("suspended", "Suspended"),
    ("tapering", "Tapering off"),
    ("stopped", "Stopped"),
]


class DibaoHousehold(models.Model):
    """A household that applies for, receives or received the guarantee."""

    _name = "dibao.household"
    _description = "Household"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "dibao.sealed.mixin",
        "dibao.jurisdiction.mixin",
        "dibao.revision.mixin",
        "dibao.search.mixin",
    ]
    _order = "number, id"
    _rec_name = "number"
    _mail_post_access = "read"

    number = fields.Char(
        "Household number",
        required=True,
        copy=False,
        readonly=True,
        default=lambda self: self.env._("New"),
        help="Given at the first save; never used for another household.",
    )
    division_id = fields.Many2one(
        "dibao.division",
        "Village",
        required=True,
        index=True,
        tracking=True,
        default=lambda self: self.env["dibao.person"]._default_division(),
    )
    county_id = fields.Many2one(related="division_id.county_id", store=True, index=True)
    urban_rural = fields.Selection(
        [("urban", "Urban"), ("rural", "Rural")],
        "Urban or rural",
        required=True,
        default="rural",
        tracking=True,
    )
    registered_address = fields.Char()
    living_address = fields.Char()
    head_id = fields.Many2one(
        "dibao.person",
        "Head",
        index="btree_not_null",
        compute="_compute_head_id",
        store=True,
    )
    head_name = fields.Char(related="head_id.name", string="Name of the head")
    account_number = Sealed("Account", kind="account")
    account_bank = fields.Char("Bank")
    account_holder_id = fields.Many2one(
        "dibao.person",
        "Account holder",
        help="A member of the household. Somebody else needs a registered custody "
        "agreement (民发〔2021〕57号 art. 26).",
    )
    account_custodian_id = fields.Many2one(
        "dibao.custodian", "Account held by custodian", ondelete="restrict"
    )
    custodian_ids = fields.One2many("dibao.custodian", "household_id", "Custodians")
    recheck_class = fields.Selection(
        [("stable", "Stable"), ("unstable", "Unstable income, able to work")],
        "Re-check class",
        default="stable",
        help="How often the household is re-verified (民发〔2021〕57号 art. 31).",
    )
    cause_ids = fields.Many2many(
        "dibao.code", string="Causes of hardship", domain=[("list", "=", "cause")]
    )
    state = fields.Selection(STATES, default="draft", required=True, tracking=True)
    state_date = fields.Date("State since")
    certificate_number = fields.Char("Certificate no.")
    member_ids = fields.One2many("dibao.household.member", "household_id", "Members")
    live_member_ids = fields.One2many(
        "dibao.household.member",
        "household_id",
        "Present members",
        domain=[("date_to", "=", False)],
    )
    member_count = fields.Integer(compute="_compute_counts", store=True)
    counted_count = fields.Integer(
        "Counted members", compute="_compute_counts", store=True
    )
    monthly_income = fields.Float(
        "Income per month", digits=(12, 2), help="Of the whole household, in yuan."
    )
    income_per_head = fields.Float(
        "Income per head", digits=(12, 2), compute="_compute_counts", store=True
    )
    allowance = fields.Float(
        "Allowance per month", digits=(12, 2), help="In force, in yuan."
    )
    allowance_from = fields.Date("Allowance since")
    income_ids = fields.One2many("dibao.income", "household_id", "Income")
    asset_ids = fields.One2many("dibao.asset", "household_id", "Assets")
    expense_ids = fields.One2many("dibao.expense", "household_id", "Expenses")
    search_name = fields.Char(
        "Name, pinyin, number or address",
        help="Name of a member in characters, pinyin or initials; the household's "
        "number; a part of its address.",
    )
    id_number = fields.Char(
        "Whole ID number",
        compute="_compute_id_number",
        search="_search_id_number",
        exportable=False,
        help="Finds the household of the person with this number.",
    )
    active = fields.Boolean(default=True)
    note = fields.Text()

    _number_uniq = models.Constraint(
        "UNIQUE(number)", "This household number is already in use."
    )
    _state_division = models.Index("(division_id, state)")

    # ------------------------------------------------------------------ computes

    @api.depends("member_ids.date_to", "member_ids.is_head", "member_ids.person_id")
    def _compute_head_id(self):
        for household in self:
            live = household.member_ids.filtered(lambda m: not m.date_to)
            household.head_id = live.filtered("is_head")[:1].person_id

    @api.depends("member_ids.date_to", "member_ids.is_counted", "monthly_income")
    def _compute_counts(self):
        for household in self:
            live = household.member_ids.filtered(lambda m: not m.date_to)
            household.member_count = len(live)
            household.counted_count = len(live.filtered("is_counted"))
            household.income_per_head = household.monthly_income / (
                household.counted_count or 1
            )

    @api.depends("number", "living_address", "registered_address")
    def _compute_search_tokens(self):
        for household in self:
            household.search_tokens = (
                tokens.text_tokens(
                    household.number,
                    household.living_address,
                    household.registered_address,
                )
                or False
            )

    def _compute_id_number(self):
        """It is searched by, and never shown."""
        self.id_number = False

    @api.depends("number", "head_id.name")
    def _compute_display_name(self):
        for household in self:
            name = household.head_id.name
            household.display_name = (
                f"{name} {household.number}" if name else household.number
            )

    # ------------------------------------------------------------------ search

    @api.model
    def _text_query(self, text):
        """By those who live there, too; by the index of persons alone."""
        if not tokens.tsquery(text):
            return super()._text_query(text)
        return SQL(
            """SELECT household_id FROM dibao_person
               WHERE household_id IS NOT NULL AND id IN (%s) UNION %s""",
            self.env["dibao.person"]._token_query(text),
            self._token_query(text),
        )

    @api.model
    def _search_id_number(self, operator, value):
        if operator not in ("=", "in", "ilike"):
            return NotImplemented
        values = value if operator == "in" else [value]
        return [("member_ids.person_id.id_number", "in", list(values))]

    # ------------------------------------------------------------------ rules

    @api.constrains("account_holder_id", "account_custodian_id", "member_ids")
    def _check_account_holder(self):
        for household in self:
            holder = household.account_holder_id
            if holder and holder not in household.member_ids.person_id:
                raise ValidationError(
                    self.env._(
                        "%(name)s is no member of household %(number)s. Choose a "
                        "member, or register the custody agreement first "
                        "(民发〔2021〕57号 art. 26).",
                        name=holder.name,
                        number=household.number,
                    )
                )
            custodian = household.account_custodian_id
            if custodian and custodian.household_id != household:
                raise ValidationError(
                    self.env._("The custodian is registered for another household.")
                )

    @api.constrains("member_ids")
    def _check_one_head(self):
        for household in self:
            live = household.member_ids.filtered(lambda m: not m.date_to)
            if len(live.filtered("is_head")) > 1:
                raise ValidationError(
                    self.env._(
                        "Household %(number)s has more than one head.",
                        number=household.number,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        new = self.env._("New")
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            if vals.get("number", new) in (False, "", new):
                vals["number"] = self.env["ir.sequence"].next_by_code("dibao.household")
        households = super().create(vals_list)
        households._log_event("registered", self.env._("Household registered"))
        return households

    def write(self, vals):
        before = {household.id: household.state for household in self}
        divisions = {household.id: household.division_id for household in self}
        if "state" in vals and "state_date" not in vals:
            vals = {**vals, "state_date": fields.Date.context_today(self)}
        result = super().write(vals)
        if "state" in vals:
            self._log_state(before)
        if "division_id" in vals:
            self._follow_division(divisions)
        account = {"account_number", "account_holder_id", "account_custodian_id"}
        if account & vals.keys():
            # That it changed, never what it was or is.
            self._log_event("account", self.env._("Payment account changed"))
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(household.state != "draft" for household in self):
            raise ValidationError(
                self.env._(
                    "Only a household that never received anything can be deleted. "
                    "Stop the others instead; their files are kept."
                )
            )
