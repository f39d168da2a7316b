# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.dibao_cross_run import OFFICER
from ..tools import cross_file


class DibaoCrossTake(models.TransientModel):
    """Take in a file of another office: an offer, an answer or the closing."""

    _name = "dibao.cross.take"
    _description = "Take in a File of Another Region"

    partner_id = fields.Many2one(
        "dibao.cross.partner",
        "From",
        required=True,
        ondelete="cascade",
        domain="[('state', '=', 'confirmed')]",
    )
    file = fields.Binary(attachment=False)
    file_name = fields.Char()
    told = fields.Text("What it says", compute="_compute_told")

    @api.depends("file")
    def _compute_told(self):
        steps = {
            1: self.env._("Offer"),
            2: self.env._("Answer"),
            3: self.env._("Closing"),
        }
        for one in self:
            one.told = False
            try:
                head = cross_file.look(one._data())
            except (cross_file.CrossFileError, UserError):
                continue
            one.told = self.env._(
                "%(step)s of %(office)s, %(own)s persons. Purpose: %(purpose)s. Basis: "
                "%(basis)s. The signature is checked when it is taken in.",
                step=steps.get(head["step"], "?"),
                office=head["from_name"],
                own=head["own"],
                purpose=head["purpose"],
                basis=head["basis"],
            )

    def _data(self):
        try:
            # A size instead of the content, or what is no base64, is no file.
            return base64.b64decode(self.with_context(bin_size=False).file or b"")
        except binascii.Error as error:
            raise UserError(
                self.env["dibao.cross.run"]._file_problem("format")
            ) from error

    def action_take(self):
        """Check the file and take it in."""
        self.ensure_one()
        if not self.env.user.has_group(OFFICER):
            raise UserError(self.env._("The county officer takes in such files."))
        self.partner_id.check_access("read")
        run = self.env["dibao.cross.run"]._take_file(self.partner_id, self._data())
        # It is blinded, and still belongs nowhere else.
        self.sudo().file = False
        return {
            "type": "ir.actions.act_window",
            "res_model": "dibao.cross.run",
            "res_id": run.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
