# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.tools import SQL

from ..tools import payment
from .dibao_payment_run import LOCKED


class DibaoPaymentRun(models.Model):
    """What is owed to whom, in SQL; ``tools/payment.py`` says the same in words."""

    _inherit = "dibao.payment.run"

    def _owed_sql(self, months, chunk):
        """SQL of what is owed to the county's households for months.

        :param months: SQL of a table ``m(month)``
        :param chunk: SQL condition on the households ``h``
        """
        return SQL(
            """
            SELECT h.id AS household_id, b.id AS benefit_id, m.month, b.amount,
                   h.division_id, h.account_number, h.account_bank, b.urban_rural
              FROM %(months)s
              JOIN dibao_benefit b ON %(holds)s
              JOIN dibao_household h ON h.id = b.household_id
             WHERE h.county_id = %(county)s AND %(chunk)s
            """,
            months=months,
            holds=self._holds_sql(SQL("m.month")),
            county=self.division_id.id,
            chunk=chunk,
        )

    def _holds_sql(self, month):
        """SQL: benefit ``b`` is paid for a month.

        It is in force for the month, unless all counted persons died before it (or one
        of them, where payment is then held).

        :param month: SQL of the month
        """
        hold = self.policies["payment_after_death"] == "hold"
        # Few have a death to look at: they are found first, by the index of deaths.
        return SQL(
            """(b.state IN ('in_force', 'ended')
                AND b.date_from <= %(month)s AND b.amount > 0
                AND (b.date_to IS NULL OR b.date_to >= %(month)s)
                AND (b.id NOT IN (%(bereaved)s)
                     OR EXISTS (SELECT 1 FROM dibao_benefit_member bm
                                  JOIN dibao_person p ON p.id = bm.person_id
                                 WHERE bm.benefit_id = b.id AND bm.is_counted
                                HAVING %(all_or_one)s(p.death_date IS NULL
                                          OR p.death_date >= %(month)s))))""",
            month=month,
            bereaved=self._bereaved_sql(),
            all_or_one=SQL("bool_and" if hold else "bool_or"),
        )

    def _months_sql(self, months):
        """SQL of a table ``m(month)``; by its values, so that their number is known."""
        rows = SQL(", ").join(SQL("(%s::date)", month) for month in months)
        return SQL("(VALUES %s) AS m (month)", rows)

    def _own_months(self):
        """The months that this run pays."""
        months = [self.first_month]
        while months[-1] < self.month:
            months.append(payment.shift(months[-1], 1))
        return months

    def _past_months(self):
        """Months before, as far back as arrears are looked for; never empty."""
        count = self.policies["payment_arrears_months"]
        return [payment.shift(self.first_month, -back) for back in range(count, 0, -1)]

    def _paid_months(self):
        """Those of them that the county has paid by its runs."""
        runs = self.sudo().search(
            [("division_id", "=", self.division_id.id), ("state", "in", LOCKED)]
        )
        return [
            month
            for month in self._past_months()
            if any(run.first_month <= month <= run.month for run in runs)
        ]

    def _bereaved_sql(self):
        """SQL of the benefits with a counted member who died before the month."""
        return SQL(
            """SELECT bm.benefit_id FROM dibao_person p
                 JOIN dibao_benefit_member bm ON bm.person_id = p.id AND bm.is_counted
                WHERE p.death_date < %s""",
            self.month,
        )

    def _insert_sql(self, kind, rows):
        """SQL that makes lines of rows; what another run has made meanwhile stays."""
        return SQL(
            """
            INSERT INTO dibao_payment_line (run_id, run_month, division_id, township_id,
                   household_id, benefit_id, kind, month, amount, account, bank,
                   urban_rural, state)
            SELECT %(run)s, %(run_month)s, o.division_id,
                   CASE WHEN d.level = 'village' THEN d.parent_id ELSE d.id END,
                   o.household_id, o.benefit_id, %(kind)s, o.month, o.amount,
                   o.account_number, o.account_bank, o.urban_rural, 'due'
              FROM (%(rows)s) o
              JOIN dibao_division d ON d.id = o.division_id
            ON CONFLICT DO NOTHING
            """,
            run=self.id,
            run_month=self.month,
            kind=kind,
            rows=rows,
        )

    def _regular_sql(self, chunk):
        months = self._months_sql(self._own_months())
        return self._insert_sql("regular", self._owed_sql(months, chunk))

    def _arrears_sql(self, chunk, paid):
        """Months that the county has paid, and this household too little.

        All its lines count that live, of whatever county. What a correction took off is
        not given back behind the officer's back.
        """
        rows = SQL(
            """
            SELECT o.household_id, o.benefit_id, o.month,
                   o.amount - coalesce(g.granted, 0) AS amount, o.division_id,
                   o.account_number, o.account_bank, o.urban_rural
              FROM (%(owed)s) o
              LEFT JOIN (SELECT l.household_id, l.month, sum(CASE l.kind
                                WHEN 'correction' THEN greatest(l.amount, 0)
                                ELSE l.amount END) AS granted
                           FROM dibao_payment_line l
                           JOIN dibao_household h ON h.id = l.household_id
                          WHERE h.county_id = %(county)s AND %(chunk)s
                            AND l.month < %(first)s AND l.month >= %(since)s
                            AND l.kind IN ('regular', 'arrears', 'correction')
                            AND l.state <> 'cancelled'
                          GROUP BY 1, 2) g
                ON g.household_id = o.household_id AND g.month = o.month
             WHERE o.amount > coalesce(g.granted, 0)
            """,
            owed=self._owed_sql(self._months_sql(paid), chunk),
            county=self.division_id.id,
            chunk=chunk,
            first=self.first_month,
            since=paid[0],
        )
        return self._insert_sql("arrears", rows)

    def _recovery_sql(self, chunk):
        """This month's part of what households agreed to give back."""
        return SQL(
            """
            INSERT INTO dibao_payment_line (run_id, run_month, division_id, township_id,
                   household_id, kind, month, amount, account, bank, urban_rural,
                   recovery_id, state)
            SELECT %(run)s, %(month)s, p.division_id, p.township_id, p.household_id,
                   'recovery', %(month)s, -t.taken, p.account, p.bank, p.urban_rural,
                   r.id, 'due'
              FROM dibao_payment_recovery r
              JOIN dibao_household h ON h.id = r.household_id
              CROSS JOIN LATERAL (
                   SELECT min(division_id) AS division_id, h.id AS household_id,
                          min(township_id) AS township_id, sum(amount) AS payable,
                          (array_agg(account))[1] AS account, min(bank) AS bank,
                          min(urban_rural) AS urban_rural
                     FROM dibao_payment_line
                    WHERE run_id = %(run)s AND household_id = h.id
                      AND kind IN ('regular', 'arrears', 'correction')
                      AND state <> 'cancelled') p
              CROSS JOIN LATERAL (
                   SELECT least(r.monthly,
                                trunc(p.payable * %(share)s / 100, 2),
                                r.amount + coalesce(sum(amount), 0)) AS taken
                     FROM dibao_payment_line
                    WHERE recovery_id = r.id AND state <> 'cancelled') t
             WHERE r.state = 'agreed' AND r.consent_on < %(next)s
               AND h.county_id = %(county)s AND %(chunk)s
               AND p.payable > 0 AND t.taken > 0
            ON CONFLICT DO NOTHING
            """,
            run=self.id,
            month=self.month,
            next=payment.shift(self.month, 1),
            share=self.policies["payment_recovery_share"],
            county=self.division_id.id,
            chunk=chunk,
        )
