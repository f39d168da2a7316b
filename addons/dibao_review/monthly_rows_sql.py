# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The rows of a county's month: who came, stayed and left, by the classes."""

from odoo.tools import SQL

from .monthly_freeze_sql import COLUMNS, PERSON, analyze, names
from .monthly_money_sql import money_rows


def rows(cr, freeze, last_day, rules):
    """All rows of the month into the table ``dibao_mf_now``."""
    analyze(cr, "dibao_mf_money", "household_id")
    cr.execute(
        SQL(
            """
            WITH was AS MATERIALIZED (
                -- a person once: the last month may know two rolls of one
                SELECT DISTINCT ON (person_id) * FROM dibao_mf_prev
                 ORDER BY person_id, elsewhere
            ), was_household AS MATERIALIZED (
                SELECT DISTINCT ON (household_id) household_id, division_id, urban_rural
                  FROM dibao_mf_prev ORDER BY household_id, division_id
            ), now_household AS MATERIALIZED (
                SELECT household_id, division_id, urban_rural, is_taper
                  FROM dibao_mf_roll WHERE is_lead
            ), gone AS MATERIALIZED (
                -- left the roll, or stands on it elsewhere in the county
                SELECT w.*, r.person_id IS NOT NULL AS is_here
                  FROM was w
                  LEFT JOIN dibao_mf_roll r ON r.person_id = w.person_id
                 WHERE NOT w.elsewhere
                   AND (r.person_id IS NULL
                        OR (r.household_id, r.division_id, r.urban_rural)
                           <> (w.household_id, w.division_id, w.urban_rural))
            ), raw AS (
                SELECT r.household_id, r.person_id, r.division_id, r.urban_rural,
                       'roll' AS row_kind, r.is_lead,
                       CASE WHEN w.person_id IS NULL THEN 'entry'
                            WHEN (w.household_id, w.division_id, w.urban_rural,
                                  w.elsewhere)
                                 <> (r.household_id, r.division_id, r.urban_rural,
                                     false) THEN 'moved'
                       END AS move,
                       CASE WHEN NOT r.is_lead THEN NULL
                            WHEN wh.household_id IS NULL THEN 'entry'
                            WHEN (wh.division_id, wh.urban_rural)
                                 <> (r.division_id, r.urban_rural) THEN 'moved'
                       END AS household_move,
                       wh.household_id IS NOT NULL AS household_known,
                       r.is_taper, r.size, r.standard,
                       CASE WHEN r.is_lead THEN r.amount ELSE 0 END AS entitled,
                       %(roll_person)s
                  FROM dibao_mf_roll r
                  LEFT JOIN was w ON w.person_id = r.person_id
                  LEFT JOIN was_household wh ON wh.household_id = r.household_id
                UNION ALL
                SELECT w.household_id, w.person_id, w.division_id, w.urban_rural,
                       CASE WHEN w.is_here OR e.is_on_roll THEN 'moved_out'
                            ELSE 'exit' END,
                       (nh.household_id IS NULL
                        OR (nh.division_id, nh.urban_rural)
                           <> (w.division_id, w.urban_rural))
                       AND row_number() OVER (PARTITION BY w.household_id
                                              ORDER BY w.person_id) = 1,
                       CASE WHEN w.is_here OR e.is_on_roll THEN 'moved'
                            ELSE 'exit' END,
                       CASE WHEN e.is_on_roll THEN 'moved'
                            WHEN nh.household_id IS NULL THEN 'exit'
                            WHEN (nh.division_id, nh.urban_rural)
                                 <> (w.division_id, w.urban_rural) THEN 'moved'
                       END,
                       nh.household_id IS NOT NULL, false, NULL, NULL, 0,
                       %(gone_person)s
                  FROM gone w
                 CROSS JOIN LATERAL (SELECT * FROM dibao_person
                                      WHERE id = w.person_id OFFSET 0) p
                  LEFT JOIN LATERAL (
                       -- still on a roll, but of another county
                       SELECT true AS is_on_roll FROM dibao_household h
                        WHERE h.id = w.household_id AND h.county_id <> %(county)s
                          AND h.state IN ('active', 'tapering') OFFSET 0) e ON true
                  LEFT JOIN now_household nh ON nh.household_id = w.household_id
            )
            INSERT INTO dibao_mf_now (%(columns)s)
            SELECT %(county)s,
                   CASE WHEN d.level = 'village' THEN d.parent_id ELSE d.id END,
                   x.division_id, x.household_id, x.person_id, x.urban_rural,
                   x.row_kind, x.is_lead, x.move,
                   CASE WHEN x.is_lead THEN x.household_move END,
                   CASE x.move
                        WHEN 'moved' THEN 'moved'
                        WHEN 'entry' THEN
                             CASE WHEN x.household_known THEN 'member'
                                  WHEN old.household_id IS NOT NULL THEN 'resumed'
                                  ELSE 'new' END
                        WHEN 'exit' THEN
                             CASE WHEN x.death_date < %(month)s THEN 'died'
                                  WHEN x.household_known THEN 'left'
                                  WHEN last.kind = 'taper' THEN 'taper_end'
                                  ELSE 'stopped' END
                   END,
                   x.sex, a.age,
                   CASE WHEN a.age < %(minor_age)s THEN 'minor'
                        WHEN a.age >= %(elderly_age)s THEN 'elderly'
                        ELSE 'adult' END,
                   x.disability_grade IS NOT NULL OR x.disability_type IS NOT NULL,
                   x.disability_grade, x.disability_type,
                   CASE WHEN %(age_first)s AND c.bounds THEN 'none'
                        WHEN c.lost THEN 'lost'
                        WHEN c.bounds THEN 'none'
                        WHEN x.disability_grade IS NOT NULL
                          OR x.disability_type IS NOT NULL
                          OR coalesce(x.illness, '') <> ''
                          OR x.labour_ability = 'part' THEN 'part'
                        ELSE 'able' END,
                   k.illness, k.disability, k.schooling, k.disaster, k.labour, k.other,
                   x.is_taper, x.size, x.standard, x.entitled, 0, 0, 0, 0, 0
              FROM raw x
              JOIN dibao_division d ON d.id = x.division_id
              LEFT JOIN dibao_mf_cause k ON k.id = x.household_id
              CROSS JOIN LATERAL (
                   SELECT date_part('year', age(%(last_day)s, x.birth_date))::int AS age
              ) a
              CROSS JOIN LATERAL (
                   SELECT coalesce(a.age < %(minor_age)s OR a.age > %(none_over)s,
                                   false) AS bounds,
                          coalesce(x.serious_illness, false)
                          OR x.labour_ability IS NOT DISTINCT FROM 'lost'
                          OR (coalesce(x.disability_type, '') <> ALL(%(not_types)s)
                              AND (coalesce(x.disability_grade, '') = ANY(%(grades)s)
                                   OR (x.disability_grade = '3'
                                       AND x.disability_type = ANY(%(grade3)s))))
                          AS lost
              ) c
              LEFT JOIN LATERAL (
                   SELECT b.household_id FROM dibao_benefit b
                    WHERE x.move = 'entry' AND NOT x.household_known
                      AND b.household_id = x.household_id
                      AND b.state IN ('in_force', 'ended')
                      AND b.date_to < %(month)s LIMIT 1
              ) old ON true
              LEFT JOIN LATERAL (
                   SELECT b.kind FROM dibao_benefit b
                    WHERE x.move = 'exit' AND b.household_id = x.household_id
                      AND b.state IN ('in_force', 'ended') AND b.date_to < %(month)s
                    ORDER BY b.date_to DESC LIMIT 1
              ) last ON true
            """,
            county=freeze.division_id.id,
            columns=names(COLUMNS),
            roll_person=names(PERSON, "r"),
            gone_person=names(PERSON, "p"),
            month=freeze.month,
            last_day=last_day,
            minor_age=rules.minor_age,
            elderly_age=rules.elderly_age,
            none_over=rules.none_over,
            age_first=rules.labour_first == "age",
            grades=list(rules.severe_grades),
            grade3=list(rules.grade3_types),
            not_types=list(rules.severe_not_types),
        )
    )
    money_rows(cr, freeze)
    analyze(cr, "dibao_mf_now", *("household_id", "person_id", "division_id"))
    # The others were held as they were read.
    cr.execute(
        """SELECT count(*) FROM (SELECT FROM dibao_household WHERE id IN (
                   SELECT household_id FROM dibao_mf_now
                   EXCEPT SELECT id FROM dibao_mf_household) FOR KEY SHARE) held;
           SELECT count(*) FROM (SELECT FROM dibao_person WHERE id IN (
                   SELECT person_id FROM dibao_mf_now
                    WHERE row_kind <> 'roll') FOR KEY SHARE) held"""
    )
