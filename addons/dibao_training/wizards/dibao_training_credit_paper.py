# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import io

from odoo import fields, models
from odoo.exceptions import UserError


class DibaoTrainingCreditPaper(models.TransientModel):
    """Takes the paper that proves hours earned elsewhere, and files it."""

    _name = "dibao.training.credit.paper"
    _description = "File the Paper of Credit Hours"

    credit_id = fields.Many2one(
        "dibao.training.credit",
        "Hours",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    # required in the form: the file leaves this row for the vault at once
    file = fields.Binary(
        "Paper (PDF or picture)",
        attachment=False,
        help="Certificate, list of participants or notice of the other organiser.",
    )
    file_name = fields.Char()

    def action_file(self):
        """File the paper; from now on the hours point to it.

        :raise UserError: no paper, a bad one, or nothing to file it for (any more)
        """
        self.ensure_one()
        self.check_access("write")
        content = base64.b64decode(self.file or b"")
        if not content:
            raise UserError(self.env._("Upload the paper that proves the hours."))
        self.env["dibao.training.certificate.enter"]._accepted(io.BytesIO(content))
        self.credit_id._file_paper(self.file_name, content)
        self.file = False
        return {"type": "ir.actions.act_window_close"}
