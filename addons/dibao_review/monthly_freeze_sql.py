# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The facts of a county's month in a few statements.

The same definitions as ``tools/monthly_fact.py``, which a test compares row by row. On
no model: whoever calls answers for the rights to the county.
"""

from odoo.tools import SQL

#: Columns of a fact that a freeze reckons, in the order of the temporary table.
PLACE = ("county_id", "township_id", "division_id")
WHO = ("household_id", "person_id", "urban_rural", "row_kind")
MOVE = ("is_lead", "move", "household_move", "reason")
CLASSES = (
    *("sex", "age", "age_class", "is_disabled", "disability_grade", "disability_type"),
    *("labour", "cause_illness", "cause_disability", "cause_schooling"),
    *("cause_disaster", "cause_labour", "cause_other"),
)
AMOUNTS = (
    *("is_taper", "size", "standard", "entitled", "allowance", "price"),
    *("age_supplement", "other_supplement", "spending"),
)
COLUMNS = (*PLACE, *WHO, *MOVE, *CLASSES, *AMOUNTS)
#: The rows of the month that is being reckoned.
NOW = SQL.identifier("dibao_mf_now")


def names(columns, table=None):
    """SQL of a list of columns."""
    return SQL(", ").join(
        SQL.identifier(table, name) if table else SQL.identifier(name)
        for name in columns
    )


def prepare(cr):
    """Make the temporary tables of one freeze; they go with the transaction."""
    for name in ("household", "prev", "roll", "cause", "money", "now"):
        cr.execute(SQL("DROP TABLE IF EXISTS %s", SQL.identifier(f"dibao_mf_{name}")))
    cr.execute(
        SQL(
            """
            CREATE TEMP TABLE dibao_mf_household (
                id int PRIMARY KEY, division_id int, head_id int
            ) ON COMMIT DROP;
            CREATE TEMP TABLE dibao_mf_prev (
                person_id int, household_id int, division_id int, urban_rural text,
                elsewhere boolean
            ) ON COMMIT DROP;
            CREATE TEMP TABLE dibao_mf_roll (
                person_id int, household_id int, division_id int, urban_rural text,
                benefit_id int, is_taper boolean, amount numeric, standard numeric,
                is_lead boolean, size int
            ) ON COMMIT DROP;
            CREATE TEMP TABLE dibao_mf_cause (
                id int, illness boolean, disability boolean, schooling boolean,
                disaster boolean, labour boolean, other boolean
            ) ON COMMIT DROP;
            CREATE TEMP TABLE dibao_mf_money (
                household_id int, division_id int, urban_rural text, allowance numeric,
                price numeric, age_supplement numeric, other_supplement numeric,
                spending numeric
            ) ON COMMIT DROP;
            CREATE TEMP TABLE dibao_mf_now ON COMMIT DROP AS
                SELECT %(columns)s FROM dibao_monthly_fact WHERE false;
            """,
            columns=names(COLUMNS),
        )
    )
    # Compiling the statements would take longer than a county's rows; its people lie
    # together, so that looking them up beats reading the whole province's.
    cr.execute(
        "SET LOCAL jit = off; SET LOCAL work_mem = '64MB';"
        " SET LOCAL random_page_cost = 1.1"
    )


def households(cr, freeze):
    """Whose facts the county books: those who live there, unless another has them."""
    cr.execute(
        SQL(
            """
            INSERT INTO dibao_mf_household
            SELECT h.id, coalesce(k.division_id, h.division_id), h.head_id
              FROM dibao_household h
              LEFT JOIN (SELECT DISTINCT ON (household_id) household_id, division_id
                           FROM dibao_monthly_fact
                          WHERE freeze_id = %(freeze)s AND row_kind = 'roll'
                          ORDER BY household_id, id DESC) k ON k.household_id = h.id
             WHERE k.household_id IS NOT NULL
                OR (h.county_id = %(county)s AND NOT EXISTS (
                       SELECT 1 FROM dibao_monthly_fact f
                        WHERE f.household_id = h.id AND f.month = %(month)s
                          AND f.freeze_id <> %(freeze)s
                          AND f.row_kind = 'roll'))
            """,
            freeze=freeze.id,
            county=freeze.division_id.id,
            month=freeze.month,
        )
    )
    cr.execute("ANALYZE dibao_mf_household")


def _roll(month, tapering):
    """SQL: who is on the roll of a month, by the benefits that hold."""
    return SQL(
        """
        SELECT DISTINCT ON (bm.person_id)
               bm.person_id, b.household_id, h.division_id, b.urban_rural,
               b.id AS benefit_id, b.kind = 'taper' AS is_taper, b.amount, b.standard
          FROM dibao_mf_household h
          JOIN dibao_benefit b ON b.household_id = h.id
           AND b.state IN ('in_force', 'ended') AND b.date_from <= %(month)s
           AND (b.date_to IS NULL OR b.date_to >= %(month)s)
           AND (%(tapering)s OR b.kind <> 'taper')
          JOIN dibao_benefit_member bm
            ON bm.benefit_id = b.id AND bm.is_counted AND bm.is_paid
          JOIN dibao_person p ON p.id = bm.person_id
           AND (p.death_date IS NULL OR p.death_date >= %(month)s)
         ORDER BY bm.person_id, b.id DESC
        """,
        month=month,
        tapering=tapering,
    )


def roll(cr, month, tapering):
    """Who is on the roll, and whose row counts the household: the head's, if there."""
    cr.execute(
        SQL(
            """
            INSERT INTO dibao_mf_roll
            SELECT r.*, row_number() OVER (
                       PARTITION BY r.household_id
                       ORDER BY r.person_id <> coalesce(h.head_id, 0), r.person_id) = 1,
                   count(*) OVER (PARTITION BY r.household_id)
              FROM (%(roll)s) r
              JOIN dibao_mf_household h ON h.id = r.household_id
            """,
            roll=_roll(month, tapering),
        )
    )
    cr.execute("ANALYZE dibao_mf_roll")


