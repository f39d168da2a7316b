# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A14 to A17, A23, A28, A32: payments. The checks of a run are re-used."""

from odoo.tools import SQL

from .ground import OWN, test_of


def _findings(*codes):
    """Open findings of the last run of each county."""
    return SQL(
        """SELECT DISTINCT ON (f.household_id) f.household_id, NULL::int AS person_id,
                  f.division_id, 'h' || f.household_id AS fact_key,
                  run.month AS fact_on, abs(coalesce(f.found, 0) -
                  coalesce(f.expected, 0)) AS amount,
                  f.code || coalesce(f.detail, '') AS material, %s,
                  jsonb_build_object('month', to_char(run.month, 'YYYY-MM'),
                      'found', f.found, 'expected', f.expected, 'code', f.code,
                      'detail', f.detail) AS said
             FROM dibao_payment_finding f
             JOIN (SELECT DISTINCT ON (division_id) id, month
                     FROM dibao_payment_run WHERE state <> 'draft'
                    ORDER BY division_id, month DESC) run ON run.id = f.run_id
            WHERE f.state = 'open' AND f.code IN %s
            ORDER BY f.household_id, f.id""",
        OWN,
        codes,
    )


@test_of("payment_shared")
def payment_shared(ground):
    """A14: check *shared* of the payment run."""
    return _findings("shared")


@test_of("payment_holder")
def payment_holder(ground):
    """A15: check *holder* of the payment run."""
    return _findings("holder")


@test_of("payment_ceiling")
def payment_ceiling(ground):
    """A16: check *ceiling* of the payment run."""
    return _findings("ceiling")


@test_of("payment_formula")
def payment_formula(ground):
    """A17: checks *formula* and *standard* of the payment run."""
    return _findings("formula", "standard")


@test_of("payment_lists")
def payment_lists(ground):
    """A28: checks *lists*, *notices* and *registry* of the payment run."""
    return _findings("lists", "notices", "registry")


@test_of("equal_amounts")
def equal_amounts(ground):
    """A23: a village whose households, of several sizes, all draw the same amount."""
    return SQL(
        """SELECT NULL::int AS household_id, NULL::int AS person_id, v.division_id,
                  'v' || v.division_id AS fact_key, NULL::date AS fact_on,
                  v.count AS amount, v.amount::text AS material, %s,
                  jsonb_build_object('count', v.count, 'amount', v.amount) AS said
             FROM (SELECT h.division_id, count(*) AS count, max(h.allowance) AS amount
                     FROM dibao_household h
                    WHERE h.active AND h.state IN ('active', 'tapering')
                      AND h.allowance > 0
                    GROUP BY h.division_id
                   HAVING stddev_pop(h.allowance) < 0.01
                      AND min(h.counted_count) < max(h.counted_count)) v
             JOIN alert_place a ON a.place_id = v.division_id
            WHERE v.count >= a.alert_equal_households""",
        OWN,
    )


@test_of("payment_late")
def payment_late(ground):
    """A32: a locked payment that did not arrive in time, or came back and stays so; or
    one that was paid, and not to an account (cash).

    An account of somebody else is A14 and A15.
    """
    return SQL(
        """SELECT l.household_id, NULL::int AS person_id, l.division_id,
                  CASE how WHEN 'late' THEN 'h' ELSE 'c' END
                  || l.household_id || ':' || l.run_month AS fact_key,
                  l.run_month AS fact_on, sum(l.amount) AS amount, how AS material,
                  %(own)s,
                  jsonb_build_object('month', to_char(l.run_month, 'YYYY-MM'),
                      'amount', sum(l.amount), 'how', how) AS said
             FROM (SELECT l.*, CASE l.state WHEN 'paid' THEN 'cash' ELSE 'late' END
                          AS how
                     FROM dibao_payment_line l
                    WHERE l.state IN ('due', 'sent', 'bounced', 'closed_account')
                       OR (l.state = 'paid' AND l.account IS NULL AND l.amount > 0
                           AND l.run_month > %(day)s::date - interval '1 year')) l
             JOIN dibao_payment_run run ON run.id = l.run_id
             JOIN alert_place a ON a.place_id = l.division_id
            WHERE run.state IN ('locked', 'exported', 'closed')
              AND (how = 'cash' OR (l.run_month + coalesce(a.payment_day, 10) - 1
                       + a.alert_payment_late_days < %(day)s
                   AND NOT EXISTS (SELECT 1 FROM dibao_payment_line again
                        WHERE again.origin_id = l.id AND again.state = 'paid')))
            GROUP BY l.household_id, l.division_id, l.run_month, how""",
        own=OWN,
        day=ground.day,
    )
