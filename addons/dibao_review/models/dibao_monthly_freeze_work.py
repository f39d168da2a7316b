# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from .. import (
    monthly_book_sql,
    monthly_freeze_sql,
    monthly_money_sql,
    monthly_rows_sql,
    monthly_sum_sql,
)
from ..tools import payment
from ..tools.monthly_fact import Rules

#: The readings a month is frozen by; kept with it.
READINGS = (
    *("statistics_labour_first", "statistics_none_over", "statistics_minor_age"),
    *("statistics_elderly_age", "statistics_severe_not_types", "severe_disability"),
    *("statistics_tapering", "statistics_spending", "statistics_causes"),
    *("statistics_correction_months", "statistics_freeze_day"),
)


class DibaoMonthlyFreeze(models.Model):
    """The freezing itself: what a month was, and what earlier ones lack."""

    # One file for each concern.
    _inherit = "dibao.monthly.freeze"

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
        monthly_book_sql.keep(self.env.cr, freeze, freeze.month)
        monthly_sum_sql.keep(self.env.cr, freeze, freeze.month, monthly_freeze_sql.NOW)
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
            monthly_money_sql.paid(cr, self)
        else:
            monthly_money_sql.entitled(cr)
        monthly_rows_sql.rows(
            cr, self, payment.last_day(self.month), self._rules(readings)
        )

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
        written = self._written_since(min(earlier.mapped("frozen_on"), default=False))
        for one in earlier:
            # What changed in one month changes who came in the next.
            touched = touched or one._touched(*written)
            if not touched:
                continue
            one._reckon(one.previous_id, one.policies)
            count = monthly_book_sql.differ(self.env.cr, one, self.month)
            if count:
                monthly_sum_sql.keep(self.env.cr, one, self.month)
            booked += count
        return booked

    def _written_since(self, moment):
        """Benefits and deaths of the county that were written since, asked once.

        :return: two lists of a first day (of the benefit, of the death) and when
            something with it was written last
        """
        if not moment:
            return [], []
        cr = self.env.cr
        found = []
        for query in (
            # One by one: a join would read the benefits of all counties.
            """SELECT b.date_from, max(b.write_date) FROM dibao_household h
                CROSS JOIN LATERAL (SELECT * FROM dibao_benefit
                                     WHERE household_id = h.id OFFSET 0) b
                WHERE h.county_id = %s AND b.write_date >= %s GROUP BY 1""",
            """SELECT p.death_date, max(p.write_date) FROM dibao_person p
                 JOIN dibao_division d ON d.id = p.division_id
                WHERE d.county_id = %s AND p.write_date >= %s
                  AND p.death_date IS NOT NULL GROUP BY 1""",
        ):
            cr.execute(query, [self.division_id.id, moment])
            found.append(cr.fetchall())
        return found

    def _touched(self, benefits, deaths):
        """Was anything written since that may change what the month was?"""
        last_day = payment.last_day(self.month)
        return (
            any(
                day <= self.month and written >= self.frozen_on
                for day, written in benefits
            )
            or any(
                day <= last_day and written >= self.frozen_on for day, written in deaths
            )
            or (self.spending_source == "paid" and self._paid_otherwise())
        )

    def _paid_otherwise(self):
        """Do the payments of the month add up to something else than its facts?"""
        self.env.cr.execute(
            """
            SELECT (SELECT coalesce(sum(l.amount), 0) FROM dibao_payment_line l
                      JOIN dibao_payment_run r ON r.id = l.run_id
                     WHERE r.division_id = %(county)s AND r.month = %(month)s
                       AND l.state NOT IN ('cancelled', 'bounced', 'closed_account'))
                <> (SELECT coalesce(sum(spending), 0) FROM dibao_monthly_sum
                     WHERE division_id = %(county)s AND month = %(month)s)
            """,
            {"county": self.division_id.id, "month": self.month},
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
