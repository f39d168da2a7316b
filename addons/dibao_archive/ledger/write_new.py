# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Households that the registry does not know are written, a range at once by SQL."""

from odoo.tools import SQL

from ..tools import tokens
from .act import Act
from .match import (
    ANALYZE_H,
    ANALYZE_P,
    HOUSEHOLD_PLAIN,
    PERSON_PLAIN,
    PERSON_SEALED,
)


def _columns(names):
    return SQL(", ").join(map(SQL.identifier, names))


def _staged(names):
    return SQL(", ").join(SQL.identifier("l", name) for name in names)


class NewHouseholds(Act):
    """Numbers, ids and rows of new households, and of persons who join known ones."""

    def apply(self):
        """Write what the registry lacks."""
        self._number()
        self._reserve()
        self._create()

    def _number(self):
        """New households without a number get the next of the sequence."""
        self._run(
            """SELECT seq, living_address, registered_address FROM ledger_h
               WHERE action = 'create' AND NOT faulty AND number IS NULL ORDER BY seq"""
        )
        for seq, living, registered in self.env.cr.fetchall():
            number = self.env["ir.sequence"].next_by_code("dibao.household")
            self._run(
                """UPDATE ledger_h SET number = %(number)s, search_tokens = %(tokens)s
                   WHERE seq = %(seq)s""",
                number=number,
                tokens=tokens.text_tokens(number, living, registered),
                seq=seq,
            )

    def _reserve(self):
        """Ids before rows: households, persons and members point at each other."""
        self._run(
            """UPDATE ledger_h SET is_new = TRUE,
                      household_id = nextval('dibao_household_id_seq')
               WHERE action = 'create' AND NOT faulty"""
        )
        self._run(
            """UPDATE ledger_p p SET is_new = TRUE,
                      person_id = nextval('dibao_person_id_seq')
               FROM ledger_h h
               WHERE h.seq = p.seq AND NOT h.faulty AND p.person_id IS NULL"""
        )
        # Where a household lies: what is registered, until the ORM moves it.
        self._run("ALTER TABLE ledger_h ADD COLUMN place_id int")
        self._run("UPDATE ledger_h SET place_id = division_ref WHERE is_new")
        self._run(
            """UPDATE ledger_h l SET place_id = h.division_id
               FROM dibao_household h WHERE h.id = l.household_id AND NOT l.is_new"""
        )
        self._run(ANALYZE_H)
        self._run(ANALYZE_P)

    def _create(self):
        """One statement for all: foreign keys are looked at when it ends."""
        self._run(
            """WITH h AS (
                 INSERT INTO dibao_household (id, division_id, county_id, urban_rural,
                     state, state_date, number, search_tokens, account_number,
                     account_holder_id, head_id, member_count, counted_count,
                     income_per_head, %(plain)s, revision, active,
                     create_uid, create_date, write_uid, write_date)
                 SELECT l.household_id, l.place_id, d.county_id,
                     COALESCE(l.urban_rural, %(default)s), COALESCE(l.state, 'active'),
                     COALESCE(l.state_date, l.allowance_from), l.number,
                     l.search_tokens, l.account_number, k.holder_id, k.head_id,
                     k.members, k.counted,
                     round(COALESCE(l.monthly_income, 0) / GREATEST(k.counted, 1), 2),
                     %(staged)s, 1, TRUE, %(uid)s, %(now)s, %(uid)s, %(now)s
                 FROM ledger_h l
                 JOIN dibao_division d ON d.id = l.place_id
                 JOIN (
                     SELECT p.seq, COUNT(*) AS members,
                         COUNT(*) FILTER (WHERE p.is_counted IS NOT FALSE) AS counted,
                         MIN(p.person_id) FILTER (WHERE p.is_head) AS head_id,
                         MIN(p.person_id) FILTER (
                             WHERE p.name = hh.account_holder) AS holder_id
                     FROM ledger_p p JOIN ledger_h hh ON hh.seq = p.seq AND hh.is_new
                     GROUP BY p.seq
                 ) k ON k.seq = l.seq
                 WHERE l.is_new
               ), p AS (
                 INSERT INTO dibao_person (id, household_id, division_id, name,
                     search_tokens, id_number_marks, no_id_reason, birth_date, sex,
                     death_date, %(person)s, %(sealed)s, active,
                     create_uid, create_date, write_uid, write_date)
                 SELECT l.person_id, h.household_id, h.place_id, l.name,
                     l.search_tokens, l.id_number_marks, l.no_id_reason, l.birth_date,
                     l.sex, l.death_date, %(person_staged)s, %(sealed_staged)s, TRUE,
                     %(uid)s, %(now)s, %(uid)s, %(now)s
                 FROM ledger_p l JOIN ledger_h h ON h.seq = l.seq
                 WHERE l.is_new
               ), m AS (
                 INSERT INTO dibao_household_member (household_id, person_id,
                     division_id, sequence, relation_id, is_head, is_counted,
                     exclusion_id, date_from,
                     create_uid, create_date, write_uid, write_date)
                 SELECT h.household_id, l.person_id, h.place_id, 10, l.relation_id,
                     l.is_head, l.is_counted IS NOT FALSE, l.exclusion_id,
                     LEAST(GREATEST(COALESCE(h.allowance_from, %(today)s),
                         COALESCE(l.birth_date, '1900-01-01')), %(today)s),
                     %(uid)s, %(now)s, %(uid)s, %(now)s
                 FROM ledger_p l JOIN ledger_h h ON h.seq = l.seq
                 WHERE l.joins AND NOT h.faulty
               ), e AS (
                 INSERT INTO dibao_event (household_id, division_id, occurred_on, kind,
                     summary, user_id, res_model, res_id,
                     create_uid, create_date, write_uid, write_date)
                 SELECT l.household_id, l.place_id, %(today)s, 'imported',
                     CASE WHEN l.is_new THEN %(imported)s ELSE %(updated)s END, %(uid)s,
                     'dibao.ledger.import', %(ledger)s,
                     %(uid)s, %(now)s, %(uid)s, %(now)s
                 FROM ledger_h l WHERE l.action <> 'same' AND NOT l.faulty
               )
               INSERT INTO dibao_code_dibao_household_rel
                      (dibao_household_id, dibao_code_id)
               SELECT l.household_id, value::int
               FROM ledger_h l
               CROSS JOIN jsonb_array_elements_text(l.cause_refs->'ids')
               WHERE l.is_new""",
            plain=_columns(HOUSEHOLD_PLAIN),
            staged=_staged(HOUSEHOLD_PLAIN),
            person=_columns(PERSON_PLAIN),
            person_staged=_staged(PERSON_PLAIN),
            sealed=_columns(PERSON_SEALED),
            sealed_staged=_staged(PERSON_SEALED),
            default=self.ledger.urban_rural or None,
            imported=self.env._("Imported from a ledger"),
            updated=self.env._("Brought up to date from a ledger"),
            ledger=self.ledger.id,
        )
