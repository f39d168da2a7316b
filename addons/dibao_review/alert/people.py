# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A01, A12, A13, A26 and changes of life: who is there, and who is not."""

from odoo.tools import SQL

from .ground import OWN, test_of


def deaths(ground):
    """SQL of who died by whichever list, the surest match first."""
    return SQL(
        """SELECT DISTINCT ON (person_id) person_id, fact_on, batch_id, number,
                  match_kind, source_id
             FROM (SELECT person_id, fact_on, batch_id, number, match_kind, source_id
                     FROM %s a UNION ALL
                   SELECT person_id, fact_on, batch_id, number, match_kind, source_id
                     FROM %s b) died
            ORDER BY person_id, match_kind, fact_on""",
        ground.rows("police", "health", kinds=["death"]),
        ground.rows("funeral"),
    )


@test_of("paid_after_death")
def paid_after_death(ground):
    """A01: dead by another department's list, and still on the roll.

    2022 notice: what a death changes is done within three months; told from the first
    day on. Deaths that the file knows of itself are on the list of due acts.
    """
    return SQL(
        """SELECT m.household_id, m.person_id, m.division_id,
                  'p' || m.person_id AS fact_key, d.fact_on,
                  coalesce(paid.amount, 0) AS amount, d.match_kind AS material,
                  d.batch_id, d.number, d.match_kind,
                  jsonb_build_object('day', d.fact_on,
                                     'months', coalesce(paid.months, 0)) AS said
             FROM (%(deaths)s) d
             JOIN alert_roll m ON m.person_id = d.person_id
             JOIN dibao_person p ON p.id = m.person_id AND p.death_date IS NULL
             LEFT JOIN LATERAL (
                  SELECT count(DISTINCT l.month) AS months, sum(l.amount) AS amount
                    FROM dibao_payment_line l
                   WHERE l.household_id = m.household_id AND l.state <> 'cancelled'
                     AND l.kind = 'regular' AND l.month > d.fact_on) paid ON true
            UNION ALL
           SELECT m.household_id, m.person_id, m.division_id, 'p' || m.person_id,
                  due.fact_on, 0, 'file', %(own)s,
                  jsonb_build_object('day', due.fact_on, 'months', 0)
             FROM dibao_due due JOIN alert_roll m ON m.person_id = due.person_id
            WHERE due.kind = 'death' AND due.state = 'open'""",
        deaths=deaths(ground),
        own=OWN,
    )


@test_of("locked_up")
def locked_up(ground):
    """A12: in prison or isolated treatment, and counted (57号 art. 7)."""
    return SQL(
        """SELECT DISTINCT ON (m.person_id) m.household_id, m.person_id, m.division_id,
                  'p' || m.person_id AS fact_key, r.fact_on, 0 AS amount,
                  r.kind AS material, r.batch_id, r.number, r.match_kind,
                  jsonb_build_object('kind', r.kind, 'day', r.fact_on) AS said
             FROM %(rows)s r JOIN alert_roll m ON m.person_id = r.person_id
            WHERE m.is_counted AND (r.end_on IS NULL OR r.end_on >= %(day)s)
              AND (r.fact_on IS NULL OR r.fact_on <= %(day)s)
            ORDER BY m.person_id, r.fact_on DESC""",
        rows=ground.rows("justice"),
        day=ground.day,
    )


def last_marriage(ground):
    """SQL of the last entry of each person in the marriage register."""
    return SQL(
        """SELECT DISTINCT ON (r.person_id) r.* FROM %s r
            ORDER BY r.person_id, r.fact_on DESC NULLS LAST, r.number DESC""",
        ground.rows("marriage"),
    )


@test_of("spouse_missing")
def spouse_missing(ground):
    """A13: married by the register, but the spouse is not in the file (art. 7)."""
    return SQL(
        """SELECT m.household_id, m.person_id, m.division_id,
                  'p' || m.person_id AS fact_key, r.fact_on, 0 AS amount,
                  r.fact_on::text AS material, r.batch_id, r.number, r.match_kind,
                  jsonb_build_object('day', r.fact_on) AS said
             FROM (%(last)s) r
             JOIN alert_roll m ON m.person_id = r.person_id
            WHERE r.kind = 'married' AND r.other_index IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM alert_roll s
                   WHERE s.id_index = r.other_index
                     AND s.household_id = m.household_id)
              AND NOT EXISTS (SELECT 1 FROM dibao_person late
                   WHERE (late.id_number->>'i') = r.other_index
                     AND late.death_date IS NOT NULL)""",
        last=last_marriage(ground),
    )


