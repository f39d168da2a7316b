# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What clashes between the households matched last and the registry."""

from odoo.tools import SQL

from ..tools.ledger_texts import RULES
from .match import within


class Clashes:
    """Tells what clashes, and takes the households concerned out of the import."""

    def __init__(self, ledger):
        self.env = ledger.env
        self.ref = ledger.id
        self.complete = ledger.layout != "payment"
        self.default = ledger.urban_rural or None
        own = ledger.user_id.sudo().dibao_division_ids
        self.own = [f"{division.parent_path}%" for division in own] or ["-"]

    def _run(self, text, **arguments):
        self.env.cr.execute(SQL(text, ref=self.ref, **arguments))

    def tell(self):
        """Note what clashes with the registry; marks the households that are left out.

        Returns the number of households newly left out.
        """
        self._run(
            """CREATE TEMP TABLE ledger_problem (
                   seq int, row int, column_no int, rule varchar, value varchar,
                   detail jsonb, person_id int
               ) ON COMMIT DROP"""
        )
        self._tell_persons()
        self._tell_households()
        if self.complete:
            self._tell_missing()
        return self._keep()

    def _tell_persons(self):
        self._run(
            """INSERT INTO ledger_problem
               SELECT l.seq, l.row, l.column_no,
                      CASE WHEN %(seen)s THEN 'elsewhere' ELSE 'elsewhere_hidden' END,
                      l.name || COALESCE(' ' || (l.id_number->>'m'), ''),
                      CASE WHEN %(seen)s THEN jsonb_build_object(
                          'where', h.number || ' ' || v.name) END, l.person_id
               FROM ledger_p l
               JOIN ledger_h k ON k.seq = l.seq
               JOIN dibao_household h ON h.id = l.live_id
               JOIN dibao_division v ON v.id = h.division_id
               WHERE l.live_id IS DISTINCT FROM k.household_id
               UNION ALL
               SELECT l.seq, l.row, l.column_no, 'elsewhere_hidden',
                      l.name || COALESCE(' ' || (l.id_number->>'m'), ''), NULL, p.id
               FROM ledger_p l JOIN dibao_person p ON p.id = l.person_id
               WHERE l.live_id IS NULL AND NOT %(known)s
               UNION ALL
               SELECT l.seq, l.row, l.column_no, 'name_differs', l.name, NULL, p.id
               FROM ledger_p l
               JOIN ledger_h k ON k.seq = l.seq
               JOIN dibao_person p ON p.id = l.person_id
               WHERE p.name <> l.name AND l.live_id = k.household_id""",
            seen=within("h.division_id", self.own),
            known=within("p.division_id", self.own),
        )

    def _tell_households(self):
        self._run(
            """INSERT INTO ledger_problem (seq, row, column_no, rule, value, detail)
               SELECT l.seq, l.row, -1, told.rule, l.number,
                      CASE told.rule WHEN 'number_differs'
                          THEN jsonb_build_object('number', h.number) END
               FROM ledger_h l JOIN dibao_household h ON h.id = l.household_id
               CROSS JOIN LATERAL (VALUES
                   ('number_taken', l.by_number <> l.by_head
                        OR (l.by_head IS NULL AND h.head_id IS NOT NULL
                            AND NOT EXISTS (SELECT 1 FROM ledger_p p
                                WHERE p.seq = l.seq AND p.live_id = h.id))),
                   ('head_other', h.head_id IS NOT NULL
                        AND EXISTS (SELECT 1 FROM ledger_p p WHERE p.seq = l.seq
                            AND (p.live_id = h.id OR l.by_head IS NOT NULL))
                        AND NOT EXISTS (SELECT 1 FROM ledger_p p
                            WHERE p.seq = l.seq AND p.person_id = h.head_id
                              AND (p.is_head OR p.relation_id IS NOT NULL))),
                   ('number_differs', l.by_head IS NOT NULL AND l.by_number IS NULL
                        AND l.number <> h.number)
               ) told(rule, hit)
               WHERE told.hit
               UNION ALL
               SELECT l.seq, l.row, -1, 'number_other_area', l.number, NULL
               FROM ledger_h l WHERE l.number_outside
               UNION ALL
               SELECT l.seq, l.row, -1, 'urban_rural_missing', l.number, NULL
               FROM ledger_h l
               WHERE l.household_id IS NULL
                 AND COALESCE(l.urban_rural, %(default)s) IS NULL""",
            default=self.default,
        )

    def _tell_missing(self):
        self._run(
            """INSERT INTO ledger_problem (seq, row, column_no, rule, value)
               SELECT l.seq, l.row, -1, 'member_missing', p.name
               FROM ledger_h l
               JOIN dibao_household_member m
                 ON m.household_id = l.household_id AND m.date_to IS NULL
               JOIN dibao_person p ON p.id = m.person_id
               WHERE NOT EXISTS (SELECT 1 FROM ledger_p k
                   WHERE k.seq = l.seq AND k.person_id = p.id)"""
        )

    def _keep(self):
        """Write findings, once each, and take the clashing households out."""
        self._run("SELECT 1 FROM ledger_problem LIMIT 1")
        if not self.env.cr.fetchone():
            return 0
        severities = SQL(", ").join(
            SQL("(%s, %s)", code, rule.severity) for code, rule in RULES.items()
        )
        self._run(
            """INSERT INTO dibao_ledger_finding (import_id, row, column_no, value, rule,
                      severity, detail)
               SELECT %(ref)s, p.row, p.column_no, p.value, p.rule, k.severity, p.detail
               FROM ledger_problem p JOIN (VALUES %(severities)s) k(rule, severity)
                 ON k.rule = p.rule
               WHERE NOT EXISTS (SELECT 1 FROM dibao_ledger_finding f
                   WHERE f.import_id = %(ref)s AND f.row = p.row AND f.rule = p.rule
                     AND f.column_no = p.column_no
                     AND f.value IS NOT DISTINCT FROM p.value)
               ORDER BY p.row""",
            severities=severities,
        )
        errors = tuple(code for code, rule in RULES.items() if rule.severity == "error")
        self._run(
            """WITH out AS (
                 UPDATE ledger_h SET faulty = TRUE
                 WHERE NOT faulty AND seq IN (
                     SELECT seq FROM ledger_problem WHERE rule IN %(errors)s)
                 RETURNING id
               )
               UPDATE dibao_ledger_household SET faulty = TRUE
               WHERE id IN (SELECT id FROM out)""",
            errors=errors,
        )
        return self.env.cr.rowcount

    def hidden_persons(self):
        """Persons registered where the user may not look: leads for the supervisor."""
        self._run(
            """SELECT DISTINCT person_id, value FROM ledger_problem
               WHERE rule = 'elsewhere_hidden' LIMIT 200"""
        )
        return self.env.cr.fetchall()
