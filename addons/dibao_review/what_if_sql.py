# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The amounts of many households in a few statements, under two sets of rules.

The same reckoning as ``tools/allowance.py``, which a test compares row by row. On no
model: whoever calls answers for the rights to the area.
"""

from odoo.tools import SQL

#: Grounds of a supplement, by their bit in the combination a person has.
BITS = (("elderly", 1), ("minor", 2), ("severe_disability", 4), ("serious_illness", 8))

TABLES = """
    CREATE TEMP TABLE dibao_if_rule (
        region int, urban_rural text, variant text, standard numeric, edge numeric,
        compare text, method text, tiers jsonb, chosen boolean, unit numeric,
        mode text, level text, ceiling boolean, smallest numeric, refuse boolean,
        refusal numeric, price numeric, elderly_age int, grades text[],
        grade3_types text[], figures numeric[]
    ) ON COMMIT DROP;
    CREATE TEMP TABLE dibao_if_place (
        id int PRIMARY KEY, region int, township int
    ) ON COMMIT DROP;
    CREATE TEMP TABLE dibao_if_household (
        id int, township int, region int, urban_rural text, assessment int,
        single int, income numeric, counted int, stopped int, tier text,
        receives boolean, verdict text, paid numeric
    ) ON COMMIT DROP;
    CREATE TEMP TABLE dibao_if_extra (
        id int, extra_now numeric, extra_then numeric, missing boolean
    ) ON COMMIT DROP;
