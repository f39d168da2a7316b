# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .. import monthly_freeze_sql, monthly_sum_sql
from ..tools import payment
from ..tools.monthly_fact import Rules

OFFICER = "dibao_archive.group_county_officer"
#: The readings a month is frozen by; kept with it.
READINGS = (
    *("statistics_labour_first", "statistics_none_over", "statistics_minor_age"),
    *("statistics_elderly_age", "statistics_severe_not_types", "severe_disability"),
    *("statistics_tapering", "statistics_spending", "statistics_causes"),
    *("statistics_correction_months", "statistics_freeze_day"),
)


class DibaoMonthlyFreeze(models.Model):
    """A county's month, made fast: from then on its figures change by corrections only.

    One transaction a county and month, so that a month is frozen whole or not at all;
    the job goes county by county. When a month is frozen, earlier ones are looked at
    again as far back as policy says, and what differs is booked in the new month.
    """

    _name = "dibao.monthly.freeze"
    _description = "Frozen Month"
    _inherit = ["dibao.filed.mixin", "dibao.jurisdiction.mixin"]
    _order = "month desc, division_id"
    _act_fields = (
        *("state", "frozen_on", "frozen_by_id", "policies", "spending_source"),
        *("households", "persons", "spending", "corrections", "job_id", "previous_id"),
    )

    division_id = fields.Many2one(
        "dibao.division",
        "County",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["dibao.payment.run"]._default_county(),
        domain="['|', ('level', '=', 'county'), ('acts_as_county', '=', True)]",
    )
    month = fields.Date(
        required=True,
        default=lambda self: payment.shift(
            payment.first_of(fields.Date.context_today(self)), -1
        ),
        help="Any day of the month; kept as its first day.",
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

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._of_first_day(vals) for vals in vals_list])

    def write(self, vals):
        if {"month", "division_id"} & vals.keys() and any(
            freeze.state == "frozen" for freeze in self
        ):
            raise ValidationError(self.env._("A frozen month stays what it is."))
        return super().write(self._of_first_day(vals))

    @api.model
    def _of_first_day(self, vals):
        month = fields.Date.to_date(vals.get("month"))
        return {**vals, "month": payment.first_of(month)} if month else vals

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

    # THE WORK

    def _freeze(self):
        """Freeze one month, in one transaction; False when it was frozen meanwhile."""
        self.ensure_one()
        freeze = self.sudo()
        freeze.lock_for_update()
        freeze.invalidate_recordset()
        if freeze.state == "frozen":
            return False
        freeze._check_ready()
        self.env.flush_all()
        readings = freeze._readings()
        previous = freeze._previous()
        corrections = freeze._correct_earlier(readings)
        freeze._reckon(previous, readings)
        monthly_freeze_sql.keep(self.env.cr, freeze, freeze.month)
        monthly_sum_sql.keep(self.env.cr, freeze, freeze.month)
        freeze._by_act(
            {
                "state": "frozen",
                "previous_id": previous.id,
                "frozen_on": fields.Datetime.now(),
                "frozen_by_id": self.env.uid,
                "policies": readings,
                "corrections": corrections,
                "spending_source": freeze._spending_source(readings),
                **freeze._totals(),
            }
        )
        self.env.invalidate_all()
        return True

    def _readings(self):
        """The policies of the county on the month's last day."""
        policies = self.env["dibao.policy"].sudo()
        day = payment.last_day(self.month)
        return {key: policies._require(key, self.division_id, day) for key in READINGS}

    @api.model
    def _rules(self, readings):
        severe = readings["severe_disability"]
        return Rules(
            minor_age=readings["statistics_minor_age"],
            elderly_age=readings["statistics_elderly_age"],
            none_over=readings["statistics_none_over"],
            labour_first=readings["statistics_labour_first"],
            severe_grades=tuple(severe.get("grades", ())),
            grade3_types=tuple(severe.get("grade3_types", ())),
            severe_not_types=tuple(readings["statistics_severe_not_types"]),
        )

    def _previous(self):
        return self.search(
            [
                ("division_id", "=", self.division_id.id),
                ("month", "=", payment.shift(self.month, -1)),
                ("state", "=", "frozen"),
            ],
            limit=1,
        )

    def _reckon(self, previous, readings):
        """The month's rows into the temporary table, as they are known now."""
        cr, sql = self.env.cr, monthly_freeze_sql
        tapering = readings["statistics_tapering"]
        sql.prepare(cr)
        sql.households(cr, self)
        sql.roll(cr, self.month, tapering)
        sql.before(cr, self, previous, payment.shift(self.month, -1), tapering)
        sql.causes(cr, readings["statistics_causes"] == "main")
        if self._spending_source(readings) == "paid":
            sql.paid(cr, self)
        else:
            sql.entitled(cr)
        sql.rows(cr, self, payment.last_day(self.month), self._rules(readings))

    def _spending_source(self, readings):
        """Benefits stand for spending where the county pays outside the program."""
        if self.spending_source:
            return self.spending_source
        runs = self.env["dibao.payment.run"].sudo()
        paid = readings["statistics_spending"] == "paid" and runs.search_count(
            [
                ("division_id", "=", self.division_id.id),
                ("month", "=", self.month),
                ("state", "not in", ("draft", "computed", "checked")),
            ],
            limit=1,
        )
        return "paid" if paid else "entitled"

    def _correct_earlier(self, readings):
        """Book in this month what earlier ones lack, the oldest first; rows booked.

        Only months are looked at whose benefits, payments or deaths were written after
        they had been frozen.
        """
        since = payment.shift(self.month, -readings["statistics_correction_months"])
        earlier = self.search(
            [
                ("division_id", "=", self.division_id.id),
                ("month", "<", self.month),
                ("month", ">=", since),
                ("state", "=", "frozen"),
            ],
            order="month",
        )
        booked = 0
        touched = False
        for one in earlier:
            # What changed in one month changes who came in the next.
            touched = touched or one._touched()
            if not touched:
                continue
            one._reckon(one.previous_id, one.policies)
            count = monthly_freeze_sql.differ(self.env.cr, one, self.month)
            if count:
                monthly_sum_sql.keep(self.env.cr, one, self.month)
            booked += count
        return booked

    def _touched(self):
        """Was anything written since that may change what the month was?"""
        self.env.cr.execute(
            """
            SELECT EXISTS (SELECT 1 FROM dibao_benefit b
                             JOIN dibao_household h ON h.id = b.household_id
                            WHERE h.county_id = %(county)s
                              AND b.write_date >= %(since)s
                              AND b.date_from <= %(month)s)
                OR EXISTS (SELECT 1 FROM dibao_person p
                             JOIN dibao_division d ON d.id = p.division_id
                            WHERE p.death_date <= %(last)s AND d.county_id = %(county)s
                              AND p.write_date >= %(since)s)
                OR (%(paid)s AND
                    (SELECT coalesce(sum(l.amount), 0) FROM dibao_payment_line l
                       JOIN dibao_payment_run r ON r.id = l.run_id
                      WHERE r.division_id = %(county)s AND r.month = %(month)s
                        AND l.state NOT IN ('cancelled', 'bounced', 'closed_account'))
                    <> (SELECT coalesce(sum(spending), 0) FROM dibao_monthly_sum
                         WHERE division_id = %(county)s AND month = %(month)s))
            """,
            {
                "county": self.division_id.id,
                "month": self.month,
                "last": payment.last_day(self.month),
                "since": self.frozen_on,
                "paid": self.spending_source == "paid",
            },
        )
        return self.env.cr.fetchone()[0]

    def _totals(self):
        self.env.cr.execute(
            """SELECT coalesce(sum(households), 0), coalesce(sum(persons), 0),
                      coalesce(sum(spending), 0)
                 FROM dibao_monthly_sum
                WHERE division_id = %s AND month = %s AND booked_month = %s""",
            [self.division_id.id, self.month, self.month],
        )
        households, persons, spending = self.env.cr.fetchone()
        return {
            "households": households,
            "persons": persons,
            "spending": float(spending),
        }

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
