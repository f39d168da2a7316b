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
        """{kind of import: its plan}; each kind adds its own."""
        return {}


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
