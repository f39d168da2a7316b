# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools import in_force, retention


class DibaoRetention(models.Model):
    """How long a class of archives is kept, from which event on, by which rule.

    Rules of several places apply side by side: the longer one decides (``_for``).
    """

    _name = "dibao.retention"
    _description = "Retention Rule"
    _inherit = ["dibao.dated.mixin"]
    _order = "code, division_id, valid_from desc, id"
    _rule_fields = ("code",)

    code = fields.Char(required=True, tracking=True)
    name = fields.Char(required=True, translate=True)
    trigger = fields.Selection(
        [
            ("filing", "Filing"),
            ("benefit_end", "End of the benefit"),
            ("last_payment", "Last payment"),
            ("case_closed", "Case closed"),
            ("year_end", "End of the year of the papers"),
        ],
        required=True,
        default="filing",
        tracking=True,
        help="The event from which the years are counted. While it has not happened "
        "nothing is due.",
    )
    permanent = fields.Boolean(tracking=True)
    years = fields.Integer(tracking=True)
    floor_years = fields.Integer(
        "At least (years)",
        help="The shortest length that the rule above leaves to local ones.",
        tracking=True,
    )
    to_year_end = fields.Boolean(
        "To the end of that year",
        default=True,
        tracking=True,
        help="Due at the end of the calendar year in which the years have passed.",
    )
    mark = fields.Char(
        "Mark in the reference code",
        compute="_compute_mark",
        store=True,
        readonly=False,
        precompute=True,
        help="Y for permanent, D and the years for the others (DA/T 13-2022).",
    )
    source_rule = fields.Char(related="legal_basis", string="Source rule")
    category_id = fields.Many2one(
        "dibao.category",
        index=True,
        ondelete="restrict",
        tracking=True,
        help="With all categories below. Empty: a length to choose by hand.",
    )
    approval_number = fields.Char(
        tracking=True,
        copy=False,
        help="Number of the archives authority's approval of the table. A rule of a "
        "place of its own does not hold without it.",
    )
    approved_on = fields.Date(tracking=True, copy=False)
    active = fields.Boolean(default=True)

    _length = models.Constraint(
        "CHECK (permanent OR years > 0)", "Kept for some years, or for good."
    )
    _period_free = models.Constraint(
        "EXCLUDE USING gist ("
        "int4range(hashtext(code), hashtext(code), '[]') WITH &&, "
        "int4range(coalesce(division_id, 0), coalesce(division_id, 0), '[]') WITH &&, "
        "daterange(valid_from, valid_to, '[]') WITH &&)",
        "Two periods of one retention rule at one place may not share a day.",
    )

    @api.depends("permanent", "years")
    def _compute_mark(self):
        for rule in self:
            rule.mark = "Y" if rule.permanent else f"D{rule.years}"

    @api.depends("name", "place")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = f"{rule.name} ({rule.place})"

    @api.constrains("permanent", "years", "floor_years")
    def _check_length(self):
        for rule in self:
            if not rule.permanent and rule.years < max(rule.floor_years, 1):
                raise ValidationError(
                    self.env._(
                        "%(rule)s: kept for good, or for at least %(years)d years.",
                        rule=rule.name,
                        years=max(rule.floor_years, 1),
                    )
                )

    @api.constrains("active", "division_id", "approval_number", "approved_on")
    def _check_approval(self):
        """Own tables are approved by the archives authority (Archives Law rules 19).

        What holds for the whole country rests on its source; what is put by for later
        (not active) may still wait for its approval.
        """
        today = fields.Date.context_today(self)
        for rule in self.filtered(lambda one: one.active and one.division_id):
            if not (rule.approval_number or "").strip() or not rule.approved_on:
                raise ValidationError(
                    self.env._(
                        "%(rule)s: enter number and date of the archives authority's "
                        "approval, or archive the rule until it is approved.",
                        rule=rule.display_name,
                    )
                )
            if rule.approved_on > today:
                raise ValidationError(
                    self.env._("The approval lies in the future: %s", rule.approved_on)
                )

    def _pure(self):
        """The rules as ``tools.retention`` reckons with them."""
        return [
            retention.Rule(
                rule.trigger,
                rule.years,
                rule.permanent,
                rule.floor_years,
                rule.to_year_end,
            )
            for rule in self.sudo()
        ]

    @api.model
    def _applying(self, category, division, day=None):
        """All rules that apply to papers of a category at a place on a day.

        Of one code the nearest place's rule applies; rules of different codes apply
        side by side, also those of the categories above.
        """
        day = fields.Date.to_date(day) or fields.Date.context_today(self)
        place = [int(one) for one in (division.parent_path or "").split("/") if one]
        classes = [int(one) for one in (category.parent_path or "").split("/") if one]
        found = self.sudo().search(
            Domain("category_id", "in", classes)
            & Domain("division_id", "in", [*place, False])
        )
        by_code = {}
        for rule in found:
            where = rule.division_id.id
            distance = len(place) - place.index(where) if where else None
            by_code.setdefault(rule.code, []).append(
                in_force.Candidate(
                    rule.id,
                    distance,
                    rule,
                    rule.valid_from or None,
                    rule.valid_to or None,
                )
            )
        held = (
            in_force.holding(in_force.by_rank(candidates), day)
            for candidates in by_code.values()
        )
        ids = [one.id for one in held if one]
        return self.browse(ids)

    @api.model
    def _for(self, category, division, day=None):
        """The rule that leads: the longest of those that apply; none where none is."""
        rules = self._applying(category, division, day)
        if not rules:
            return rules
        return rules[retention.longest(rules._pure())]
