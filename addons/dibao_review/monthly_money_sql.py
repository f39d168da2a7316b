# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a county paid or granted in a month, by household; of facts of a month."""

from odoo.tools import SQL


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


def money_rows(cr, freeze):
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
