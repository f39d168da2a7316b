# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from urllib.parse import urlencode

from odoo import fields, models

from ..tools import certificate as rules


class DibaoTrainingCertificate(models.Model):
    """What anybody may learn of a certificate whose paper he has in hand."""

    # One file for each concern.
    _inherit = "dibao.training.certificate"  # pylint: disable=consider-merging-classes-inherited

    def _address(self):
        """Where a reader of the paper has it verified."""
        base = self.env["ir.config_parameter"].sudo().get_param("web.base.url", "")
        query = urlencode({"number": self.number, "code": self.sudo().check_code})
        return f"{base}/dibao/certificate?{query}"

    def _code_picture(self):
        return self.env["dibao.cover.sheet"]._code_picture(self._address())

    def _paper_told(self):
        """Of the holder the first character alone."""
        self.ensure_one()
        return {
            "number": self.number,
            "kind": self.kind_id.name,
            "holder": rules.masked(self.employee_id.name),
            "office": self.division_id.agency_name or self.division_id.name or "",
            "valid_from": fields.Date.to_string(self.valid_from),
            "valid_to": fields.Date.to_string(self.valid_to) if self.valid_to else "",
            "standing": self.standing,
        }
