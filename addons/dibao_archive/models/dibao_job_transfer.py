# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.exceptions import UserError


class DibaoJobTransfer(models.Model):
    """Packing and taking over: each in one transaction, so it is done or not begun."""

    # One file for each kind of work.
    _inherit = "dibao.job"  # pylint: disable=consider-merging-classes-inherited

    def _transfer(self, state):
        transfer = self.env["dibao.transfer"].browse(self.params["transfer"]).exists()
        if not transfer or transfer.state != state:
            raise UserError(self.env._("The transfer is not waiting for this."))
        # Rights may have been withdrawn since the job was ordered.
        transfer.with_user(self.user_id).check_access("write")
        return transfer.with_user(self.user_id).with_context(lang=self.user_id.lang)

    def _job_transfer_pack(self):
        self._transfer("approved")._pack()
        return True

    def _job_transfer_take(self):
        self._transfer("approved")._take_over()
        return True
