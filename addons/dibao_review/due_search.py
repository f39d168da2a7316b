# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is due, as queries over the whole registry.

Each gives rows ``(household_id, division_id, person_id, fact_on, due_on)``: the fact,
the day since which it holds, and the last day by which it is dealt with.
"""

from odoo.tools import SQL

#: Who is on the roll, and so is re-verified.
ON_ROLL = ("active", "suspended", "tapering")
KEYS = (
    "recheck_months_stable",
    "recheck_months_unstable",
    "death_change_months",
    "refused_offers",
    "refused_offers_months",
    "due_days",
    "supplement_elderly_age",
    "supplement_elderly",
)
#: Age of majority (Civil Code art. 17).
GROWN_UP = 18


def months_of(env, day):
    """Periods of each place that has households, by the rule in force on a day.

    The rules are asked of the places that have their own, and of the country; every
    other place has those of the nearest one above it.

    :return: SQL of a table ``(division_id, stable, unstable, death, refused, within,
        days, aged, elderly)``: months, offers refused in a row, and within how many
        months (0: any), days to deal with what was found, the age of the supplement
        for old people and its rate (null: the place has none)
    """
    env.cr.execute(
        SQL(
            """SELECT d.id, d.parent_path FROM dibao_division d
                WHERE d.id IN (SELECT division_id FROM dibao_household)"""
        )
    )
    places = env.cr.fetchall()
    env.cr.execute(
        SQL(
            """SELECT DISTINCT p.division_id FROM dibao_policy p
                 JOIN dibao_policy_key k ON k.id = p.key_id
                WHERE k.code IN %s AND p.division_id IS NOT NULL""",
            KEYS,
        )
    )
    policies = env["dibao.policy"].sudo()
    rules = {
        place: [policies._get(key, place, day) for key in KEYS]
        for place in [None, *(place for (place,) in env.cr.fetchall())]
    }
    columns = zip(
        *(rules[_nearest(path, rules)] for _place, path in places), strict=False
    )
    columns = [list(column) for column in columns] or [[] for _key in KEYS]
    return SQL(
        "unnest(%s::int[], %s::int[], %s::int[], %s::int[], %s::int[], %s::int[],"
        " %s::int[], %s::int[], %s::numeric[])"
        " AS rule (division_id, stable, unstable, death, refused, within, days, aged,"
        " elderly)",
        [place for place, _path in places],
        *columns,
    )


def _nearest(path, rules):
    """The place on a path, nearest first, that has rules of its own."""
    above = (int(one) for one in reversed(path.strip("/").split("/")))
    return next((place for place in above if place in rules), None)


def queries(day, months):
    """{kind: SQL of its rows} as of a day."""
    return {
        "recheck": _recheck(day, months),
        "death": _death(day, months),
        "taper_end": _taper_end(day),
        "grown_up": _grown_up(day, months),
        "aged": _aged(day, months),
        "graduated": _graduated(day, months),
        "refused": _refused(day, months),
        "declared": _declared(day, months),
    }


def _recheck(day, months):
    """57号 art. 31: stable households every 12 months, the others every 6.

    Counted from the last decision on an application, a resumption or a
    re-verification; where none is known, from the day that the papers tell, the first
    month or the last change of state. Shown from the month before the last day on.
    """
    return SQL(
        """SELECT h.id, h.division_id, NULL::int, seen.day,
                  (seen.day + make_interval(months => CASE h.recheck_class
                   WHEN 'stable' THEN rule.stable ELSE rule.unstable END))::date
             FROM dibao_household h
             JOIN %s ON rule.division_id = h.division_id
             LEFT JOIN (SELECT household_id, max(decided_on) AS day FROM dibao_case
                         WHERE stage = 'confirmed'
                           AND kind IN ('application', 'resume', 'reverification')
                         GROUP BY 1) decided ON decided.household_id = h.id
            CROSS JOIN LATERAL (SELECT COALESCE(decided.day, h.rechecked_on,
                                                h.allowance_from, h.state_date)
                                AS day) seen
            WHERE h.state IN %s AND seen.day IS NOT NULL
              AND seen.day + make_interval(months => CASE h.recheck_class
                  WHEN 'stable' THEN rule.stable ELSE rule.unstable END - 1) <= %s""",
        months,
        ON_ROLL,
        day,
    )


def _death(day, months):
    """2022 notice: what a death changes is done within three months."""
    return SQL(
        """SELECT h.id, h.division_id, p.id, p.death_date,
                  (p.death_date + make_interval(months => rule.death))::date
             FROM dibao_household h
             JOIN %s ON rule.division_id = h.division_id
             JOIN dibao_household_member m ON m.household_id = h.id
                  AND m.date_to IS NULL
             JOIN dibao_person p ON p.id = m.person_id
            WHERE h.state IN %s AND p.death_date <= %s""",
        months,
        ON_ROLL,
        day,
    )


def _taper_end(day):
    """The tapering ends with this month: what comes then is decided before."""
    return SQL(
        """SELECT h.id, h.division_id, NULL::int, b.date_from, b.date_to
             FROM dibao_benefit b
             JOIN dibao_household h ON h.id = b.household_id
            WHERE b.kind = 'taper' AND b.state = 'in_force' AND h.state = 'tapering'
              AND b.date_to < %s::date + interval '1 month'""",
        day,
    )


def _grown_up(day, months):
    """Who came of age this year changes labour, supplement and who counts."""
    return SQL(
        """SELECT h.id, h.division_id, p.id, birthday.day,
                  birthday.day + rule.days
             FROM dibao_household h
             JOIN %s ON rule.division_id = h.division_id
             JOIN dibao_household_member m ON m.household_id = h.id
                  AND m.date_to IS NULL AND m.is_counted
             JOIN dibao_person p ON p.id = m.person_id AND p.death_date IS NULL
            CROSS JOIN LATERAL (SELECT (p.birth_date
                  + make_interval(years => %s))::date AS day) birthday
            WHERE h.state IN %s AND birthday.day <= %s
              AND birthday.day > %s::date - 366
              -- the same for the index: a year and some days of birth dates
              AND p.birth_date <= %s::date - make_interval(years => %s, days => -2)
              AND p.birth_date > %s::date - make_interval(years => %s, days => 369)
              AND birthday.day > COALESCE(
                  (SELECT max(decided_on) FROM dibao_case c
                    WHERE c.household_id = h.id AND c.stage = 'confirmed'),
                  '-infinity')""",
        months,
        GROWN_UP,
        ON_ROLL,
        day,
        day,
        day,
        GROWN_UP,
        day,
        GROWN_UP,
    )


def _aged(day, months):
    """Who reached the age from which the place pays old people more (57号 art. 27)."""
    return SQL(
        """SELECT h.id, h.division_id, p.id, birthday.day, birthday.day + rule.days
             FROM dibao_household h
             JOIN %(months)s ON rule.division_id = h.division_id AND rule.elderly > 0
             JOIN dibao_household_member m ON m.household_id = h.id
                  AND m.date_to IS NULL AND m.is_counted
             JOIN dibao_person p ON p.id = m.person_id AND p.death_date IS NULL
            CROSS JOIN LATERAL (SELECT (p.birth_date
                  + make_interval(years => rule.aged))::date AS day) birthday
            WHERE h.state IN %(states)s AND birthday.day <= %(day)s
              AND birthday.day > %(day)s::date - 366
              -- the same for the index, for the ages of all places together
              AND p.birth_date <= %(day)s::date - make_interval(
                  years => (SELECT min(aged) FROM %(months)s), days => -2)
              AND p.birth_date > %(day)s::date - make_interval(
                  years => (SELECT max(aged) FROM %(months)s), days => 369)
              AND birthday.day > COALESCE(
                  (SELECT max(decided_on) FROM dibao_case c
                    WHERE c.household_id = h.id AND c.stage = 'confirmed'),
                  '-infinity')""",
        months=months,
        states=ON_ROLL,
        day=day,
    )


def _graduated(day, months):
    """Who ended studies may earn, and may no longer count (57号 art. 7)."""
    return SQL(
        """SELECT h.id, h.division_id, p.id, p.study_until, p.study_until + rule.days
             FROM dibao_person p
             JOIN dibao_household_member m ON m.person_id = p.id AND m.date_to IS NULL
                  AND m.is_counted
             JOIN dibao_household h ON h.id = m.household_id AND h.state IN %s
             JOIN %s ON rule.division_id = h.division_id
            WHERE p.study_until <= %s AND p.study_until > %s::date - 366
              AND p.death_date IS NULL
              AND p.study_until > COALESCE(
                  (SELECT max(decided_on) FROM dibao_case c
                    WHERE c.household_id = h.id AND c.stage = 'confirmed'),
                  '-infinity')""",
        ON_ROLL,
        months,
        day,
        day,
    )


def _refused(day, months):
    """57号 art. 34: so many suitable offers refused in a row, counted back from the
    last answer to one that was no refusal. A decision since then settles it."""
    return SQL(
        """WITH answered AS (
               SELECT o.person_id, o.household_id, o.offered_on, o.outcome,
                      bool_or(o.outcome <> 'refused') OVER (
                          PARTITION BY o.person_id
                          ORDER BY o.offered_on DESC, o.id DESC) AS broken
                 FROM dibao_job_offer o
                WHERE o.outcome IS NOT NULL AND o.suitable AND o.offered_on <= %s),
           row AS (
               SELECT person_id, household_id, offered_on,
                      max(offered_on) OVER (PARTITION BY person_id) AS last_on
                 FROM answered WHERE NOT broken)
           SELECT h.id, h.division_id, row.person_id, row.last_on,
                  row.last_on + rule.days
             FROM row
             JOIN dibao_household h ON h.id = row.household_id AND h.state IN %s
             JOIN %s ON rule.division_id = h.division_id
            WHERE rule.refused > 0
              AND (COALESCE(rule.within, 0) = 0 OR row.offered_on >
                   row.last_on - make_interval(months => rule.within))
              AND row.last_on > COALESCE(
                  (SELECT max(decided_on) FROM dibao_case c
                    WHERE c.household_id = h.id AND c.stage IN ('confirmed', 'refused')
                      AND c.kind IN ('reduction', 'stop', 'reverification')),
                  '-infinity')
            GROUP BY h.id, h.division_id, row.person_id, row.last_on, rule.refused,
                     rule.days
           HAVING count(*) >= rule.refused""",
        day,
        ON_ROLL,
        months,
    )


def _declared(day, months):
    """57号 art. 30, 31: what households reported is dealt with, one way or another."""
    return SQL(
        """SELECT h.id, h.division_id, NULL::int, d.received_on,
                  d.received_on + rule.days
             FROM dibao_declaration d
             JOIN dibao_household h ON h.id = d.household_id
             JOIN %s ON rule.division_id = h.division_id
            WHERE d.state = 'draft' AND d.received_on <= %s""",
        months,
        day,
    )


def find(query):
    """What is so now, kept aside: it is compared with the list twice.

    The index and the figures of it are for the planner, which would otherwise hold the
    list of a first night to be empty and walk through all of this for each row of it.
    """
    return SQL(
        """CREATE TEMP TABLE dibao_due_found (household_id, division_id, person_id,
                  fact_on, due_on) ON COMMIT DROP AS %s;
           CREATE INDEX ON dibao_due_found (household_id, fact_on);
           ANALYZE dibao_due_found""",
        query,
    )


def insert(kind):
    """Put on the list what was found and is new.

    Sorted, so that all is compared before the first row is written: on a list that was
    empty when its figures were taken, the rows just written would be read again for
    each that follows.
    """
    return SQL(
        """INSERT INTO dibao_due (household_id, division_id, person_id, fact_on, due_on,
                  kind, state, create_uid, write_uid, create_date, write_date)
           SELECT found.household_id, found.division_id, found.person_id, found.fact_on,
                  found.due_on, %s, 'open', 1, 1, now() AT TIME ZONE 'UTC',
                  now() AT TIME ZONE 'UTC'
             FROM dibao_due_found found
            WHERE NOT EXISTS (
                  SELECT FROM dibao_due due
                   WHERE due.kind = %s AND due.household_id = found.household_id
                     AND due.fact_on = found.fact_on
                     AND COALESCE(due.person_id, 0) = COALESCE(found.person_id, 0))
            ORDER BY found.due_on, found.household_id
           ON CONFLICT DO NOTHING""",
        kind,
        kind,
    )


def close(kind):
    """Take off the list what is so no longer and had no case yet."""
    return SQL(
        """UPDATE dibao_due due SET state = 'gone',
                  write_date = now() AT TIME ZONE 'UTC'
            WHERE due.kind = %s AND due.state = 'open' AND NOT EXISTS (
                  SELECT FROM dibao_due_found found
                   WHERE found.household_id = due.household_id
                     AND found.fact_on = due.fact_on
                     AND COALESCE(found.person_id, 0) = COALESCE(due.person_id, 0))""",
        kind,
    )


def forget():
    """Make room for what is found of the next kind."""
    return SQL("DROP TABLE dibao_due_found")
