# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64

from odoo import fields, models
from odoo.exceptions import UserError


class DibaoStaffPromise(models.TransientModel):
    """Takes the signed secrecy promise of a member of the staff, and files it."""

    _name = "dibao.staff.promise"
    _description = "File a Secrecy Promise"
    _inherit = ["dibao.sealed.mixin"]

    staff_id = fields.Many2one("dibao.staff", required=True, ondelete="cascade")
    signed_on = fields.Date(
        required=True, default=lambda self: fields.Date.context_today(self)
    )
    # required in the form: the file leaves this row for the vault at once
    file = fields.Binary("Signed promise (PDF)", attachment=False)
    file_name = fields.Char()

    def action_file(self):
        """File the PDF as a paper of daily management; the date counts from now on."""
        self.ensure_one()
        staff = self.staff_id
        staff.check_access("write")
        content = base64.b64decode(self.file or b"")
        if not content.startswith(b"%PDF"):
            raise UserError(self.env._("Upload the signed promise as a PDF."))
        if self.signed_on > fields.Date.context_today(self):
            raise UserError(self.env._("The promise is signed in the future."))
        item = staff._file_promise(self.signed_on, self.file_name, content)
        self.file = False
        staff.sudo().write({"promise_on": self.signed_on, "promise_item_id": item.id})
        return {"type": "ir.actions.act_window_close"}
