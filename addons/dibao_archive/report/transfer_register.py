# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from ..tools import form_words


class TransferRegister(models.AbstractModel):
    """The register of a hand-over (登记表) with its list. A print is logged."""

    _name = "report.dibao_archive.transfer_register"
    _description = "Register of a Transfer"

    @api.model
    def _get_report_values(self, docids, data=None):
        transfers = self.env["dibao.transfer"].browse(docids)
        transfers.check_access("read")
        self.env["dibao.access.log"]._log(
            "export", transfers, detail="transfer_register"
        )
        return {
            "doc_ids": docids,
            "doc_model": transfers._name,
            "docs": transfers,
            "printed_on": fields.Datetime.context_timestamp(
                self, fields.Datetime.now()
            ).strftime("%Y-%m-%d %H:%M"),
            "printed_by": self.env.user.name,
            "retention": form_words.retention,
        }
