# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

STAGES = ("dibao_ledger_household", "dibao_ledger_person")


class DibaoLedgerRun(models.Model):
    """Dry run and import: two jobs, and the way back."""

    _inherit = "dibao.ledger.import"

    def action_check(self):
        """Read the whole file and tell every finding; the registry stays as it is."""
        self.ensure_one()
        self.check_access("write")
        self._check_step("mapping", "checked")
        self._check_mapping()
        self._forget()
        return self._start("ledger_check", "checking", self.env._("Ledger check"))

    def action_import(self):
        """Write what the dry run has told."""
        self.ensure_one()
        self.check_access("write")
        self._check_step("checked")
        if self.faulty_count and not self.faultless_only:
            raise UserError(
                self.env._(
                    "%(count)s households have errors, so nothing was imported. "
                    "Correct the file and check it again, or choose to import the "
                    "faultless households only.",
                    count=self.faulty_count,
                )
            )
        self.env["dibao.access.log"]._log(
            "import",
            self,
            purpose="ledger",
            count=self.person_count,
            detail="ledger_import",
            said={"id": self.id},
        )
        return self._start("ledger_import", "importing", self.env._("Ledger import"))

    def _start(self, kind, state, title):
        job = self.env["dibao.job"]._enqueue(
            kind,
            key=f"ledger {self.id}",
            title=f"{title}: {self.file_name}",
            params={"import": self.id},
            division=self.division_id,
        )
        self._set({"state": state, "job_id": job.id})
        return True

    def action_back(self):
        """Back to the columns; findings are dropped."""
        for ledger in self:
            ledger._check_step("mapping", "checked")
            ledger.check_access("write")
            ledger._forget()
            ledger._set({"state": "mapping"})
        return True

    def action_cancel(self):
        """Stop the job. A dry run is dropped; what an import has written stays."""
        for ledger in self:
            ledger._check_step("checking", "importing")
            ledger.check_access("write")
            ledger.job_id.action_cancel()
            ledger._step_back()
        return True

    def action_resume(self):
        """Go on after a failure: what was done is not done again."""
        for ledger in self:
            ledger.check_access("write")
            if ledger.job_id.state == "failed":
                ledger.job_id.action_resume()
        return True

    def _step_back(self):
        self.ensure_one()
        if self.state == "checking":
            self._forget()
        self._set({"state": "mapping" if self.state == "checking" else "checked"})

    def _forget(self):
        """Drop staged rows and findings."""
        self._drop_staged()
        self.env.cr.execute(
            SQL(
                "DELETE FROM dibao_ledger_finding WHERE import_id IN %s",
                tuple(self.ids) or (0,),
            )
        )
        self.invalidate_recordset(["finding_ids"])

    def _drop_staged(self):
        for table in STAGES:
            self.env.cr.execute(
                SQL(
                    "DELETE FROM %s WHERE import_ref IN %s",
                    SQL.identifier(table),
                    tuple(self.ids) or (0,),
                )
            )

    def action_open_findings(self):
        """The findings as a list."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_archive.dibao_ledger_finding_action"
        )
        return action | {
            "domain": [("import_id", "=", self.id)],
            "context": {"search_default_by_rule": 1},
            "display_name": self.file_name,
        }

    def action_download_result(self):
        """The ledger with marked rows and remarks, protected values masked."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/dibao/ledger/{self.id}/result",
            "target": "download",
        }

    @api.autovacuum
    def _gc_uploads(self):
        """Uploads are dropped when their time is over; what they told stays."""
        days = self.env["dibao.policy"].sudo()._get("upload_keep_days") or 30
        border = fields.Datetime.subtract(fields.Datetime.now(), days=days)
        old = self.sudo().search([("write_date", "<", border)], limit=200)
        old = old.filtered(lambda one: one.state not in ("checking", "importing"))
        old._drop_staged()
        # By SQL: the date of the last change is what tells how long it is kept.
        self.env.cr.execute(
            SQL(
                "UPDATE dibao_ledger_import SET file = NULL WHERE id IN %s",
                tuple(old.ids) or (0,),
            )
        )
        self.invalidate_model(["file"])
