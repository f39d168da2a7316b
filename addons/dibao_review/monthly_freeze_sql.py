# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The facts of a county's month in a few statements: whose they are.

The same definitions as ``tools/monthly_fact.py``, which a test compares row by row. On
no model: whoever calls answers for the rights to the county. What is paid comes from
``monthly_money_sql``, the rows from ``monthly_rows_sql``, which ``monthly_book_sql``
books.
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
#: What the classes of a person come from; read with the roll, once.
PERSON = (
    *("sex", "birth_date", "death_date", "disability_grade", "disability_type"),
    *("illness", "serious_illness", "labour_ability"),
)
#: The rows of the month that is being reckoned.
NOW = SQL.identifier("dibao_mf_now")


def names(columns, table=None):
    """SQL of a list of columns."""
    return SQL(", ").join(
        SQL.identifier(table, name) if table else SQL.identifier(name)
        for name in columns
    )


def analyze(cr, table, *columns):
    """Tell the planner of a temporary table: of the columns that rows are found by."""
    cr.execute(SQL("ANALYZE %s (%s)", SQL.identifier(table), names(columns)))


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
                sex text, birth_date date, death_date date, disability_grade text,
                disability_type text, illness text, serious_illness boolean,
                labour_ability text, is_lead boolean, size int
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
    """Whose facts the county books: those who live there, unless another has them.

    Nobody of them goes away while facts are booked on them, which have no key that
    would look each of them up: they are held as they are read, here and in ``roll``.
    """
    cr.execute(
        SQL(
            """
            WITH known AS MATERIALIZED (
                SELECT DISTINCT ON (household_id) household_id, division_id
                  FROM dibao_monthly_fact
                 WHERE freeze_id = %(freeze)s AND row_kind = 'roll'
                   AND household_id IS NOT NULL
                 ORDER BY household_id, id DESC
            ), ours AS MATERIALIZED (
                SELECT h.id, coalesce(k.division_id, h.division_id), h.head_id
                  FROM known k JOIN dibao_household h ON h.id = k.household_id
                   FOR KEY SHARE OF h
            ), here AS MATERIALIZED (
                SELECT id, division_id, head_id FROM dibao_household
                 WHERE county_id = %(county)s
                   AND id NOT IN (SELECT household_id FROM known)
                   FOR KEY SHARE
            )
            INSERT INTO dibao_mf_household
            SELECT * FROM ours
            UNION ALL
            SELECT here.id, here.division_id, here.head_id
              FROM here
              -- one by one: the month's facts of all other counties are a million
              LEFT JOIN LATERAL (
                   SELECT true AS booked FROM dibao_monthly_fact f
                    WHERE f.household_id = here.id AND f.month = %(month)s
                      AND f.freeze_id <> %(freeze)s AND f.row_kind = 'roll'
                    LIMIT 1) other ON true
             WHERE other.booked IS NULL
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
        SELECT DISTINCT ON (person_id) * FROM (
        SELECT bm.person_id, b.household_id, h.division_id, b.urban_rural,
               b.id AS benefit_id, b.kind = 'taper' AS is_taper, b.amount, b.standard,
               %(person)s
          FROM dibao_mf_household h
          -- one by one: a join would read the benefits of the counties before this one
         CROSS JOIN LATERAL (
               SELECT * FROM dibao_benefit b
                WHERE b.household_id = h.id
                  AND b.state IN ('in_force', 'ended') AND b.date_from <= %(month)s
                  AND (b.date_to IS NULL OR b.date_to >= %(month)s)
                  AND (%(tapering)s OR b.kind <> 'taper') OFFSET 0) b
          JOIN dibao_benefit_member bm
            ON bm.benefit_id = b.id AND bm.is_counted AND bm.is_paid
          JOIN dibao_person p ON p.id = bm.person_id
           AND (p.death_date IS NULL OR p.death_date >= %(month)s)
           FOR KEY SHARE OF p) held
         ORDER BY person_id, benefit_id DESC
        """,
        person=names(PERSON, "p"),
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
    analyze(cr, "dibao_mf_roll", "person_id", "household_id", "division_id", "is_lead")


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
    analyze(cr, "dibao_mf_prev", "person_id", "household_id", "elsewhere")


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
    analyze(cr, "dibao_mf_cause", "id")
