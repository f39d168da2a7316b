# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class DisposalPaper(models.AbstractModel):
    """The papers of a disposal. What leaves the office on paper is logged."""

    _name = "report.dibao_archive.disposal_list"
    _description = "Disposal List"

    @api.model
    def _get_report_values(self, docids, data=None):
        disposals = self.env["dibao.disposal"].browse(docids)
        disposals.check_access("read")
        self._check(disposals)
        self.env["dibao.access.log"]._log("export", disposals, detail="disposal")
        now = fields.Datetime.context_timestamp(self, fields.Datetime.now())
        return {
            "doc_ids": docids,
            "doc_model": disposals._name,
            "docs": disposals,
            "printed_on": now.strftime("%Y-%m-%d %H:%M"),
            "printed_by": self.env.user.name,
            "local": self._local,
        }

    @api.model
    def _check(self, disposals):
        """A list and a report are printed at any step."""

    @api.model
    def _local(self, moment):
        """A time as it stands on paper, in the zone of who prints."""
        if not moment:
            return ""
        local = fields.Datetime.context_timestamp(self, moment)
        return local.strftime("%Y-%m-%d %H:%M")


class DisposalAppraisal(models.AbstractModel):
    """The report of the appraisal group."""

    _name = "report.dibao_archive.disposal_appraisal"
    _inherit = ["report.dibao_archive.disposal_list"]
    _description = "Appraisal Report"


class DisposalCertificate(models.AbstractModel):
    """The certificate of destruction."""

    _name = "report.dibao_archive.disposal_certificate"
    _inherit = ["report.dibao_archive.disposal_list"]
    _description = "Certificate of Destruction"

    @api.model
    def _check(self, disposals):
        disposals._check_carried_out()
