# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.exceptions import UserError

CHUNK = 200  # rows a transaction


class DibaoJobStaffImport(models.Model):
    """Writing a large table of the staff, some rows a transaction."""

    _inherit = "dibao.job"

    def _job_staff_import(self):
        """Write one chunk of rows; True when none is left."""
        ledger = self.env["dibao.staff.import"].browse(self.params["import"]).exists()
        if not ledger:
            raise UserError(self.env._("The import was deleted."))
        # By the rights of who ordered it, as they are now.
        mine = ledger.with_user(self.user_id)
        mine.check_access("write")
        first = self.cursor or 0
        done = mine._write_rows(first, first + CHUNK)
        self._progress(first + done, cursor=first + done)
        if done == CHUNK:
            return False
        mine._by_act({"state": "done", "done_count": mine._to_write()})
        return True
