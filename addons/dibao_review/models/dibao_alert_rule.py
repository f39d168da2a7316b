# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..alert import TESTS

GROUPS = [
    ("dynamic", "Dynamic management"),
    ("fund", "Payment of benefits"),
    ("procedure", "Procedure and papers"),
    ("need", "Need"),
    ("discovery", "Active discovery"),
    ("delivery", "Delivery of the policy"),
]
#: Evidence that a rule's own likelihood is worth, in closed alerts.
PRIOR = 10


class DibaoAlertRule(models.Model):
    """An anomaly or need: what is tested, how bad and how likely it is, what to do.

    A hit is a lead (疑点) to be verified; it never changes a benefit.
    """

    _name = "dibao.alert.rule"
    _description = "Alert Rule"
    _order = "sequence, code"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)
    group = fields.Selection(GROUPS, required=True)
    test = fields.Char(
        help="Name of the test in the program. Empty: held elsewhere, see beside."
    )
    held_at = fields.Char(
        "Computed at",
        required=True,
        help="Where the fact is found: a test over the registry and the lists, a check "
        "of the payment run, the list of due acts, a limit of a case, a constraint.",
    )
    is_reused = fields.Boolean(
        "Found elsewhere",
        help="The fact is computed by another part; the alert only ranks and tells it.",
    )
    source_ids = fields.Many2many("dibao.exchange.source", string="Sources")
    policy_key_ids = fields.Many2many("dibao.policy.key", string="Thresholds")
    harm = fields.Integer(required=True, default=3, help="1 slight … 5 grave.")
    likelihood = fields.Integer(
        required=True,
        default=3,
        help="1 seldom … 5 nearly always true. What people found out of its alerts "
        "counts more and more instead.",
    )
    urgency = fields.Selection(
        [("urgent", "Urgent"), ("high", "Soon"), ("normal", "In turn")],
        required=True,
        default="normal",
        help="Which of the policies “Days to deal with an alert” holds.",
    )
    explanation = fields.Text(
        required=True,
        translate=True,
        help="The sentence for the clerk; %(person)s, %(day)s and so on are filled in.",
    )
    action = fields.Text("What to do", translate=True)
    case_kind = fields.Selection(
        # labels as the reader has them: what a function gives is not translated
        lambda self: (
            self.env["dibao.case"]._fields["kind"]._description_selection(self.env)
        ),
        "Opens a case",
        help="The kind of case that the lead usually becomes.",
    )
    legal_basis = fields.Char()
    factor = fields.Float(
        "Likelihood found",
        digits=(5, 3),
        readonly=True,
        default=0.0,
        help="Share of true leads that its own likelihood and its closed alerts tell.",
    )
    open_count = fields.Integer("To do", compute="_compute_rates")
    closed_count = fields.Integer("Closed", compute="_compute_rates")
    hit_count = fields.Integer("Hits", compute="_compute_rates")
    wrong_count = fields.Integer("Wrong data", compute="_compute_rates")
    hit_rate = fields.Float(
        "Hits (%)",
        compute="_compute_rates",
        help="Of the closed alerts that you may see: how many led to a case, or were "
        "settled by a meeting.",
    )

    _code_unique = models.UniqueIndex("(code)", "There is a rule of this code.")
    _harm = models.Constraint("CHECK (harm BETWEEN 1 AND 5)", "Harm is 1 to 5.")
    _likelihood = models.Constraint(
        "CHECK (likelihood BETWEEN 1 AND 5)", "Likelihood is 1 to 5."
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = f"{rule.code} {rule.name or ''}".strip()

    @api.constrains("test")
    def _check_test(self):
        for rule in self:
            if rule.test and rule.test not in TESTS:
                raise ValidationError(
                    self.env._("The program has no test “%s”.", rule.test)
                )

    @api.constrains("harm", "likelihood")
    def _check_weights(self):
        for rule in self:
            if not (1 <= rule.harm <= 5 and 1 <= rule.likelihood <= 5):
                raise ValidationError(self.env._("Harm and likelihood go from 1 to 5."))

    @api.depends_context("uid")
    def _compute_rates(self):
        rates = self.env["dibao.alert"]._hit_rates("rule_id")
        for rule in self:
            rate = rates.get(rule.id, {})
            rule.open_count = rate.get("open", 0)
            rule.closed_count = rate.get("closed", 0)
            rule.hit_count = rate.get("hit", 0)
            rule.wrong_count = rate.get("wrong", 0)
            rule.hit_rate = rate.get("rate", 0.0)

    @api.model
    def _learn(self):
        """Likelihood of each rule from what people found out of its alerts.

        A rule begins with its own likelihood, which is worth `PRIOR` closed alerts.
        """
        # sudo: what all places found out
        alerts = self.env["dibao.alert"].sudo()
        groups = alerts._read_group(
            [("state", "=", "closed")], ["rule_id"], ["__count", "hit:sum"]
        )
        known = {rule.id: (count, hits) for rule, count, hits in groups}
        rules = self.sudo().with_context(active_test=False)
        for rule in rules.search([]):  # pylint: disable=no-search-all
            closed, hits = known.get(rule.id, (0, 0))
            factor = (PRIOR * rule.likelihood / 5 + hits) / (PRIOR + closed)
            if abs(factor - rule.factor) > 0.0005:
                rule.factor = factor

    def action_alerts(self):
        """The alerts of this rule."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_review.dibao_alert_action"
        )
        return action | {"domain": [("rule_id", "=", self.id)], "context": {}}
