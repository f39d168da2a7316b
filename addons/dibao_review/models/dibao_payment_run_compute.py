# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import payment

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
        """Lines of the next households by id.

        :return: the last id, None at the end; how many there were
        """
        self._plan_plainly()
        [[last, count]] = self.env.execute_query(
            SQL(
                """SELECT max(id), count(*) FROM (SELECT id FROM dibao_household
                    WHERE county_id = %s AND id > %s ORDER BY id LIMIT %s) chunk""",
                self.division_id.id,
                after,
                CHUNK,
            )
        )
        if last is None:
            return None, 0
        chunk = SQL("h.id > %s AND h.id <= %s", after, last)
        self.env.cr.execute(self._regular_sql(chunk))
        if paid := self._paid_months():
            self.env.cr.execute(self._arrears_sql(chunk, paid))
        self.env.cr.execute(self._recovery_sql(chunk))
        return last, count

    def _plan_plainly(self):
        """Compiling a statement, or calling helpers, takes longer than a county's rows.

        Other cores are for other counties.
        """
        self.env.cr.execute("SET LOCAL jit = off")
        self.env.cr.execute("SET LOCAL max_parallel_workers_per_gather = 0")

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
            at, _count = self._compute_chunk(at)
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

    def _count_households(self):
        """How many households the county has."""
        [[count]] = self.env.execute_query(
            SQL(
                "SELECT count(*) FROM dibao_household WHERE county_id = %s",
                self.division_id.id,
            )
        )
        return count
