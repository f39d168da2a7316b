# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.tools import SQL

from .dibao_staff_import_plan import Plan


class DibaoStaffImportPlan(models.AbstractModel):
    """Tables of hours earned elsewhere, or before."""

    # One file for each kind of table.
    _inherit = "dibao.staff.import.plan"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _plans(self):
        return {**super()._plans(), "hours": HoursPlan}


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
