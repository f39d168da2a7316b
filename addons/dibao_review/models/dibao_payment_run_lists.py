# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.tools import SQL


class DibaoPaymentRun(models.Model):
    """The checks of lists (A28), as those of ``dibao_payment_run_checks.py``."""

    _inherit = "dibao.payment.run"

    def _check_lists(self):
        """A28: the list of benefits in force and the list of payments are one list."""
        months = self._months_sql(self._own_months())
        return SQL(
            """
            SELECT coalesce(o.household_id, l.household_id), l.id,
                   CASE WHEN l.id IS NULL THEN 'missing'
                        WHEN o.household_id IS NOT NULL THEN 'amount_changed' END,
                   l.amount, o.amount
              FROM (%(owed)s) o
              FULL JOIN (%(lines)s) l
                ON l.household_id = o.household_id AND l.month = o.month
             WHERE o.amount IS DISTINCT FROM l.amount
               AND NOT (l.id IS NULL AND EXISTS (
                   SELECT 1 FROM dibao_payment_line other
                    WHERE other.household_id = o.household_id
                      AND other.month = o.month AND other.kind = 'regular'
                      AND other.state <> 'cancelled'))
            """,
            owed=self._owed_sql(months, SQL("true")),
            lines=self._regular_lines_sql(),
        )

    def _check_notices(self):
        """A28: who is paid by a benefit of a case stood on a public notice.

        Which kinds of cases are shown before they are decided is the rule of the place
        on the day of acceptance (policy ``notice_kinds``).
        """
        if not self._has(SQL("TRUE"), self._cases_paid_sql()):
            return "no_notices"
        wanted = self._to_be_shown()
        if not wanted:
            return SQL(
                """SELECT NULL::integer, NULL::integer, NULL, NULL::numeric,
                          NULL::numeric WHERE false"""
            )
        return SQL(
            """
            SELECT p.household_id, p.id, NULL, p.amount, NULL::numeric
              FROM (%(paid)s) p
              JOIN (VALUES %(wanted)s) AS w (kind, division_id, day)
                ON w.kind = p.kind AND w.division_id = p.division_id
               AND w.day IS NOT DISTINCT FROM p.accepted_on
             WHERE NOT p.shown
            """,
            paid=self._cases_paid_sql(),
            wanted=SQL(", ").join(SQL("(%s, %s, %s::date)", *one) for one in wanted),
        )

    def _cases_paid_sql(self):
        """SQL of the regular lines whose benefit a case decided, and was it shown?"""
        return SQL(
            """SELECT l.household_id, l.id, l.amount, c.kind, c.division_id,
                      c.accepted_on, EXISTS (SELECT 1 FROM dibao_notice n
                                              WHERE n.case_id = c.id OFFSET 0) AS shown
                 FROM (%s) l
                 JOIN LATERAL (SELECT * FROM dibao_case
                                WHERE id = l.case_id OFFSET 0) c ON true""",
            self._regular_lines_sql(),
        )

    def _to_be_shown(self):
        """(kind, place, day of acceptance) of what had to be shown and was not."""
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT kind, division_id, accepted_on FROM (%s) p"
                " WHERE NOT shown",
                self._cases_paid_sql(),
            )
        )
        policies = self.env["dibao.policy"].sudo()
        kinds = {}
        for _kind, place, day in rows:
            if (place, day) not in kinds:
                kinds[place, day] = policies._get("notice_kinds", place, day)
        return [
            (kind, place, day)
            for kind, place, day in rows
            if kinds[place, day] is None or kind in kinds[place, day]
        ]

    def _skipped_notices(self):
        """Granted before there were cases: nothing tells of their notices here."""
        return SQL(
            "SELECT (SELECT count(*) FROM (%s) l) - (SELECT count(*) FROM (%s) p)",
            self._lines_sql(),
            self._cases_paid_sql(),
        )

    def _check_registry(self):
        """A28: who is paid is shown as receiving, and the other way round."""
        return SQL(
            """
            SELECT h.id, l.id,
                   CASE WHEN l.id IS NULL THEN 'registry_only' END,
                   l.amount, h.allowance::numeric
              FROM (SELECT * FROM dibao_household WHERE county_id = %(county)s) h
              FULL JOIN (SELECT DISTINCT ON (household_id) household_id, id, amount
                           FROM (%(lines)s) x ORDER BY household_id, id) l
                ON l.household_id = h.id
             WHERE (l.id IS NULL) = (h.state IN ('active', 'tapering'))
            """,
            county=self.division_id.id,
            lines=self._regular_lines_sql(),
        )
