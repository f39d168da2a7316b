# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A18 to A22, A24, A27, A29, A31: steps, limits, decisions, and who took them."""

from odoo.tools import SQL

from .ground import OWN, test_of


@test_of("skipped_step")
def skipped_step(ground):
    """A18: confirmed without visit, check, opinion or the days of the notice (art. 28).

    The acts refuse it; what was taken over from elsewhere, or written past them, shows
    here.
    """
    return SQL(
        """SELECT s.household_id, NULL::int AS person_id, s.division_id,
                  'c' || s.id AS fact_key, s.decided_on AS fact_on, 0 AS amount,
                  s.missing::text AS material, %s,
                  jsonb_build_object('case', s.number, 'missing', s.missing) AS said
             FROM (SELECT c.id, c.household_id, c.division_id, c.decided_on, c.number,
                          to_jsonb(array_remove(ARRAY[
                          CASE WHEN NOT EXISTS (SELECT 1 FROM dibao_visit v
                               WHERE v.case_id = c.id AND v.state = 'done')
                               THEN 'visit' END,
                          CASE WHEN NOT EXISTS (SELECT 1 FROM dibao_verification v
                               WHERE v.case_id = c.id AND v.state = 'done')
                               THEN 'check' END,
                          CASE WHEN c.opinion IS NULL THEN 'opinion' END,
                          CASE WHEN NOT EXISTS (SELECT 1 FROM dibao_notice n
                               WHERE n.case_id = c.id AND n.posted_on
                                     + coalesce(a.notice_cd, 7) <= c.decided_on)
                               THEN 'notice' END], NULL)) AS missing
                     FROM dibao_case c
                     JOIN alert_place a ON a.place_id = c.division_id
                    WHERE c.stage = 'confirmed' AND c.kind = 'application') s
            WHERE jsonb_array_length(s.missing) > 0""",
        OWN,
    )


@test_of("limit_exceeded")
def limit_exceeded(ground):
    """A19: a limit of a case is over and nothing was done."""
    return _limits(
        SQL(
            """l.key <> 'refusal_notice' AND l.done_on IS NULL
               AND l.dropped IS NOT TRUE AND l.due_on < %s""",
            ground.day,
        )
    )


@test_of("refusal_untold")
def refusal_untold(ground):
    """A27: a refusal that was not told in writing within three working days."""
    return _limits(
        SQL(
            """l.key = 'refusal_notice' AND l.dropped IS NOT TRUE
               AND (l.met_late OR (l.done_on IS NULL AND l.due_on < %s))""",
            ground.day,
        )
    )


def _limits(condition):
    return SQL(
        """SELECT c.household_id, NULL::int AS person_id, c.division_id,
                  'l' || l.id AS fact_key, l.due_on AS fact_on, 0 AS amount,
                  l.key AS material, %s,
                  jsonb_build_object('case', coalesce(c.number, ''), 'limit', l.key,
                                     'day', l.due_on) AS said
             FROM dibao_case_deadline l JOIN dibao_case c ON c.id = l.case_id
            WHERE %s""",
        OWN,
        condition,
    )


@test_of("recheck_overdue")
def recheck_overdue(ground):
    """A22: found by the list of due acts, which is re-used."""
    return SQL(
        """SELECT d.household_id, NULL::int AS person_id, d.division_id,
                  'h' || d.household_id || ':' || d.fact_on AS fact_key,
                  d.due_on AS fact_on, 0 AS amount, 'overdue' AS material, %s,
                  jsonb_build_object('day', d.due_on) AS said
             FROM dibao_due d
            WHERE d.kind = 'recheck' AND d.state = 'open' AND d.due_on < %s""",
        OWN,
        ground.day,
    )


