# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import datetime

from odoo import api, fields, models

from .. import evidence


class EvidenceSheet(models.AbstractModel):
    """The evidence sheet of items (R-30). Showing and printing it is logged."""

    _name = "report.dibao_archive.evidence_sheet"
    _description = "Evidence Sheet of an Item"

    @api.model
    def _get_report_values(self, docids, data=None):
        items = self.env["dibao.item"].browse(docids)
        items.check_access("read")
        log = self.env["dibao.access.log"]
        log._log("export", items, detail="evidence_sheet")
        return {
            "doc_ids": docids,
            "doc_model": items._name,
            "docs": items,
            "files": lambda item: list(evidence.originals(item)),
            "steps": lambda item: sorted(
                ((self._local(step[0]), *step[1:]) for step in evidence.steps(item)),
                key=lambda step: step[0],
            ),
            "log": evidence.log,
            "local": self._local,
            "printed_on": self._local(fields.Datetime.now()),
            "printed_by": self.env.user.name,
        }

    def _local(self, when):
        """A time as the reader's clock shows it; a day as it is."""
        if not when or not isinstance(when, datetime):
            return str(when or "")
        return fields.Datetime.context_timestamp(self, when).strftime("%Y-%m-%d %H:%M")
