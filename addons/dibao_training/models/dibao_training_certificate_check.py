# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import hmac
from urllib.parse import urlencode

from odoo import api, fields, models

from odoo.addons.dibao_archive.tools import label_token

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

    @api.model
    def _verify_from(self, address, number, code):
        """``_verify`` for a visitor: logged, and limited for each network address.

        :raise UserError: too many within the hour
        """
        log = self.env["dibao.access.log"]
        log._limit_checks(address)
        found = self._verify(number, code)
        # What was typed is nobody's business: it may be anything.
        log._log(
            "check", self.browse(), count=1, detail="known" if found else "unknown"
        )
        return found

    @api.model
    def _verify(self, number, code):
        """What the page tells: of the holder the first character alone. None: unknown.

        :param number: as printed
        :param code: as printed; look-alikes and blanks are understood
        """
        typed = label_token.parse(code)
        # sudo: whoever has the paper may ask
        found = self.sudo().search(
            [
                ("number", "=", str(number or "").strip().upper()[:40]),
                ("number", "!=", False),
            ],
            limit=1,
        )
        known = found.check_code or label_token.PREFIX
        # Compared in any case, and in constant time.
        if not hmac.compare_digest(typed or "", known) or not found:
            return None
        return {
            "number": found.number,
            "kind": found.kind_id.name,
            "holder": rules.masked(found.employee_id.name),
            "office": found.division_id.agency_name or found.division_id.name or "",
            "valid_from": fields.Date.to_string(found.valid_from),
            "valid_to": fields.Date.to_string(found.valid_to) if found.valid_to else "",
            "standing": found.standing,
        }
