# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How everybody stands to every duty on a day, in one query.

The same rules as `tools.duty.standing`, for lists and for the nightly job; a test
compares the two person by person.
"""

from odoo.tools import SQL

from .models.res_users_duty import promises
from .tools import duty as rules

FLUSHED = (
    "dibao.duty",
    "dibao.duty.leave",
    "dibao.duty.requirement",
    "dibao.policy",
    "dibao.training.certificate",
    "dibao.division",
    "hr.employee",
    "res.users",
)


def standing_query(env, day):
    """One row for each person and each duty of his roles.

    Columns: ``id, employee_id, user_id, duty_id, division_id, requirement_id, state,
    until`` (None: missing, or without end), ``missing_kinds`` (ids),
    ``missing_promise``.

    :param day: a date
    """
    for model in FLUSHED:
        env[model].flush_model()
    # Compiling the query costs more than running it, for a whole city too.
    env.cr.execute("SELECT set_config('jit', 'off', true)")
    pairs = env["dibao.duty"].sudo().search([])._role_pairs()
    return SQL(
        """
        WITH role AS (
            SELECT DISTINCT pair.duty_id, rel.uid
            FROM unnest(%(duties)s, %(groups)s) AS pair(duty_id, group_id)
            JOIN res_groups_users_rel rel ON rel.gid = pair.group_id
        ), person AS (
            SELECT e.id AS employee_id, e.user_id,
                coalesce(e.dibao_division_id, (
                    SELECT min(own.dibao_division_id)
                    FROM (SELECT division_id AS dibao_division_id
                          FROM dibao_division_user_rel
                          WHERE user_id = e.user_id) own
                )) AS division_id
            FROM hr_employee e JOIN res_users u ON u.id = e.user_id AND u.active
            WHERE e.active
        ), work AS (
            SELECT p.employee_id, p.user_id, p.division_id, role.duty_id
            FROM person p JOIN role ON role.uid = p.user_id
            WHERE p.division_id IS NOT NULL
        ), place AS (
            SELECT DISTINCT w.division_id, w.duty_id,
                string_to_array(rtrim(d.parent_path, '/'), '/')::int[] AS path
            FROM work w JOIN dibao_division d ON d.id = w.division_id
        ), rule AS (
            SELECT place.division_id, place.duty_id, r.id AS requirement_id, r.any_of,
                r.promise, r.valid_from + coalesce(grace.days, 0) - 1 AS grace_until
            FROM place
            JOIN LATERAL (
                SELECT r.* FROM dibao_duty_requirement r
                WHERE r.active AND r.duty_id = place.duty_id
                    AND (r.division_id IS NULL OR r.division_id = ANY(place.path))
                    AND (r.valid_from IS NULL OR r.valid_from <= %(day)s)
                    AND (r.valid_to IS NULL OR r.valid_to >= %(day)s)
                ORDER BY array_position(place.path, r.division_id) DESC NULLS LAST,
                    r.valid_from DESC NULLS LAST
                LIMIT 1
            ) r ON TRUE
            LEFT JOIN LATERAL (
                SELECT policy.value::int AS days
                FROM dibao_policy policy
                JOIN dibao_policy_key key ON key.id = policy.key_id
                WHERE key.code = 'duty_grace_days'
                    AND (policy.division_id IS NULL
                         OR policy.division_id = ANY(place.path))
                    AND (policy.valid_from IS NULL OR policy.valid_from <= %(day)s)
                    AND (policy.valid_to IS NULL OR policy.valid_to >= %(day)s)
                ORDER BY array_position(place.path, policy.division_id)
                        DESC NULLS LAST, policy.valid_from DESC NULLS LAST
                LIMIT 1
            ) grace ON TRUE
        ), held AS (
            SELECT employee_id, kind_id, max(coalesce(valid_to, %(ever)s)) AS until
            FROM dibao_training_certificate
            WHERE state = 'valid' AND valid_from <= %(day)s
                AND (valid_to IS NULL OR valid_to >= %(day)s)
            GROUP BY employee_id, kind_id
        ), asked AS (
            SELECT w.employee_id, w.duty_id,
                count(*) AS wanted, count(held.until) AS found,
                min(held.until) AS first_end, max(held.until) AS last_end,
                array_agg(rel.kind_id) FILTER (WHERE held.until IS NULL) AS missing
            FROM work w
            JOIN rule USING (division_id, duty_id)
            JOIN %(kinds)s rel ON rel.requirement_id = rule.requirement_id
            LEFT JOIN held
                ON held.employee_id = w.employee_id AND held.kind_id = rel.kind_id
            GROUP BY w.employee_id, w.duty_id
        ), promised AS (
            SELECT employee_id, bool_or(promise_on <= %(day)s) AS done
            FROM %(promises)s p GROUP BY employee_id
        ), excused AS (
            SELECT employee_id, duty_id, max(date_to) AS until
            FROM dibao_duty_leave
            WHERE withdrawn_on IS NULL AND date_from <= %(day)s AND date_to >= %(day)s
            GROUP BY employee_id, duty_id
        ), told AS (
            SELECT w.*, rule.requirement_id, rule.grace_until,
                excused.until AS leave_to,
                CASE WHEN rule.any_of THEN asked.last_end ELSE asked.first_end END
                    AS certified_to,
                CASE WHEN coalesce(asked.wanted, 0) = 0 THEN TRUE
                     WHEN rule.any_of THEN asked.found > 0
                     ELSE asked.found = asked.wanted END AS certified,
                asked.missing,
                NOT rule.promise OR coalesce(promised.done, FALSE) AS promised
            FROM work w
            LEFT JOIN rule USING (division_id, duty_id)
            LEFT JOIN asked USING (employee_id, duty_id)
            LEFT JOIN promised USING (employee_id)
            LEFT JOIN excused USING (employee_id, duty_id)
        ), judged AS (
            SELECT told.*,
                CASE WHEN requirement_id IS NULL THEN 'free'
                     WHEN certified AND promised THEN 'qualified'
                     WHEN leave_to IS NOT NULL THEN 'leave'
                     WHEN grace_until >= %(day)s THEN 'grace'
                     ELSE 'missing' END AS state
            FROM told
        )
        SELECT employee_id::bigint * 1000 + duty_id AS id, employee_id, user_id,
            duty_id, division_id, requirement_id, state,
            nullif(CASE state WHEN 'qualified' THEN certified_to
                              WHEN 'leave' THEN leave_to
                              WHEN 'grace' THEN grace_until END, %(ever)s) AS until,
            CASE WHEN requirement_id IS NOT NULL AND NOT certified THEN missing END
                AS missing_kinds,
            coalesce(requirement_id IS NOT NULL AND NOT promised, FALSE)
                AS missing_promise
        FROM judged
        """,
        duties=[duty for duty, _group in pairs],
        groups=[group for _duty, group in pairs],
        day=day,
        ever=rules.ALWAYS,
        promises=promises(env),
        kinds=SQL("dibao_duty_requirement_kind_rel"),
    )
