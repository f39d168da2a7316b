# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from ..tools import certificate as rules
from ..tools.staff_ledger import plain
from .dibao_staff_import_plan import Plan


class DibaoStaffImportPlan(models.AbstractModel):
    _inherit = "dibao.staff.import.plan"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _plans(self):
        return {**super()._plans(), "certificates": CertificatesPlan}


class CertificatesPlan(Plan):
    """Rows of a table of certificates that others gave.

    What is taken in waits for a second person, as what is handed in on the form.
    """

    def __init__(self, ledger, rows):
        self.today = fields.Date.context_today(ledger)
        self.kinds = self._kinds(ledger)
        policies = ledger.env["dibao.policy"].sudo()
        self.months = policies._get("recert_months", ledger.division_id)
        super().__init__(ledger, rows)
        self._leave_out_known()

    @staticmethod
    def _kinds(ledger):
        """{name in any language: id} of what is taken from others."""
        kinds = ledger.env["dibao.training.certificate.kind"]
        found = {}
        languages = [code for code, _name in ledger.env["res.lang"].get_installed()]
        for language in (None, *languages):
            for kind in kinds.with_context(lang=language).search(
                [("takes_external", "=", True)]
            ):
                found[plain(kind.name)] = kind.id
        return found

    def _resolve(self, row):
        values = row.values
        division = self._place(row)
        values["kind_id"] = self.kinds.get(values["kind"])
        if values["kind"] and not values["kind_id"]:
            row.add("kind", "certificate", values["kind"])
        if row.faulty:
            return
        known = self._known(row, division)
        if len(known) != 1:
            row.add("name", "person_twice" if known else "person", values["name"])
            return
        if not values["valid_to"] and self.months:
            values["valid_to"] = rules.last_day(values["issued_on"], self.months)
            if values["valid_to"] < self.today:
                row.add("issued_on", "ended", values["issued_on"])
                return
        values["employee_id"] = self.env["dibao.staff"].browse(known).employee_id.id
        key = self._key(values)
        if key in self.seen:
            row.add("kind", "twice", values["kind"])
            return
        self.seen.add(key)
        self.meaning[row.number] = "new"

    @staticmethod
    def _key(values):
        return values["employee_id"], values["kind_id"], values["issued_on"]

    def _leave_out_known(self):
        """What is on record already, handed in or given, is not taken in again."""
        rows = [row for row in self.rows if row.number in self.meaning]
        # sudo: the people are those of the area; they may have worked elsewhere before
        held = self.env["dibao.training.certificate"].sudo()
        held = held.search(
            [
                ("employee_id", "in", [row.values["employee_id"] for row in rows]),
                ("state", "in", ("pending", "valid")),
            ]
        )
        known = {(one.employee_id.id, one.kind_id.id, one.issued_on) for one in held}
        for row in rows:
            if self._key(row.values) in known:
                row.add("kind", "given", row.values["kind"])
                self.meaning[row.number] = "same"

    def apply(self):
        """Take in what is not on record yet."""
        names = ("issuer", "external_number", "issued_on", "valid_to", "evidence")
        certificates = self.env["dibao.training.certificate"]
        for row in self.rows:
            if self.meaning.get(row.number) != "new":
                continue
            values = row.values
            certificates._hand_in(
                self.env["hr.employee"].browse(values["employee_id"]),
                self.env["dibao.training.certificate.kind"].browse(values["kind_id"]),
                {name: values[name] or False for name in names},
            )
