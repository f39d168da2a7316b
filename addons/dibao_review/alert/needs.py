# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Active discovery (D), need (N) and delivery (P): who gets less than is due.

After Xi'an's four groups of indicators (2024): active discovery, need alerts, dynamic
management, policy delivery.
"""

from odoo.tools import SQL

from .ground import OWN, test_of

#: Households that the registry knows and that draw nothing.
_OFF_ROLL = SQL(
    """(SELECT m.person_id, m.household_id, h.division_id, p.birth_date,
               p.disability_grade, p.labour_ability
          FROM dibao_household h
          JOIN dibao_household_member m ON m.household_id = h.id AND m.date_to IS NULL
          JOIN dibao_person p ON p.id = m.person_id AND p.death_date IS NULL
         WHERE h.active AND h.state IN ('draft', 'stopped'))"""
)


def _off_roll_matched(ground, rows, condition=None):
    return SQL(
        """SELECT DISTINCT ON (m.household_id) m.household_id, m.person_id,
                  m.division_id, 'h' || m.household_id AS fact_key, r.fact_on,
                  coalesce(r.amount, 0) AS amount, coalesce(r.kind, '') AS material,
                  r.batch_id, r.number, r.match_kind,
                  jsonb_build_object('day', r.fact_on, 'amount', r.amount) AS said
             FROM %s r
             JOIN %s m ON m.person_id = r.person_id
             JOIN alert_place a ON a.place_id = m.division_id
            WHERE %s ORDER BY m.household_id, r.amount DESC NULLS LAST""",
        rows,
        _OFF_ROLL,
        condition or SQL("true"),
    )


@test_of("several_disabled")
def several_disabled(ground):
    """Household with several disabled people that draws nothing."""
    return SQL(
        """SELECT m.household_id, NULL::int AS person_id, min(m.division_id)
                  AS division_id, 'h' || m.household_id AS fact_key,
                  NULL::date AS fact_on, 0 AS amount, count(*)::text AS material, %s,
                  jsonb_build_object('count', count(*)) AS said
             FROM %s m WHERE m.disability_grade IS NOT NULL
            GROUP BY m.household_id HAVING count(*) > 1""",
        OWN,
        _OFF_ROLL,
    )


@test_of("old_and_disabled")
def old_and_disabled(ground):
    """Somebody old and a severely disabled person, and no help."""
    return SQL(
        """SELECT m.household_id, NULL::int AS person_id, min(m.division_id)
                  AS division_id, 'h' || m.household_id AS fact_key,
                  NULL::date AS fact_on, 0 AS amount, 'both' AS material, %s,
                  '{}'::jsonb AS said
             FROM %s m GROUP BY m.household_id
           HAVING bool_or(m.birth_date <= %s::date - interval '70 years')
              AND bool_or(m.disability_grade IN ('1', '2'))""",
        OWN,
        _OFF_ROLL,
        ground.day,
    )


@test_of("weak_labour")
def weak_labour(ground):
    """Nobody in the household can work, and it draws nothing."""
    return SQL(
        """SELECT m.household_id, NULL::int AS person_id, min(m.division_id)
                  AS division_id, 'h' || m.household_id AS fact_key,
                  NULL::date AS fact_on, 0 AS amount, 'none' AS material, %s,
                  jsonb_build_object('count', count(*)) AS said
             FROM %s m GROUP BY m.household_id
           HAVING bool_and(m.labour_ability IN ('lost', 'none')) AND count(*) > 1""",
        OWN,
        _OFF_ROLL,
    )


@test_of("job_lost")
def job_lost(ground):
    """Registered as unemployed; the household was known before and draws nothing."""
    return _off_roll_matched(ground, ground.rows("hr", kinds=["unemployed"]))


@test_of("earner_locked_up")
def earner_locked_up(ground):
    """A member in prison; the household left behind draws nothing."""
    return _off_roll_matched(
        ground,
        ground.rows("justice"),
        SQL("(r.end_on IS NULL OR r.end_on >= %s)", ground.day),
    )


@test_of("self_paid_off_roll")
def self_paid_off_roll(ground):
    """High medical cost paid by the household itself, and it draws nothing."""
    return _off_roll_matched(
        ground,
        ground.rows("medical", kinds=["self_paid"]),
        SQL("r.amount >= a.alert_self_paid"),
    )


@test_of("monitored")
def monitored(ground):
    """On the list against a return to poverty, and it draws nothing."""
    return _off_roll_matched(ground, ground.rows("agriculture"))


def _on_roll(ground, rows, condition, said=None):
    return SQL(
        """SELECT DISTINCT ON (m.person_id) m.household_id, m.person_id, m.division_id,
                  'p' || m.person_id AS fact_key, r.fact_on,
                  coalesce(r.amount, 0) AS amount,
                  coalesce(r.kind, '') || coalesce(r.grade, '') AS material,
                  r.batch_id, r.number, r.match_kind, %s AS said
             FROM %s r
             JOIN alert_roll m ON m.person_id = r.person_id
             JOIN dibao_person p ON p.id = m.person_id
             JOIN alert_place a ON a.place_id = m.division_id
            WHERE %s ORDER BY m.person_id, r.fact_on DESC NULLS LAST""",
        said
        or SQL(
            "jsonb_build_object('day', r.fact_on, 'amount', r.amount, 'grade', r.grade)"
        ),
        rows,
        condition,
    )


@test_of("disability_new")
def disability_new(ground):
    """Severely disabled by the federation's list; the file does not know it."""
    return _on_roll(
        ground,
        ground.rows("disabled"),
        SQL(
            """r.grade IN ('1', '2') AND coalesce(r.status, '') <> 'cancelled'
               AND coalesce(p.disability_grade, '9') > '2'"""
        ),
    )


