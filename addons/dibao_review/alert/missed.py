# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A25: people on lists of need who draw nothing (漏保)."""

from odoo.tools import SQL

#: Lists and words of need: source, kinds, further condition.
NEEDS = {
    "disabled": ("disabled", None, "r.grade IN ('1', '2')"),
    "ill": ("health", ("illness",), "true"),
    "unemployed": ("hr", ("unemployed",), "true"),
    "monitored": ("agriculture", None, "true"),
}
#: By source: may a row that was read make somebody a missed person? Only of these
#: name and number are kept.
TELLS = {
    "disabled": lambda row: (
        row.get("grade") in ("1", "2") and row.get("status") != "cancelled"
    ),
    "health": lambda row: row.get("kind") == "illness",
    "hr": lambda row: row.get("kind") == "unemployed",
    "agriculture": lambda row: True,
}


def missed(ground):
    """SQL of who is on such a list, and on no roll: one row a person.

    Left out: who died, and who is helped by another scheme or place. People whom the
    registry knows are told by it; of the others the list's own name and place.
    """
    parts = [
        SQL(
            """SELECT %s AS need, r.id, r.batch_id, r.number, r.source_id, r.id_index,
                      r.person_id, r.match_kind, r.name, r.birth_date, r.id_number,
                      r.place_id, r.area_id, r.grade, r.fact_on
                 FROM %s r
                WHERE coalesce(r.status, '') <> 'cancelled' AND """
            + condition,
            need,
            ground.all_rows(source, kinds=kinds),
        )
        for need, (source, kinds, condition) in NEEDS.items()
    ]
    return SQL(
        """WITH listed AS (%(listed)s),
           helped AS (
               SELECT r.id_index, r.person_id FROM %(helped)s r),
           dead AS (
               SELECT r.id_index, r.person_id FROM %(dead)s r
                UNION ALL SELECT r.id_index, r.person_id FROM %(buried)s r)
           SELECT coalesce(l.id_index, 'w' || md5(coalesce(l.name, '')
                           || coalesce(l.birth_date::text, ''))) AS fact_key,
                  max(l.person_id) AS person_id, min(l.name) AS name,
                  max(l.birth_date) AS birth_date,
                  -- equal whoever told it, since the key is its index
                  (array_agg(l.id_number) FILTER
                      (WHERE l.id_number IS NOT NULL))[1] AS id_number,
                  coalesce(max(l.place_id), max(l.area_id)) AS place_id,
                  array_to_string(ARRAY[%(words)s], ',') AS needs,
                  num_nonnulls(%(words)s) AS need_count,
                  min(l.grade) AS grade, max(l.fact_on) AS fact_on,
                  max(l.batch_id) AS batch_id,
                  jsonb_agg(jsonb_build_array(l.batch_id, l.number)) AS places
             FROM listed l
            WHERE NOT EXISTS (SELECT 1 FROM alert_roll m
                               WHERE m.person_id = l.person_id)
              AND NOT EXISTS (SELECT 1 FROM helped h WHERE h.id_index = l.id_index)
              AND NOT EXISTS (SELECT 1 FROM helped h WHERE h.person_id = l.person_id)
              AND NOT EXISTS (SELECT 1 FROM dead d WHERE d.id_index = l.id_index)
              AND NOT EXISTS (SELECT 1 FROM dibao_person p
                               WHERE p.id = l.person_id AND p.death_date IS NOT NULL)
            GROUP BY 1""",
        listed=SQL(" UNION ALL ").join(parts),
        # Sorting the few rows of each of a million people takes longer than this.
        words=SQL(", ").join(
            SQL("max(l.need) FILTER (WHERE l.need = %s)", need)
            for need in sorted(NEEDS)
        ),
        helped=ground.all_rows("schemes"),
        dead=ground.all_rows("police", "health", kinds=["death"]),
        buried=ground.all_rows("funeral"),
    )
