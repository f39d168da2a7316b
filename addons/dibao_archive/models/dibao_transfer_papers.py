# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models

from .. import dossier
from ..archive_language import described
from ..sealed_blob import open_blob

KIND = "TRANSFER"
SHEETS = ("deliverer_sheet", "taker_sheet")


class DibaoTransferPapers(models.Model):
    """The register of a hand-over goes into the fonds dossier, for good (R-14)."""

    # One file for each concern.
    _inherit = "dibao.transfer"  # pylint: disable=consider-merging-classes-inherited

    def _file_papers(self):
        """Register and the two signed sheets as one item of the dossier.

        :return: the item of the register
        :raise UserError: a signed sheet is no file that archives keep
        """
        self.ensure_one()
        title = f"{dossier.report_name(self, 'transfer_register')} {self.name}"
        values = {"title": title, "document_number": self.register_number}
        body = dossier.take(
            self,
            self.fonds_id,
            KIND,
            values,
            f"{self.name}-register",
            dossier.drawn(self, "transfer_register"),
        )
        for field in SHEETS:
            label = self._fields[field]._description_string(described(self).env)
            dossier.take(
                self,
                self.fonds_id,
                KIND,
                {**values, "title": f"{label} {self.name}"},
                f"{self.name}-{field}",
                open_blob(self, field),
                role="scan",
                body=body,
                filename=self[f"{field}_name"],
            )
        body._file()
        return body
