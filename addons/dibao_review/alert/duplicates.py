# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A02 to A06, A20: one person in two places, or where he should not be."""

from odoo.tools import SQL

from .ground import OWN, test_of

#: Schemes that exclude dibao (特困, 孤儿, 事实无人抚养儿童).
EXCLUDING = ("destitute", "orphan", "unattended")


@test_of("paid_elsewhere")
def paid_elsewhere(ground):
    """A02: on the roll here, and on that of another county or province; or refused at
    entry because registered already.

    Of comparisons with other regions the last one with an office counts. What was found
    to be wrong there once is not told again by the next comparison.
    """
    return SQL(
        """SELECT m.household_id, m.person_id, m.division_id,
                  'e' || m.person_id AS fact_key, r.fact_on, 0 AS amount,
                  r.kind AS material, r.batch_id, r.number, r.match_kind,
                  jsonb_build_object('how', 'elsewhere') AS said
             FROM %(rows)s r JOIN alert_roll m ON m.person_id = r.person_id
            UNION ALL
           SELECT m.household_id, m.person_id, m.division_id, 'd' || d.id,
                  d.create_date::date, 0, 'entry', %(own)s,
                  jsonb_build_object('how', 'entered')
             FROM dibao_duplicate d JOIN alert_roll m ON m.person_id = d.person_id
            WHERE d.state = 'new'
            UNION ALL
           SELECT household_id, person_id, division_id, 't' || person_id, NULL, 0,
                  'twin', NULL, NULL, 'weak', jsonb_build_object('how', 'twin')
             FROM (%(twins)s) twin WHERE NOT two_classes
            UNION ALL
           SELECT * FROM (SELECT DISTINCT ON (l.person_id, l.partner_id)
                  m.household_id, m.person_id, m.division_id,
                  'x' || l.person_id || ':' || l.partner_id, l.create_date::date, 0,
                  l.run_id::text, %(own)s,
                  jsonb_build_object('how', 'cross', 'office', o.name,
                                     'code', l.pair_code, 'run', run.name) AS said
             FROM dibao_cross_lead l
             JOIN dibao_cross_partner o ON o.id = l.partner_id
             JOIN dibao_cross_run run ON run.id = l.run_id
             JOIN alert_roll m ON m.person_id = l.person_id
            WHERE l.state = 'new' AND NOT EXISTS (
                  SELECT 1 FROM dibao_cross_lead known
                   WHERE known.person_id = l.person_id
                     AND known.partner_id = l.partner_id AND known.state = 'wrong')
            ORDER BY l.person_id, l.partner_id, l.id DESC) AS regions""",
        rows=ground.rows("schemes", kinds=["elsewhere"]),
        own=OWN,
        twins=TWINS,
    )


#: People of one name and birth date in two households, one of them without an ID
#: number: whoever has two different numbers is two people.
TWINS = SQL(
    """SELECT m.household_id, m.person_id, m.division_id, same.two_classes
         FROM (SELECT t.name, t.birth_date,
                      count(DISTINCT t.urban_rural) > 1 AS two_classes
                 FROM alert_roll t
                 JOIN (SELECT DISTINCT name, birth_date FROM alert_roll
                        WHERE id_index IS NULL) lone
                   ON lone.name = t.name AND lone.birth_date = t.birth_date
                GROUP BY t.name, t.birth_date
               HAVING count(DISTINCT t.household_id) > 1) same
         JOIN alert_roll m ON m.name = same.name AND m.birth_date = same.birth_date
              AND m.id_index IS NULL"""
)


@test_of("urban_and_rural")
def urban_and_rural(ground):
    """A03: drawing urban and rural dibao at once."""
    return SQL(
        """SELECT m.household_id, m.person_id, m.division_id,
                  'p' || m.person_id AS fact_key, r.fact_on, 0 AS amount,
                  r.kind AS material, r.batch_id, r.number, r.match_kind,
                  jsonb_build_object('other', r.kind) AS said
             FROM %(rows)s r JOIN alert_roll m ON m.person_id = r.person_id
            WHERE r.kind <> m.urban_rural
            UNION ALL
           SELECT household_id, person_id, division_id, 't' || person_id, NULL, 0,
                  'twin', NULL, NULL, 'weak', jsonb_build_object('other', 'twin')
             FROM (%(twins)s) twin WHERE two_classes""",
        rows=ground.rows("schemes", kinds=["urban", "rural"]),
        twins=TWINS,
    )


