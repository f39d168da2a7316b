# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


class DibaoPerson(models.Model):
    """An ID number that is corrected opens the case as the old one did."""

    _inherit = "dibao.person"

    def write(self, vals):
        result = super().write(vals)
        if "id_number" in vals:
            self.env["dibao.household"].sudo().search(
                [("head_id", "in", self.ids)]
            )._renew_public_digests()
        return result
