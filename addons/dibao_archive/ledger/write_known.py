# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Households that the registry knows: plain columns, a range at once by SQL."""

from odoo.tools import SQL

from ..tools import tokens
from .act import Act
from .match import HOUSEHOLD_PLAIN, PERSON_PLAIN, PERSON_SEALED


def _said(names, known):
    """SET list: the staged value where it is said, else what is registered."""
    return SQL(", ").join(
        SQL(
            "%s = COALESCE(%s, %s)",
            SQL.identifier(name),
            SQL.identifier("l", name),
            SQL.identifier(known, name),
        )
        for name in names
    )


def _sealed_said(names, known):
    """Like ``_said``; an equal value keeps its ciphertext."""
    return SQL(", ").join(
        SQL(
            "%(name)s = CASE WHEN (%(mine)s->>'i') IS DISTINCT FROM (%(old)s->>'i')"
            " THEN COALESCE(%(mine)s, %(old)s) ELSE %(old)s END",
            name=SQL.identifier(name),
            mine=SQL.identifier("l", name),
            old=SQL.identifier(known, name),
        )
        for name in names
    )


class KnownHouseholds(Act):
    """What is said of known persons and households, and who joins them."""

    def apply(self):
        """Bring plain columns up to date, then the sums of who joined."""
        self._update_persons()
        self._update_households()
        self._join()

    def _update_persons(self):
        self._run(
            """UPDATE dibao_person p SET %(plain)s, %(sealed)s,
                   id_number_marks = CASE WHEN p.id_number IS NULL
                       THEN l.id_number_marks ELSE p.id_number_marks END,
                   no_id_reason = CASE WHEN p.id_number IS NULL
                       AND l.id_number IS NOT NULL THEN NULL ELSE p.no_id_reason END,
                   birth_date = COALESCE(p.birth_date, l.birth_date),
                   sex = CASE WHEN l.id_number IS NOT NULL OR p.sex IS NULL
                       THEN COALESCE(l.sex, p.sex) ELSE p.sex END,
                   write_uid = %(uid)s, write_date = %(now)s
               FROM ledger_p l
               JOIN ledger_h h ON h.seq = l.seq AND NOT h.faulty
               WHERE p.id = l.person_id AND NOT l.is_new AND l.differs""",
            plain=_said(PERSON_PLAIN, "p"),
            sealed=_sealed_said(PERSON_SEALED, "p"),
        )

    def _update_households(self):
        self._run(
            """UPDATE dibao_household h SET %(plain)s, %(sealed)s,
                   account_holder_id = COALESCE(
                       (SELECT MIN(p.person_id) FROM ledger_p p
                        WHERE p.seq = l.seq AND p.name = l.account_holder),
                       h.account_holder_id),
                   income_per_head = round(COALESCE(l.monthly_income, h.monthly_income,
                       0) / GREATEST(h.counted_count, 1), 2),
                   revision = COALESCE(h.revision, 0) + 1,
                   write_uid = %(uid)s, write_date = %(now)s
               FROM ledger_h l
               WHERE h.id = l.household_id AND NOT l.is_new AND NOT l.faulty
                 AND l.differs""",
            plain=_said(HOUSEHOLD_PLAIN, "h"),
            sealed=_sealed_said(["account_number"], "h"),
        )
        self._update_tokens()
        self._update_causes()

    def _update_tokens(self):
        self._run(
            """SELECT h.id, h.number, h.living_address, h.registered_address
               FROM dibao_household h JOIN ledger_h l ON l.household_id = h.id
               WHERE NOT l.is_new AND NOT l.faulty AND l.differs
                 AND COALESCE(l.living_address, l.registered_address) IS NOT NULL"""
        )
        rows = [
            (household_id, tokens.text_tokens(number, living, registered) or None)
            for household_id, number, living, registered in self.env.cr.fetchall()
        ]
        if rows:
            self._run(
                """UPDATE dibao_household h SET search_tokens = t.tokens
                   FROM (VALUES %(rows)s) t(id, tokens)
                   WHERE h.id = t.id AND h.search_tokens IS DISTINCT FROM t.tokens""",
                rows=SQL(", ").join(SQL("(%s, %s)", *row) for row in rows),
            )

    def _update_causes(self):
        self._run(
            """WITH said AS (
                 SELECT l.household_id, value::int AS cause_id
                 FROM ledger_h l
                 CROSS JOIN jsonb_array_elements_text(l.cause_refs->'ids')
                 WHERE NOT l.is_new AND NOT l.faulty AND l.differs
               ), gone AS (
                 DELETE FROM dibao_code_dibao_household_rel r
                 WHERE r.dibao_household_id IN (SELECT household_id FROM said)
                   AND NOT EXISTS (SELECT 1 FROM said
                       WHERE household_id = r.dibao_household_id
                         AND cause_id = r.dibao_code_id)
               )
               INSERT INTO dibao_code_dibao_household_rel
                      (dibao_household_id, dibao_code_id)
               SELECT household_id, cause_id FROM said ON CONFLICT DO NOTHING"""
        )

    def _join(self):
        """Those who join a known household, or come back: their file, its sums."""
        self._run(
            """UPDATE dibao_person p SET household_id = h.household_id,
                      division_id = h.place_id,
                      write_uid = %(uid)s, write_date = %(now)s
               FROM ledger_p l JOIN ledger_h h ON h.seq = l.seq AND NOT h.faulty
               WHERE p.id = l.person_id AND l.joins AND NOT l.is_new"""
        )
        self._run(
            """INSERT INTO dibao_event (household_id, person_id, division_id,
                      occurred_on, kind, summary, user_id, res_model, res_id,
                      create_uid, create_date, write_uid, write_date)
               SELECT m.household_id, m.person_id, m.division_id, m.date_from,
                      'member_in', replace(replace(%(told)s, %(date_key)s,
                          m.date_from::text), %(name_key)s, l.name),
                      %(uid)s, 'dibao.household.member', m.id,
                      %(uid)s, %(now)s, %(uid)s, %(now)s
               FROM ledger_p l
               JOIN ledger_h h ON h.seq = l.seq AND NOT h.faulty AND NOT h.is_new
               JOIN dibao_household_member m
                 ON m.person_id = l.person_id AND m.date_to IS NULL
               WHERE l.joins""",
            told=self.env._("Member from %(date)s: %(name)s"),
            date_key="%(date)s",
            name_key="%(name)s",
        )
        self._run(
            """UPDATE dibao_household h SET member_count = k.members,
                   counted_count = k.counted,
                   head_id = COALESCE(k.head_id, h.head_id),
                   income_per_head =
                       round(COALESCE(h.monthly_income, 0) / GREATEST(k.counted, 1), 2),
                   revision = COALESCE(h.revision, 0) + 1,
                   write_uid = %(uid)s, write_date = %(now)s
               FROM (SELECT m.household_id, COUNT(*) AS members,
                         COUNT(*) FILTER (WHERE m.is_counted) AS counted,
                         MIN(m.person_id) FILTER (WHERE m.is_head) AS head_id
                     FROM dibao_household_member m
                     WHERE m.date_to IS NULL AND m.household_id IN (
                         SELECT l.household_id FROM ledger_h l
                         JOIN ledger_p p ON p.seq = l.seq AND p.joins
                         WHERE NOT l.is_new AND NOT l.faulty)
                     GROUP BY 1) k
               WHERE h.id = k.household_id"""
        )
