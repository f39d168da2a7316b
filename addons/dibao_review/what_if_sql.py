# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a what-if knows of many households, in a few statements: the households of an
area with their last means test, and the supplements of their members.

The amounts are reckoned by ``what_if_amounts``. On no model: whoever calls answers for
the rights to the area. A class is a place with rules of its own and urban or rural:
twice the place's position in the list of such places, one more where it is rural.
"""

from odoo.tools import SQL

#: Grounds of a supplement, by their bit in the combination a person has.
BITS = (("elderly", 1), ("minor", 2), ("severe_disability", 4), ("serious_illness", 8))
NAMES = ("rule", "place", "household", "extra", "row")

TABLES = """
    CREATE TEMP TABLE dibao_if_rule (
        class int, variant text, elderly_born date, grades text[],
        grade3_types text[], figures numeric[]
    ) ON COMMIT DROP;
    CREATE TEMP TABLE dibao_if_place (
        id int PRIMARY KEY, class int, township int
    ) ON COMMIT DROP;
    CREATE TEMP TABLE dibao_if_household (
        id int, division_id int, township int, urban_rural text, class int,
        assessment int, single int, income numeric, counted int, stopped int,
        refused boolean, tier text, receives boolean, paid numeric
    ) ON COMMIT DROP;
    CREATE TEMP TABLE dibao_if_extra (
        id int, class int, extra_now numeric, extra_then numeric, missing boolean
    ) ON COMMIT DROP;
    CREATE TEMP TABLE dibao_if_row (
        id int, division_id int, township int, urban_rural text, receives boolean,
        paid numeric, counted int, entitled_now boolean, edge_now boolean,
        amount_now numeric, entitled_then boolean, edge_then boolean,
        amount_then numeric
    ) ON COMMIT DROP;
