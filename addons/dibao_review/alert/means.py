# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A07 to A11 and auxiliary signs: property and income that the file does not know."""

from odoo.tools import SQL

from .ground import test_of


@test_of("vehicle")
def vehicle(ground):
    """A07: a vehicle where the place allows none; mobility vehicles are exempt."""
    return SQL(
        """SELECT DISTINCT ON (m.person_id, r.object_index) m.household_id,
                  m.person_id, m.division_id,
                  'p' || m.person_id || ':' || coalesce(right(r.object_index, 16), '')
                  AS fact_key,
                  r.fact_on, 0 AS amount, coalesce(r.kind, '') AS material, r.batch_id,
                  r.number, r.match_kind, jsonb_build_object('kind', r.kind) AS said
             FROM %(rows)s r
             JOIN alert_roll m ON m.person_id = r.person_id
             JOIN alert_place a ON a.place_id = m.division_id
            WHERE NOT coalesce(a.property_vehicle, false)
              AND coalesce(r.kind, '') NOT IN %(exempt)s
              AND coalesce(r.status, '') <> 'cancelled'
            ORDER BY m.person_id, r.object_index, r.match_kind""",
        rows=ground.rows("traffic", "transport"),
        exempt=tuple(ground.vehicle_exempt),
    )


@test_of("homes")
def homes(ground):
    """A08: more dwellings or shops than the place allows, or one bought or sold lately.

    What was sold is no property any more; the money of it is.
    """
    return SQL(
        """WITH owned AS (
               SELECT m.household_id, m.person_id, m.division_id, r.kind, r.fact_on,
                      r.batch_id, r.number, r.match_kind,
                      coalesce(r.status, '') = 'sold' AS sold,
                      coalesce(r.object_index, r.id::text) AS thing
                 FROM %(rows)s r JOIN alert_roll m ON m.person_id = r.person_id
                WHERE coalesce(r.status, '') <> 'cancelled'),
           counted AS (
               SELECT household_id, kind, min(person_id) AS person_id,
                      min(division_id) AS division_id, max(fact_on) AS fact_on,
                      count(DISTINCT thing) AS count, max(batch_id) AS batch_id,
                      max(number) AS number, min(match_kind) AS match_kind
                 FROM owned WHERE kind IN ('dwelling', 'shop') AND NOT sold
                GROUP BY 1, 2)
           SELECT c.household_id, c.person_id, c.division_id,
                  'h' || c.household_id || ':' || c.kind AS fact_key, c.fact_on,
                  c.count AS amount, c.count::text AS material, c.batch_id, c.number,
                  c.match_kind,
                  jsonb_build_object('count', c.count, 'kind', c.kind,
                      'day', c.fact_on, 'allowed',
                      CASE c.kind WHEN 'shop' THEN coalesce(a.property_shop, 0)
                           ELSE coalesce(a.property_homes, 1) END) AS said
             FROM counted c JOIN alert_place a ON a.place_id = c.division_id
            WHERE c.count > CASE c.kind WHEN 'shop' THEN coalesce(a.property_shop, 0)
                                 ELSE coalesce(a.property_homes, 1) END
            UNION ALL
           SELECT * FROM (
               SELECT DISTINCT ON (o.household_id, o.sold) o.household_id, o.person_id,
                      o.division_id, 'h' || o.household_id || deal.key, o.fact_on, 1,
                      o.fact_on::text, o.batch_id, o.number, o.match_kind,
                      jsonb_build_object('kind', deal.word, 'day', o.fact_on,
                          'count', 1, 'allowed', coalesce(a.property_homes, 1))
                 FROM owned o JOIN alert_place a ON a.place_id = o.division_id
                 JOIN (VALUES (false, ':bought', 'bought'), (true, ':sold', 'sold'))
                      AS deal (sold, key, word) ON deal.sold = o.sold
                WHERE o.fact_on > %(day)s::date
                      - make_interval(months => a.alert_purchase_months)
                ORDER BY o.household_id, o.sold, o.fact_on DESC) dealt""",
        rows=ground.rows("housing"),
        day=ground.day,
    )


