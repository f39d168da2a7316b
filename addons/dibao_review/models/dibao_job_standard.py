# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.exceptions import UserError


class DibaoJobStandard(models.Model):
    """The work of a change to a new standard, in pieces that commit."""

    # One file for each kind of work.
    _inherit = "dibao.job"  # pylint: disable=consider-merging-classes-inherited

    def _standard_change(self, state):
        change = self.env["dibao.standard.change"].browse(self.params["change"])
        change = change.exists()
        if not change:
            raise UserError(self.env._("The change was deleted."))
        # Rights may have been withdrawn since the work was ordered.
        change.with_user(self.user_id).check_access("write")
        change = change.with_user(self.user_id).sudo()
        change.lock_for_update()
        change.invalidate_recordset()
        if change.state != state:
            raise UserError(
                self.env._(
                    "%(change)s: somebody else went on with it.", change=change.name
                )
            )
        return change

    def _job_standard_list(self):
        """The list by one statement, then the reckoning of some households a piece."""
        change = self._standard_change("listing")
        if not self.cursor:
            self._progress(0, change._list(), {"begun": True})
            return False
        if change._reckon_next():
            left = change.line_ids.search_count(
                [("change_id", "=", change.id), ("state", "=", "new")]
            )
            self._progress(self.total - left, None, {"begun": True})
            return False
        change._by_act({"state": "listed"})
        return True

    def _job_standard_apply(self):
        """The new benefits of some households a piece; at the end the paper."""
        change = self._standard_change("applying")
        if count := change._apply_next():
            self._progress(self.done + count, change.line_count, {"begun": True})
            return False
        change._finish()
        return True
