# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


class DibaoMonthlyFreeze(models.Model):
    """A freeze and a deletion at once: neither leaves a fact that points at nobody."""

    # One file for each concern.
    _inherit = "dibao.monthly.freeze"

    def _freeze(self):
        """Freeze, and touch the county's row.

        Facts have no foreign keys. A household or person deleted by a transaction that
        began before this one ended could not be unlinked from facts which that
        transaction does not see: touching the row makes the database refuse it there
        (``dibao_monthly_fact_freed``), and the platform tries it again.
        """
        done = super()._freeze()
        if done:
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE dibao_division SET write_date = write_date WHERE id = %s",
                [self.division_id.id],
            )
        return done
