# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Matched households are written into the registry.

Plain columns go by SQL, a range at once. What the ORM tracks or what has consequences
(state, place, name, head) goes through the ORM: it is rare, and must leave its traces.
"""

from odoo import fields
from odoo.tools import SQL

from ..tools import tokens
from .match import (
    HOUSEHOLD_PLAIN,
    PERSON_PLAIN,
    PERSON_SEALED,
    differs,
    sealed_differs,
)


def _columns(names):
    return SQL(", ").join(map(SQL.identifier, names))


def _staged(names):
    return SQL(", ").join(SQL.identifier("s", name) for name in names)


def _said(names, known):
    """SET list: the staged value where it is said, else what is registered."""
    return SQL(", ").join(
        SQL(
            "%s = COALESCE(%s, %s)",
            SQL.identifier(name),
            SQL.identifier("s", name),
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
            mine=SQL.identifier("s", name),
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

    def write(self):
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
        self.env.cr.execute(
            """SELECT COUNT(*) FILTER (WHERE action = 'create'),
                      COUNT(*) FILTER (WHERE action = 'update')
               FROM ledger_h WHERE NOT faulty"""
        )
        return self.env.cr.fetchone()

    # ------------------------------------------------------------------ new ones

    def _number(self):
        """New households without a number get the next of the office's sequence."""
        self.env.cr.execute(
            """SELECT s.id, s.living_address, s.registered_address
               FROM dibao_ledger_household s JOIN ledger_h l ON l.id = s.id
               WHERE l.action = 'create' AND NOT l.faulty AND s.number IS NULL
               ORDER BY s.seq"""
        )
        for stage_id, living, registered in self.env.cr.fetchall():
            number = self.env["ir.sequence"].next_by_code("dibao.household")
            self.env.cr.execute(
                SQL(
                    "UPDATE dibao_ledger_household SET number = %s, search_tokens = %s"
                    " WHERE id = %s",
                    number,
                    tokens.text_tokens(number, living, registered),
                    stage_id,
                )
            )

    def _reserve(self):
        """Ids before rows: households, persons and members point at each other."""
        for table in ("ledger_h", "ledger_p"):
            self.env.cr.execute(
                SQL("ALTER TABLE %s ADD COLUMN is_new boolean", SQL.identifier(table))
            )
        self.env.cr.execute(
            """UPDATE ledger_h SET is_new = TRUE,
                      household_id = nextval('dibao_household_id_seq')
               WHERE action = 'create' AND NOT faulty"""
        )
        self.env.cr.execute(
            """UPDATE ledger_p p SET is_new = TRUE,
                      person_id = nextval('dibao_person_id_seq')
               FROM ledger_h h
               WHERE h.seq = p.seq AND NOT h.faulty AND p.person_id IS NULL"""
        )

    def _create(self):
        """One statement for all: foreign keys are looked at when it ends."""
        self._run(
            """WITH h AS (
                 INSERT INTO dibao_household (id, division_id, county_id, urban_rural,
                     state, state_date, number, search_tokens, account_number,
                     account_holder_id, head_id, member_count, counted_count,
                     income_per_head, %(plain)s, revision, active,
                     create_uid, create_date, write_uid, write_date)
                 SELECT l.household_id, s.division_ref, d.county_id,
                     COALESCE(s.urban_rural, %(default)s), COALESCE(s.state, 'active'),
                     COALESCE(s.state_date, s.allowance_from), s.number,
                     s.search_tokens, s.account_number,
                     (SELECT p.person_id FROM ledger_p p
                        JOIN dibao_ledger_person ps ON ps.id = p.id
                        WHERE p.seq = l.seq AND ps.name = s.account_holder
                        ORDER BY p.position LIMIT 1),
                     k.head_id, k.members, k.counted,
                     round(COALESCE(s.monthly_income, 0) / GREATEST(k.counted, 1), 2),
                     %(staged)s, 1, TRUE, %(uid)s, %(now)s, %(uid)s, %(now)s
                 FROM ledger_h l
                 JOIN dibao_ledger_household s ON s.id = l.id
                 JOIN dibao_division d ON d.id = s.division_ref
                 CROSS JOIN LATERAL (
                     SELECT COUNT(*) AS members,
                         COUNT(*) FILTER (WHERE COALESCE(ps.is_counted, TRUE)) AS counted,
                         MIN(p.person_id) FILTER (WHERE p.is_head) AS head_id
                     FROM ledger_p p JOIN dibao_ledger_person ps ON ps.id = p.id
                     WHERE p.seq = l.seq) k
                 WHERE l.is_new
               ), p AS (
                 INSERT INTO dibao_person (id, household_id, division_id, name,
                     search_tokens, id_number_warning, no_id_reason, birth_date, sex,
                     death_date, %(person)s, %(sealed)s, active,
                     create_uid, create_date, write_uid, write_date)
                 SELECT l.person_id, h.household_id, %(place)s, s.name,
                     s.search_tokens, s.id_number_warning, s.no_id_reason, s.birth_date,
                     s.sex, s.death_date, %(person_staged)s, %(sealed_staged)s, TRUE,
                     %(uid)s, %(now)s, %(uid)s, %(now)s
                 FROM ledger_p l
                 JOIN dibao_ledger_person s ON s.id = l.id
                 JOIN ledger_h h ON h.seq = l.seq
                 JOIN dibao_ledger_household hs ON hs.id = h.id
                 LEFT JOIN dibao_household known
                        ON known.id = h.household_id AND h.is_new IS NULL
                 WHERE l.is_new
               ), m AS (
                 INSERT INTO dibao_household_member (household_id, person_id,
                     division_id, sequence, relation_id, is_head, is_counted,
                     exclusion_id, date_from,
                     create_uid, create_date, write_uid, write_date)
                 SELECT h.household_id, l.person_id, %(place)s, 10, s.relation_id,
                     s.is_head, COALESCE(s.is_counted, TRUE), s.exclusion_id,
                     LEAST(GREATEST(COALESCE(hs.allowance_from, %(today)s),
                         COALESCE(s.birth_date, '1900-01-01')), %(today)s),
                     %(uid)s, %(now)s, %(uid)s, %(now)s
                 FROM ledger_p l
                 JOIN dibao_ledger_person s ON s.id = l.id
                 JOIN ledger_h h ON h.seq = l.seq AND NOT h.faulty
                 JOIN dibao_ledger_household hs ON hs.id = h.id
                 LEFT JOIN dibao_household known
                        ON known.id = h.household_id AND h.is_new IS NULL
                 WHERE l.joins
               ), e AS (
                 INSERT INTO dibao_event (household_id, division_id, occurred_on, kind,
                     summary, user_id, res_model, res_id,
                     create_uid, create_date, write_uid, write_date)
                 SELECT l.household_id, %(event_place)s, %(today)s, 'imported',
                     CASE WHEN l.is_new THEN %(imported)s ELSE %(updated)s END, %(uid)s,
                     'dibao.ledger.import', %(ledger)s,
                     %(uid)s, %(now)s, %(uid)s, %(now)s
                 FROM ledger_h l JOIN dibao_ledger_household s ON s.id = l.id
                 LEFT JOIN dibao_household known
                        ON known.id = l.household_id AND l.is_new IS NULL
                 WHERE l.action <> 'same' AND NOT l.faulty
               )
               INSERT INTO dibao_code_dibao_household_rel
                      (dibao_household_id, dibao_code_id)
               SELECT l.household_id, value::int
               FROM ledger_h l JOIN dibao_ledger_household s ON s.id = l.id
               CROSS JOIN jsonb_array_elements_text(s.cause_refs->'ids')
               WHERE l.is_new""",
            plain=_columns(HOUSEHOLD_PLAIN),
            staged=_staged(HOUSEHOLD_PLAIN),
            person=_columns(PERSON_PLAIN),
            person_staged=_staged(PERSON_PLAIN),
            sealed=_columns(PERSON_SEALED),
            sealed_staged=_staged(PERSON_SEALED),
            place=SQL("COALESCE(known.division_id, hs.division_ref)"),
            event_place=SQL("COALESCE(known.division_id, s.division_ref)"),
            default=self.ledger.urban_rural or None,
            imported=self.texts["imported"],
            updated=self.texts["updated"],
            ledger=self.ledger.id,
        )

    # ------------------------------------------------------------------ known ones

    def _update_persons(self):
        pairs = [(name, name) for name in PERSON_PLAIN]
        self._run(
            """UPDATE dibao_person p SET %(plain)s, %(sealed)s,
                   id_number_warning = CASE WHEN p.id_number IS NULL
                       THEN s.id_number_warning ELSE p.id_number_warning END,
                   no_id_reason = CASE WHEN p.id_number IS NULL
                       AND s.id_number IS NOT NULL THEN NULL ELSE p.no_id_reason END,
                   birth_date = COALESCE(p.birth_date, s.birth_date),
                   sex = CASE WHEN s.id_number IS NOT NULL OR p.sex IS NULL
                       THEN COALESCE(s.sex, p.sex) ELSE p.sex END,
                   write_uid = %(uid)s, write_date = %(now)s
               FROM ledger_p l JOIN dibao_ledger_person s ON s.id = l.id
               JOIN ledger_h h ON h.seq = l.seq AND NOT h.faulty
               WHERE p.id = l.person_id AND l.is_new IS NULL AND l.differs
                 AND (%(changed)s OR %(resealed)s)""",
            plain=_said(PERSON_PLAIN, "p"),
            sealed=_sealed_said(PERSON_SEALED, "p"),
            changed=differs(pairs, "s", "p"),
            resealed=sealed_differs(PERSON_SEALED, "s", "p"),
        )

    def _update_households(self):
        self._run(
            """UPDATE dibao_household h SET %(plain)s, %(sealed)s,
                   account_holder_id = COALESCE(
                       (SELECT p.person_id FROM ledger_p p
                        JOIN dibao_ledger_person ps ON ps.id = p.id
                        WHERE p.seq = l.seq AND ps.name = s.account_holder
                        ORDER BY p.position LIMIT 1), h.account_holder_id),
                   income_per_head = round(COALESCE(s.monthly_income, h.monthly_income,
                       0) / GREATEST(h.counted_count, 1), 2),
                   revision = COALESCE(h.revision, 0) + 1,
                   write_uid = %(uid)s, write_date = %(now)s
               FROM ledger_h l JOIN dibao_ledger_household s ON s.id = l.id
               WHERE h.id = l.household_id AND l.is_new IS NULL AND NOT l.faulty
                 AND l.differs""",
            plain=_said(HOUSEHOLD_PLAIN, "h"),
            sealed=_sealed_said(["account_number"], "h"),
        )
        self.env.cr.execute(
            """SELECT h.id, h.number, h.living_address, h.registered_address
               FROM dibao_household h JOIN ledger_h l ON l.household_id = h.id
               JOIN dibao_ledger_household s ON s.id = l.id
               WHERE l.is_new IS NULL AND NOT l.faulty AND l.differs
                 AND (s.living_address IS NOT NULL OR s.registered_address IS NOT NULL)"""
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
        self._update_causes()

    def _update_causes(self):
        self._run(
            """WITH said AS (
                 SELECT l.household_id, value::int AS cause_id
                 FROM ledger_h l JOIN dibao_ledger_household s ON s.id = l.id
                 CROSS JOIN jsonb_array_elements_text(s.cause_refs->'ids')
                 WHERE l.is_new IS NULL AND NOT l.faulty AND l.differs
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
                      division_id = k.division_id,
                      write_uid = %(uid)s, write_date = %(now)s
               FROM ledger_p l JOIN ledger_h h ON h.seq = l.seq AND NOT h.faulty
               JOIN dibao_household k ON k.id = h.household_id
               WHERE p.id = l.person_id AND l.joins AND l.is_new IS NULL"""
        )
        self._run(
            """INSERT INTO dibao_event (household_id, person_id, division_id, occurred_on,
                   kind, summary, user_id, res_model, res_id,
                   create_uid, create_date, write_uid, write_date)
               SELECT m.household_id, m.person_id, m.division_id, m.date_from, 'member_in',
                   replace(replace(%(told)s, %(date_key)s, m.date_from::text),
                       %(name_key)s, s.name),
                   %(uid)s, 'dibao.household.member', m.id,
                   %(uid)s, %(now)s, %(uid)s, %(now)s
               FROM ledger_p l JOIN dibao_ledger_person s ON s.id = l.id
               JOIN ledger_h h ON h.seq = l.seq AND NOT h.faulty AND h.is_new IS NULL
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
                         WHERE l.is_new IS NULL AND NOT l.faulty)
                     GROUP BY 1) k
               WHERE h.id = k.household_id"""
        )

    # ------------------------------------------------------------------ through the ORM

    def _write_deep(self):
        self._write_members()
        self._write_names()
        self.env.cr.execute(
            """SELECT h.id, s.division_ref, s.urban_rural, s.state, s.state_date
               FROM ledger_h l JOIN dibao_ledger_household s ON s.id = l.id
               JOIN dibao_household h ON h.id = l.household_id
               WHERE l.deep AND l.is_new IS NULL AND NOT l.faulty"""
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
        self.env.cr.execute(
            """SELECT l.member_id, s.relation_id, s.is_counted, s.exclusion_id
               FROM ledger_p l JOIN dibao_ledger_person s ON s.id = l.id
               JOIN ledger_h h ON h.seq = l.seq AND NOT h.faulty
               WHERE l.deep AND l.member_id IS NOT NULL
               ORDER BY s.is_head, l.seq, l.position"""
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
        self.env.cr.execute(
            """SELECT l.person_id, s.name, s.death_date
               FROM ledger_p l JOIN dibao_ledger_person s ON s.id = l.id
               JOIN ledger_h h ON h.seq = l.seq AND NOT h.faulty
               WHERE l.deep AND l.is_new IS NULL"""
        )
        for person_id, name, death_date in self.env.cr.fetchall():
            person = self.env["dibao.person"].browse(person_id)
            vals = _changed(person, {"name": name, "death_date": death_date})
            if vals:
                person.write(vals)

    def _without_number(self):
        """A task for each new person without a number; done for those who bring one."""
        self.env.cr.execute(
            """SELECT l.person_id, s.id_number IS NULL
               FROM ledger_p l JOIN dibao_ledger_person s ON s.id = l.id
               JOIN ledger_h h ON h.seq = l.seq AND NOT h.faulty
               WHERE (l.is_new AND s.id_number IS NULL)
                  OR (l.is_new IS NULL AND s.id_number IS NOT NULL AND EXISTS (
                      SELECT 1 FROM mail_activity a WHERE a.res_id = l.person_id
                        AND a.res_model = 'dibao.person' AND a.active))"""
        )
        rows = self.env.cr.fetchall()
        persons = self.env["dibao.person"]
        missing = persons.browse(row[0] for row in rows if row[1])
        brought = persons.browse(row[0] for row in rows if not row[1])
        missing._schedule_number()
        brought.filtered("id_number").activity_feedback(
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
