# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The sums of a county's month from its facts: by village, township, county, class."""

from odoo.tools import SQL

from .monthly_freeze_sql import names
from .tools.monthly_fact import BAND, CAUSES, LABOUR, MEASURES, OLDEST, YEARS

ROLL = "row_kind = 'roll'"
#: How each measure comes from the rows, before the sign is put to it.
COUNTED = {
    "households": f"{ROLL} AND is_lead",
    "persons": ROLL,
    "female": f"{ROLL} AND sex = '2'",
    "elderly": f"{ROLL} AND age_class = 'elderly'",
    "minor": f"{ROLL} AND age_class = 'minor'",
    "disabled": f"{ROLL} AND is_disabled",
    **{f"labour_{name}": f"{ROLL} AND labour = '{name}'" for name in LABOUR},
    **{f"cause_{name}": f"{ROLL} AND cause_{name}" for name in CAUSES},
    "entry_households": f"{ROLL} AND household_move = 'entry'",
    "entry_persons": f"{ROLL} AND move = 'entry'",
    "exit_households": "row_kind <> 'roll' AND household_move = 'exit'",
    "exit_persons": "row_kind = 'exit'",
    "taper_households": f"{ROLL} AND is_lead AND is_taper",
}
NET = {
    "transfer_households": "household_move = 'moved'",
    "transfer_persons": "move = 'moved'",
}
SUMMED = (
    *("entitled", "allowance", "price", "age_supplement", "other_supplement"),
    "spending",
)


def _measure(name):
    """SQL of one measure over the facts of a group; ``same_amount`` comes apart."""
    if name in COUNTED:
        how = f"coalesce(sum(sign) FILTER (WHERE {COUNTED[name]}), 0)"
    elif name in NET:
        how = (
            f"coalesce(sum(CASE WHEN {ROLL} THEN sign ELSE -sign END)"
            f" FILTER (WHERE {NET[name]}), 0)"
        )
    else:
        how = f"coalesce(sum(sign * {name}), 0)"
    return SQL(f"{how} AS {name}")  # noqa: S608 -- names of this file


def keep(cr, freeze, booked, at_hand=None):
    """Write the sums of what was booked in a month for a freeze.

    :param at_hand: temporary table of the very rows that were booked, if it is there:
        nothing is read back
    """
    measures = [name for name in MEASURES if name != "same_amount"]
    cr.execute(
        SQL(
            """
            CREATE TEMP VIEW dibao_ms_fact AS %(facts)s;
            CREATE TEMP TABLE dibao_ms_same ON COMMIT DROP AS
            SELECT division_id, urban_rural, max(n)::int AS same_amount
              FROM (SELECT division_id, urban_rural, round(entitled / size, 2) AS each,
                           sum(sign) AS n
                      FROM dibao_ms_fact
                     WHERE row_kind = 'roll' AND is_lead AND size > 0 AND entitled > 0
                       AND NOT is_taper AND is_first
                     GROUP BY 1, 2, 3) amounts
             GROUP BY 1, 2;
            CREATE TEMP TABLE dibao_ms_village ON COMMIT DROP AS
            SELECT township_id, division_id, urban_rural, %(measures)s
              FROM dibao_ms_fact GROUP BY 1, 2, 3;
            CREATE TEMP TABLE dibao_ms_named ON COMMIT DROP AS
            SELECT township_id, division_id, urban_rural, 'ages' AS list,
                   sex || ':' || least(age / %(years)s * %(years)s, %(oldest)s) AS name,
                   sum(sign) AS n
              FROM dibao_ms_fact WHERE row_kind = 'roll' AND age IS NOT NULL
             GROUP BY 1, 2, 3, 5
            UNION ALL
            SELECT township_id, division_id, urban_rural, 'bands',
                   (floor(entitled / size / %(band)s) * %(band)s)::int::text, sum(sign)
              FROM dibao_ms_fact
             WHERE row_kind = 'roll' AND is_lead AND size > 0
             GROUP BY 1, 2, 3, 5
            UNION ALL
            SELECT township_id, division_id, urban_rural, 'reasons', reason, sum(sign)
              FROM dibao_ms_fact WHERE move IN ('entry', 'exit')
             GROUP BY 1, 2, 3, 5
            """,
            facts=_facts(freeze, booked, at_hand),
            measures=SQL(", ").join(map(_measure, measures)),
            years=YEARS,
            oldest=OLDEST,
            band=BAND,
        )
    )
    _roll_up(cr, freeze, booked, measures)
    cr.execute("DROP VIEW dibao_ms_fact")
    for table in ("same", "village", "named"):
        cr.execute(SQL("DROP TABLE %s", SQL.identifier(f"dibao_ms_{table}")))


def _facts(freeze, booked, at_hand):
    if at_hand:
        return SQL("SELECT *, 1 AS sign, true AS is_first FROM %s", at_hand)
    return SQL(
        """SELECT *, booked_month = month AS is_first FROM dibao_monthly_fact
            WHERE freeze_id = %s AND booked_month = %s""",
        freeze.id,
        booked,
    )


def _roll_up(cr, freeze, booked, measures):
    """One row of each place and class; a household may live at the township itself."""
    summed = SQL(", ").join(
        SQL("sum(%(name)s) AS %(name)s", name=SQL.identifier(name)) for name in measures
    )
    cr.execute(
        SQL(
            """
            WITH place AS (
                SELECT division_id AS village, township_id, u.place, d.level
                  FROM (SELECT DISTINCT division_id, township_id
                          FROM dibao_ms_village) v
                 CROSS JOIN LATERAL (
                       SELECT DISTINCT unnest(ARRAY[v.division_id, v.township_id,
                                                    %(county)s]) AS place) u
                  JOIN dibao_division d ON d.id = u.place
            ), named AS (
                SELECT place, urban_rural, jsonb_object_agg(list, counts) AS detail
                  FROM (SELECT place, urban_rural, list,
                               jsonb_object_agg(name, n) AS counts
                          FROM (SELECT p.place, n.urban_rural, n.list, n.name,
                                       sum(n.n)::int AS n
                                  FROM dibao_ms_named n
                                  JOIN place p ON p.village = n.division_id
                                 WHERE n.name IS NOT NULL
                                 GROUP BY 1, 2, 3, 4) one
                         GROUP BY 1, 2, 3) lists
                 GROUP BY 1, 2
            )
            INSERT INTO dibao_monthly_sum (freeze_id, month, booked_month, division_id,
                   level, urban_rural, %(columns)s, same_amount, detail)
            SELECT %(freeze)s, %(month)s, %(booked)s, s.place, s.level, s.urban_rural,
                   %(columns)s, s.same_amount, coalesce(named.detail, '{}')
              FROM (SELECT p.place,
                           CASE WHEN p.place = %(county)s THEN 'county'
                                WHEN p.level = 'village' THEN 'village'
                                ELSE 'township' END AS level,
                           v.urban_rural, %(summed)s,
                           coalesce(sum(same.same_amount), 0) AS same_amount
                      FROM dibao_ms_village v
                      JOIN place p ON p.village = v.division_id
                      LEFT JOIN dibao_ms_same same USING (division_id, urban_rural)
                     GROUP BY 1, 2, 3) s
              LEFT JOIN named
                ON named.place = s.place AND named.urban_rural = s.urban_rural
            """,
            county=freeze.division_id.id,
            freeze=freeze.id,
            month=freeze.month,
            booked=booked,
            columns=names(measures),
            summed=summed,
        )
    )
