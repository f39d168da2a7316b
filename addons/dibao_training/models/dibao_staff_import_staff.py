# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.tools import SQL

from .dibao_staff_import_plan import Plan


class DibaoStaffImportPlan(models.AbstractModel):
    """Tables of the staff: persons, posts and titles."""

    # One file for each kind of table.
    _inherit = "dibao.staff.import.plan"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _plans(self):
        return {**super()._plans(), "staff": StaffPlan}


class StaffPlan(Plan):
    """Rows of a table of the staff."""

    def _resolve(self, row):
        values = row.values
        values["division_id"] = self._place(row)
        education = values["education"]
        values["education_id"] = None
        if education:
            codes = self.env["dibao.code"]
            values["education_id"] = codes._match("education", education)
            if not values["education_id"]:
                row.add("education", "word", education)
        key = (
            values["id_number"]
            or values["number"]
            or (
                values["name"],
                values["division"],
            )
        )
        if key in self.seen:
            row.add("name", "twice", values["name"])
        self.seen.add(key)
        if not row.faulty and self._is_elsewhere(row):
            row.add("id_number", "elsewhere", values["name"])
        if row.faulty:
            return
        known = self._known(row, values["division_id"])
        if len(known) > 1:
            row.add("name", "person_twice", values["name"])
            return
        staff = self.env["dibao.staff"].browse(known)
        values["staff"] = staff
        changes = self._changes(staff, values) if staff else {}
        self.meaning[row.number] = (
            "new" if not staff else "changed" if changes else "same"
        )

    def _is_elsewhere(self, row):
        """Is somebody of this ID number on the staff of an area that is not ours?"""
        indexes = list(self._indexes(row))
        if not indexes or any(index in self.people["index"] for index in indexes):
            return False
        return bool(
            self.env.execute_query(
                SQL(
                    "SELECT 1 FROM dibao_staff WHERE id_number->>'i' = ANY(%s) LIMIT 1",
                    indexes,
                )
            )
        )

    def _changes(self, staff, values):
        """What a row says otherwise than the record; empty cells change nothing."""
        plain = {
            name: values[name]
            for name in ("number", "birth_year", "division_id", "education_id", "note")
            if values[name]
        }
        changes = {
            name: value
            for name, value in plain.items()
            if value != (staff[name].id if name.endswith("_id") else staff[name])
        }
        if values["id_number"] and not staff.id_number:
            changes["id_number"] = values["id_number"]
        title = values["title_on"] and values["title"]
        if title and title not in staff.title_ids.mapped("level"):
            changes["title"] = title
        # a history of posts that the office keeps here is not written over
        if values["since"] and not staff.post_ids:
            changes["post"] = values["since"]
        return changes

    def apply(self):
        """Write what is new and changed; the user's own rights decide."""
        staff = self.env["dibao.staff"]
        for row in self.rows:
            meaning, values = self.meaning.get(row.number), row.values
            if meaning == "new":
                record = staff.create(
                    {
                        name: values[name] or False
                        for name in (
                            "name",
                            "number",
                            "division_id",
                            "id_number",
                            "birth_year",
                            "education_id",
                            "note",
                        )
                    }
                )
                self._add_post(record, values)
                self._add_title(record, values)
            elif meaning == "changed":
                record = values["staff"]
                changes = self._changes(record, values)
                if "post" in changes:
                    self._add_post(record, values)
                if "title" in changes:
                    self._add_title(record, values)
                record.write(
                    {k: v for k, v in changes.items() if k not in ("post", "title")}
                )

    def _add_post(self, record, values):
        if values["since"]:
            self.env["dibao.staff.post"].create(
                {
                    "staff_id": record.id,
                    "kind": values["kind"],
                    "engagement": values["engagement"],
                    "date_from": values["since"],
                }
            )

    def _add_title(self, record, values):
        if values["title"] and values["title_on"]:
            self.env["dibao.staff.title"].create(
                {
                    "staff_id": record.id,
                    "level": values["title"],
                    "awarded_on": values["title_on"],
                }
            )