def before(cr, freeze, previous, month, tapering):
    """Who was on the last month's roll: as frozen, else by the benefits of that month.

    :param previous: the county's freeze of that month; may be empty
    :param month: first day of the last month
    """
    if previous:
        cr.execute(
            SQL(
                """
                INSERT INTO dibao_mf_prev
                SELECT person_id, household_id, division_id, urban_rural, false
                  FROM dibao_monthly_fact
                 WHERE freeze_id = %s AND row_kind = 'roll' AND person_id IS NOT NULL
                 GROUP BY 1, 2, 3, 4 HAVING sum(sign) > 0
                """,
                previous.id,
            )
        )
    else:
        cr.execute(
            SQL(
                """
                INSERT INTO dibao_mf_prev
                SELECT person_id, household_id, division_id, urban_rural, false
                  FROM (%s) r
                """,
                _roll(month, tapering),
            )
        )
    _from_elsewhere(cr, freeze, month)
    cr.execute("ANALYZE dibao_mf_prev")


def _from_elsewhere(cr, freeze, month):
    """Who was on the roll of another county moved here.

    Who is new comes into a table of its own: a few people, who are looked up by index;
    left to a guess, the planner reads every fact of every county.
    """
    cr.execute(
        SQL(
            """
            CREATE TEMP TABLE dibao_mf_fresh ON COMMIT DROP AS
            SELECT person_id FROM dibao_mf_roll
            EXCEPT SELECT person_id FROM dibao_mf_prev;
            ANALYZE dibao_mf_fresh;
            INSERT INTO dibao_mf_prev
            SELECT f.person_id, f.household_id, f.division_id, f.urban_rural, true
              FROM dibao_mf_fresh r
              JOIN dibao_monthly_fact f ON f.person_id = r.person_id
               AND f.month = %s AND f.row_kind = 'roll' AND f.county_id <> %s
             GROUP BY 1, 2, 3, 4 HAVING sum(f.sign) > 0;
            DROP TABLE dibao_mf_fresh
            """,
            month,
            freeze.division_id.id,
        )
    )


