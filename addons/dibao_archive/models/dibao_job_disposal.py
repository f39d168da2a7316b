# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


class DibaoJobDisposal(models.Model):
    """Carrying out a disposal list in the background."""

    # One file for each kind of work.
    _inherit = "dibao.job"  # pylint: disable=consider-merging-classes-inherited

    def _job_disposal(self):
        """Carry out one step of a list; True when nothing of it is left."""
        disposal = self.env["dibao.disposal"].browse(self.params["disposal"])
        goes_on = disposal._carry_out_next()
        self._progress(disposal.done_count, disposal.line_count)
        return not goes_on
