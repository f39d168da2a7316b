# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import payment

OFFICER = "dibao_archive.group_county_officer"


class DibaoMonthlyFreeze(models.Model):
    """A county's month, made fast: from then on its figures change by corrections only.

    One transaction a county and month, so that a month is frozen whole or not at all;
    the job goes county by county. When a month is frozen, earlier ones are looked at
    again as far back as policy says, and what differs is booked in the new month.
    """

    _name = "dibao.monthly.freeze"
    _description = "Frozen Month"
    _inherit = [
        "dibao.county.month.mixin",
        "dibao.filed.mixin",
        "dibao.jurisdiction.mixin",
    ]
    _order = "month desc, division_id"
    _act_fields = (
        *("state", "frozen_on", "frozen_by_id", "policies", "spending_source"),
        *("households", "persons", "spending", "corrections", "job_id", "previous_id"),
    )

    state = fields.Selection(
        [("draft", "To be frozen"), ("frozen", "Frozen")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    previous_id = fields.Many2one(
        "dibao.monthly.freeze",
        "Month before",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    frozen_on = fields.Datetime(readonly=True, copy=False)
    frozen_by_id = fields.Many2one("res.users", "Frozen by", readonly=True, copy=False)
    policies = fields.Json(
        readonly=True, copy=False, help="Readings that held when it was frozen."
    )
    spending_source = fields.Selection(
        [("paid", "Payments of the month"), ("entitled", "Benefits of the month")],
        "Spending is",
        readonly=True,
        copy=False,
        help="Benefits where the county has no payment run of the month.",
    )
    households = fields.Integer(readonly=True, copy=False)
    persons = fields.Integer(readonly=True, copy=False)
    spending = fields.Float(
        digits=(16, 2), readonly=True, copy=False, help="Yuan in the month."
    )
    corrections = fields.Integer(
        "Rows that correct earlier months", readonly=True, copy=False
    )
    job_id = fields.Many2one("dibao.job", "Work", readonly=True, copy=False)
    job_state = fields.Selection(related="job_id.state", string="State of the work")
    job_message = fields.Text(related="job_id.message", string="What the work says")

    _once = models.UniqueIndex(
        "(division_id, month)", "This month of the county is on the list already."
    )

    @api.depends("division_id.name", "month")
    def _compute_display_name(self):
        for freeze in self:
            month = freeze.month and f"{freeze.month:%Y-%m}"
            parts = (month, freeze.division_id.name)
            freeze.display_name = " ".join(filter(None, parts)) or "/"

    # CRUD

    def write(self, vals):
        if {"month", "division_id"} & vals.keys() and any(
            freeze.state == "frozen" for freeze in self
        ):
            raise ValidationError(self.env._("A frozen month stays what it is."))
        return super().write(vals)

    @api.constrains("division_id")
    def _check_county(self):
        for freeze in self:
            county = freeze.division_id
            if county.level != "county" and not county.acts_as_county:
                raise ValidationError(
                    self.env._("%s is no county: counties freeze months.", county.name)
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(freeze.state == "frozen" for freeze in self):
            raise ValidationError(self.env._("A frozen month stays what it is."))

    # ACTS

    def action_freeze(self):
        """Freeze these months in the background, the oldest first."""
        self.check_access("write")
        if not self.env.user.has_group(OFFICER):
            raise UserError(self.env._("Months are frozen by the county officer."))
        for freeze in self.sorted("month"):
            freeze._check_ready()
        return self._order_work()

    def _order_work(self):
        months = self.sorted("month")
        job = self.env["dibao.job"]._enqueue(
            "statistics_freeze",
            f"statistics_freeze:{','.join(map(str, sorted(months.ids)))}",
            self.env._("Freeze the month's statistics"),
            {"freezes": months.ids},
            total=len(months),
            division=months.division_id[:1],
        )
        # sudo: which work froze it is written by the act alone
        months.sudo()._by_act({"job_id": job.id})
        return job

    def _check_ready(self):
        """May this month be frozen now?

        :raise UserError: it is frozen, not over, or a later one is frozen already
        """
        self.ensure_one()
        if self.state == "frozen":
            raise UserError(self.env._("%s is frozen already.", self.display_name))
        if payment.shift(self.month, 1) > fields.Date.context_today(self):
            raise UserError(
                self.env._("%s is not over: freeze it afterwards.", self.display_name)
            )
        if self.sudo().search_count(
            [
                ("division_id", "=", self.division_id.id),
                ("month", ">", self.month),
                ("state", "=", "frozen"),
            ],
            limit=1,
        ):
            raise UserError(
                self.env._(
                    "A later month of %s is frozen: what this one lacks is a "
                    "correction of the next.",
                    self.division_id.name,
                )
            )

    # THE NIGHT

    @api.model
    def _cron_freeze(self):
        """Order the freezing of every county's months that are over.

        A county begins with the last month; later none is left out.
        """
        today = fields.Date.context_today(self)
        last = payment.shift(payment.first_of(today), -1)
        due = self.browse()
        for county in self._counties():
            policies = self.env["dibao.policy"].sudo()
            if today.day < policies._require("statistics_freeze_day", county, today):
                continue
            due |= self._missing(county, last)
        if due:
            due._order_work()

    @api.model
    def _counties(self):
        self.env.cr.execute(
            """SELECT DISTINCT h.county_id FROM dibao_benefit b
                 JOIN dibao_household h ON h.id = b.household_id
                WHERE b.state IN ('in_force', 'ended') AND h.county_id IS NOT NULL
                ORDER BY 1"""
        )
        ids = [row[0] for row in self.env.cr.fetchall()]
        return self.env["dibao.division"].browse(ids)

    @api.model
    def _missing(self, county, last):
        """Months of a county up to the last that are to be frozen; made if need be."""
        known = self.search([("division_id", "=", county.id), ("month", "<=", last)])
        frozen = known.filtered(lambda one: one.state == "frozen").mapped("month")
        month = payment.shift(max(frozen), 1) if frozen else last
        found = self.browse()
        while month <= last:
            one = known.filtered(lambda one, month=month: one.month == month)
            found |= one or self.create({"division_id": county.id, "month": month})
            month = payment.shift(month, 1)
        return found
