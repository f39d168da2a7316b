# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.tools import SQL


class DibaoPaymentRun(models.Model):
    """The lines of a run as its checks read them: once, with what belongs to them."""

    _inherit = "dibao.payment.run"

    def _read_lines(self):
        """Put the lines that will be paid beside their benefit and account holder.

        A dozen checks read them; each would look the same rows up again. What belongs
        to a line is looked up one by one (OFFSET 0 keeps it so): a join would read the
        benefits of all counties.
        """
        self.env["dibao.payment.line"].flush_model()
        self.env["dibao.benefit"].flush_model()
        self.env["dibao.household"].flush_model()
        self.env.cr.execute("DROP TABLE IF EXISTS dibao_pr_line")
        self.env.cr.execute(
            SQL(
                """
                CREATE TEMP TABLE dibao_pr_line ON COMMIT DROP AS
                SELECT l.id, l.household_id, l.benefit_id, l.division_id, l.urban_rural,
                       l.kind, l.month, l.amount, l.account IS NOT NULL AS has_account,
                       l.account->>'i' AS account, h.account_holder_id,
                       h.account_custodian_id, b.kind AS benefit_kind, b.case_id,
                       b.method, b.tier, b.standard, b.per_capita, b.counted
                  FROM (%s) l
                 CROSS JOIN LATERAL (SELECT * FROM dibao_household
                                      WHERE id = l.household_id OFFSET 0) h
                  LEFT JOIN LATERAL (SELECT * FROM dibao_benefit
                                      WHERE id = l.benefit_id OFFSET 0) b ON true
                """,
                self._live_lines_sql(),
            )
        )

    def _live_lines_sql(self):
        """SQL of the lines that will be paid, as they stand now."""
        return SQL(
            "SELECT * FROM dibao_payment_line"
            " WHERE run_id = %s AND state <> 'cancelled'",
            self.id,
        )

    def _lines_sql(self):
        """SQL of the lines that will be paid, as ``_read_lines`` has put them."""
        return SQL("SELECT * FROM dibao_pr_line")

    def _regular_lines_sql(self):
        return SQL("%s WHERE kind = 'regular'", self._lines_sql())

    def _has(self, condition, source=None):
        [[found]] = self.env.execute_query(
            SQL(
                "SELECT EXISTS (SELECT 1 FROM (%s) l WHERE %s)",
                source or self._lines_sql(),
                condition,
            )
        )
        return found