@test_of("same_pattern")
def same_pattern(ground):
    """A21: more visits a day than can be made, two in one minute, or one photograph
    for two households."""
    return SQL(
        """WITH visits AS (
               SELECT v.id, v.household_id, v.division_id, v.visited_on,
                      (v.visited_on AT TIME ZONE 'UTC'
                       AT TIME ZONE 'Asia/Shanghai')::date AS day,
                      w.res_users_id AS user_id
                 FROM dibao_visit v
                 JOIN dibao_visit_res_users_rel w ON w.dibao_visit_id = v.id
                WHERE v.state = 'done' AND v.kind = 'home'),
           many AS (
               SELECT user_id, day, count(DISTINCT household_id) AS count,
                      min(division_id) AS division_id
                 FROM visits GROUP BY 1, 2),
           minute AS (
               SELECT user_id, date_trunc('minute', visited_on) AS day,
                      count(DISTINCT household_id) AS count,
                      min(household_id) AS household_id,
                      min(division_id) AS division_id
                 FROM visits GROUP BY 1, 2 HAVING count(DISTINCT household_id) > 1)
           SELECT NULL::int AS household_id, NULL::int AS person_id, m.division_id,
                  'u' || m.user_id || ':' || m.day AS fact_key, m.day AS fact_on,
                  m.count AS amount, 'day' AS material, %(own)s,
                  jsonb_build_object('how', 'day', 'count', m.count, 'day', m.day,
                                     'user', m.user_id) AS said
             FROM many m JOIN alert_place a ON a.place_id = m.division_id
            WHERE m.count > a.alert_visits_day
            UNION ALL
           SELECT household_id, NULL, division_id,
                  'm' || user_id || ':' || to_char(day, 'YYYY-MM-DD"T"HH24:MI'),
                  day::date, count, 'minute', %(own)s,
                  jsonb_build_object('how', 'minute', 'count', count, 'day', day::date,
                                     'user', user_id)
             FROM minute
            UNION ALL
           SELECT min(o.household_id), NULL, min(o.division_id),
                  's' || left(o.sha256, 20),
                  max(o.captured_on)::date, count(DISTINCT o.household_id), 'photo',
                  %(own)s,
                  jsonb_build_object('how', 'photo',
                                     'count', count(DISTINCT o.household_id))
             FROM dibao_original o
             JOIN dibao_item i ON i.id = o.item_id
             JOIN dibao_document_kind k ON k.id = i.kind_id AND k.code = 'PHOTO'
            WHERE o.state = 'kept' AND o.household_id IS NOT NULL
            GROUP BY o.sha256 HAVING count(DISTINCT o.household_id) > 1""",
        own=OWN,
    )


@test_of("part_of_family")
def part_of_family(ground):
    """A24: only part of the family is covered, without a ground to apply alone."""
    return SQL(
        """SELECT b.household_id, bm.person_id, b.division_id,
                  'p' || bm.person_id AS fact_key, b.date_from AS fact_on, 0 AS amount,
                  'unpaid' AS material, %s, '{}'::jsonb AS said
             FROM dibao_benefit b
             JOIN dibao_benefit_member bm ON bm.benefit_id = b.id
                  AND bm.is_counted AND NOT bm.is_paid
             JOIN alert_roll m ON m.person_id = bm.person_id
                  AND m.household_id = b.household_id AND m.is_counted
             LEFT JOIN dibao_case c ON c.id = b.case_id
             LEFT JOIN dibao_assessment s ON s.id = b.assessment_id
             LEFT JOIN dibao_assessment_member sm ON sm.assessment_id = s.id
                  AND sm.person_id = bm.person_id
            WHERE b.state = 'in_force' AND c.by_single IS NULL
              AND s.single_ground IS NULL AND sm.is_stopped IS NOT TRUE""",
        OWN,
    )


@test_of("no_paper")
def no_paper(ground):
    """A29: paid by a decision whose form is not filed (F12, F15 or F16)."""
    return SQL(
        """SELECT b.household_id, NULL::int AS person_id, b.division_id,
                  'b' || b.id AS fact_key, b.date_from AS fact_on, b.amount,
                  'paper' AS material, %s,
                  jsonb_build_object('case', c.number, 'amount', b.amount) AS said
             FROM dibao_benefit b JOIN dibao_case c ON c.id = b.case_id
            WHERE b.state = 'in_force' AND c.stage = 'confirmed'
              AND NOT EXISTS (
                  SELECT 1 FROM dibao_case_paper p
                    JOIN dibao_document_kind k ON k.id = p.kind_id
                    JOIN dibao_item i ON i.id = p.item_id
                   WHERE p.case_id = c.id AND i.state <> 'destroyed'
                     AND k.code IN ('F12', 'F15', 'F16', 'F18', 'F19'))""",
        OWN,
    )


@test_of("own_relative")
def own_relative(ground):
    """A31: who took a step in the case is a near relative of a member.

    The acts refuse whom the registration names, and the database refuses one person
    for two steps; a registration that came later shows here.
    """
    return SQL(
        """SELECT c.household_id, r.person_id, c.division_id,
                  'c' || c.id || ':' || o.id AS fact_key, c.decided_on AS fact_on,
                  0 AS amount, 'handled' AS material, %s,
                  jsonb_build_object('case', coalesce(c.number, ''),
                                     'officer', o.name) AS said
             FROM dibao_near_relative r
             JOIN dibao_officer o ON o.id = r.officer_id
             JOIN dibao_case c ON c.household_id = r.household_id
            WHERE r.is_near AND o.user_id IN (c.accepted_by_id, c.investigated_by_id,
                  c.opined_by_id, c.submitted_by_id, c.decided_by_id,
                  c.noticed_by_id)""",
        OWN,
    )
