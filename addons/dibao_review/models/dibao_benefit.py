# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError

HELD = ("in_force", "ended")


class DibaoBenefit(models.Model):
    """A version of what a household is entitled to, from a month to a month.

    What was granted is never edited: a change is a new version, which ends or replaces
    the one before. The acts stand in ``dibao_benefit_acts.py``; what they write nobody
    writes by hand.
    """

    _name = "dibao.benefit"
    _description = "Benefit"
    _inherit = ["dibao.filed.mixin", "dibao.jurisdiction.mixin"]
    _order = "household_id, date_from desc, version desc"
    _act_fields = (
        *("household_id", "case_id", "assessment_id", "kind", "state"),
        *("date_from", "date_to"),
        *("urban_rural", "method", "tier", "standard", "per_capita", "counted"),
        *("monthly_income", "amount", "version", "started_on", "started_by_id"),
        *("ended_on", "ended_by_id", "end_reason", "line_ids", "member_ids"),
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
    assessment_id = fields.Many2one(
        "dibao.assessment",
        "Means test",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )
    version = fields.Integer(
        default=1, readonly=True, copy=False, help="Counts the household's benefits."
    )
    previous_id = fields.Many2one(
        "dibao.benefit",
        "Version before",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
    )
    kind = fields.Selection(
        [("regular", "Regular"), ("taper", "Tapering")],
        required=True,
        default="regular",
        readonly=True,
    )
    state = fields.Selection(
        [
            ("draft", "Prepared"),
            ("in_force", "In force"),
            ("ended", "Ended"),
            ("cancelled", "Replaced"),
        ],
        required=True,
        default="draft",
        readonly=True,
        index=True,
        copy=False,
    )
    date_from = fields.Date(
        "First month",
        required=True,
        readonly=True,
        help="First day of the first month it is for.",
    )
    date_to = fields.Date(
        "Last month",
        readonly=True,
        help="Last day of the last month it is for; empty while it goes on.",
    )
    urban_rural = fields.Selection(
        [("urban", "Urban"), ("rural", "Rural")],
        "Urban or rural",
        required=True,
        readonly=True,
    )
    method = fields.Selection(
        [("gap", "By the gap"), ("tier", "By tiers")],
        required=True,
        default="gap",
        readonly=True,
    )
    tier = fields.Char(readonly=True)
    standard = fields.Float(
        digits=(12, 2), readonly=True, help="Yuan per person and month."
    )
    per_capita = fields.Float(
        "Income per person", digits=(12, 2), readonly=True, help="Yuan per month."
    )
    monthly_income = fields.Float(
        "Income per month",
        digits=(12, 2),
        readonly=True,
        help="Counted income of the whole household, in yuan.",
    )
    counted = fields.Integer("Counted members", readonly=True)
    amount = fields.Float(
        "Yuan per month",
        digits=(12, 2),
        required=True,
        readonly=True,
        help="For the whole household: the sum of its parts.",
    )
    line_ids = fields.One2many(
        "dibao.benefit.line", "benefit_id", "Parts of the amount", readonly=True
    )
    member_ids = fields.One2many(
        "dibao.benefit.member", "benefit_id", "Persons", readonly=True
    )
    started_on = fields.Date("Granted on", readonly=True, copy=False)
    started_by_id = fields.Many2one(
        "res.users", "Granted by", readonly=True, copy=False
    )
    ended_on = fields.Date("Ended by an act of", readonly=True, copy=False)
    ended_by_id = fields.Many2one("res.users", "Ended by", readonly=True, copy=False)
    end_reason = fields.Char("Why it ended", readonly=True, copy=False)

    _amount_not_negative = models.Constraint(
        "CHECK (amount >= 0)", "A benefit is never less than nothing."
    )
    _whole_months = models.Constraint(
        "CHECK (extract(day FROM date_from) = 1 AND "
        "(date_to IS NULL OR (date_to >= date_from AND "
        "extract(day FROM date_to + 1) = 1)))",
        "A benefit is for whole months: it begins on a first and ends on a last day.",
    )
    _period_free = models.Constraint(
        "EXCLUDE USING gist ("
        "int4range(household_id, household_id, '[]') WITH &&, "
        "daterange(date_from, date_to, '[]') WITH &&) "
        "WHERE (state IN ('in_force', 'ended'))",
        "Two benefits of one household may not share a month.",
    )
    # What a month's payment run reads: a county's versions that hold in the month.
    _held_period = models.Index(
        "(division_id, date_from, date_to) WHERE state IN ('in_force', 'ended')"
    )

    # COMPUTE

    @api.depends("household_id.display_name", "date_from", "amount")
    def _compute_display_name(self):
        for benefit in self:
            benefit.display_name = self.env._(
                "%(household)s: %(amount).2f yuan from %(month)s",
                household=benefit.household_id.display_name or "",
                amount=benefit.amount,
                month=benefit.date_from and f"{benefit.date_from:%Y-%m}",
            )

    # RULES

    @api.constrains("state", "amount", "line_ids")
    def _check_sum(self):
        """What is paid is the sum of its parts, to the fen."""
        for benefit in self.filtered(lambda one: one.state in HELD):
            parts = sum(round(line.amount * 100) for line in benefit.line_ids)
            if parts != round(benefit.amount * 100):
                raise ValidationError(
                    self.env._(
                        "%(benefit)s: its parts add up to %(parts).2f yuan. Reckon "
                        "the household again.",
                        benefit=benefit.display_name,
                        parts=parts / 100,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(benefit.state != "draft" for benefit in self):
            raise ValidationError(
                self.env._("What was granted stays on record: end it instead.")
            )
