# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from .dibao_alert_rule import GROUPS

OUTCOMES = [
    ("case", "Case opened"),
    ("explained", "Explained: in order"),
    ("wrong_data", "Wrong data of the source"),
    ("meeting", "Settled by a meeting (一事一议)"),
]
#: Outcomes by which the lead was a true one.
HITS = ("case", "meeting")


class DibaoAlert(models.Model):
    """One lead: one fact about a household, a person or a village.

    The search writes facts; people close them with what they found out. It never
    changes a benefit: only a case does.
    """

    _name = "dibao.alert"
    _description = "Alert"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "dibao.sealed.mixin",
        "dibao.jurisdiction.mixin",
        "dibao.filed.mixin",
    ]
    _order = "score desc, due_on, id"
    _rec_name = "rule_id"
    _mail_post_access = "read"
    _act_fields = (
        *("rule_id", "household_id", "person_id", "division_id", "township_id"),
        *("fact_key", "fact_on", "amount", "material", "said", "match_kind"),
        *("source_id", "batch_id", "row_number", "first_seen", "changed_on", "gone_on"),
        *("state", "score", "outcome", "outcome_note", "item_id", "case_id", "hit"),
        *("closed_on", "closed_by_id", "closed_amount", "feedback", "due_on"),
        *("reopened", "rule_group"),
    )

    # Of what the search writes only that is indexed which somebody asks for: the work
    # list by household, a rule's facts by `_fact`, what is seen by place.
    rule_id = fields.Many2one("dibao.alert.rule", required=True, ondelete="restrict")
    rule_group = fields.Selection(GROUPS, "Group", readonly=True)
    household_id = fields.Many2one(
        "dibao.household", index="btree_not_null", readonly=True, ondelete="cascade"
    )
    person_id = fields.Many2one(
        "dibao.person", index="btree_not_null", readonly=True, ondelete="cascade"
    )
    division_id = fields.Many2one(
        "dibao.division", "Village", required=True, index=True, readonly=True
    )
    township_id = fields.Many2one(
        "dibao.division", "Township", index="btree_not_null", readonly=True
    )
    fact_key = fields.Char(required=True, readonly=True)
    fact_on = fields.Date("Since", readonly=True)
    amount = fields.Float("Yuan or number", digits=(14, 2), readonly=True)
    material = fields.Char("Stored fact", readonly=True)
    said = fields.Json(readonly=True)
    match_kind = fields.Selection(
        [("id", "By ID number"), ("weak", "By name, birth date and place")],
        "Matched",
        readonly=True,
    )
    source_id = fields.Many2one("dibao.exchange.source", "Data source", readonly=True)
    batch_id = fields.Many2one(
        "dibao.exchange.batch", "Delivery", readonly=True, index="btree_not_null"
    )
    row_number = fields.Integer("Row", readonly=True, aggregator=None)
    first_seen = fields.Date(readonly=True, required=True)
    changed_on = fields.Date("Changed on", readonly=True)
    gone_on = fields.Date("Gone since", readonly=True)
    state = fields.Selection(
        [("open", "To do"), ("closed", "Closed"), ("gone", "No longer so")],
        required=True,
        default="open",
        readonly=True,
        tracking=True,
        group_expand=True,
    )
    reopened = fields.Integer("Times reopened", readonly=True, aggregator=None)
    score = fields.Float(
        digits=(6, 1),
        readonly=True,
        aggregator="max",
        help="Harm (1–5) times likelihood, to 100; half for a weak match.",
    )
    due_on = fields.Date("Last day", readonly=True)
    officer_id = fields.Many2one("res.users", "Officer", index="btree_not_null")
    outcome = fields.Selection(OUTCOMES, readonly=True, tracking=True)
    outcome_note = fields.Text("Found out", readonly=True)
    item_id = fields.Many2one("dibao.item", "Evidence", readonly=True)
    case_id = fields.Many2one("dibao.case", readonly=True, index="btree_not_null")
    hit = fields.Integer("True lead", readonly=True, aggregator="avg")
    closed_on = fields.Date(readonly=True)
    closed_by_id = fields.Many2one("res.users", "Closed by", readonly=True)
    closed_amount = fields.Float("Amount when closed", digits=(14, 2), readonly=True)
    feedback = fields.Selection(
        [("to_send", "To be told to the source"), ("sent", "Told to the source")],
        readonly=True,
        index="btree_not_null",
    )
    sentence = fields.Text("Lead in words", compute="_compute_sentence")
    evidence = fields.Text("Where from", compute="_compute_sentence")
    action_text = fields.Text("What to do", related="rule_id.action")
    seen = fields.Selection(
        [("new", "New"), ("standing", "Still there"), ("gone", "Gone")],
        compute="_compute_seen",
    )
    is_overdue = fields.Boolean(compute="_compute_seen", search="_search_is_overdue")

    _fact = models.UniqueIndex(
        "(rule_id, fact_key)", "There is one alert for one fact."
    )
    _todo = models.Index("(household_id, score) WHERE state = 'open'")

    # COMPUTES

    @api.depends("rule_id", "person_id", "household_id")
    def _compute_display_name(self):
        for alert in self:
            who = alert.person_id.name or alert.household_id.display_name
            name = f"{alert.rule_id.code} {who or alert.division_id.name or ''}"
            alert.display_name = name.strip()

    @api.depends("first_seen", "state", "due_on")
    def _compute_seen(self):
        today = fields.Date.context_today(self)
        for alert in self:
            new = alert.first_seen and (today - alert.first_seen).days <= 1
            alert.seen = (
                "gone" if alert.state == "gone" else "new" if new else "standing"
            )
            alert.is_overdue = bool(
                alert.state == "open" and alert.due_on and alert.due_on < today
            )

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        return [("state", "=", "open"), ("due_on", "<", today)]

    @api.model
    def _hit_rates(self, name):
        """Numbers by rule or source over the alerts that the user may see.

        :param str name: ``rule_id`` or ``source_id``
        :return: ``{id: {"all", "open", "closed", "hit", "wrong", "rate"}}``
        """
        if not self.has_access("read"):
            return {}
        groups = self._read_group([], [name, "state", "outcome"], ["__count"])
        rates = {}
        for one, state, outcome, count in groups:
            rate = rates.setdefault(
                one.id, dict.fromkeys(("all", "open", "closed", "hit", "wrong"), 0)
            )
            rate["all"] += count
            if state in rate:
                rate[state] += count
            if state == "closed":
                rate["hit"] += count * (outcome in HITS)
                rate["wrong"] += count * (outcome == "wrong_data")
        for rate in rates.values():
            rate["rate"] = 100.0 * rate["hit"] / rate["closed"] if rate["closed"] else 0
        return rates

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was found stays on record."))
