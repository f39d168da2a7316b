# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..sealed import Sealed
from ..tools import tokens


class DibaoPerson(models.Model):
    """A natural person known to the office. Never a contact of the platform."""

    _name = "dibao.person"
    _description = "Person"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "dibao.sealed.mixin",
        "dibao.jurisdiction.mixin",
        "dibao.search.mixin",
    ]
    _order = "name, id"
    _mail_post_access = "read"

    name = fields.Char("Full name", required=True, tracking=True)
    search_name = fields.Char(
        "Name or pinyin",
        help="Part of a name in characters, in pinyin, or by initials.",
    )
    id_number = Sealed(
        "ID number",
        kind="id_number",
        help="GB 11643-1999. Numbers of 15 digits are lifted to 18. Shown by its first "
        "four digits; the whole number can be searched, and shown by a logged act.",
    )
    no_id_reason = fields.Selection(
        [
            ("newborn", "Newborn, not yet registered"),
            ("unregistered", "Not in the household register"),
            ("foreign", "Foreign or other document"),
            ("other", "Other reason, see notes"),
        ],
        string="Why no ID number",
        tracking=True,
    )
    birth_date = fields.Date(
        compute="_compute_from_id_number", store=True, readonly=False, precompute=True
    )
    sex = fields.Selection(
        [("0", "Unknown"), ("1", "Male"), ("2", "Female"), ("9", "Not stated")],
        compute="_compute_from_id_number",
        store=True,
        readonly=False,
        precompute=True,
        help="GB/T 2261.1-2003",
    )
    age = fields.Integer(compute="_compute_age", search="_search_age", aggregator=None)
    ethnic_id = fields.Many2one(
        "dibao.code", "Ethnic group", domain=[("list", "=", "ethnic")]
    )
    marriage_id = fields.Many2one(
        "dibao.code", "Marriage", domain=[("list", "=", "marriage")]
    )
    health_id = fields.Many2one(
        "dibao.code", "Health", domain=[("list", "=", "health")]
    )
    education_id = fields.Many2one(
        "dibao.code", "Education", domain=[("list", "=", "education")]
    )
    occupation_id = fields.Many2one(
        "dibao.code", "Occupation", domain=[("list", "=", "occupation")]
    )
    disability_type = fields.Selection(
        [
            ("1", "Sight"),
            ("2", "Hearing"),
            ("3", "Speech"),
            ("4", "Limb"),
            ("5", "Intellectual"),
            ("6", "Mental"),
            ("7", "Multiple"),
        ],
        help="GB/T 26341-2010",
    )
    disability_grade = fields.Selection(
        [("1", "Grade 1"), ("2", "Grade 2"), ("3", "Grade 3"), ("4", "Grade 4")],
        help="Grades 1 and 2 are severe.",
    )
    disability_certificate = Sealed("Disability certificate", kind="certificate")
    serious_illness = fields.Boolean()
    illness = fields.Char("Which illness")
    labour_ability = fields.Selection(
        [
            ("able", "Able to work"),
            ("part", "Partly lost"),
            ("lost", "Fully lost"),
            ("none", "None (under age or old)"),
        ]
    )
    school = fields.Char("School or place of study")
    phone = Sealed("Phone", kind="phone")
    phone_other = Sealed("Second phone", kind="phone")
    death_date = fields.Date(tracking=True, index="btree_not_null")
    note = fields.Text()
    active = fields.Boolean(default=True)
    certificate_ids = fields.One2many("dibao.certificate", "person_id", "Certificates")
    membership_ids = fields.One2many(
        "dibao.household.member", "person_id", "Memberships"
    )
    household_id = fields.Many2one(
        "dibao.household", index="btree_not_null", readonly=True
    )
    division_id = fields.Many2one(
        "dibao.division",
        "Village",
        index=True,
        required=True,
        default=lambda self: self._default_division(),
        help="Where the person's file is kept; follows the household.",
    )

    _id_number_uniq = models.UniqueIndex(
        "((id_number->>'i'))",
        "This ID number is already registered: one person is recorded once.",
    )
    _no_id_needs_reason = models.Constraint(
        "CHECK (id_number IS NOT NULL OR no_id_reason IS NOT NULL)",
        "Enter the ID number, or say why there is none.",
    )
    _death_after_birth = models.Constraint(
        "CHECK (death_date IS NULL OR birth_date IS NULL OR death_date >= birth_date)",
        "The death date lies before the birth date.",
    )

    # ------------------------------------------------------------------ defaults

    @api.model
    def _default_division(self):
        divisions = self.env.user.sudo().dibao_division_ids
        return (
            divisions if len(divisions) == 1 and divisions.level == "village" else False
        )

    # ------------------------------------------------------------------ computes

    @api.depends("name")
    def _compute_search_tokens(self):
        for person in self:
            person.search_tokens = tokens.name_tokens(person.name) or False

    @api.depends("birth_date", "death_date")
    def _compute_age(self):
        today = fields.Date.context_today(self)
        for person in self:
            end = person.death_date or today
            born = person.birth_date
            person.age = (
                end.year - born.year - ((end.month, end.day) < (born.month, born.day))
                if born
                else 0
            )

    def _search_age(self, operator, value):
        if operator not in ("<", "<=", ">", ">="):
            return NotImplemented
        today = fields.Date.context_today(self)
        # Aged at least n: born on or before the same day n years ago.
        years = int(value) + (operator in ("<=", ">"))
        border = fields.Date.subtract(today, years=years)
        return [("birth_date", ">" if operator in ("<", "<=") else "<=", border)]

    # ------------------------------------------------------------------ rules

    @api.constrains("household_id", "division_id")
    def _check_place(self):
        """The present household follows from the memberships, the village from it."""
        for person in self:
            live = person.sudo().membership_ids.filtered(lambda m: not m.date_to)
            household = live.household_id
            if person.household_id != household or (
                household and person.division_id != household.division_id
            ):
                raise ValidationError(
                    self.env._(
                        "%(name)s: household and village follow from the membership. "
                        "Move the household, or end the membership.",
                        name=person.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            # Before the database does: its log quotes the row it refuses.
            if not vals.get("id_number") and not vals.get("no_id_reason"):
                raise ValidationError(
                    self.env._("Enter the ID number, or say why there is none.")
                )
        self.env["dibao.duplicate"]._refuse_known(vals_list)
        persons = super().create(vals_list)
        persons.filtered(lambda p: not p.id_number)._schedule_number()
        return persons

    def write(self, vals):
        if vals.get("id_number"):
            self.env["dibao.duplicate"]._refuse_known([vals], known=self)
        result = super().write(vals)
        if vals.get("id_number"):
            self.activity_feedback(
                ["dibao_archive.activity_id_number"],
                feedback=self.env._("The ID number was entered."),
            )
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unused(self):
        if self.sudo().membership_ids:
            raise ValidationError(
                self.env._(
                    "A person who is or was a member of a household stays on record. "
                    "End the membership instead."
                )
            )

    # ------------------------------------------------------------------ screen

    def action_open_household(self):
        """Open the household the person lives in."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "dibao.household",
            "res_id": self.household_id.id,
            "views": [(False, "form")],
        }
