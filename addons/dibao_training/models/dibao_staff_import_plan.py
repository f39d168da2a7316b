# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.dibao_archive.sealed import blind_indexes


class DibaoStaffImportPlan(models.AbstractModel):
    """What an import will do with each row: dry run and import ask the same code."""

    _name = "dibao.staff.import.plan"
    _description = "Plan of an Import of Staff and Hours"

    @api.model
    @api.private
    def _of(self, ledger, rows):
        """The plan of some rows of an import."""
        return self._plans()[ledger.kind](ledger, list(rows))

    @api.model
    def _plans(self):
        """{kind of import: its plan}."""
        return {"staff": StaffPlan, "hours": HoursPlan}


class Plan:
    """Rows, what each of them means, and the writing of it."""

    def __init__(self, ledger, rows):
        self.ledger, self.env, self.rows = ledger, ledger.env, rows
        self.places = self._places()
        self.people = self._people()
        self.seen = set()
        # row number -> "new", "changed" or "same"; faulty rows have none
        self.meaning = {}
        for row in rows:
            self._resolve(row)

    def counts(self):
        """The figures of the dry run."""
        meanings = list(self.meaning.values())
        return {
            "row_count": len(self.rows),
            "faulty_count": sum(row.faulty for row in self.rows),
            "new_count": meanings.count("new"),
            "changed_count": meanings.count("changed"),
            "same_count": meanings.count("same"),
        }

    def _places(self):
        """{name or code: ids} of the office's area; the full name too."""
        found = defaultdict(set)
        for number, code, name, parent in self.env.execute_query(
            SQL(
                "SELECT d.id, d.code, d.name, p.name FROM dibao_division d"
                " LEFT JOIN dibao_division p ON p.id = d.parent_id"
                " WHERE d.parent_path LIKE %s AND d.active AND d.valid_to IS NULL",
                f"{self.ledger.division_id.sudo().parent_path}%",
            )
        ):
            for key in (code, name, f"{parent or ''}{name}"):
                found[key.lower()].add(number)
        return found

    def _place(self, row):
        text = row.values.get("division")
        if not text:
            return None
        ids = self.places.get(text, ())
        if len(ids) == 1:
            return next(iter(ids))
        row.add("division", "place_twice" if ids else "place", text)
        return None

    def _people(self):
        """Lookups of the staff of the area: by number, blind index and name."""
        staff = self.env["dibao.staff"].with_context(active_test=False)
        staff.flush_model()
        found = {"number": {}, "index": {}, "name": defaultdict(list)}
        for number, own, index, name, division in self.env.execute_query(
            SQL(
                "SELECT s.id, s.number, s.id_number->>'i', s.name, s.division_id"
                "  FROM dibao_staff s JOIN dibao_division d ON d.id = s.division_id"
                " WHERE d.parent_path LIKE %s",
                f"{self.ledger.division_id.sudo().parent_path}%",
            )
        ):
            if own:
                found["number"][own] = number
            if index:
                found["index"][index] = number
            found["name"][name].append((division, number))
        return found

    def _indexes(self, row):
        clear = row.values.get("id_number")
        return blind_indexes(self.env, "id_number", clear) if clear else ()

    def _known(self, row, division=None):
        """Ids of the staff that a row may mean, the surest way first."""
        for index in self._indexes(row):
            if index in self.people["index"]:
                return [self.people["index"][index]]
        number = row.values.get("number")
        if number in self.people["number"]:
            return [self.people["number"][number]]
        named = self.people["name"].get(row.values.get("name"), ())
        if division:
            named = [one for one in named if one[0] == division]
        return [found for _division, found in named]


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


class HoursPlan(Plan):
    """Rows of a table of hours earned elsewhere, or before."""

    def __init__(self, ledger, rows):
        self.booked = self._booked(ledger)
        super().__init__(ledger, rows)

    @staticmethod
    def _booked(ledger):
        """(employee, subject, date) of what is booked in the area."""
        ledger.env["dibao.training.credit"].flush_model()
        return {
            (employee, subject, day)
            for employee, subject, day in ledger.env.execute_query(
                SQL(
                    "SELECT c.employee_id, c.subject, c.date"
                    "  FROM dibao_training_credit c"
                    "  JOIN dibao_division d ON d.id = c.division_id"
                    " WHERE c.state = 'booked' AND d.parent_path LIKE %s",
                    f"{ledger.division_id.sudo().parent_path}%",
                )
            )
        }

    def _resolve(self, row):
        values = row.values
        division = self._place(row)
        if row.faulty:
            return
        known = self._known(row, division)
        if len(known) != 1:
            row.add("name", "person_twice" if known else "person", values["name"])
            return
        employee = self.env["dibao.staff"].browse(known).employee_id
        key = (employee.id, values["subject"], values["date"])
        if key in self.seen:
            row.add("subject", "twice", values["subject"])
            return
        self.seen.add(key)
        values["employee_id"] = employee.id
        if key in self.booked:
            row.add("subject", "known", values["subject"])
            self.meaning[row.number] = "same"
        else:
            self.meaning[row.number] = "new"

    def apply(self):
        """Book what is not booked yet."""
        names = ("employee_id", "subject", "date", "hours", "professional", "evidence")
        self.env["dibao.training.credit"].create(
            [
                {name: row.values[name] for name in names}
                for row in self.rows
                if self.meaning.get(row.number) == "new"
            ]
        )
