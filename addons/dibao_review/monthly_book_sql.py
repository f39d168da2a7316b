# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Booking the rows of a month as facts, and what an earlier month lacks."""

from odoo.tools import SQL

from .monthly_freeze_sql import CLASSES, COLUMNS, NOW, names


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