@test_of("illness_new")
def illness_new(ground):
    """Seriously ill by the health list; the file does not know it."""
    return _on_roll(
        ground,
        ground.rows("health", kinds=["illness"]),
        SQL("p.serious_illness IS NOT TRUE"),
    )


@test_of("self_paid")
def self_paid(ground):
    """High medical cost in a household on the roll."""
    return _on_roll(
        ground,
        ground.rows("medical", kinds=["self_paid"]),
        SQL("r.amount >= a.alert_self_paid"),
    )


@test_of("studies")
def studies(ground):
    """Enrolled: a cost that the file does not know, and no labour to be asked for."""
    return _on_roll(
        ground, ground.rows("education", kinds=["enrolled"]), SQL("p.school IS NULL")
    )


@test_of("job_lost_on_roll")
def job_lost_on_roll(ground):
    """Registered as unemployed while the file still reckons with a wage."""
    return _on_roll(
        ground,
        ground.rows("hr", kinds=["unemployed"]),
        SQL(
            """EXISTS (SELECT 1 FROM dibao_income i
                         JOIN dibao_code k ON k.id = i.kind_id
                        WHERE i.person_id = m.person_id AND k.code = 'wage'
                          AND i.amount > 0 AND (i.period_to IS NULL
                              OR i.period_to >= %s::date - interval '12 months'))""",
            ground.day,
        ),
    )


@test_of("newborn")
def newborn(ground):
    """Born or moved in by the register, under a head who is on the roll."""
    return SQL(
        """SELECT m.household_id, m.person_id, m.division_id,
                  'b' || right(coalesce(r.id_index, r.number::text), 20) AS fact_key,
                  r.fact_on, 0 AS amount, r.kind AS material, r.batch_id, r.number,
                  'id' AS match_kind, jsonb_build_object('day', r.fact_on) AS said
             FROM %s r JOIN alert_roll m ON m.id_index = r.other_index
            WHERE r.person_id IS NULL""",
        ground.all_rows("police", kinds=["birth"]),
    )


@test_of("supplement_missing")
def supplement_missing(ground):
    """Severely disabled and on the roll, but without the supplement of the place."""
    return SQL(
        """SELECT b.household_id, m.person_id, b.division_id,
                  'p' || m.person_id AS fact_key, b.date_from AS fact_on, 0 AS amount,
                  'supplement' AS material, %s, '{}'::jsonb AS said
             FROM dibao_benefit b
             JOIN alert_roll m ON m.household_id = b.household_id AND m.is_counted
             JOIN dibao_person p ON p.id = m.person_id
                  AND p.disability_grade IN ('1', '2')
             JOIN alert_place a ON a.place_id = b.division_id
            WHERE b.state = 'in_force' AND b.kind = 'regular'
              AND a.supplement_severe_disability > 0
              AND b.assessment_id IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM dibao_benefit_line l
                   WHERE l.benefit_id = b.id AND l.component = 'supplement'
                     AND (l.person_id = m.person_id OR l.person_id IS NULL))""",
        OWN,
    )