@test_of("business")
def business(ground):
    """A09: a company or sole trader that is not closed or dormant."""
    return SQL(
        """SELECT DISTINCT ON (m.person_id, r.object_index) m.household_id,
                  m.person_id, m.division_id,
                  'p' || m.person_id || ':' || coalesce(right(r.object_index, 16), '')
                  AS fact_key,
                  r.fact_on, coalesce(r.amount, 0) AS amount,
                  coalesce(r.kind, '') || coalesce(r.status, '') AS material,
                  r.batch_id, r.number, r.match_kind,
                  jsonb_build_object('kind', r.kind) AS said
             FROM %(rows)s r
             JOIN alert_roll m ON m.person_id = r.person_id
             JOIN alert_place a ON a.place_id = m.division_id
            WHERE NOT coalesce(a.property_business, false)
              AND coalesce(r.status, '') NOT IN %(exempt)s
            ORDER BY m.person_id, r.object_index, r.match_kind""",
        rows=ground.rows("market"),
        exempt=tuple(ground.business_exempt),
    )


@test_of("assets")
def assets(ground):
    """A10: financial assets per counted member over the multiple of the standard.

    An account that two members hold together is on the list twice, and counts once.
    """
    return SQL(
        """SELECT f.household_id, NULL::int AS person_id, f.division_id,
                  'h' || f.household_id AS fact_key, f.fact_on,
                  f.total AS amount, 'over' AS material, f.batch_id, f.number,
                  f.match_kind,
                  jsonb_build_object('total', f.total,
                      'each', round(f.total / f.heads, 2),
                      'limit', round((f.multiple * f.standard)::numeric, 2)) AS said
             FROM (SELECT r.household_id, min(r.division_id) AS division_id,
                          sum(r.amount)::numeric AS total, max(r.fact_on) AS fact_on,
                          max(r.batch_id) AS batch_id, min(r.number) AS number,
                          min(r.match_kind) AS match_kind,
                          greatest(min(h.counted_count), 1) AS heads,
                          min(a.property_financial_multiple) AS multiple,
                          min(CASE h.urban_rural WHEN 'urban' THEN a.urban_standard
                              ELSE a.rural_standard END) AS standard
                     FROM (SELECT DISTINCT ON (own.household_id,
                                  coalesce(row.object_index, row.id::text)) row.*,
                                  own.household_id, own.division_id
                             FROM %s row
                             JOIN alert_roll own ON own.person_id = row.person_id
                            ORDER BY own.household_id,
                                  coalesce(row.object_index, row.id::text),
                                  row.amount DESC NULLS LAST) r
                     JOIN dibao_household h ON h.id = r.household_id
                     JOIN alert_place a ON a.place_id = r.division_id
                    GROUP BY r.household_id) f
            WHERE f.total / f.heads > f.multiple * f.standard""",
        ground.rows("bank"),
    )


#: Words of the lists, and the incomes of the file by which they are declared.
DECLARED_AS = {
    "pension": ("pension", "basic_pension", "survivor_benefit", "transfer"),
    "unemployment_benefit": ("unemployment_benefit", "transfer"),
    "insured": ("wage",),
    "wage": ("wage",),
    "fund": ("wage",),
    "business": ("business", "farming"),
    "property": ("property", "rent", "land_rent", "dividend"),
}


