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
    """A08: more dwellings or shops than the place allows, or one bought lately."""
    return SQL(
        """WITH owned AS (
               SELECT m.household_id, m.person_id, m.division_id, r.kind, r.fact_on,
                      r.batch_id, r.number, r.match_kind,
                      coalesce(r.object_index, r.id::text) AS thing
                 FROM %(rows)s r JOIN alert_roll m ON m.person_id = r.person_id
                WHERE coalesce(r.status, '') <> 'cancelled'),
           counted AS (
               SELECT household_id, kind, min(person_id) AS person_id,
                      min(division_id) AS division_id, max(fact_on) AS fact_on,
                      count(DISTINCT thing) AS count, max(batch_id) AS batch_id,
                      max(number) AS number, min(match_kind) AS match_kind
                 FROM owned WHERE kind IN ('dwelling', 'shop') GROUP BY 1, 2)
           SELECT c.household_id, c.person_id, c.division_id,
                  'h' || c.household_id || ':' || c.kind AS fact_key, c.fact_on,
                  c.count AS amount, c.count::text AS material, c.batch_id, c.number,
                  c.match_kind,
                  jsonb_build_object('count', c.count, 'kind', c.kind, 'allowed',
                      CASE c.kind WHEN 'shop' THEN coalesce(a.property_shop, 0)
                           ELSE coalesce(a.property_homes, 1) END) AS said
             FROM counted c JOIN alert_place a ON a.place_id = c.division_id
            WHERE c.count > CASE c.kind WHEN 'shop' THEN coalesce(a.property_shop, 0)
                                 ELSE coalesce(a.property_homes, 1) END
            UNION ALL
           SELECT * FROM (
               SELECT DISTINCT ON (o.household_id) o.household_id, o.person_id,
                      o.division_id, 'h' || o.household_id || ':bought', o.fact_on, 1,
                      o.fact_on::text, o.batch_id, o.number, o.match_kind,
                      jsonb_build_object('kind', 'bought', 'day', o.fact_on)
                 FROM owned o JOIN alert_place a ON a.place_id = o.division_id
                WHERE o.fact_on > %(day)s::date
                      - make_interval(months => a.alert_purchase_months)
                ORDER BY o.household_id, o.fact_on DESC) bought""",
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
    """A10: financial assets per counted member over the multiple of the standard."""
    return SQL(
        """SELECT f.household_id, NULL::int AS person_id, f.division_id,
                  'h' || f.household_id AS fact_key, f.fact_on,
                  f.total AS amount, 'over' AS material, f.batch_id, f.number,
                  f.match_kind,
                  jsonb_build_object('total', f.total,
                      'each', round(f.total / f.heads, 2),
                      'limit', round((f.multiple * f.standard)::numeric, 2)) AS said
             FROM (SELECT m.household_id, min(m.division_id) AS division_id,
                          sum(r.amount)::numeric AS total, max(r.fact_on) AS fact_on,
                          max(r.batch_id) AS batch_id, min(r.number) AS number,
                          min(r.match_kind) AS match_kind,
                          greatest(min(h.counted_count), 1) AS heads,
                          min(a.property_financial_multiple) AS multiple,
                          min(CASE h.urban_rural WHEN 'urban' THEN a.urban_standard
                              ELSE a.rural_standard END) AS standard
                     FROM %s r
                     JOIN alert_roll m ON m.person_id = r.person_id
                     JOIN dibao_household h ON h.id = m.household_id
                     JOIN alert_place a ON a.place_id = m.division_id
                    GROUP BY m.household_id) f
            WHERE f.total / f.heads > f.multiple * f.standard""",
        ground.rows("bank"),
    )


@test_of("hidden_income")
def hidden_income(ground):
    """A11: wage or pension by another list, none declared, and over the standard.

    What is insured without an amount is told whatever the income: nobody pays an
    employee's insurance without a job.
    """
    return SQL(
        """WITH found AS (
               SELECT DISTINCT ON (r.person_id) r.person_id, r.kind, r.fact_on,
                      r.amount, r.batch_id, r.number, r.match_kind
                 FROM (SELECT * FROM %(hr)s a UNION ALL SELECT * FROM %(tax)s b
                       UNION ALL SELECT * FROM %(fund)s c) r
                ORDER BY r.person_id, r.amount DESC NULLS LAST),
           declared AS (
               SELECT DISTINCT i.household_id, i.person_id FROM dibao_income i
                 JOIN dibao_code k ON k.id = i.kind_id
                WHERE k.code IN ('wage', 'pension', 'business') AND i.amount > 0
                  AND (i.period_to IS NULL
                       OR i.period_to >= %(day)s::date - interval '18 months'))
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
            WHERE NOT EXISTS (SELECT 1 FROM declared d
                   WHERE d.household_id = m.household_id
                     AND (d.person_id = m.person_id OR d.person_id IS NULL))
              AND (f.amount IS NULL
                   OR (coalesce(h.monthly_income, 0) + f.amount)
                      / greatest(h.counted_count, 1)
                      >= CASE h.urban_rural WHEN 'urban' THEN a.urban_standard
                         ELSE a.rural_standard END)""",
        hr=ground.rows("hr", "medical", kinds=["pension", "insured"]),
        tax=ground.rows("tax", kinds=["wage", "business"]),
        fund=ground.rows("fund"),
        day=ground.day,
    )


@test_of("utility_heavy")
def utility_heavy(ground):
    """Far more power or water than such a household uses: an auxiliary sign."""
    return _utility(ground, SQL("r.quantity > a.alert_utility_high"))


@test_of("utility_none")
def utility_none(ground):
    """Hardly any power or water: does anybody live there?"""
    return _utility(ground, SQL("r.quantity < a.alert_utility_low"))


def _utility(ground, condition):
    return SQL(
        """SELECT DISTINCT ON (m.household_id) m.household_id, NULL::int AS person_id,
                  m.division_id, 'h' || m.household_id AS fact_key, r.fact_on,
                  r.quantity AS amount, 'use' AS material, r.batch_id, r.number,
                  r.match_kind, jsonb_build_object('quantity', r.quantity) AS said
             FROM %s r
             JOIN alert_roll m ON m.person_id = r.person_id
             JOIN alert_place a ON a.place_id = m.division_id
            WHERE %s ORDER BY m.household_id, r.fact_on DESC""",
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
