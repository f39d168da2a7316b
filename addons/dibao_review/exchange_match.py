# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who the rows of a delivery are: by blind index, or weakly by name and birth date."""

from odoo.tools import SQL


class WeakMatch:
    """Who bears name and birth date of a row in the area it was received for.

    Weaker than the ID number: asked only where the row has none, or where the person
    has none; two people of one name and birth date are nobody.
    """

    def __init__(self, env, batch):
        self.env = env
        self.path = batch.division_id.sudo().parent_path

    def persons(self, kept):
        """``{row number: (person id, division id)}``."""
        named = {}
        for one in kept:
            values = one.values
            birth = values.get("birth_date")
            number = values.get("id_number")
            if number and not birth:
                birth = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
            if values.get("name") and birth:
                named[one.row] = (values["name"], str(birth), bool(number))
        if not named:
            return {}
        rows = self.env.execute_query(
            SQL(
                """SELECT want.row, min(p.id), min(p.division_id)
                     FROM unnest(%s::int[], %s::text[], %s::date[], %s::bool[])
                          AS want (row, name, birth_date, has_number)
                     JOIN dibao_person p ON p.birth_date = want.birth_date
                          AND p.name = want.name
                          AND (NOT want.has_number OR p.id_number IS NULL)
                     JOIN dibao_division d ON d.id = p.division_id
                          AND d.parent_path LIKE %s
                    WHERE p.active GROUP BY want.row HAVING count(*) = 1""",
                list(named),
                [one[0] for one in named.values()],
                [one[1] for one in named.values()],
                [one[2] for one in named.values()],
                f"{self.path}%",
            )
        )
        return {row: (person, division) for row, person, division in rows}


def match_by_id(env, batch=None):
    """Match rows with people by the blind index of the ID number, in one statement.

    15-digit numbers were lifted to 18 on both sides, so both spellings meet. A row
    whose person has another number by now, or lives elsewhere, is let go first.

    :param batch: of one delivery only
    :return: number of rows that found somebody anew
    """
    env["dibao.person"].flush_model()
    which = SQL("b.id = %s", batch.id) if batch else SQL("b.state = 'used'")
    if not batch:
        env.cr.execute(_let_go(SQL("true")))
    env.cr.execute(_found(which, SQL("true")))
    return env.cr.rowcount


def match_changed(env):
    """The same for people who were changed or registered since, and for all rows in
    use; what is known of everybody else stays as it is.

    :return: number of rows that found somebody anew
    """
    env["dibao.person"].flush_model()
    env.cr.execute("CREATE TEMP TABLE exchange_changed (person_id int) ON COMMIT DROP")
    # What another search has in hand is its.
    env.cr.execute(
        """WITH told AS (DELETE FROM dibao_exchange_changed WHERE id IN (
               SELECT id FROM dibao_exchange_changed FOR UPDATE SKIP LOCKED)
               RETURNING person_id)
           INSERT INTO exchange_changed SELECT DISTINCT person_id FROM told"""
    )
    changed = SQL("p.id IN (SELECT person_id FROM exchange_changed)")
    env.cr.execute("ANALYZE exchange_changed")
    env.cr.execute(_let_go(changed))
    env.cr.execute(_found(SQL("b.state = 'used'"), changed))
    found = env.cr.rowcount
    env.cr.execute("DROP TABLE exchange_changed")
    return found


def _let_go(who):
    """SQL: rows in use whose person is not the one they mean, or not here, any more.

    An index of another key says nothing about who it is.
    """
    return SQL(
        """UPDATE dibao_exchange_row r
              SET person_id = NULL, match_kind = NULL, division_id = NULL
             FROM dibao_exchange_batch b
             JOIN dibao_division area ON area.id = b.division_id,
                  dibao_person p
             JOIN dibao_division d ON d.id = p.division_id
            WHERE b.id = r.batch_id AND b.state = 'used' AND p.id = r.person_id
              AND %s
              AND (NOT p.active
                   OR NOT starts_with(d.parent_path, area.parent_path)
                   OR (p.id_number IS NULL AND r.match_kind = 'id')
                   OR (r.id_index <> p.id_number->>'i'
                       AND split_part(r.id_index, '.', 1)
                           = split_part(p.id_number->>'i', '.', 1)))""",
        who,
    )


def _found(batches, who):
    return SQL(
        """WITH area AS MATERIALIZED (
               SELECT b.id AS batch_id, d.parent_path
                 FROM dibao_exchange_batch b
                 JOIN dibao_division d ON d.id = b.division_id WHERE %s),
             -- first the plain join, whatever the planner thinks of areas
             pair AS MATERIALIZED (
               SELECT r.id, r.batch_id, p.id AS person_id, p.division_id
                 FROM dibao_exchange_row r
                 JOIN dibao_person p ON (p.id_number->>'i') = r.id_index
                WHERE p.active AND r.batch_id IN (SELECT batch_id FROM area) AND %s
                  AND (r.person_id IS DISTINCT FROM p.id OR r.match_kind <> 'id'
                       OR r.division_id IS DISTINCT FROM p.division_id)),
             inside AS (
               SELECT pair.* FROM pair
                 JOIN dibao_division d ON d.id = pair.division_id
                 JOIN area ON area.batch_id = pair.batch_id
                WHERE starts_with(d.parent_path, area.parent_path))
           UPDATE dibao_exchange_row r
              SET person_id = inside.person_id, match_kind = 'id',
                  division_id = inside.division_id
             FROM inside WHERE inside.id = r.id""",
        batches,
        who,
    )


def matches(env, batch):
    """``(by ID number, weakly)``: how many rows found somebody."""
    return env.execute_query(
        SQL(
            """SELECT count(*) FILTER (WHERE match_kind = 'id'),
                      count(*) FILTER (WHERE match_kind = 'weak'), count(*)
                 FROM dibao_exchange_row WHERE batch_id = %s""",
            batch.id,
        )
    )[0]
