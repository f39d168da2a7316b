# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.tools import SQL


class DibaoPaymentRun(models.Model):
    """The checks of amounts (A16, A17), as those of ``dibao_payment_run_checks.py``."""

    _inherit = "dibao.payment.run"

    def _figures_sql(self):
        """SQL of the regular lines whose benefit holds what it was reckoned from."""
        return SQL(
            """
            SELECT * FROM (%s) l
             WHERE benefit_kind = 'regular' AND standard > 0 AND counted > 0
            """,
            self._regular_lines_sql(),
        )

    def _extras_sql(self, benefit="f"):
        """SQL: what a benefit holds beside its basic allowance."""
        return SQL(
            """(SELECT coalesce(sum(x.amount), 0) FROM dibao_benefit_line x
                 WHERE x.benefit_id = %s.benefit_id AND x.component <> 'base')""",
            SQL.identifier(benefit),
        )

    def _skipped_ceiling(self):
        return SQL(
            "SELECT (SELECT count(*) FROM (%s) l) - (SELECT count(*) FROM (%s) f)",
            self._lines_sql(),
            self._figures_sql(),
        )

    _skipped_standard = _skipped_ceiling

    def _check_ceiling(self):
        """A16: never over standard times counted members plus supplements."""
        if not self._has(SQL("true"), self._figures_sql()):
            return "no_figures"
        return SQL(
            """
            SELECT f.household_id, f.id, NULL, f.amount,
                   f.standard * f.counted + %(extras)s
              FROM (%(figures)s) f
             WHERE f.amount > f.standard * f.counted
               AND f.amount > f.standard * f.counted + %(extras)s
            """,
            figures=self._figures_sql(),
            extras=self._extras_sql(),
        )

    def _check_formula(self):
        """A17: what gap or tier gives for the persons whose share is paid.

        57号 art. 23; the tolerance is a policy.
        """
        if not self._has(SQL("true"), self._reckoned_sql()):
            return "no_figures"
        return SQL(
            """
            SELECT f.household_id, f.id, NULL, f.amount, f.gives
              FROM (SELECT r.*, greatest(r.each * %(shares)s, %(least)s) + %(extras)s
                           AS gives FROM (%(reckoned)s) r) f
             WHERE (abs(f.amount - f.each * f.counted) > %(tolerance)s
                    -- few, and found by an index: the others need no second look
                    OR f.benefit_id IN (SELECT benefit_id FROM dibao_benefit_member
                                         WHERE is_counted AND is_paid IS FALSE))
               AND abs(f.amount - f.gives) > %(tolerance)s
            """,
            reckoned=self._reckoned_sql(),
            extras=self._extras_sql("r"),
            shares=self._shares_sql(),
            least=self._local("smallest_amount", 0),
            tolerance=self.policies["payment_formula_tolerance"],
        )

    def _local(self, code, otherwise):
        """A rule of amounts in the county and month, as an exact figure."""
        value = self.env["dibao.policy"].sudo()._get(code, self.division_id, self.month)
        return SQL("%s::numeric", str(otherwise if value is None else value))

    def _shares_sql(self):
        """SQL: how many shares a benefit ``r`` pays. Of who refused three offers only
        what the place leaves (57号 art. 34, policy `refusal_percent`)."""
        return SQL(
            """coalesce((SELECT count(*) FILTER (WHERE bm.is_paid IS NOT FALSE)
                                + count(*) FILTER (WHERE bm.is_paid IS FALSE)
                                * (100 - %s) / 100
                           FROM dibao_benefit_member bm
                          WHERE bm.benefit_id = r.benefit_id AND bm.is_counted
                         HAVING count(*) > 0), r.counted)""",
            self._local("refusal_percent", 100),
        )

    def _reckoned_sql(self):
        """SQL of the lines with what each paid person gets by gap or tier."""
        tiers = SQL(", ").join(
            SQL("(%s, %s, %s::numeric)", tier, kind, amount)
            for tier, kind, amount in self._tiers()
        )
        return SQL(
            """
            SELECT g.*, CASE WHEN g.method = 'gap'
                             THEN greatest(g.standard - coalesce(g.per_capita, 0), 0)
                             ELSE t.amount END AS each
              FROM (%s) g
              LEFT JOIN (VALUES %s) AS t (tier, kind, amount)
                ON t.tier = g.tier AND t.kind = g.urban_rural
             WHERE g.method = 'gap' OR t.amount IS NOT NULL
            """,
            self._figures_sql(),
            tiers,
        )

    def _tiers(self):
        """(tier, urban or rural, yuan) of the county's table; never empty."""
        table = self.env["dibao.policy"].sudo()
        table = table._get("amount_tiers", self.division_id, self.month) or []
        rows = [
            (str(one.get("tier")), kind, one[kind])
            for one in table
            if isinstance(one, dict)
            for kind in ("urban", "rural")
            if isinstance(one.get(kind), int | float)
        ]
        return rows or [("", "", 0)]

    def _skipped_formula(self):
        return SQL(
            "SELECT (SELECT count(*) FROM (%s) l) - (SELECT count(*) FROM (%s) f)",
            self._lines_sql(),
            self._reckoned_sql(),
        )

    def _check_standard(self):
        """A17: the standard of the benefit is that of the month and the place."""
        standards = self._standards()
        if not standards:
            return "no_standard"
        rows = SQL(", ").join(
            SQL("(%s, %s, %s::numeric)", *standard) for standard in standards
        )
        return SQL(
            """
            SELECT f.household_id, f.id, NULL, f.standard, s.amount
              FROM (%s) f
              JOIN (VALUES %s) AS s (division_id, kind, amount)
                ON s.division_id = f.division_id AND s.kind = f.urban_rural
             WHERE s.amount <> f.standard
            """,
            self._figures_sql(),
            rows,
        )

    def _standards(self):
        """(village, urban or rural, yuan) of the month, where people are paid."""
        places = self.env.execute_query(
            SQL(
                "SELECT DISTINCT division_id, urban_rural FROM (%s) l",
                self._regular_lines_sql(),
            )
        )
        standards = self.env["dibao.standard"].sudo()
        known = standards._amounts({place for place, _kind in places}, self.month)
        return [(*place, known[place]) for place in places if place in known]
