# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import time

from odoo import models


class DibaoJobStatistics(models.Model):
    """Freezing of months, one county's month a piece."""

    # One file for each kind of work.
    _inherit = "dibao.job"  # pylint: disable=consider-merging-classes-inherited

    def _job_statistics_freeze(self):
        """Freeze the next month of the list; what is frozen already is passed over."""
        freezes = self.params["freezes"]
        at = (self.cursor or {}).get("at", 0)
        if at >= len(freezes):
            return True
        freeze = self.env["dibao.monthly.freeze"].browse(freezes[at]).exists()
        freeze = freeze.with_user(self.user_id).sudo()
        if freeze and not freeze.try_lock_for_update():
            # Somebody freezes it this moment: the next piece waits.
            time.sleep(0.2)
            return False
        if freeze:
            freeze._freeze()
        self._progress(at + 1, len(freezes), {"at": at + 1})
        return at + 1 >= len(freezes)
