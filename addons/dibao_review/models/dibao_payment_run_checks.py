# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.tools import SQL

from ..tools import payment

#: (code, number of the auditors' test), in the order they are shown.
CHECKS = (
    ("account", ""),
    ("shared", "A14"),
    ("holder", "A15"),
    ("ceiling", "A16"),
    ("formula", "A17"),
    ("standard", "A17"),
    ("lists", "A28"),
    ("notices", "A28"),
    ("registry", "A28"),
    ("deaths", "A01"),
    ("overpaid", ""),
    ("negative", ""),
    ("unexplained", ""),
)


class DibaoPaymentRun(models.Model):
    """The checks of a run, each one statement, each with a result of its own.

    ``_check_<code>`` returns SQL of the findings: (household, line, detail, found,
    expected), or the code of why it could not be run. ``_skipped_<code>`` returns SQL
    of a number of lines that lack what the check needs.
    """

    _inherit = "dibao.payment.run"

    def _run_checks(self):
        """Run each check anew; what people decided on former findings goes."""
        self._read_lines()
        for table in ("finding", "check"):
            self.env.cr.execute(
                SQL(
                    "DELETE FROM %s WHERE run_id = %s",
                    SQL.identifier(f"dibao_payment_{table}"),
                    self.id,
                )
            )
        [[lines]] = self.env.execute_query(
            SQL("SELECT count(*) FROM (%s) l", self._lines_sql())
        )
        for sequence, (code, rule) in enumerate(CHECKS, 1):
            self._run_check(sequence, code, rule, lines)
        self.env.invalidate_all()

    def _run_check(self, sequence, code, rule, lines):
        blocking = code in self.policies["payment_blocking_checks"]
        rows = getattr(self, f"_check_{code}")() if lines else "no_lines"
        result = {"result": "not_run", "count": 0, "looked_at": 0, "skipped": lines}
        if isinstance(rows, SQL):
            count = self._note_findings(code, rows, blocking)
            skipped = 0
            if hasattr(self, f"_skipped_{code}"):
                query = getattr(self, f"_skipped_{code}")()
                [[skipped]] = self.env.execute_query(query)
            result = {
                "result": "found" if count else "pass",
                "count": count,
                "looked_at": lines - skipped,
                "skipped": skipped,
            }
        self._note_check(
            {
                "sequence": sequence,
                "code": code,
                "rule": rule or None,
                "reason": None if isinstance(rows, SQL) else rows,
                "is_blocking": blocking,
                **result,
            }
        )

    def _note_check(self, values):
        values = {"run_id": self.id, "division_id": self.division_id.id, **values}
        self.env.cr.execute(
            SQL(
                "INSERT INTO dibao_payment_check (%s) VALUES %s",
                SQL(", ").join(map(SQL.identifier, values)),
                tuple(values.values()),
            )
        )

    def _note_findings(self, code, rows, blocking):
        """Keep the findings of a check; returns how many there are."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO dibao_payment_finding (run_id, code, is_blocking, state,
                       household_id, line_id, detail, found, expected, division_id)
                SELECT %s, %s, %s, 'open', f.household_id, f.line_id, f.detail,
                       f.found, f.expected, h.division_id
                  FROM (%s) AS f (household_id, line_id, detail, found, expected)
                 CROSS JOIN LATERAL (SELECT division_id FROM dibao_household
                                      WHERE id = f.household_id OFFSET 0) h
                """,
                self.id,
                code,
                blocking,
                rows,
            )
        )
        return self.env.cr.rowcount

    # ACCOUNTS

    def _check_account(self):
        """Who has no account cannot be paid (57号 art. 25)."""
        return SQL(
            """SELECT household_id, min(id), NULL, NULL::numeric, NULL::numeric
                 FROM (%s) l WHERE NOT has_account GROUP BY household_id""",
            self._lines_sql(),
        )

    def _check_shared(self):
        """A14: one account for two households or more; registered custody is exempt."""
        if not self._has(SQL("account IS NOT NULL")):
            return "no_accounts"
        return SQL(
            """
            WITH mine AS (
                SELECT l.household_id, min(l.id) AS line_id, l.account
                  FROM (%(lines)s) l
                  LEFT JOIN dibao_custodian c ON c.id = l.account_custodian_id
                 WHERE l.has_account AND NOT %(custody)s
                 GROUP BY l.household_id, l.account)
            SELECT household_id, line_id, NULL, n, 1
              FROM (SELECT *, count(*) OVER (PARTITION BY account) AS n FROM mine) s
             WHERE n > 1
            """,
            lines=self._lines_sql(),
            custody=self._custody_sql(),
        )

    def _custody_sql(self):
        """SQL: the custody agreement ``c`` holds in the month."""
        return SQL(
            """coalesce(c.agreement_date < %s
                        AND (c.date_to IS NULL OR c.date_to >= %s), false)""",
            payment.shift(self.month, 1),
            self.month,
        )

    def _check_holder(self):
        """A15: the holder is a living member, or keeps the account by an agreement."""
        if not self._has(SQL("account IS NOT NULL")):
            return "no_accounts"
        return SQL(
            """
            SELECT l.household_id, min(l.id),
                   CASE WHEN l.account_holder_id IS NULL
                         AND l.account_custodian_id IS NULL THEN 'no_holder' END,
                   NULL::numeric, NULL::numeric
              FROM (%(lines)s) l
              LEFT JOIN dibao_custodian c ON c.id = l.account_custodian_id
             WHERE l.has_account AND NOT %(custody)s
               AND NOT EXISTS (
                   SELECT 1 FROM dibao_household_member m
                     JOIN dibao_person p ON p.id = m.person_id
                    WHERE m.household_id = l.household_id
                      AND m.person_id = l.account_holder_id
                      AND (m.date_to IS NULL OR m.date_to >= %(month)s)
                      AND (p.death_date IS NULL OR p.death_date >= %(month)s)
                   OFFSET 0)
             GROUP BY l.household_id, l.account_holder_id, l.account_custodian_id
            """,
            lines=self._lines_sql(),
            custody=self._custody_sql(),
            month=self.month,
        )

    def _skipped_holder(self):
        return SQL(
            "SELECT count(*) FROM (%s) l WHERE NOT has_account", self._lines_sql()
        )

    _skipped_shared = _skipped_holder

    # PERSONS AND MONEY

    def _check_deaths(self):
        """A01: a counted member died before the month, and the amount is as before."""
        return SQL(
            """SELECT household_id, id, NULL, amount, NULL::numeric FROM (%s) l
                WHERE benefit_id IN (%s)""",
            self._regular_lines_sql(),
            self._bereaved_sql(),
        )

    def _check_overpaid(self):
        """Earlier months were paid more than is owed now, and nothing is agreed on."""
        if not self.previous_id:
            return "first_run"
        return SQL(
            """
            SELECT t.household_id, NULL::integer, NULL, t.surplus - r.agreed, 0
              FROM (SELECT g.household_id,
                           sum(greatest(g.granted - coalesce(b.amount, 0), 0))
                           AS surplus
                      FROM dibao_household h
                     CROSS JOIN LATERAL (
                            SELECT l.household_id, l.month, sum(l.amount) AS granted
                              FROM dibao_payment_line l
                             WHERE l.household_id = h.id AND l.run_id <> %(run)s
                               AND l.month >= %(since)s AND l.month < %(first)s
                               AND l.kind IN ('regular', 'arrears', 'correction')
                               AND l.state <> 'cancelled'
                             GROUP BY 1, 2 OFFSET 0) g
                      LEFT JOIN LATERAL (SELECT * FROM dibao_benefit b
                                          WHERE b.household_id = g.household_id
                                            AND %(holds)s OFFSET 0) b ON true
                     WHERE h.county_id = %(county)s
                     GROUP BY g.household_id) t
             CROSS JOIN LATERAL (SELECT coalesce(sum(amount), 0) AS agreed
                                   FROM dibao_payment_recovery
                                  WHERE household_id = t.household_id
                                    AND state IN ('agreed', 'done')) r
             WHERE t.surplus > r.agreed
            """,
            county=self.division_id.id,
            run=self.id,
            since=self._past_months()[0],
            first=self.first_month,
            holds=self._holds_sql(SQL("g.month")),
        )

    def _check_negative(self):
        """No household's payments of the run come to less than nothing."""
        return SQL(
            """SELECT household_id, min(id), NULL, sum(amount), 0 FROM (%s) l
                GROUP BY household_id HAVING sum(amount) < 0""",
            self._lines_sql(),
        )

    def _check_unexplained(self):
        if not self.previous_id:
            return "first_run"
        return SQL(
            """SELECT household_id, NULL::integer, NULL, amount, 0
                 FROM dibao_payment_difference
                WHERE run_id = %s AND cause = 'unexplained'""",
            self.id,
        )
