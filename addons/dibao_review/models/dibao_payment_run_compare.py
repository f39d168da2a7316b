# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.tools import SQL


class DibaoPaymentRun(models.Model):
    """Why the month differs from the last one: household by household, to the fen.

    The same as ``tools.payment.explain`` says of one household, for all of them.
    """

    _inherit = "dibao.payment.run"

    def _compare(self):
        """Write the differences anew; without a run before there is nothing to say."""
        self.env["dibao.payment.difference"].invalidate_model()
        self.env.cr.execute(
            SQL("DELETE FROM dibao_payment_difference WHERE run_id = %s", self.id)
        )
        if self.previous_id:
            self.env["dibao.payment.line"].flush_model()
            self.env.cr.execute(self._compare_sql())

    def _compare_sql(self):
        # Few households differ: what belongs to them is looked up one by one (OFFSET 0
        # keeps it so), where a join would read all counties.
        return SQL(
            """
            INSERT INTO dibao_payment_difference (run_id, household_id, division_id,
                   township_id, cause, amount, before_amount, now_amount)
            SELECT %(run)s, s.household_id, h.division_id,
                   CASE WHEN d.level = 'village' THEN d.parent_id ELSE d.id END,
                   s.cause, s.amount, s.before_amount, s.now_amount
              FROM (%(steps)s UNION ALL %(once)s) s
             CROSS JOIN LATERAL (SELECT division_id FROM dibao_household
                                  WHERE id = s.household_id OFFSET 0) h
              JOIN dibao_division d ON d.id = h.division_id
            """,
            run=self.id,
            steps=self._steps_sql(),
            once=self._once_sql(),
        )

    def _month_sql(self, run):
        """SQL of the regular payment of each household of a run, and its benefit."""
        return SQL(
            """SELECT household_id, sum(amount) AS amount,
                      max(benefit_id) AS benefit_id
                 FROM dibao_payment_line
                WHERE run_id = %s AND kind = 'regular' AND state <> 'cancelled'
                GROUP BY household_id""",
            run.id,
        )

    def _steps_sql(self):
        """SQL of the households whose regular payment changed, each with its cause."""
        return SQL(
            """
            SELECT coalesce(n.household_id, b.household_id) AS household_id,
                   CASE WHEN b.household_id IS NULL THEN
                        CASE WHEN %(seen)s THEN 'resumed' ELSE 'first' END
                        WHEN n.household_id IS NULL THEN %(gone)s
                        WHEN n.benefit_id = b.benefit_id THEN 'unexplained'
                        WHEN nb.kind = 'taper' AND ob.kind <> 'taper' THEN 'taper'
                        WHEN nb.counted <> ob.counted THEN 'members'
                        WHEN nb.standard <> ob.standard THEN 'standard'
                        WHEN n.amount > b.amount THEN 'increase'
                        ELSE 'reduction' END AS cause,
                   coalesce(n.amount, 0) - coalesce(b.amount, 0) AS amount,
                   coalesce(b.amount, 0) AS before_amount,
                   coalesce(n.amount, 0) AS now_amount
              FROM (%(now)s) n
              FULL JOIN (%(before)s) b ON b.household_id = n.household_id
              LEFT JOIN LATERAL (SELECT * FROM dibao_benefit
                                  WHERE id = n.benefit_id OFFSET 0) nb ON true
              LEFT JOIN LATERAL (SELECT * FROM dibao_benefit
                                  WHERE id = b.benefit_id OFFSET 0) ob ON true
             WHERE n.amount IS DISTINCT FROM b.amount
            """,
            now=self._month_sql(self),
            before=self._month_sql(self.previous_id),
            gone=self._gone_sql(),
            seen=SQL(
                """EXISTS (SELECT 1 FROM dibao_payment_line l
                            WHERE l.household_id = n.household_id
                              AND l.kind = 'regular' AND l.state <> 'cancelled'
                              AND l.run_month < %s OFFSET 0)""",
                self.previous_id.month,
            ),
        )

    def _gone_sql(self):
        """SQL of why a household that was paid last month is not paid now."""
        return SQL(
            """
            CASE WHEN %(all_dead)s THEN 'died'
                 WHEN ob.state = 'cancelled' OR ob.date_to < %(month)s THEN
                      CASE WHEN ob.kind = 'taper' THEN 'taper_end' ELSE 'ended' END
                 WHEN %(hold)s AND %(any_dead)s THEN 'held'
                 WHEN EXISTS (SELECT 1 FROM dibao_payment_line l
                               WHERE l.run_id = %(run)s AND l.state = 'cancelled'
                                 AND l.household_id = b.household_id OFFSET 0)
                      THEN 'stopped'
                 WHEN (SELECT h.county_id <> %(county)s FROM dibao_household h
                        WHERE h.id = b.household_id) THEN 'moved'
                 ELSE 'unexplained' END
            """,
            all_dead=self._dead_sql("bool_and"),
            any_dead=self._dead_sql("bool_or"),
            month=self.first_month,
            hold=self.policies["payment_after_death"] == "hold",
            run=self.id,
            county=self.division_id.id,
        )

    def _dead_sql(self, which):
        return SQL(
            """(SELECT %s(coalesce(p.death_date < %s, false))
                  FROM dibao_benefit_member bm
                  JOIN dibao_person p ON p.id = bm.person_id
                 WHERE bm.benefit_id = ob.id AND bm.is_counted)""",
            SQL(which),
            self.first_month,
        )

    def _once_sql(self):
        """SQL of what comes once: a cause when it comes and when it falls away."""
        return SQL(
            """
            SELECT household_id, kind || CASE WHEN run_id = %(run)s THEN ''
                                              ELSE '_past' END,
                   sum(CASE WHEN run_id = %(run)s THEN amount ELSE -amount END),
                   0, 0
              FROM dibao_payment_line
             WHERE run_id IN (%(run)s, %(before)s) AND kind <> 'regular'
               AND state <> 'cancelled'
             GROUP BY household_id, kind, run_id
            """,
            run=self.id,
            before=self.previous_id.id,
        )
