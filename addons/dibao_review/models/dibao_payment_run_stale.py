# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from typing import NamedTuple

from odoo import models
from odoo.tools import SQL


class Change(NamedTuple):
    """What became of a line: why it stops, another account, another amount (yuan)."""

    line: int
    household: int
    stop_reason: str | None
    other_account: bool
    amount: object
    owed: object


class DibaoPaymentRun(models.Model):
    """What changed since a run was computed: looked at before approval and lock."""

    _inherit = "dibao.payment.run"

    def _look_again(self):
        """Has anything changed since it was computed? Deaths and ends stop payments.

        :return: what to tell, when somebody has to look first; else None
        """
        self._plan_plainly()
        changes = self._changes()
        stopped = self._stop(changes)
        changed = self._note_changed(changes)
        if not stopped and not changed:
            return None
        self._forget_approvals(state="checked")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.name,
                "message": self.env._(
                    "Since it was computed, %(stopped)s payments were stopped and "
                    "%(changed)s changed. Nothing is approved yet: look at the "
                    "findings.",
                    stopped=stopped,
                    changed=changed,
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _stop_stale(self):
        """Stop payments that are not owed any more; returns how many."""
        return self._stop(self._changes())

    def _changes(self):
        """Lines that are not what they were made from any more.

        :return: list of ``Change``; few, as a rule none
        """
        self.env.flush_all()
        return [Change(*row) for row in self.env.execute_query(self._changes_sql())]

    def _changes_sql(self):
        """SQL of the rows of ``_changes``: the county's lines are read once for all."""
        hold = self.policies["payment_after_death"] == "hold"
        return SQL(
            """
            SELECT * FROM (
                SELECT l.id, l.household_id,
                       CASE WHEN l.state <> 'due'
                              OR l.kind NOT IN ('regular', 'arrears')
                              OR (b.holds AND NOT (b.id IN (%(bereaved)s) AND %(dead)s))
                            THEN NULL
                            WHEN %(all_dead)s THEN 'died'
                            WHEN b.holds THEN 'held' ELSE 'ended' END AS stop_reason,
                       l.account->>'i' IS DISTINCT FROM h.account->>'i'
                       AS other_account,
                       CASE WHEN l.kind = 'regular' AND b.amount <> l.amount
                            THEN l.amount END AS amount,
                       b.amount AS owed
                  FROM (%(lines)s) l
                 CROSS JOIN LATERAL (SELECT account_number AS account
                                       FROM dibao_household
                                      WHERE id = l.household_id OFFSET 0) h
                  LEFT JOIN LATERAL (
                       SELECT id, amount,
                              state IN ('in_force', 'ended') AND date_from <= l.month
                              AND (date_to IS NULL OR date_to >= l.month) AS holds
                         FROM dibao_benefit WHERE id = l.benefit_id OFFSET 0) b ON true
            ) c
             WHERE stop_reason IS NOT NULL OR other_account OR amount IS NOT NULL
             ORDER BY id
            """,
            lines=self._live_lines_sql(),
            bereaved=self._bereaved_sql(),
            all_dead=self._line_dead_sql("bool_and"),
            dead=self._line_dead_sql("bool_or" if hold else "bool_and"),
        )

    def _stop(self, changes):
        """Stop the payments that are not owed any more; returns how many."""
        stale = [one for one in changes if one.stop_reason]
        if not stale:
            return 0
        self.env.cr.execute(
            SQL(
                """
                WITH stopped AS (
                    UPDATE dibao_payment_line l
                       SET state = 'cancelled', stop_reason = gone.reason
                      FROM unnest(%(lines)s, %(reasons)s::text[]) AS gone (id, reason)
                     WHERE l.id = gone.id
                 RETURNING l.id, l.household_id, l.division_id, l.amount, l.stop_reason)
                INSERT INTO dibao_payment_finding (run_id, code, detail, line_id,
                       household_id, division_id, found, is_blocking, state)
                SELECT %(run)s, 'changed', stop_reason, id, household_id, division_id,
                       amount, false, 'stopped' FROM stopped
                """,
                run=self.id,
                lines=[one.line for one in stale],
                reasons=[one.stop_reason for one in stale],
            )
        )
        self.env.invalidate_all()
        self._tell_sums()
        self._compare()
        return len(stale)

    def _line_dead_sql(self, which):
        """SQL: all (any) counted persons of benefit ``b`` died before ``l.month``."""
        return SQL(
            """coalesce((SELECT %s(coalesce(p.death_date < l.month, false))
                           FROM dibao_benefit_member bm
                           JOIN dibao_person p ON p.id = bm.person_id
                          WHERE bm.benefit_id = b.id AND bm.is_counted), false)""",
            SQL(which),
        )

    def _note_changed(self, changes):
        """Note amounts and accounts that are others now; returns how many are new."""
        found = self._changed_findings(changes)
        if not found:
            return 0
        rows = SQL(
            """
            SELECT * FROM unnest(%(households)s, %(lines)s, %(details)s::text[],
                                 %(found)s::numeric[], %(expected)s::numeric[])
                       AS f (household_id, line_id, detail, found, expected)
             WHERE NOT EXISTS (
                   SELECT 1 FROM dibao_payment_finding k
                    WHERE k.run_id = %(run)s AND k.household_id = f.household_id
                      AND k.code = 'changed' AND k.detail IS NOT DISTINCT FROM f.detail)
            """,
            run=self.id,
            **{
                name: list(column)
                for name, column in zip(
                    ("households", "lines", "details", "found", "expected"),
                    zip(*found, strict=True),
                    strict=True,
                )
            },
        )
        blocking = "changed" in self.policies["payment_blocking_checks"]
        count = self._note_findings("changed", rows, blocking)
        self.env.invalidate_all()
        return count

    def _changed_findings(self, changes):
        """(household, line, detail, found, expected): an account once a household."""
        live = [one for one in changes if not one.stop_reason]
        accounts = {}
        for one in live:
            if one.other_account:
                accounts.setdefault(
                    one.household, (one.household, one.line, None, None, None)
                )
        amounts = [
            (one.household, one.line, "amount_changed", one.amount, one.owed)
            for one in live
            if one.amount is not None
        ]
        return [*accounts.values(), *amounts]
