# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from ..tools.exchange_read import Column

#: How a delivery stands to the one before it.
DELIVERIES = [
    ("whole", "Whole list: each delivery replaces the one before"),
    ("additions", "Events: each delivery adds to the ones before"),
]


class DibaoExchangeSource(models.Model):
    """A list that another department sends: its columns, rhythm, basis and meaning.

    57号 art. 17, Order 649 art. 58: what the county may look into, and why.
    """

    _name = "dibao.exchange.source"
    _description = "Source of Data"
    _order = "sequence, id"
    _rec_names_search = ["name", "code", "department"]

    code = fields.Char(required=True, help="The name by which rules ask for it.")
    name = fields.Char(required=True, translate=True)
    department = fields.Char("Sent by", required=True, translate=True)
    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)
    rhythm = fields.Selection(
        [
            ("daily", "Daily"),
            ("weekly", "Weekly"),
            ("monthly", "Monthly"),
            ("quarterly", "Quarterly"),
            ("half_yearly", "Half-yearly"),
            ("yearly", "Yearly"),
            ("asked", "When asked"),
        ],
        required=True,
        default="monthly",
    )
    delivery = fields.Selection(DELIVERIES, required=True, default="whole")
    file_format = fields.Selection(
        [("any", "XLSX, CSV or JSON"), ("rpc", "By interface")],
        required=True,
        default="any",
    )
    legal_basis = fields.Char(required=True)
    basis_until = fields.Date(
        "Basis ends on",
        help="Last day of the agreement or order. From the next day on nothing is "
        "received of this source, and what was received is deleted.",
    )
    needs_authorisation = fields.Boolean(
        "Needs the person's authorisation",
        help="Banks, securities, insurance: asked only of people who signed "
        "(57号 art. 9, 17).",
    )
    meaning = fields.Text("What a match means", translate=True)
    action = fields.Text("What to do", translate=True)
    names_people = fields.Boolean(
        "Names who is not registered",
        help="Its list is also looked through for people who draw nothing. Name and "
        "place of these rows are kept as long as the rows are.",
    )
    field_ids = fields.One2many("dibao.exchange.field", "source_id", "Columns")
    batch_ids = fields.One2many("dibao.exchange.batch", "source_id", "Deliveries")
    keep_days = fields.Integer(
        "Rows kept (days)",
        compute="_compute_keep_days",
        help="By the policies “Rows of other departments are kept”.",
    )
    last_data_on = fields.Date("Last delivery of", compute="_compute_last")
    is_late = fields.Boolean("Delivery is late", compute="_compute_last")
    alert_count = fields.Integer("Alerts", compute="_compute_rates")
    closed_count = fields.Integer("Closed alerts", compute="_compute_rates")
    hit_rate = fields.Float(
        "Hits (%)",
        compute="_compute_rates",
        help="Of the closed alerts that you may see: how many led to a case, or were "
        "settled by a meeting.",
    )
    wrong_count = fields.Integer("Wrong data", compute="_compute_rates")

    _code_unique = models.UniqueIndex("(code)", "There is a source of this code.")

    def _compute_keep_days(self):
        for source in self:
            source.keep_days = source._keep_days()

    def _keep_days(self, division=None):
        """Days that rows of this source are kept, by the policy of a place."""
        policies = self.env["dibao.policy"].sudo()
        own = policies._get("exchange_keep_by_source", division) or {}
        days = own.get(self.code)
        return int(days or policies._require("exchange_keep_days", division))

    def _keep_until(self, division, day):
        """Last day on which rows that came into use on a day are kept."""
        until = fields.Date.add(day, days=self._keep_days(division))
        return min(until, self.basis_until) if self.basis_until else until

    @api.depends_context("uid")
    def _compute_last(self):
        batches = self.env["dibao.exchange.batch"]
        last = {}
        if batches.has_access("read"):
            groups = batches._read_group(
                [("state", "=", "used")], ["source_id"], ["data_on:max"]
            )
            last = dict(groups)
        today = fields.Date.context_today(self)
        for source in self:
            source.last_data_on = last.get(source)
            days = RHYTHM_DAYS.get(source.rhythm)
            source.is_late = bool(
                days
                and source.last_data_on
                and (today - source.last_data_on).days > days
            )

    @api.depends_context("uid")
    def _compute_rates(self):
        rates = self.env["dibao.alert"]._hit_rates("source_id")
        for source in self:
            rate = rates.get(source.id, {})
            source.alert_count = rate.get("all", 0)
            source.closed_count = rate.get("closed", 0)
            source.wrong_count = rate.get("wrong", 0)
            source.hit_rate = rate.get("rate", 0.0)

    def _columns(self):
        """The columns as the reader takes them."""
        self.ensure_one()
        return [
            Column(
                one.slot,
                one._headings(),
                one.required,
                one.words or {},
            )
            for one in self.sudo().field_ids
        ]

    def action_batches(self):
        """The deliveries of this source."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_review.dibao_exchange_batch_action"
        )
        return action | {
            "domain": [("source_id", "=", self.id)],
            "context": {"default_source_id": self.id},
        }

    def action_alerts(self):
        """The alerts that its lists gave rise to."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_review.dibao_alert_action"
        )
        return action | {"domain": [("source_id", "=", self.id)], "context": {}}


#: Days after which the next delivery is late: the rhythm and some slack.
RHYTHM_DAYS = {
    "daily": 3,
    "weekly": 10,
    "monthly": 40,
    "quarterly": 100,
    "half_yearly": 200,
    "yearly": 400,
}
