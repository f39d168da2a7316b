# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the registry says to staged households: who they are, what differs.

Works on a range of staged households in one transaction, and leaves two temporary
tables, the staged columns with these beside them:

``ledger_h``: household_id (NULL: new), differs (plain columns), deep (columns that the
ORM must change), action (create, update, same).
``ledger_p``: person_id, member_id, live_id (present household), joins, differs, deep.
"""

from odoo.tools import SQL

#: Columns that are simply taken over: (staged, registered), empty is not said.
HOUSEHOLD_PLAIN = (
    "registered_address",
    "living_address",
    "account_bank",
    "recheck_class",
    "certificate_number",
    "monthly_income",
    "allowance",
    "allowance_from",
)
PERSON_PLAIN = (
    "ethnic_id",
    "marriage_id",
    "health_id",
    "education_id",
    "occupation_id",
    "disability_type",
    "disability_grade",
    "serious_illness",
    "illness",
    "labour_ability",
    "school",
)
PERSON_SEALED = ("id_number", "disability_certificate", "phone", "phone_other")
ANALYZE_H = "ANALYZE ledger_h (seq, household_id, action, is_new)"
ANALYZE_P = "ANALYZE ledger_p (seq, person_id, member_id, is_head, joins, is_new)"
#: Columns with tracking or consequences: the ORM writes them.
HOUSEHOLD_DEEP = (
    ("division_ref", "division_id"),
    ("urban_rural", "urban_rural"),
    ("state", "state"),
)
PERSON_DEEP = ("name", "death_date")
MEMBER_DEEP = ("relation_id", "is_counted", "exclusion_id")


def differs(pairs, ours, theirs):
    """SQL: one of the staged columns is said, and is not what is registered."""
    return SQL(" OR ").join(
        SQL(
            "(%(mine)s IS NOT NULL AND %(mine)s IS DISTINCT FROM %(known)s)",
            mine=SQL.identifier(ours, mine),
            known=SQL.identifier(theirs, known),
        )
        for mine, known in pairs
    )


def sealed_differs(names, ours, theirs):
    """Like ``differs`` for sealed columns: by their blind index."""
    return SQL(" OR ").join(
        SQL(
            "(%(mine)s IS NOT NULL"
            " AND (%(mine)s->>'i') IS DISTINCT FROM (%(known)s->>'i'))",
            mine=SQL.identifier(ours, name),
            known=SQL.identifier(theirs, name),
        )
        for name in names
    )


def within(column, paths):
    """SQL: the division in a column lies below one of these paths."""
    return SQL(
        "EXISTS (SELECT 1 FROM dibao_division d WHERE d.id = %s"
        " AND d.parent_path LIKE ANY(%s))",
        SQL.identifier(*column.split(".")),
        paths,
    )


class Matcher:
    """Matches staged households of one import, a range at a time."""

    def __init__(self, ledger):
        self.env = ledger.env
        self.ref = ledger.id
        self.office = [f"{ledger.division_id.sudo().parent_path}%"]

    def _run(self, text, **arguments):
        self.env.cr.execute(SQL(text, ref=self.ref, **arguments))

    def match(self, first, last):
        """Match the staged households ``first`` to ``last`` (included)."""
        # Compiling plans would take longer than running them.
        self.env.cr.execute("SET LOCAL jit = off")
        for table in ("ledger_h", "ledger_p", "ledger_problem"):
            self.env.cr.execute(
                SQL("DROP TABLE IF EXISTS %s", SQL.identifier("pg_temp", table))
            )
        self._match_persons(first, last)
        self._match_households(first, last)
        self._match_nameless()
        self._compare()

    def _match_persons(self, first, last):
        self._run(
            """CREATE TEMP TABLE ledger_p ON COMMIT DROP AS
               SELECT s.*, p.id AS person_id, m.id AS member_id,
                      m.household_id AS live_id, m.id IS NULL AS joins,
                      FALSE AS differs, FALSE AS deep, FALSE AS is_new
               FROM dibao_ledger_person s
               LEFT JOIN dibao_person p ON p.id_number->>'i' = s.id_number->>'i'
               LEFT JOIN dibao_household_member m
                      ON m.person_id = p.id AND m.date_to IS NULL
               WHERE s.import_ref = %(ref)s AND s.seq BETWEEN %(first)s AND %(last)s""",
            first=first,
            last=last,
        )
        # Indexed under a key that is just being replaced.
        self._run(
            """UPDATE ledger_p l SET person_id = p.id, member_id = m.id,
                      live_id = m.household_id, joins = m.id IS NULL
               FROM ledger_p s
               CROSS JOIN string_to_table(s.former_indexes, ' ') former
               JOIN dibao_person p ON p.id_number->>'i' = former
               LEFT JOIN dibao_household_member m
                      ON m.person_id = p.id AND m.date_to IS NULL
               WHERE s.former_indexes IS NOT NULL
                 AND l.id = s.id AND l.person_id IS NULL"""
        )
        self.env.cr.execute("CREATE INDEX ON ledger_p (seq)")
        # Only what plans turn on: the sealed columns are wide.
        self.env.cr.execute(ANALYZE_P)

    def _match_households(self, first, last):
        """By the head's ID number first, then by the household's number.

        What lies outside the office is no match: the persons are told instead.
        """
        self._run(
            """CREATE TEMP TABLE ledger_h ON COMMIT DROP AS
               SELECT s.*, n.id AS by_number,
                      n.id IS NOT NULL AND NOT %(number_inside)s AS number_outside,
                      k.id AS by_head,
                      COALESCE(k.id, CASE WHEN %(number_inside)s THEN n.id END)
                          AS household_id,
                      FALSE AS differs, FALSE AS deep, 'same' AS action,
                      FALSE AS is_new
               FROM dibao_ledger_household s
               LEFT JOIN dibao_household n ON n.number = s.number
               LEFT JOIN LATERAL (
                   SELECT h.id FROM ledger_p p
                   JOIN dibao_household h ON h.id = p.live_id
                   WHERE p.seq = s.seq AND p.is_head AND %(head_inside)s
                   ORDER BY p.position LIMIT 1) k ON TRUE
               WHERE s.import_ref = %(ref)s AND s.seq BETWEEN %(first)s AND %(last)s""",
            number_inside=within("n.division_id", self.office),
            head_inside=within("h.division_id", self.office),
            first=first,
            last=last,
        )
        self.env.cr.execute("CREATE UNIQUE INDEX ON ledger_h (seq)")
        self.env.cr.execute(ANALYZE_H)

    def _match_nameless(self):
        """Persons without a number on either side: same name and birth date there."""
        self._run(
            """UPDATE ledger_p l SET person_id = p.id, member_id = m.id,
                      live_id = m.household_id, joins = FALSE
               FROM ledger_h h
               JOIN dibao_household_member m
                 ON m.household_id = h.household_id AND m.date_to IS NULL
               JOIN dibao_person p ON p.id = m.person_id AND p.id_number IS NULL
               WHERE h.seq = l.seq AND l.person_id IS NULL
                 AND p.name = l.name AND p.birth_date = l.birth_date"""
        )

    def _compare(self):
        self._run(
            """UPDATE ledger_p l SET differs = %(plain)s OR %(sealed)s,
                      deep = %(person)s OR COALESCE(%(member)s, FALSE)
               FROM ledger_p k
               JOIN dibao_person p ON p.id = k.person_id
               LEFT JOIN dibao_household_member m ON m.id = k.member_id
               WHERE l.id = k.id""",
            plain=differs([(n, n) for n in PERSON_PLAIN], "l", "p"),
            sealed=sealed_differs(PERSON_SEALED, "l", "p"),
            person=differs([(n, n) for n in PERSON_DEEP], "l", "p"),
            member=SQL(
                "(l.member_id IS NOT NULL AND (%s))",
                differs([(n, n) for n in MEMBER_DEEP], "l", "m"),
            ),
        )
        self._run(
            """UPDATE ledger_h l SET differs = %(plain)s OR %(sealed)s
                          OR %(causes)s OR %(holder)s,
                      deep = (%(deep)s) OR l.new_village IS NOT NULL
               FROM dibao_household h WHERE h.id = l.household_id""",
            plain=differs([(n, n) for n in HOUSEHOLD_PLAIN], "l", "h"),
            sealed=sealed_differs(["account_number"], "l", "h"),
            deep=differs(HOUSEHOLD_DEEP, "l", "h"),
            causes=SQL(
                """(l.cause_refs IS NOT NULL AND ARRAY(
                        SELECT value::int FROM
                        jsonb_array_elements_text(l.cause_refs->'ids') ORDER BY 1)
                    IS DISTINCT FROM ARRAY(
                        SELECT dibao_code_id FROM dibao_code_dibao_household_rel
                        WHERE dibao_household_id = h.id ORDER BY 1))"""
            ),
            holder=SQL(
                """(l.account_holder IS NOT NULL AND NOT EXISTS(
                        SELECT 1 FROM dibao_person p WHERE p.id = h.account_holder_id
                          AND p.name = l.account_holder))"""
            ),
        )
        self._run(
            """UPDATE ledger_h h SET action = CASE
                   WHEN h.household_id IS NULL THEN 'create' ELSE 'update' END
               WHERE h.household_id IS NULL OR h.differs OR h.deep OR EXISTS(
                   SELECT 1 FROM ledger_p p WHERE p.seq = h.seq
                   AND (p.joins OR p.differs OR p.deep))"""
        )

    def counts(self):
        """``{action: households}`` of the range, the faulty ones under ``faulty``."""
        self._run(
            """SELECT CASE WHEN faulty THEN 'faulty' ELSE action END, COUNT(*)
               FROM ledger_h GROUP BY 1"""
        )
        return dict(self.env.cr.fetchall())
