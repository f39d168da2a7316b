# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import hmac

from odoo import api, models

from ..tools import label_token


class DibaoPaperCheckMixin(models.AbstractModel):
    """A printed paper with number and check code that anybody may have verified.

    Who has the paper in hand asks without signing in. The answer takes the same time
    whatever was typed, each network address may ask so often an hour, and each check is
    logged without what was typed.

    A model names the field of its number in ``_paper_number``, has a ``check_code``,
    and says in ``_paper_told`` what anybody may know of the paper.
    """

    _name = "dibao.paper.check.mixin"
    _description = "Paper that Anybody May Verify"

    _paper_number = "number"

    @api.model
    def _verify_from(self, address, number, code):
        """``_verify`` for a visitor: logged, and limited for each network address.

        :param str address: network address of the visitor
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
        """What anybody may know of a paper, as a dict. None: there is no such paper.

        :param number: as printed
        :param code: as printed; look-alikes and blanks are understood
        """
        typed = label_token.parse(code)
        wanted = str(number or "").strip().upper()[:40]
        # sudo: whoever has the paper may ask
        found = self.sudo().search(
            [(self._paper_number, "=", wanted), (self._paper_number, "!=", False)],
            limit=1,
        )
        known = found.check_code or label_token.PREFIX
        # Compared in any case, and in constant time.
        if not hmac.compare_digest(typed or "", known) or not found:
            return None
        return found._paper_told()

    def _paper_told(self):
        """What anybody may know of this paper, once number and code are right."""
        raise NotImplementedError
