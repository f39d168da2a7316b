# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class DibaoPerson(models.Model):
    """What the procedure asks of a person beside the registry."""

    _inherit = "dibao.person"

    study_until = fields.Date(
        "Studies until",
        index="btree_not_null",
        help="When full-time studies end by the school's papers; the household is "
        "looked at again then.",
    )

    def write(self, vals):
        """An ID number that is corrected opens the case as the old one did."""
        result = super().write(vals)
        if "id_number" in vals:
            self.env["dibao.household"].sudo().search(
                [("head_id", "in", self.ids)]
            )._renew_public_digests()
        return result