@test_of("several_certificates")
def several_certificates(ground):
    """A04: one family number, several certificates."""
    return SQL(
        """WITH numbered AS (
               SELECT id, division_id, certificate_number,
                      upper(regexp_replace(number, '[^0-9A-Za-z]', '', 'g')) AS plain
                 FROM dibao_household
                WHERE active AND state IN ('active', 'suspended', 'tapering')
                  AND certificate_number IS NOT NULL)
           SELECT one.id AS household_id, NULL::int AS person_id, one.division_id,
                  'h' || one.id AS fact_key, NULL::date AS fact_on, 0 AS amount,
                  same.count::text AS material, %(own)s,
                  jsonb_build_object('count', same.count) AS said
             FROM numbered one
             JOIN (SELECT plain, count(DISTINCT certificate_number) AS count
                     FROM numbered
                    WHERE plain IN (
                          SELECT plain FROM numbered GROUP BY 1
                          HAVING min(certificate_number) <> max(certificate_number))
                    GROUP BY 1) same
               ON same.plain = one.plain""",
        own=OWN,
    )


@test_of("other_scheme")
def other_scheme(ground):
    """A05: dibao and a scheme that excludes it."""
    return _listed(ground.rows("schemes", kinds=EXCLUDING))


@test_of("payroll")
def payroll(ground):
    """A06: on the state payroll."""
    return _listed(ground.rows("payroll"))


def _listed(rows):
    return SQL(
        """SELECT DISTINCT ON (m.person_id) m.household_id, m.person_id, m.division_id,
                  'p' || m.person_id AS fact_key, r.fact_on, 0 AS amount,
                  coalesce(r.kind, '') AS material, r.batch_id, r.number, r.match_kind,
                  jsonb_build_object('kind', r.kind) AS said
             FROM %s r JOIN alert_roll m ON m.person_id = r.person_id
            ORDER BY m.person_id, r.match_kind""",
        rows,
    )


@test_of("officers_family")
def officers_family(ground):
    """A20: an officer, or his spouse, draws dibao and is not registered (art. 11)."""
    return SQL(
        """WITH near AS (
               SELECT o.id AS officer_id, o.name, m.household_id, m.person_id,
                      m.division_id, 'self' AS how, NULL::int AS batch_id,
                      NULL::int AS number, NULL::text AS match_kind
                 FROM dibao_officer o
                 JOIN alert_roll m ON m.id_index = o.id_number->>'i'
                WHERE o.active AND (o.valid_to IS NULL OR o.valid_to >= %(day)s)
                UNION ALL
               SELECT o.id, o.name, m.household_id, m.person_id, m.division_id,
                      'spouse', r.batch_id, r.number, r.match_kind
                 FROM %(marriages)s r
                 JOIN dibao_officer o ON o.id_number->>'i' = r.other_index
                 JOIN alert_roll m ON m.person_id = r.person_id
                WHERE o.active AND (o.valid_to IS NULL OR o.valid_to >= %(day)s))
           SELECT n.household_id, n.person_id, n.division_id,
                  'p' || n.person_id || ':' || n.officer_id AS fact_key,
                  NULL::date AS fact_on, 0 AS amount, n.how AS material, n.batch_id,
                  n.number, n.match_kind,
                  jsonb_build_object('officer', n.name, 'how', n.how) AS said
             FROM near n
            WHERE NOT EXISTS (SELECT 1 FROM dibao_near_relative known
                   WHERE known.officer_id = n.officer_id AND known.state = 'done'
                     AND known.household_id = n.household_id)""",
        day=ground.day,
        marriages=ground.rows("marriage", kinds=["married"]),
    )