@test_of("hidden_income")
def hidden_income(ground):
    """A11: income by another list that the file does not declare, over the standard.

    What is insured without an amount is told whatever the income: nobody pays an
    employee's insurance without a job.
    """
    pairs = [(kind, code) for kind, codes in DECLARED_AS.items() for code in codes]
    return SQL(
        """WITH known AS (
               SELECT * FROM unnest(%(kinds)s::text[], %(codes)s::text[])
                      AS known (kind, code)),
           declared AS (
               SELECT DISTINCT i.household_id, i.person_id, known.kind
                 FROM dibao_income i JOIN dibao_code k ON k.id = i.kind_id
                 JOIN known ON known.code = k.code
                WHERE i.amount > 0 AND (i.period_to IS NULL
                       OR i.period_to >= %(day)s::date - interval '18 months')),
           found AS (
               SELECT DISTINCT ON (r.person_id) r.person_id, r.kind, r.fact_on,
                      r.amount, r.batch_id, r.number, r.match_kind
                 FROM (SELECT a.*, a.kind AS word FROM %(hr)s a
                        UNION ALL SELECT b.*, b.kind FROM %(tax)s b
                        UNION ALL SELECT c.*, 'fund' FROM %(fund)s c) r
                 JOIN alert_roll m ON m.person_id = r.person_id
                WHERE NOT EXISTS (SELECT 1 FROM declared d
                       WHERE d.household_id = m.household_id AND d.kind = r.word
                         AND (d.person_id = r.person_id OR d.person_id IS NULL))
                ORDER BY r.person_id, r.amount DESC NULLS LAST)
           SELECT m.household_id, m.person_id, m.division_id,
                  'p' || m.person_id AS fact_key, f.fact_on,
                  coalesce(f.amount, 0) AS amount, coalesce(f.kind, 'fund') AS material,
                  f.batch_id, f.number, f.match_kind,
                  jsonb_build_object('kind', coalesce(f.kind, 'fund'),
                                     'amount', f.amount) AS said
             FROM found f
             JOIN alert_roll m ON m.person_id = f.person_id
             JOIN dibao_household h ON h.id = m.household_id
             JOIN alert_place a ON a.place_id = m.division_id
            WHERE f.amount IS NULL
               OR (coalesce(h.monthly_income, 0) + f.amount)
                  / greatest(h.counted_count, 1)
                  >= CASE h.urban_rural WHEN 'urban' THEN a.urban_standard
                     ELSE a.rural_standard END""",
        kinds=[kind for kind, _code in pairs],
        codes=[code for _kind, code in pairs],
        hr=ground.rows(
            "hr", "medical", kinds=["pension", "insured", "unemployment_benefit"]
        ),
        tax=ground.rows("tax", kinds=["wage", "business", "property"]),
        fund=ground.rows("fund"),
        day=ground.day,
    )


@test_of("utility_heavy")
def utility_heavy(ground):
    """Y04: far more power or water than such a household uses: an auxiliary sign."""
    return _utility(ground, SQL("u.most > a.alert_utility_high"))


@test_of("utility_none")
def utility_none(ground):
    """Y05: hardly any power or water in all months told: does anybody live there?"""
    return _utility(ground, SQL("u.most < a.alert_utility_low"))


def _utility(ground, condition):
    """By household: all meters of a month together, and the month of the most use.

    Two meters of one house are no house that stands empty; nor is one month without
    power among others.
    """
    return SQL(
        """SELECT u.household_id, NULL::int AS person_id, u.division_id,
                  'h' || u.household_id AS fact_key, u.fact_on, u.most AS amount,
                  'use' AS material, u.batch_id, u.number, u.match_kind,
                  jsonb_build_object('quantity', u.most) AS said
             FROM (SELECT DISTINCT ON (household_id) household_id, division_id,
                          fact_on, quantity AS most, batch_id, number, match_kind
                     FROM (SELECT household_id, fact_on, sum(quantity) AS quantity,
                                  min(division_id) AS division_id,
                                  max(batch_id) AS batch_id, min(number) AS number,
                                  min(match_kind) AS match_kind
                             FROM (SELECT DISTINCT ON (m.household_id, r.fact_on,
                                          coalesce(r.object_index, r.id::text))
                                          m.household_id, m.division_id, r.fact_on,
                                          r.quantity, r.batch_id, r.number,
                                          r.match_kind
                                     FROM %s r
                                     JOIN alert_roll m ON m.person_id = r.person_id
                                    WHERE r.quantity IS NOT NULL) meter
                            GROUP BY household_id, fact_on) month
                    ORDER BY household_id, quantity DESC) u
             JOIN alert_place a ON a.place_id = u.division_id
            WHERE %s""",
        ground.rows("utility"),
        condition,
    )


@test_of("dear_school")
def dear_school(ground):
    """At a school with high fees: an auxiliary sign of hidden means."""
    return SQL(
        """SELECT DISTINCT ON (m.person_id) m.household_id, m.person_id, m.division_id,
                  'p' || m.person_id AS fact_key, r.fact_on,
                  coalesce(r.amount, 0) AS amount, 'school' AS material, r.batch_id,
                  r.number, r.match_kind,
                  jsonb_build_object('amount', r.amount) AS said
             FROM %s r JOIN alert_roll m ON m.person_id = r.person_id
            ORDER BY m.person_id, r.amount DESC""",
        ground.rows("education", kinds=["high_fee"]),
    )