"""


def prepare(cr):
    """Make the temporary tables of one run; they go with the transaction."""
    for name in NAMES:
        cr.execute(SQL("DROP TABLE IF EXISTS %s", SQL.identifier(f"dibao_if_{name}")))
    cr.execute(SQL(TABLES))
    # Compiling the long expressions would take longer than reckoning them.
    cr.execute(SQL("SET LOCAL jit = off"))
    # Households and persons of a province are joined in memory, not in files.
    cr.execute(SQL("SET LOCAL work_mem = '128MB'"))


def places(cr, area_path, regions):
    """Each place of the area with its township and the nearest place with rules."""
    cr.execute(
        SQL(
            """
            INSERT INTO dibao_if_place
            SELECT d.id,
                   (SELECT 2 * (array_position(%(regions)s, step) - 1) FROM unnest(
                        string_to_array(rtrim(d.parent_path, '/'), '/')::int[]
                    ) WITH ORDINALITY AS path(step, at)
                    WHERE step = ANY(%(regions)s) ORDER BY at DESC LIMIT 1),
                   CASE WHEN d.level = 'village' THEN d.parent_id ELSE d.id END
              FROM dibao_division d
             WHERE d.parent_path LIKE %(area)s
            """,
            regions=list(regions),
            area=f"{area_path}%",
        )
    )
    cr.execute(SQL("ANALYZE dibao_if_place"))


def households(cr):
    """What is known of each household: of its last means test, else of the registry.

    Who receives nothing is looked at only after a means test: without one, an income
    of zero would only mean that nobody asked.

    :return: the classes that have households
    """
    cr.execute(
        SQL(
            """
            INSERT INTO dibao_if_household
            SELECT h.id, h.division_id, p.township, h.urban_rural,
                   p.class + (h.urban_rural = 'rural')::int, a.id,
                   a.single_person_id,
                   coalesce(a.income, h.monthly_income, 0)::numeric,
                   coalesce(a.counted, h.counted_count),
                   coalesce(s.stopped, 0), s.assessment_id IS NOT NULL, a.tier,
                   h.state = 'active',
                   CASE WHEN h.state IN ('active', 'tapering')
                        THEN coalesce(h.allowance, 0) ELSE 0 END
              FROM dibao_household h
              JOIN dibao_if_place p ON p.id = h.division_id
              LEFT JOIN (SELECT DISTINCT ON (household_id)
                                household_id, id, single_person_id, income, counted,
                                tier, verdict
                           FROM dibao_assessment
                          ORDER BY household_id, version DESC) a
                     ON a.household_id = h.id
              LEFT JOIN (SELECT assessment_id,
                                count(*) FILTER (WHERE is_counted)::int AS stopped
                           FROM dibao_assessment_member
                          WHERE is_stopped
                          GROUP BY assessment_id) s ON s.assessment_id = a.id
             WHERE h.active
               AND (h.state = 'active' OR (a.id IS NOT NULL AND h.state <> 'tapering'))
               AND coalesce(a.counted, h.counted_count) > 0
               AND coalesce(a.verdict, '') <> 'property'
            """
        )
    )
    cr.execute(SQL("ANALYZE dibao_if_household (id, class, single)"))
    cr.execute(SQL("SELECT DISTINCT class FROM dibao_if_household ORDER BY class"))
    return [row[0] for row in cr.fetchall()]


def extras(cr, day):
    """The supplements of each household: of each counted member the figure that the
    rules give for the grounds the member has.

    OFFSET 0: the figures are taken out before members are brought together, so that
    whole tables of figures are not sorted with each of them.
    """
    cr.execute(
        SQL(
            """
            INSERT INTO dibao_if_extra
            SELECT id, min(class), sum(figure_now), sum(figure_then),
                   bool_or(figure_now IS NULL OR figure_then IS NULL)
              FROM (SELECT h.id, h.class, n.figures[1 + (%(bits_n)s)] AS figure_now,
                           t.figures[1 + (%(bits_t)s)] AS figure_then
                      FROM dibao_if_household h
                      JOIN dibao_if_rule n ON n.class = h.class AND n.variant = 'now'
                      JOIN dibao_if_rule t ON t.class = h.class AND t.variant = 'then'
                      JOIN dibao_household_member m ON m.household_id = h.id
                       AND m.is_counted AND m.date_from <= %(day)s
                       AND (m.date_to IS NULL OR m.date_to >= %(day)s)
                      JOIN dibao_person p ON p.id = m.person_id
                       AND (p.death_date IS NULL OR p.death_date > %(day)s)
                       AND (p.disability_grade IS NOT NULL OR p.serious_illness
                            OR p.birth_date > %(of_age)s
                            OR p.birth_date <= %(young)s)
                     WHERE (h.single IS NULL OR h.single = p.id)
                       AND NOT (h.refused AND EXISTS (
                           SELECT FROM dibao_assessment_member judged
                            WHERE judged.assessment_id = h.assessment
                              AND judged.person_id = p.id AND judged.is_stopped))
                    OFFSET 0) member
             GROUP BY id
            """,
            bits_n=_bits("n", day),
            bits_t=_bits("t", day),
            day=day,
            of_age=years_before(day, 18),
            young=SQL("(SELECT max(elderly_born) FROM dibao_if_rule)"),
        )
    )
    cr.execute(SQL("ANALYZE dibao_if_extra (id, class)"))


def years_before(day, years):
    """SQL: born on it or before, one has completed these years on the day."""
    return SQL("(%s::date - make_interval(years => %s))::date", day, years)


def _bits(rule, day):
    """The combination of grounds of a person p under a rule row, as a number."""
    row = SQL.identifier(rule)
    return SQL(
        """CASE WHEN p.birth_date <= %(row)s.elderly_born THEN 1 ELSE 0 END
         + CASE WHEN p.birth_date > %(of_age)s THEN 2 ELSE 0 END
         + CASE WHEN p.disability_grade = ANY(%(row)s.grades)
                  OR (p.disability_grade = '3'
                      AND p.disability_type = ANY(%(row)s.grade3_types))
                THEN 4 ELSE 0 END
         + CASE WHEN p.serious_illness THEN 8 ELSE 0 END""",
        row=row,
        of_age=years_before(day, 18),
    )


def results(cr, what_if, user, now):
    """Sums by township, and the households that enter or leave; two statements."""
    stamp = SQL("%s, %s, %s, %s", user, user, now, now)
    cr.execute(
        SQL(
            """
            INSERT INTO dibao_what_if_result (
                what_if_id, division_id, urban_rural, households, persons, gaining,
                losing, entering, entering_edge, leaving, unsettled, paid, cost_now,
                cost_then, difference, create_uid, write_uid, create_date, write_date)
            SELECT %(id)s, township, urban_rural, count(*), sum(counted),
                   count(*) FILTER (WHERE was AND amount_then > amount_now),
                   count(*) FILTER (WHERE was AND entitled_then
                                    AND amount_then < amount_now),
                   count(*) FILTER (WHERE NOT receives AND entitled_then),
                   count(*) FILTER (WHERE NOT receives AND entitled_then
                                    AND edge_now AND NOT entitled_now),
                   count(*) FILTER (WHERE was AND NOT entitled_then),
                   count(*) FILTER (WHERE amount_now IS NULL OR amount_then IS NULL),
                   coalesce(sum(paid), 0), coalesce(sum(drawn_now), 0),
                   coalesce(sum(amount_then), 0),
                   coalesce(sum(amount_then), 0) - coalesce(sum(drawn_now), 0),
                   %(stamp)s
              FROM (%(rows)s) r
             GROUP BY township, urban_rural
            """,
            id=what_if,
            stamp=stamp,
            rows=SQL(DRAWN),
        )
    )
    cr.execute(
        SQL(
            """
            INSERT INTO dibao_what_if_change (
                what_if_id, household_id, division_id, township_id, kind, amount_now,
                amount_then, create_uid, write_uid, create_date, write_date)
            SELECT %(id)s, id, division_id, township,
                   CASE WHEN was THEN 'leave'
                        WHEN edge_now AND NOT entitled_now THEN 'enter_edge'
                        ELSE 'enter' END,
                   drawn_now, amount_then, %(stamp)s
              FROM (%(rows)s) r
             WHERE (was AND NOT entitled_then) OR (NOT receives AND entitled_then)
            """,
            id=what_if,
            stamp=stamp,
            rows=SQL(DRAWN),
        )
    )


#: Each household with what it draws by the rules in force.
DRAWN = """
    SELECT *, receives AND entitled_now AS was,
           CASE WHEN receives THEN amount_now ELSE 0 END AS drawn_now
      FROM dibao_if_row
"""
