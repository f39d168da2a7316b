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

    15-digit numbers were lifted to 18 on both sides, so both spellings meet.

    :param batch: of one delivery only
    :return: number of rows that found somebody anew
    """
    env["dibao.person"].flush_model()
    env.cr.execute(
        SQL(
            """WITH area AS MATERIALIZED (
                   SELECT b.id AS batch_id, d.parent_path
                     FROM dibao_exchange_batch b
                     JOIN dibao_division d ON d.id = b.division_id WHERE %s),
                 -- first the plain join, whatever the planner thinks of areas
                 pair AS MATERIALIZED (
                   SELECT r.id, r.batch_id, p.id AS person_id, p.division_id
                     FROM dibao_exchange_row r
                     JOIN dibao_person p ON (p.id_number->>'i') = r.id_index
                    WHERE p.active AND r.batch_id IN (SELECT batch_id FROM area)
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
            SQL("b.id = %s", batch.id) if batch else SQL("b.state = 'used'"),
        )
    )
    return env.cr.rowcount


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