def causes(cr, main_only):
    """Causes of each household by the six of the table; none given is another one."""
    cr.execute(
        SQL(
            """
            WITH listed AS MATERIALIZED (
                -- by the index of households: the province's causes are a million
                SELECT h.id, r.dibao_code_id
                  FROM dibao_mf_household h
                  LEFT JOIN dibao_code_dibao_household_rel r
                    ON r.dibao_household_id = h.id
                   AND r.dibao_code_id = ANY (ARRAY(SELECT id FROM dibao_code
                                                     WHERE list = 'cause'))
            )
            INSERT INTO dibao_mf_cause
            SELECT id, bool_or(code = 'illness'), bool_or(code = 'disability'),
                   bool_or(code = 'schooling'), bool_or(code = 'disaster'),
                   bool_or(code = 'labour'),
                   bool_or(code NOT IN ('illness', 'disability', 'schooling',
                                        'disaster', 'labour'))
              FROM (SELECT h.id, coalesce(up.code, c.code, 'other') AS code,
                           row_number() OVER (PARTITION BY h.id
                                              ORDER BY c.sequence, c.id) AS nth
                      FROM listed h
                      LEFT JOIN dibao_code c ON c.id = h.dibao_code_id
                      LEFT JOIN dibao_code up ON up.id = c.maps_to_id) named
             WHERE nth = 1 OR NOT %s
             GROUP BY id
            """,
            main_only,
        )
    )
    cr.execute("ANALYZE dibao_mf_cause")


def paid(cr, freeze):
    """What the county's run of the month paid; what came back from the bank was not.

    A payment as granted is split as its benefit is; the rest goes with the allowance.
    """
    cr.execute(
        SQL(
            """
            INSERT INTO dibao_mf_money
            SELECT l.household_id, min(l.division_id), min(l.urban_rural),
                   sum(l.amount - coalesce(s.price, 0) - coalesce(s.age, 0)
                       - coalesce(s.other, 0)),
                   sum(coalesce(s.price, 0)), sum(coalesce(s.age, 0)),
                   sum(coalesce(s.other, 0)), sum(l.amount)
              FROM dibao_payment_line l
              JOIN dibao_payment_run r ON r.id = l.run_id
              LEFT JOIN dibao_benefit b ON b.id = l.benefit_id AND b.amount = l.amount
              LEFT JOIN LATERAL (%(split)s) s ON true
             WHERE r.division_id = %(county)s AND r.month = %(month)s
               AND r.state NOT IN ('draft', 'computed', 'checked')
               AND l.state NOT IN ('cancelled', 'bounced', 'closed_account')
             GROUP BY l.household_id
            """,
            split=_split(),
            county=freeze.division_id.id,
            month=freeze.month,
        )
    )


def entitled(cr):
    """What the month's benefits grant, where payments are made outside the program."""
    cr.execute(
        SQL(
            """
            INSERT INTO dibao_mf_money
            SELECT b.household_id, b.division_id, b.urban_rural,
                   b.amount - coalesce(s.price, 0) - coalesce(s.age, 0)
                       - coalesce(s.other, 0),
                   coalesce(s.price, 0), coalesce(s.age, 0), coalesce(s.other, 0),
                   b.amount
              FROM (SELECT DISTINCT benefit_id AS id, household_id, division_id,
                           urban_rural, amount FROM dibao_mf_roll) b
              LEFT JOIN LATERAL (%(split)s) s ON true
             WHERE b.amount > 0
            """,
            split=_split(),
        )
    )


def _split():
    return SQL(
        """
        SELECT sum(amount) FILTER (WHERE component = 'price') AS price,
               sum(amount) FILTER (WHERE component = 'supplement'
                                   AND code = 'elderly') AS age,
               sum(amount) FILTER (WHERE component = 'supplement'
                                   AND code IS DISTINCT FROM 'elderly') AS other
          FROM dibao_benefit_line WHERE benefit_id = b.id
        """
    )


