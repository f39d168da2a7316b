# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.exceptions import UserError

CHUNK = 20  # items whose files are looked at between two commits


class DibaoJobInspection(models.Model):
    """Big inspections: what was looked at stays so when the work is broken off."""

    # One file for each kind of work.
    _inherit = "dibao.job"  # pylint: disable=consider-merging-classes-inherited

    def _job_inspection(self):
        inspection = (
            self.env["dibao.inspection"].browse(self.params["inspection"]).exists()
        )
        if not inspection or inspection.state != "running":
            raise UserError(self.env._("The inspection is not waiting for this."))
        inspection = inspection.with_user(self.user_id).sudo()
        lines = inspection.line_ids.sorted("sequence")
        todo = lines.filtered(lambda line: not line.looked_on)
        inspection._look_at(todo[:CHUNK])
        left = len(todo) - CHUNK
        self._progress(len(lines) - max(left, 0), len(lines))
        if left > 0:
            return False
        inspection._conclude()
        return True
