# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models

MOVERS = {"division_id", "household_id", "person_id"}


class DibaoJurisdictionMixin(models.AbstractModel):
    """Nobody moves a record to where he may not write.

    Record rules look at a record before a write; this looks again after one that may
    have moved it, so that nothing is pushed into another office's area unseen.
    """

    _name = "dibao.jurisdiction.mixin"
    _description = "Jurisdiction Guard"

    def write(self, vals):
        result = super().write(vals)
        if MOVERS & vals.keys():
            self.check_access("write")
        return result