def rows(cr, freeze, last_day, rules):
    """All rows of the month into the table ``dibao_mf_now``."""
    cr.execute("ANALYZE dibao_mf_money")
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
            ), elsewhere AS MATERIALIZED (
                -- still on a roll, but of another county
                SELECT w.person_id FROM was w
                  JOIN dibao_household h ON h.id = w.household_id
                   AND h.county_id <> %(county)s AND h.state IN ('active', 'tapering')
                 WHERE NOT w.elsewhere
            ), person AS MATERIALIZED (
                -- these alone are looked up: the planner expects millions of rows below
                SELECT p.id, p.sex, p.birth_date, p.death_date, p.disability_grade,
                       p.disability_type, p.illness, p.serious_illness,
                       p.labour_ability
                  FROM (SELECT person_id FROM dibao_mf_roll
                         UNION SELECT person_id FROM was) one
                  JOIN dibao_person p ON p.id = one.person_id
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
                       CASE WHEN r.is_lead THEN r.amount ELSE 0 END AS entitled
                  FROM dibao_mf_roll r
                  LEFT JOIN was w ON w.person_id = r.person_id
                  LEFT JOIN was_household wh ON wh.household_id = r.household_id
                UNION ALL
                SELECT w.household_id, w.person_id, w.division_id, w.urban_rural,
                       CASE WHEN r.person_id IS NULL AND e.person_id IS NULL
                            THEN 'exit' ELSE 'moved_out' END,
                       (nh.household_id IS NULL
                        OR (nh.division_id, nh.urban_rural)
                           <> (w.division_id, w.urban_rural))
                       AND row_number() OVER (PARTITION BY w.household_id
                                              ORDER BY w.person_id) = 1,
                       CASE WHEN r.person_id IS NULL AND e.person_id IS NULL
                            THEN 'exit' ELSE 'moved' END,
                       CASE WHEN e.person_id IS NOT NULL THEN 'moved'
                            WHEN nh.household_id IS NULL THEN 'exit'
                            WHEN (nh.division_id, nh.urban_rural)
                                 <> (w.division_id, w.urban_rural) THEN 'moved'
                       END,
                       nh.household_id IS NOT NULL, false, NULL, NULL, 0
                  FROM was w
                  LEFT JOIN dibao_mf_roll r ON r.person_id = w.person_id
                  LEFT JOIN elsewhere e ON e.person_id = w.person_id
                  LEFT JOIN now_household nh ON nh.household_id = w.household_id
                 WHERE NOT w.elsewhere
                   AND (r.person_id IS NULL
                        OR (r.household_id, r.division_id, r.urban_rural)
                           <> (w.household_id, w.division_id, w.urban_rural))
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
                             CASE WHEN p.death_date < %(month)s THEN 'died'
                                  WHEN x.household_known THEN 'left'
                                  WHEN last.kind = 'taper' THEN 'taper_end'
                                  ELSE 'stopped' END
                   END,
                   p.sex, a.age,
                   CASE WHEN a.age < %(minor_age)s THEN 'minor'
                        WHEN a.age >= %(elderly_age)s THEN 'elderly'
                        ELSE 'adult' END,
                   p.disability_grade IS NOT NULL OR p.disability_type IS NOT NULL,
                   p.disability_grade, p.disability_type,
                   CASE WHEN %(age_first)s AND c.bounds THEN 'none'
                        WHEN c.lost THEN 'lost'
                        WHEN c.bounds THEN 'none'
                        WHEN p.disability_grade IS NOT NULL
                          OR p.disability_type IS NOT NULL
                          OR coalesce(p.illness, '') <> ''
                          OR p.labour_ability = 'part' THEN 'part'
                        ELSE 'able' END,
                   k.illness, k.disability, k.schooling, k.disaster, k.labour, k.other,
                   x.is_taper, x.size, x.standard, x.entitled, 0, 0, 0, 0, 0
              FROM raw x
              JOIN dibao_division d ON d.id = x.division_id
              JOIN person p ON p.id = x.person_id
              LEFT JOIN dibao_mf_cause k ON k.id = x.household_id
              CROSS JOIN LATERAL (
                   SELECT date_part('year', age(%(last_day)s, p.birth_date))::int AS age
              ) a
              CROSS JOIN LATERAL (
                   SELECT coalesce(a.age < %(minor_age)s OR a.age > %(none_over)s,
                                   false) AS bounds,
                          coalesce(p.serious_illness, false)
                          OR p.labour_ability IS NOT DISTINCT FROM 'lost'
                          OR (coalesce(p.disability_type, '') <> ALL(%(not_types)s)
                              AND (coalesce(p.disability_grade, '') = ANY(%(grades)s)
                                   OR (p.disability_grade = '3'
                                       AND p.disability_type = ANY(%(grade3)s))))
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
    _money_rows(cr, freeze)
    cr.execute("ANALYZE dibao_mf_now")
    # Nobody of them goes away while facts are booked on them, which have no key that
    # would look each of them up.
    cr.execute(
        """SELECT count(*) FROM (SELECT FROM dibao_household WHERE id IN (
                   SELECT household_id FROM dibao_mf_now) FOR KEY SHARE) held;
           SELECT count(*) FROM (SELECT FROM dibao_person WHERE id IN (
                   SELECT person_id FROM dibao_mf_now) FOR KEY SHARE) held"""
    )


def _money_rows(cr, freeze):
    """Money on the row that leads; of who is not on the roll, on a row of its own."""
    cr.execute(
        SQL(
            """
            UPDATE dibao_mf_now n
               SET allowance = m.allowance, price = m.price,
                   age_supplement = m.age_supplement,
                   other_supplement = m.other_supplement, spending = m.spending
              FROM dibao_mf_money m
             WHERE n.household_id = m.household_id AND n.row_kind = 'roll' AND n.is_lead
            """
        )
    )
    cr.execute(
        SQL(
            """
            INSERT INTO dibao_mf_now (county_id, township_id, division_id, household_id,
                   urban_rural, row_kind, is_lead, entitled, allowance, price,
                   age_supplement, other_supplement, spending)
            SELECT %s, CASE WHEN d.level = 'village' THEN d.parent_id ELSE d.id END,
                   m.division_id, m.household_id, m.urban_rural, 'money', false, 0,
                   m.allowance, m.price, m.age_supplement, m.other_supplement,
                   m.spending
              FROM dibao_mf_money m
              JOIN dibao_division d ON d.id = m.division_id
             WHERE NOT EXISTS (SELECT 1 FROM dibao_mf_roll r
                                WHERE r.household_id = m.household_id)
            """,
            freeze.division_id.id,
        )
    )


def keep(cr, freeze, booked, source=None, sign=1):
    """Book rows of a temporary table as facts; returns how many."""
    cr.execute(
        SQL(
            """
            INSERT INTO dibao_monthly_fact (freeze_id, month, booked_month, sign,
                   %(columns)s)
            SELECT %(freeze)s, %(month)s, %(booked)s, %(sign)s, %(columns)s
              FROM %(source)s
            """,
            columns=names(COLUMNS),
            freeze=freeze.id,
            month=freeze.month,
            booked=booked,
            sign=sign,
            source=source or NOW,
        )
    )
    return cr.rowcount


def differ(cr, freeze, booked):
    """Book what a frozen month is today against what was booked; returns the rows.

    Who was on the roll keeps the classes of that time: somebody who was disabled later
    is no correction.
    """
    cr.execute("DROP TABLE IF EXISTS dibao_mf_was")
    cr.execute(
        SQL(
            """
            CREATE TEMP TABLE dibao_mf_was ON COMMIT DROP AS
            SELECT %(columns)s FROM dibao_monthly_fact WHERE freeze_id = %(freeze)s
             GROUP BY %(columns)s HAVING sum(sign) > 0
            """,
            columns=names(COLUMNS),
            freeze=freeze.id,
        )
    )
    kept = SQL(", ").join(
        SQL("%(name)s = w.%(name)s", name=SQL.identifier(name))
        for name in (*CLASSES, "standard")
    )
    cr.execute(
        SQL(
            """
            UPDATE dibao_mf_now n SET %s FROM dibao_mf_was w
             WHERE w.person_id = n.person_id AND w.household_id = n.household_id
            """,
            kept,
        )
    )
    booked_rows = 0
    cr.execute(
        SQL(
            """
            CREATE TEMP TABLE dibao_mf_gone ON COMMIT DROP AS
                SELECT * FROM dibao_mf_was WHERE household_id IS NOT NULL
                EXCEPT SELECT * FROM dibao_mf_now;
            CREATE TEMP TABLE dibao_mf_new ON COMMIT DROP AS
                SELECT * FROM dibao_mf_now EXCEPT SELECT * FROM dibao_mf_was;
            """
        )
    )
    for table, sign in (("dibao_mf_gone", -1), ("dibao_mf_new", 1)):
        booked_rows += keep(cr, freeze, booked, SQL.identifier(table), sign)
        cr.execute(SQL("DROP TABLE %s", SQL.identifier(table)))
    return booked_rows
