# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import payment

#: Nothing of a run in these states is changed any more but what came of it.
LOCKED = ("locked", "exported", "closed")
FINANCE = "dibao_archive.group_finance"
OFFICER = "dibao_archive.group_county_officer"
CONFIRMER = "dibao_archive.group_county_confirmer"


class DibaoPaymentRun(models.Model):
    """What a county pays in a month: computed, checked, approved by two, locked, sent.

    The lines are computed in the database by one statement (``_compute.py``), compared
    with the last run (``_compare.py``) and checked (``_checks.py``). Corrections of a
    locked run are lines of a later one.
    """

    _name = "dibao.payment.run"
    _description = "Payment Run"
    _inherit = [
        "mail.thread",
        "dibao.sealed.mixin",
        "dibao.filed.mixin",
        "dibao.jurisdiction.mixin",
    ]
    _order = "month desc, division_id, id desc"
    _rec_name = "name"
    _act_fields = (
        *("state", "first_month", "previous_id", "policies", "job_id", "digest"),
        *("line_count", "household_count", "total", "previous_total", "difference"),
        *("regular_total", "arrears_total", "recovery_total", "other_total"),
        *("computed_by_id", "computed_on", "apart", "approved_by_id", "approved_on"),
        *("second_by_id", "second_on", "locked_by_id", "locked_on", "exported_on"),
        "closed_on",
    )

    name = fields.Char(compute="_compute_name", store=True)
    division_id = fields.Many2one(
        "dibao.division",
        "County",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_county(),
        domain="['|', ('level', '=', 'county'), ('acts_as_county', '=', True)]",
    )
    month = fields.Date(
        required=True,
        default=lambda self: self._default_month(),
        help="Any day of the month that is paid; kept as its first day.",
    )
    first_month = fields.Date(
        readonly=True,
        copy=False,
        help="Earlier than the month where a quarter is paid.",
    )
    state = fields.Selection(
        [
            ("draft", "To be computed"),
            ("computed", "Computed"),
            ("checked", "Checked"),
            ("approved", "Approved"),
            ("locked", "Locked"),
            ("exported", "Sent to the bank"),
            ("closed", "Settled"),
        ],
        required=True,
        readonly=True,
        default="draft",
        tracking=True,
        index=True,
        copy=False,
        group_expand=True,
    )
    previous_id = fields.Many2one(
        "dibao.payment.run", "Last run", readonly=True, copy=False, ondelete="restrict"
    )
    policies = fields.Json(
        readonly=True, copy=False, help="Rules that held when it was computed."
    )
    job_id = fields.Many2one("dibao.job", "Work", readonly=True, copy=False)
    job_state = fields.Selection(related="job_id.state", string="State of the work")
    job_message = fields.Text(related="job_id.message", string="What the work says")
    line_ids = fields.One2many("dibao.payment.line", "run_id", "Payments")
    difference_ids = fields.One2many(
        "dibao.payment.difference", "run_id", "Differences from the last run"
    )
    check_ids = fields.One2many("dibao.payment.check", "run_id", "Checks")
    finding_ids = fields.One2many("dibao.payment.finding", "run_id", "Findings")
    file_ids = fields.One2many("dibao.bank.file", "run_id", "Bank files")
    return_ids = fields.One2many("dibao.bank.return", "run_id", "Return files")
    open_count = fields.Integer(
        "Findings to decide", compute="_compute_open_count", help="They stop approval."
    )

    line_count = fields.Integer("Lines", readonly=True, copy=False)
    household_count = fields.Integer("Households paid", readonly=True, copy=False)
    total = fields.Float("Total, yuan", digits=(14, 2), readonly=True, copy=False)
    regular_total = fields.Float("Regular payments", digits=(14, 2), readonly=True)
    arrears_total = fields.Float("Arrears", digits=(14, 2), readonly=True)
    recovery_total = fields.Float("Taken back", digits=(14, 2), readonly=True)
    other_total = fields.Float("Corrections, paid again", digits=(14, 2), readonly=True)
    previous_total = fields.Float("Last run, yuan", digits=(14, 2), readonly=True)
    difference = fields.Float(
        "Difference from the last run", digits=(14, 2), readonly=True
    )
    digest = fields.Char(
        "SHA-256 of the list", readonly=True, copy=False, help="Of what was approved."
    )

    computed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    computed_on = fields.Datetime(readonly=True, copy=False)
    apart = fields.Boolean("Computed by neither approver", readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", "First approval", readonly=True)
    approved_on = fields.Datetime("First approval on", readonly=True, copy=False)
    second_by_id = fields.Many2one("res.users", "Second approval", readonly=True)
    second_on = fields.Datetime("Second approval on", readonly=True, copy=False)
    locked_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    locked_on = fields.Datetime(readonly=True, copy=False)
    exported_on = fields.Datetime("Sent on", readonly=True, copy=False)
    closed_on = fields.Datetime("Settled on", readonly=True, copy=False)
    note = fields.Text()

    _one_of_a_month = models.UniqueIndex(
        "(division_id, month)", "This county has a run of this month already."
    )
    # Arrears are what earlier runs lack: two that compute at once would both grant it.
    _one_at_a_time = models.UniqueIndex(
        "(division_id) WHERE state IN ('draft', 'computed', 'checked', 'approved')",
        "The run before is not locked yet. Lock it first: what it lacks is arrears of "
        "the next.",
    )
    _whole_month = models.Constraint(
        "CHECK (extract(day FROM month) = 1)", "A run is for a whole month."
    )
    _two_people = models.Constraint(
        "CHECK (second_by_id IS NULL OR "
        "(approved_by_id IS NOT NULL AND second_by_id <> approved_by_id))",
        "Two different people approve a payment run.",
    )
    _computed_apart = models.Constraint(
        "CHECK (apart IS NOT TRUE OR computed_by_id IS NULL OR "
        "(computed_by_id IS DISTINCT FROM approved_by_id AND "
        "computed_by_id IS DISTINCT FROM second_by_id))",
        "Whoever computed a run does not approve it.",
    )
    _approved_by_two = models.Constraint(
        "CHECK (state IN ('draft', 'computed', 'checked') OR second_by_id IS NOT NULL)",
        "Nothing is approved or paid without two approvals.",
    )

    # DEFAULTS AND COMPUTES

    @api.model
    def _default_county(self):
        places = self.env.user.sudo().dibao_division_ids
        return places.county_id[:1] if len(places.county_id) == 1 else False

    @api.model
    def _default_month(self):
        return payment.first_of(fields.Date.context_today(self))

    @api.depends("division_id.name", "month")
    def _compute_name(self):
        for run in self:
            month = run.month and f"{run.month:%Y-%m}"
            run.name = " ".join(filter(None, (month, run.division_id.name))) or "/"

    @api.depends("finding_ids.state", "finding_ids.is_blocking")
    def _compute_open_count(self):
        groups = self.env["dibao.payment.finding"]._read_group(
            [
                ("run_id", "in", self.ids),
                ("state", "=", "open"),
                ("is_blocking", "=", True),
            ],
            ["run_id"],
            ["__count"],
        )
        counts = dict(groups)
        for run in self:
            run.open_count = counts.get(run, 0)

    # RULES

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._of_first_day(vals) for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if {"month", "division_id"} & vals.keys():
            self._check_begun()
        return super().write(self._of_first_day(vals))

    @api.model
    def _of_first_day(self, vals):
        month = fields.Date.to_date(vals.get("month"))
        return {**vals, "month": payment.first_of(month)} if month else vals

    def _check_begun(self):
        if any(run.state != "draft" or run.line_ids for run in self):
            raise ValidationError(
                self.env._("What was computed for a month stays with it.")
            )

    @api.constrains("division_id")
    def _check_county(self):
        for run in self:
            county = run.division_id
            if county.level != "county" and not county.acts_as_county:
                raise ValidationError(
                    self.env._(
                        "%s is no county: payments are made by counties.", county.name
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        """Nothing was paid, and nobody has approved that: it may go."""
        empty = self.filtered(
            lambda run: run.state == "checked"
            and not run.line_ids
            and not run.approved_by_id
        )
        (self - empty)._check_begun()