"""


def prepare(cr):
    """Make the temporary tables of one run; they go with the transaction."""
    for name in ("rule", "place", "household", "extra"):
        cr.execute(SQL("DROP TABLE IF EXISTS %s", SQL.identifier(f"dibao_if_{name}")))
    cr.execute(SQL(TABLES))
    # Compiling the long expressions would take longer than reckoning them.
    cr.execute(SQL("SET LOCAL jit = off"))


def places(cr, area_path, regions):
    """Each place of the area with its township and the nearest place with rules."""
    cr.execute(
        SQL(
            """
            INSERT INTO dibao_if_place
            SELECT d.id,
                   (SELECT step FROM unnest(
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
    """
    cr.execute(
        SQL(
            """
            INSERT INTO dibao_if_household
            SELECT h.id, p.township, p.region, h.urban_rural, a.id,
                   a.single_person_id,
                   coalesce(a.income, h.monthly_income, 0)::numeric,
                   coalesce(a.counted, h.counted_count),
                   coalesce(s.stopped, 0), a.tier,
                   h.state = 'active', a.verdict,
                   CASE WHEN h.state IN ('active', 'tapering')
                        THEN coalesce(h.allowance, 0) ELSE 0 END
              FROM dibao_household h
              JOIN dibao_if_place p ON p.id = h.division_id
              LEFT JOIN (SELECT DISTINCT ON (household_id) *
                           FROM dibao_assessment
                          ORDER BY household_id, version DESC) a
                     ON a.household_id = h.id
              LEFT JOIN (SELECT assessment_id, count(*)::int AS stopped
                           FROM dibao_assessment_member
                          WHERE is_stopped AND is_counted
                          GROUP BY assessment_id) s ON s.assessment_id = a.id
             WHERE h.active
               AND (h.state = 'active' OR (a.id IS NOT NULL AND h.state <> 'tapering'))
               AND coalesce(a.counted, h.counted_count) > 0
               AND coalesce(a.verdict, '') <> 'property'
            """
        )
    )
    cr.execute(SQL("CREATE INDEX ON dibao_if_household (id)"))
    cr.execute(SQL("ANALYZE dibao_if_household"))


def extras(cr, day):
    """The supplements of each household: of each counted member the figure that the
    rules give for the grounds the member has."""
    cr.execute(
        SQL(
            """
            INSERT INTO dibao_if_extra
            SELECT id, sum(figure_now), sum(figure_then),
                   bool_or(figure_now IS NULL OR figure_then IS NULL)
              FROM (SELECT h.id, n.figures[1 + (%(bits_n)s)] AS figure_now,
                           t.figures[1 + (%(bits_t)s)] AS figure_then
                      FROM dibao_if_household h
                      JOIN dibao_if_rule n ON n.region = h.region
                       AND n.urban_rural = h.urban_rural AND n.variant = 'now'
                      JOIN dibao_if_rule t ON t.region = h.region
                       AND t.urban_rural = h.urban_rural AND t.variant = 'then'
                      JOIN dibao_household_member m ON m.household_id = h.id
                       AND m.is_counted AND m.date_from <= %(day)s
                       AND (m.date_to IS NULL OR m.date_to >= %(day)s)
                      JOIN dibao_person p ON p.id = m.person_id
                       AND (p.death_date IS NULL OR p.death_date > %(day)s)
                       AND (p.disability_grade IS NOT NULL OR p.serious_illness
                            OR p.birth_date > %(of_age)s
                            OR p.birth_date <= %(young)s)
                      LEFT JOIN dibao_assessment_member judged
                             ON judged.assessment_id = h.assessment
                            AND judged.person_id = p.id
                     WHERE judged.is_stopped IS NOT TRUE
                       AND (h.single IS NULL OR h.single = p.id)) member
             GROUP BY id
            """,
            bits_n=_bits("n", day),
            bits_t=_bits("t", day),
            day=day,
            of_age=_years_before(day, 18),
            young=_years_before(
                day, SQL("(SELECT min(elderly_age) FROM dibao_if_rule)")
            ),
        )
    )
    cr.execute(SQL("ANALYZE dibao_if_extra"))


def _years_before(day, years):
    return SQL("(%s::date - make_interval(years => %s))::date", day, years)


def _bits(rule, day):
    """The combination of grounds of a person p under a rule row, as a number."""
    row = SQL.identifier(rule)
    return SQL(
        """CASE WHEN p.birth_date
                <= (%(day)s::date - make_interval(years => %(row)s.elderly_age))::date
                THEN 1 ELSE 0 END
         + CASE WHEN p.birth_date > %(of_age)s THEN 2 ELSE 0 END
         + CASE WHEN p.disability_grade = ANY(%(row)s.grades)
                  OR (p.disability_grade = '3'
                      AND p.disability_type = ANY(%(row)s.grade3_types))
                THEN 4 ELSE 0 END
         + CASE WHEN p.serious_illness THEN 8 ELSE 0 END""",
        day=day,
        row=row,
        of_age=_years_before(day, 18),
    )


def _rounded(value, row, mode=None):
    """Round to the unit of a rule row, as ``reckoning.rounded`` does."""
    units = SQL("((%s) / %s.unit)", value, row)
    if mode == "up":
        return SQL("(ceil%s * %s.unit)", units, row)
    if mode == "down":
        return SQL("(floor%s * %s.unit)", units, row)
    return SQL(
        "(CASE %(row)s.mode WHEN 'up' THEN ceil%(units)s"
        " WHEN 'down' THEN floor%(units)s ELSE round%(units)s END * %(row)s.unit)",
        row=row,
        units=units,
    )


def rows():
    """Query: of each household its verdict and amount, now and then.

    ``amount_*`` is null where an officer would have to settle something first.
    OFFSET 0: the planner would put each step's expression into every place that uses
    it, and reckon it there again and again.
    """
    return SQL(
        """
        SELECT h.id, h.township, h.urban_rural, h.receives, h.verdict, h.paid,
               h.counted, extra.missing,
               verdict_n.below AS entitled_now, verdict_n.edge AS edge_now,
               verdict_t.below AS entitled_then, verdict_t.edge AS edge_then,
               %(amount_n)s AS amount_now, %(amount_t)s AS amount_then
          FROM dibao_if_household h
          JOIN dibao_if_rule n ON n.region = h.region
           AND n.urban_rural = h.urban_rural AND n.variant = 'now'
          JOIN dibao_if_rule t ON t.region = h.region
           AND t.urban_rural = h.urban_rural AND t.variant = 'then'
          LEFT JOIN dibao_if_extra extra ON extra.id = h.id
          CROSS JOIN LATERAL (%(verdict_n)s) verdict_n
          CROSS JOIN LATERAL (%(verdict_t)s) verdict_t
          CROSS JOIN LATERAL (%(first_n)s) first_n
          CROSS JOIN LATERAL (%(first_t)s) first_t
          CROSS JOIN LATERAL (%(base_n)s) base_n
          CROSS JOIN LATERAL (%(base_t)s) base_t
        """,
        amount_n=_amount("n", "now"),
        amount_t=_amount("t", "then"),
        verdict_n=_verdict("n"),
        verdict_t=_verdict("t"),
        first_n=_first("n"),
        first_t=_first("t"),
        base_n=_base("n"),
        base_t=_base("t"),
    )


def _verdict(rule):
    """Below the standard, near the threshold: without dividing, or by rounded heads."""
    row = SQL.identifier(rule)
    return SQL(
        """SELECT CASE %(row)s.compare WHEN 'rounded'
                  THEN round(h.income / h.counted, 2) < %(row)s.standard
                  ELSE h.income < %(row)s.standard * h.counted END AS below,
                  CASE %(row)s.compare WHEN 'rounded'
                  THEN round(h.income / h.counted, 2)
                       < %(row)s.standard * %(row)s.edge
                  ELSE h.income < %(row)s.standard * %(row)s.edge * h.counted
                  END AS edge OFFSET 0""",
        row=row,
    )


def _first(rule):
    """The basic allowance before ceiling and shares: by the gap or by tiers."""
    row = SQL.identifier(rule)
    gap = SQL("greatest(%(row)s.standard * h.counted - h.income, 0)", row=row)
    share = SQL("(tier.row ->> h.urban_rural)::numeric * h.counted")
    return SQL(
        """SELECT CASE WHEN %(row)s.method = 'gap' AND %(row)s.level = 'person'
                       THEN %(each)s * h.counted
                       WHEN %(row)s.method = 'gap' THEN %(whole)s
                       ELSE (SELECT %(share)s
                               FROM jsonb_array_elements(%(row)s.tiers)
                                    WITH ORDINALITY AS tier(row, at)
                              WHERE CASE WHEN coalesce(h.tier, '') <> ''
                                           OR %(row)s.chosen
                                    THEN tier.row ->> 'tier' = h.tier
                                    ELSE h.income * 100
                                         < (tier.row ->> 'below')::numeric
                                           * %(row)s.standard * h.counted END
                              ORDER BY tier.at LIMIT 1) END AS figure OFFSET 0""",
        row=row,
        each=_rounded(SQL("%s / h.counted", gap), row),
        whole=_rounded(gap, row),
        share=_rounded(share, row),
    )


def _base(rule):
    """The basic allowance: ceiling, stopped shares and the smallest amount."""
    row, first = SQL.identifier(rule), SQL.identifier(f"first_{rule}")
    capped = SQL(
        """CASE WHEN %(row)s.ceiling
                 AND %(first)s.figure > %(row)s.standard * h.counted
                THEN %(limit)s ELSE %(first)s.figure END""",
        row=row,
        first=first,
        limit=_rounded(SQL("%s.standard * h.counted", row), row, "down"),
    )
    left = SQL(
        # divided last: a third that was cut off would show after rounding down
        "((%(capped)s) * (h.counted * 100 - h.stopped * %(row)s.refusal)"
        " / (h.counted * 100))",
        capped=capped,
        row=row,
    )
    shared = SQL(
        "CASE WHEN h.stopped > 0 THEN %s ELSE %s END", _rounded(left, row), capped
    )
    least = SQL(
        "CASE WHEN x.figure = 0 THEN greatest(%(row)s.smallest, %(row)s.unit)"
        " ELSE %(row)s.smallest END",
        row=row,
    )
    return SQL(
        """SELECT CASE WHEN h.stopped >= h.counted THEN x.figure
                       WHEN x.figure = 0 AND %(row)s.refuse THEN NULL
                       WHEN x.figure < %(least)s THEN %(raised)s
                       ELSE x.figure END AS figure
             FROM (SELECT %(shared)s AS figure OFFSET 0) x OFFSET 0""",
        row=row,
        shared=shared,
        least=least,
        raised=_rounded(least, row, "up"),
    )


def _amount(rule, variant):
    row, base = SQL.identifier(rule), SQL.identifier(f"base_{rule}")
    return SQL(
        """CASE WHEN %(verdict)s.below
                THEN %(base)s.figure + coalesce(extra.%(extra)s, 0) + %(price)s
                ELSE 0 END""",
        verdict=SQL.identifier(f"verdict_{rule}"),
        base=base,
        extra=SQL.identifier(f"extra_{variant}"),
        price=_rounded(SQL("%s.price * h.counted", row), row),
    )
