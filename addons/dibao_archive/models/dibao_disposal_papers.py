# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import UserError

from .dibao_disposal_acts import ARCHIVE

#: (report, name of the file, relation to the body), the list first.
PAPERS = (
    ("disposal_list", "list", "body"),
    ("disposal_appraisal", "report", "annex"),
    ("disposal_certificate", "certificate", "annex"),
)
KIND = "DISPOSAL"


class DibaoDisposalPapers(models.Model):
    """List, report and certificate go into the fonds dossier, for good (R-14)."""

    # One file for each concern.
    _inherit = "dibao.disposal"  # pylint: disable=consider-merging-classes-inherited

    def action_close(self):
        """File the papers of the list in the dossier of the fonds, and end it."""
        self._check_step("signed", groups=ARCHIVE, access="write")
        body = self._file_papers()
        self._by_act({"state": "closed", "closed_on": fields.Date.context_today(self)})
        self.message_post(
            body=self.env._("Filed in the dossier: %s", body.display_name)
        )

    def _file_papers(self):
        dossier = self.env["dibao.volume"]._for_dossier(self.fonds_id)
        kind = self.env["dibao.document.kind"]._by_code(KIND)
        # sudo: the effect of closing, which was checked
        items = self.env["dibao.item"].sudo()
        body = items
        for report, name, relation in PAPERS[: None if self._destroyed() else -1]:
            key = f"{self._name},{self.id},{name}"
            item = items.search([("source_key", "=", key)], limit=1)
            if not item:
                values = self._paper_values(dossier, kind, report, key)
                values |= {"relation": relation, "parent_id": body.id}
                item = items._quiet()._acting().create(values).with_env(items.env)
            body = body or item
            if not item.original_ids:
                self._capture_paper(item, report, name)
        body._file()
        return body

    def _paper_values(self, dossier, kind, report, key):
        return {
            "volume_id": dossier.id,
            "kind_id": kind.id,
            "title": f"{self._report(report).name} {self.name}",
            "document_number": self.approval_number,
            "responsible": self.fonds_id.agency_name,
            "date": fields.Date.context_today(self),
            "source_model": self._name,
            "source_id": self.id,
            "source_key": key,
        }

    def _report(self, name):
        return self.env.ref(f"dibao_archive.{name}_report").sudo()

    def _capture_paper(self, item, report, name):
        content, _kind = self.env["ir.actions.report"]._render_qweb_pdf(
            self._report(report).report_name, self.ids
        )
        originals = self.env["dibao.original"].sudo()
        originals._capture(item, content, f"{self.name}-{name}.pdf", "born", report)

    def _destroyed(self):
        """The entries of which nothing is left but the stub."""
        return self.line_ids.filtered("destroyed_on")

    def _check_carried_out(self):
        """A certificate tells what is gone, not what may go."""
        for disposal in self:
            if disposal.state not in ("executed", "signed", "closed"):
                raise UserError(
                    self.env._("%s is not carried out yet.", disposal.display_name)
                )
