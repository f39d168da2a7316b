# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.tools import SQL


class DibaoPaymentRun(models.Model):
    """What changed since a run was computed: looked at before approval and lock."""

    _inherit = "dibao.payment.run"

    def _look_again(self):
        """Has anything changed since it was computed? Deaths and ends stop payments.

        :return: what to tell, when somebody has to look first; else None
        """
        self._plan_plainly()
        stopped = self._stop_stale()
        changed = self._note_changed()
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
        self.env.flush_all()
        stale = self.env.execute_query(self._stale_sql())
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
                lines=[line for line, _reason in stale],
                reasons=[reason for _line, reason in stale],
            )
        )
        self.env.invalidate_all()
        self._tell_sums()
        self._compare()
        return len(stale)

    def _stale_sql(self):
        """SQL of the payments that are not owed any more: (line, why)."""
        hold = self.policies["payment_after_death"] == "hold"
        return SQL(
            """
            SELECT l.id, CASE
                       WHEN %(all_dead)s THEN 'died'
                       WHEN b.state IN ('in_force', 'ended') AND b.date_from <= l.month
                        AND (b.date_to IS NULL OR b.date_to >= l.month)
                       THEN 'held' ELSE 'ended' END
              FROM dibao_payment_line l
             CROSS JOIN LATERAL (SELECT * FROM dibao_benefit
                                  WHERE id = l.benefit_id OFFSET 0) b
             WHERE l.run_id = %(run)s AND l.state = 'due'
               AND l.kind IN ('regular', 'arrears')
               AND (b.state NOT IN ('in_force', 'ended')
                    OR b.date_from > l.month OR b.date_to < l.month
                    OR (b.id IN (%(bereaved)s) AND %(dead)s))
            """,
            run=self.id,
            bereaved=self._bereaved_sql(),
            all_dead=self._line_dead_sql("bool_and"),
            dead=self._line_dead_sql("bool_or" if hold else "bool_and"),
        )

    def _line_dead_sql(self, which):
        """SQL: all (any) counted persons of benefit ``b`` died before ``l.month``."""
        return SQL(
            """coalesce((SELECT %s(coalesce(p.death_date < l.month, false))
                           FROM dibao_benefit_member bm
                           JOIN dibao_person p ON p.id = bm.person_id
                          WHERE bm.benefit_id = b.id AND bm.is_counted), false)""",
            SQL(which),
        )

    def _note_changed(self):
        """Note amounts and accounts that are others now; returns how many are new."""
        known = """NOT EXISTS (SELECT 1 FROM dibao_payment_finding k
                    WHERE k.run_id = %s AND k.household_id = f.household_id
                      AND k.code = 'changed' AND k.detail IS NOT DISTINCT FROM f.detail)
                """
        rows = SQL(
            "SELECT * FROM (%s UNION ALL %s)"
            " AS f (household_id, line_id, detail, found, expected) WHERE %s",
            self._check_changed(),
            SQL(
                """SELECT l.household_id, l.id, 'amount_changed', l.amount, b.amount
                     FROM (%s) l
                    CROSS JOIN LATERAL (SELECT * FROM dibao_benefit
                                         WHERE id = l.benefit_id OFFSET 0) b
                    WHERE l.kind = 'regular' AND b.amount <> l.amount""",
                self._live_lines_sql(),
            ),
            SQL(known, self.id),
        )
        blocking = "changed" in self.policies["payment_blocking_checks"]
        count = self._note_findings("changed", rows, blocking)
        self.env.invalidate_all()
        return count
