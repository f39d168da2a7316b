# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import payment
from .dibao_payment_run import LOCKED

#: Households of a statement; a county of more is computed in pieces, each committed.
CHUNK = 100_000
#: What a run computes anew each time; the others were put in by people.
COMPUTED = ("regular", "arrears", "recovery")
RULES = (
    *("payment_after_death", "payment_arrears_months", "payment_recovery_share"),
    *("payment_approvers_apart", "payment_formula_tolerance"),
    *("payment_blocking_checks", "payment_frequency"),
)


class DibaoPaymentRun(models.Model):
    """The computing: set-based, in SQL, as ``tools/payment.py`` says it in words."""

    _inherit = "dibao.payment.run"

    # WHAT COMES BEFORE

    def _prepare(self):
        """Take the rules of the month, and look that no month was left out.

        :raise UserError: a policy is missing, or a month
        """
        policies = self.env["dibao.policy"].sudo()
        day = payment.last_day(self.month)
        rules = {key: policies._require(key, self.division_id, day) for key in RULES}
        try:
            months = payment.months_of(self.month, rules["payment_frequency"])
        except ValueError:
            raise UserError(
                self.env._(
                    "%(county)s pays by quarters: a run ends with March, June, "
                    "September or December.",
                    county=self.division_id.name,
                )
            ) from None
        self._by_act(
            {
                "policies": rules,
                "first_month": months[0],
                "previous_id": self._last_run(months[0]).id,
                "apart": rules["payment_approvers_apart"],
            }
        )

    def _last_run(self, first_month):
        """The run before this one; empty for the first of a county."""
        runs = self.sudo()
        before = runs.search(
            [
                ("division_id", "=", self.division_id.id),
                ("id", "!=", self.id),
                ("month", "<", first_month),
            ],
            order="month desc",
            limit=1,
        )
        later = runs.search_count(
            [
                ("division_id", "=", self.division_id.id),
                ("id", "!=", self.id),
                ("month", ">=", first_month),
            ],
            limit=1,
        )
        if later:
            raise UserError(
                self.env._(
                    "A later month is paid already. What this one lacks is arrears of "
                    "the next run."
                )
            )
        missing = before and payment.shift(before.month, 1)
        if missing and missing != first_month:
            raise UserError(
                self.env._(
                    "%(month)s was not paid yet: make that month's run first.",
                    month=f"{missing:%Y-%m}",
                )
            )
        return before

    # THE LINES

    def _compute_begin(self):
        """Drop what was computed before; what people put in stays."""
        self.env["dibao.payment.line"].flush_model()
        self.env["dibao.benefit"].flush_model()
        self.env["dibao.household"].flush_model()
        self.env["dibao.person"].flush_model()
        for table in ("difference", "finding", "check"):
            self.env.cr.execute(
                SQL(
                    "DELETE FROM %s WHERE run_id = %s",
                    SQL.identifier(f"dibao_payment_{table}"),
                    self.id,
                )
            )
        self.env.cr.execute(
            SQL(
                "DELETE FROM dibao_payment_line WHERE run_id = %s AND kind IN %s",
                self.id,
                COMPUTED,
            )
        )
        # Made for an account that may be another by now.
        self.env.cr.execute(
            SQL(
                """UPDATE dibao_payment_line l
                      SET account = h.account_number, bank = h.account_bank
                     FROM dibao_household h
                    WHERE l.run_id = %s AND h.id = l.household_id""",
                self.id,
            )
        )
        self.env.invalidate_all()

    def _compute_chunk(self, after):
        """Lines of the next households by id; returns the last id, None at the end."""
        self._plan_plainly()
        [[last]] = self.env.execute_query(
            SQL(
                """SELECT max(id) FROM (SELECT id FROM dibao_household
                    WHERE county_id = %s AND id > %s ORDER BY id LIMIT %s) chunk""",
                self.division_id.id,
                after,
                CHUNK,
            )
        )
        if last is None:
            return None
        chunk = SQL("h.id > %s AND h.id <= %s", after, last)
        self.env.cr.execute(self._regular_sql(chunk))
        if paid := self._paid_months():
            self.env.cr.execute(self._arrears_sql(chunk, paid))
        self.env.cr.execute(self._recovery_sql(chunk))
        return last

    def _owed_sql(self, months, chunk):
        """SQL of what is owed to the county's households for months.

        A benefit in force for the month, unless all counted persons died before it (or
        one of them, where payment is then held).

        :param months: SQL of a table ``m(month)``
        :param chunk: SQL condition on the households ``h``
        """
        hold = self.policies["payment_after_death"] == "hold"
        # Few have a death to look at: they are found first, by the index of deaths.
        return SQL(
            """
            SELECT h.id AS household_id, b.id AS benefit_id, m.month, b.amount,
                   h.division_id, h.account_number, h.account_bank, b.urban_rural
              FROM %(months)s
              JOIN dibao_benefit b ON b.state IN ('in_force', 'ended')
                   AND b.date_from <= m.month AND b.amount > 0
                   AND (b.date_to IS NULL OR b.date_to >= m.month)
              JOIN dibao_household h ON h.id = b.household_id
             WHERE h.county_id = %(county)s AND %(chunk)s
               AND (b.id NOT IN (%(bereaved)s)
                    OR EXISTS (SELECT 1 FROM dibao_benefit_member bm
                                 JOIN dibao_person p ON p.id = bm.person_id
                                WHERE bm.benefit_id = b.id AND bm.is_counted
                               HAVING %(paid_on)s))
            """,
            months=months,
            county=self.division_id.id,
            chunk=chunk,
            bereaved=self._bereaved_sql(),
            paid_on=SQL("bool_and(p.death_date IS NULL OR p.death_date >= m.month)")
            if hold
            else SQL("bool_or(p.death_date IS NULL OR p.death_date >= m.month)"),
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

    def _plan_plainly(self):
        """Compiling a statement takes longer than a county's rows."""
        self.env.cr.execute("SET LOCAL jit = off")

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

    # WHAT COMES AFTER

    def _compute_end(self):
        """Compare with the last run, check, add up."""
        self._plan_plainly()
        self._refresh_statistics()
        self.env.invalidate_all()
        self._compare()
        self._run_checks()
        self._by_act(
            {
                "state": "checked",
                "computed_by_id": self.env.uid,
                "computed_on": fields.Datetime.now(),
            }
        )
        self._tell_sums()

    def _refresh_statistics(self):
        """Lines that have just doubled would be compared by plans for few."""
        [[known, lines]] = self.env.execute_query(
            SQL(
                """SELECT reltuples, (SELECT count(*) FROM dibao_payment_line
                                       WHERE run_id = %s)
                     FROM pg_class WHERE oid = 'dibao_payment_line'::regclass""",
                self.id,
            )
        )
        if lines > max(known, 0) / 2:
            self.env.cr.execute("ANALYZE dibao_payment_line")

    def _tell_sums(self):
        """The run's figures, from its lines."""
        for run in self:
            self.env["dibao.payment.line"].flush_model()
            [row] = run.env.execute_query(
                SQL(
                    """
                    SELECT count(*), count(DISTINCT household_id),
                           coalesce(sum(amount), 0),
                           coalesce(sum(amount) FILTER (WHERE kind = 'regular'), 0),
                           coalesce(sum(amount) FILTER (WHERE kind = 'arrears'), 0),
                           coalesce(sum(amount) FILTER (WHERE kind = 'recovery'), 0),
                           coalesce(sum(amount) FILTER
                                    (WHERE kind IN ('correction', 'reissue')), 0)
                      FROM dibao_payment_line
                     WHERE run_id = %s AND state <> 'cancelled'
                    """,
                    run.id,
                )
            )
            before = run.previous_id.total
            run._by_act(
                {
                    "line_count": row[0],
                    "household_count": row[1],
                    "total": row[2],
                    "regular_total": row[3],
                    "arrears_total": row[4],
                    "recovery_total": row[5],
                    "other_total": row[6],
                    "previous_total": before,
                    "difference": float(row[2]) - before,
                }
            )

    def _compute_all(self):
        """Everything in one transaction (the job commits between pieces)."""
        self._compute_begin()
        at = 0
        while at is not None:
            at = self._compute_chunk(at)
        self._compute_end()

    # BY HAND

    def _next(self):
        """The county's run that is being prepared, for what is put in by people."""
        self.ensure_one()
        run = self.sudo().search(
            [
                ("division_id", "=", self.division_id.id),
                ("state", "in", ("draft", "computed", "checked")),
            ],
            limit=1,
        )
        if not run:
            raise UserError(
                self.env._(
                    "%(county)s has no run that is being prepared. Begin the next "
                    "month's run: it takes this in.",
                    county=self.division_id.name,
                )
            )
        return run.with_env(self.env).sudo()

    def _add_line(self, line, kind, amount, reason=None):
        """A new line that corrects or replaces an old one, to the present account."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO dibao_payment_line (run_id, run_month, division_id,
                       township_id, household_id, benefit_id, kind, month, amount,
                       account, bank, urban_rural, state, origin_id, reason)
                SELECT %s, %s, l.division_id, l.township_id, l.household_id,
                       l.benefit_id, %s, l.month, %s, h.account_number, h.account_bank,
                       l.urban_rural, 'due', l.id, %s
                  FROM dibao_payment_line l
                  JOIN dibao_household h ON h.id = l.household_id
                 WHERE l.id = %s
                RETURNING id
                """,
                self.id,
                self.month,
                kind,
                round(amount, 2),
                reason,
                line.id,
            )
        )
        [made] = self.env.cr.fetchone()
        self.env.invalidate_all()
        return self.env["dibao.payment.line"].browse(made)

    def _count_households(self, up_to=None):
        """How many households the county has (up to an id)."""
        [[count]] = self.env.execute_query(
            SQL(
                """SELECT count(*) FROM dibao_household
                    WHERE county_id = %s AND id <= coalesce(%s, id)""",
                self.division_id.id,
                up_to,
            )
        )
        return count
