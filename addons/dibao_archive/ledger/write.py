# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Matched households are written into the registry.

Plain columns go by SQL, a range at once. What the ORM tracks or what has consequences
(state, place, name, head) goes through the ORM: it is rare, and must leave its traces.
"""

from odoo import fields
from odoo.tools import SQL

from ..tools import tokens
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


class Writer:
    """Writes the households that ``Matcher`` has matched last."""

    def __init__(self, ledger):
        self.ledger = ledger
        # The one who imports stands in create_uid; the job itself runs as the system.
        self.env = ledger.env(user=ledger.user_id.id, su=True)
        self.uid = ledger.user_id.id
        self.today = fields.Date.context_today(ledger.with_user(ledger.user_id))
        self.texts = {
            "imported": self.env._("Imported from a ledger"),
            "updated": self.env._("Brought up to date from a ledger"),
            "member_in": self.env._("Member from %(date)s: %(name)s"),
        }

    def _run(self, text, **arguments):
        self.env.cr.execute(
            SQL(
                text,
                uid=self.uid,
                now=self.env.cr.now(),
                today=self.today,
                **arguments,
            )
        )

    def take_over(self):
        """Create and update; returns ``(created, updated)`` households."""
        self._number()
        self._reserve()
        self._create()
        self._update_persons()
        self._update_households()
        self._join()
        self.env.invalidate_all()
        self._write_deep()
        self._without_number()
        self.env.flush_all()
        self._run(
            """SELECT COUNT(*) FILTER (WHERE action = 'create'),
                      COUNT(*) FILTER (WHERE action = 'update')
               FROM ledger_h WHERE NOT faulty"""
        )
        return self.env.cr.fetchone()

    # ------------------------------------------------------------------ new ones

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
            imported=self.texts["imported"],
            updated=self.texts["updated"],
            ledger=self.ledger.id,
        )

    # ------------------------------------------------------------------ known ones

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
            told=self.texts["member_in"],
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

    # ------------------------------------------------------------------ through the ORM

    def _write_deep(self):
        self._write_members()
        self._write_names()
        self._run(
            """SELECT household_id, division_ref, urban_rural, state, state_date
               FROM ledger_h WHERE deep AND NOT is_new AND NOT faulty"""
        )
        for household_id, division, urban_rural, state, since in self.env.cr.fetchall():
            household = self.env["dibao.household"].browse(household_id)
            said = {
                "division_id": division,
                "urban_rural": urban_rural,
                "state": state,
            }
            vals = _changed(household, said)
            if since and "state" in vals:
                vals["state_date"] = since
            if vals:
                household.write(vals)

    def _write_members(self):
        """Relations and counting; whoever stops being head goes first."""
        self._run(
            """SELECT l.member_id, l.relation_id, l.is_counted, l.exclusion_id
               FROM ledger_p l JOIN ledger_h h ON h.seq = l.seq AND NOT h.faulty
               WHERE l.deep AND l.member_id IS NOT NULL
               ORDER BY l.is_head, l.seq, l.position"""
        )
        for member_id, relation, counted, exclusion in self.env.cr.fetchall():
            member = self.env["dibao.household.member"].browse(member_id)
            said = {
                "relation_id": relation,
                "is_counted": counted,
                "exclusion_id": exclusion,
            }
            vals = _changed(member, said)
            if vals.get("is_counted"):
                vals["exclusion_id"] = False
            if vals:
                member.write(vals)
                self.env.flush_all()

    def _write_names(self):
        self._run(
            """SELECT l.person_id, l.name, l.death_date
               FROM ledger_p l JOIN ledger_h h ON h.seq = l.seq AND NOT h.faulty
               WHERE l.deep AND NOT l.is_new"""
        )
        for person_id, name, death_date in self.env.cr.fetchall():
            person = self.env["dibao.person"].browse(person_id)
            vals = _changed(person, {"name": name, "death_date": death_date})
            if vals:
                person.write(vals)

    def _without_number(self):
        """A task for each new person without a number; done for those who bring one."""
        self._run(
            """SELECT l.person_id, l.is_new
               FROM ledger_p l JOIN ledger_h h ON h.seq = l.seq AND NOT h.faulty
               WHERE (l.is_new AND l.id_number IS NULL)
                  OR (l.differs AND NOT l.is_new AND l.id_number IS NOT NULL
                      AND EXISTS (SELECT 1 FROM mail_activity a
                          WHERE a.res_id = l.person_id AND a.active
                            AND a.res_model = 'dibao.person'))"""
        )
        rows = self.env.cr.fetchall()
        persons = self.env["dibao.person"]
        persons.browse(row[0] for row in rows if row[1])._schedule_number()
        persons.browse(row[0] for row in rows if not row[1]).activity_feedback(
            ["dibao_archive.activity_id_number"],
            feedback=self.env._("The ID number was entered."),
        )


def _changed(record, said):
    """What of ``said`` is said and differs from the record."""
    changed = {}
    for name, value in said.items():
        known = record[name]
        if record._fields[name].relational:
            known = known.id
        if value is not None and value != known:
            changed[name] = value
    return changed