@test_of("divorced")
def divorced(ground):
    """Divorced by the register, but still one household in the file."""
    return SQL(
        """SELECT m.household_id, m.person_id, m.division_id,
                  'p' || m.person_id AS fact_key, r.fact_on, 0 AS amount,
                  r.fact_on::text AS material, r.batch_id, r.number, r.match_kind,
                  jsonb_build_object('day', r.fact_on) AS said
             FROM (%(last)s) r
             JOIN alert_roll m ON m.person_id = r.person_id
             JOIN alert_roll s ON s.id_index = r.other_index
                  AND s.household_id = m.household_id AND s.person_id > m.person_id
            WHERE r.kind = 'divorced'""",
        last=last_marriage(ground),
    )


@test_of("age_or_school")
def age_or_school(ground):
    """A26: came of age, left school, or reached 60: the class is looked at again.

    Coming of age is found by the list of due acts, which is re-used; who is on the
    list of schools as enrolled stays as he is.
    """
    return SQL(
        """SELECT m.household_id, m.person_id, m.division_id,
                  'p' || m.person_id || ':18' AS fact_key, due.fact_on, 0 AS amount,
                  '18' AS material, %(own)s,
                  jsonb_build_object('how', 'grown_up', 'day', due.fact_on) AS said
             FROM dibao_due due JOIN alert_roll m ON m.person_id = due.person_id
            WHERE due.kind = 'grown_up' AND due.state = 'open'
              AND NOT EXISTS (SELECT 1 FROM %(enrolled)s e
                   WHERE e.person_id = m.person_id)
            UNION ALL
           SELECT m.household_id, m.person_id, m.division_id,
                  'p' || m.person_id || ':school', r.fact_on, 0,
                  r.kind, r.batch_id, r.number, r.match_kind,
                  jsonb_build_object('how', r.kind, 'day', r.fact_on)
             FROM %(left)s r JOIN alert_roll m ON m.person_id = r.person_id
             JOIN dibao_person p ON p.id = m.person_id
            WHERE m.is_counted AND p.school IS NOT NULL
              AND m.birth_date <= %(day)s::date - interval '16 years'
            UNION ALL
           SELECT m.household_id, m.person_id, m.division_id,
                  'p' || m.person_id || ':60',
                  (m.birth_date + interval '60 years')::date, 0, '60', %(own)s,
                  jsonb_build_object('how', 'sixty',
                      'day', (m.birth_date + interval '60 years')::date)
             FROM alert_roll m JOIN dibao_person p ON p.id = m.person_id
            WHERE m.birth_date + interval '60 years' <= %(day)s
              AND m.birth_date + interval '61 years' > %(day)s
              AND p.labour_ability = 'able'""",
        own=OWN,
        enrolled=ground.rows("education", kinds=["enrolled"]),
        left=ground.rows("education", kinds=["graduated", "left"]),
        day=ground.day,
    )


@test_of("moved_away")
def moved_away(ground):
    """Moved away or household split by the register of the police."""
    return SQL(
        """SELECT DISTINCT ON (m.person_id) m.household_id, m.person_id, m.division_id,
                  'p' || m.person_id AS fact_key, r.fact_on, 0 AS amount,
                  r.kind || coalesce(r.fact_on::text, '') AS material, r.batch_id,
                  r.number, r.match_kind,
                  jsonb_build_object('kind', r.kind, 'day', r.fact_on) AS said
             FROM %s r JOIN alert_roll m ON m.person_id = r.person_id
            ORDER BY m.person_id, r.fact_on DESC""",
        ground.rows("police", kinds=["moved", "split", "cancelled"]),
    )


@test_of("disability_ended")
def disability_ended(ground):
    """The disability certificate was cancelled, or its grade lowered."""
    return SQL(
        """SELECT DISTINCT ON (m.person_id) m.household_id, m.person_id, m.division_id,
                  'p' || m.person_id AS fact_key, r.fact_on, 0 AS amount,
                  coalesce(r.status, '') || coalesce(r.grade, '') AS material,
                  r.batch_id, r.number, r.match_kind,
                  jsonb_build_object('status', r.status, 'grade', r.grade,
                                     'known', p.disability_grade) AS said
             FROM %s r JOIN alert_roll m ON m.person_id = r.person_id
             JOIN dibao_person p ON p.id = m.person_id
            WHERE p.disability_grade IS NOT NULL
              AND (r.status = 'cancelled'
                   OR (p.disability_grade <= '2' AND r.grade > '2'))
            ORDER BY m.person_id, r.fact_on DESC""",
        ground.rows("disabled"),
    )
