# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


class DibaoCase(models.Model):
    """The end of a case is told to the household's volume."""

    _inherit = "dibao.case"

    def write(self, vals):
        """How a case ended decides what its volume still lacks."""
        result = super().write(vals)
        if vals.get("stage") in ("refused", "declined", "withdrawn", "ended"):
            # sudo: the effect of the act that closes the case
            self.household_id.sudo().volume_ids._refresh_gaps()
        return result
