# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

GROUNDS = [
    ("edge_disability", "Disabled, near-threshold household"),
    ("edge_illness", "Seriously ill, near-threshold household"),
    ("clergy", "Clergy in hardship"),
    ("unemployed", "Severely disabled adult without work"),
    ("local", "Ground of the county"),
]
VERDICTS = [
    ("eligible", "Entitled"),
    ("edge", "Near the threshold"),
    ("above", "Above the threshold"),
    ("property", "Property over a limit"),
]


class DibaoAssessment(models.Model):
    """The means of a household reckoned by the rules of a place on a day.

    Its lines are the reckoning, written out. It is frozen when the case is submitted;
    what changes afterwards makes a new version, which says what changed.
    """

    _name = "dibao.assessment"
    _description = "Means test"
    _inherit = ["dibao.filed.mixin", "dibao.jurisdiction.mixin", "dibao.sealed.mixin"]
    _order = "household_id, version desc"
    _act_fields = (
        *("household_id", "case_id", "day", "applied_on", "version", "previous_id"),
        *("state", "frozen_on", "frozen_by_id", "urban_rural", "standard", "income"),
        *("counted", "per_capita", "verdict", "needs_look", "amount", "method"),
        *("chosen_tier", "digest", "change_note", "line_ids", "part_ids"),
    )

    household_id = fields.Many2one(
        "dibao.household", required=True, index=True, ondelete="restrict"
    )
    division_id = fields.Many2one(
        related="household_id.division_id", store=True, index=True
    )
    case_id = fields.Many2one(
        "dibao.case", index="btree_not_null", ondelete="restrict", readonly=True
    )
    day = fields.Date(
        "Reckoned for", required=True, readonly=True, help="Whose rules were asked."
    )
    applied_on = fields.Date("Applied on", required=True, readonly=True)
    version = fields.Integer(default=1, readonly=True, copy=False)
    previous_id = fields.Many2one(
        "dibao.assessment",
        "Version before",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
    )
    change_note = fields.Text("What changed", readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "Being reckoned"), ("frozen", "Frozen")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    frozen_on = fields.Date(readonly=True, copy=False)
    frozen_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    single_person_id = fields.Many2one(
        "dibao.person",
        "Applies alone",
        index="btree_not_null",
        domain="[('household_id', '=', household_id)]",
        help="One member alone (民发〔2021〕57号 art. 8).",
    )
    single_ground = fields.Selection(GROUNDS, "Ground to apply alone")
    tier = fields.Char(
        "Tier chosen",
        help="By an officer, where the local table does not choose by income.",
    )
    look_note = fields.Text(
        "Judgement on the property",
        help="Needed where something is over a limit that is judged case by case.",
    )
    urban_rural = fields.Selection(
        [("urban", "Urban"), ("rural", "Rural")], "Urban or rural", readonly=True
    )
    standard = fields.Float(
        digits=(12, 2), readonly=True, help="Yuan per person and month."
    )
    income = fields.Float(
        "Counted income", digits=(12, 2), readonly=True, help="Yuan per month."
    )
    counted = fields.Integer("Counted members", readonly=True)
    per_capita = fields.Float("Income per person", digits=(12, 2), readonly=True)
    verdict = fields.Selection(VERDICTS, readonly=True)
    needs_look = fields.Boolean("To be judged", readonly=True)
    method = fields.Selection(
        [("gap", "By the gap"), ("tier", "By tiers")], readonly=True
    )
    chosen_tier = fields.Char("Tier", readonly=True)
    amount = fields.Float("Yuan per month", digits=(12, 2), readonly=True)
    digest = fields.Char(
        "Digest of the input", readonly=True, copy=False, help="Of facts and rules."
    )
    member_ids = fields.One2many("dibao.assessment.member", "assessment_id", "Members")
    line_ids = fields.One2many(
        "dibao.assessment.line", "assessment_id", "Reckoning", readonly=True
    )
    part_ids = fields.One2many(
        "dibao.assessment.part", "assessment_id", "Parts of the amount", readonly=True
    )

    _version_unique = models.UniqueIndex(
        "(household_id, version)", "This household has that version already."
    )

    # COMPUTE

    @api.depends("household_id.display_name", "day", "version")
    def _compute_display_name(self):
        for one in self:
            one.display_name = self.env._(
                "Means test %(version)s of %(household)s, %(day)s",
                version=one.version,
                household=one.household_id.display_name or "",
                day=one.day and fields.Date.to_string(one.day),
            )

    # CRUD

    def write(self, vals):
        if not self._dibao_in_act():
            self._refuse_frozen()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        self._refuse_frozen()

    def _refuse_frozen(self):
        """What was decided upon stays as it was."""
        for one in self:
            if one.state == "frozen":
                raise UserError(
                    self.env._(
                        "%s is frozen, since something was decided upon it. Reckon "
                        "again: that makes a new version.",
                        one.display_name,
                    )
                )
