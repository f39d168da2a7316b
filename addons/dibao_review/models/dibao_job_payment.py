# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import time

from odoo import models
from odoo.exceptions import UserError


class DibaoJobPayment(models.Model):
    """The work of a payment run, in pieces that commit."""

    # One file for each kind of work.
    _inherit = "dibao.job"  # pylint: disable=consider-merging-classes-inherited

    def _payment_run(self):
        run = self.env["dibao.payment.run"].browse(self.params["run"]).exists()
        if not run:
            raise UserError(self.env._("The payment run was deleted."))
        # Rights may have been withdrawn since the work was ordered.
        run.with_user(self.user_id).check_access("write")
        run = run.with_user(self.user_id).sudo()
        run.invalidate_recordset()
        return run

    def _job_payment_compute(self):
        """One piece: begin, lines of some households, or the comparison and checks."""
        run = self._payment_run()
        if not run.try_lock_for_update():
            # Somebody acts on it this moment: the next piece waits.
            time.sleep(0.2)
            return False
        if run.state not in ("draft", "computed", "checked"):
            raise UserError(
                self.env._("%(run)s is approved: nothing was changed.", run=run.name)
            )
        at = self.cursor
        if not at:
            run._forget_approvals()
            run._compute_begin()
            run._by_act({"state": "draft"})
            self._progress(0, run._count_households(), {"id": 0, "done": 0})
            return False
        if at.get("id") is None:
            run._compute_end()
            return True
        last, count = run._compute_chunk(at["id"])
        if last is None:
            run._by_act({"state": "computed"})
        done = at["done"] + count
        self._progress(done, None, {"id": last, "done": done})
        return False
