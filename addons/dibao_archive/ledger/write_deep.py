# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the ORM tracks or what has consequences: rare, and must leave its traces."""

from .act import Act


class DeepColumns(Act):
    """State, place, name, head and counting, one record at a time through the ORM."""

    def apply(self):
        """Write the deep columns, and the tasks of who has no number."""
        self.env.invalidate_all()
        self._write_deep()
        self._without_number()
        self.env.flush_all()

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
