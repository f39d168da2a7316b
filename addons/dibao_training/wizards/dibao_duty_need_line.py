# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class DibaoDutyNeedLine(models.TransientModel):
    _name = "dibao.duty.need.line"
    _description = "A Certificate a Duty Asks for"

    need_id = fields.Many2one("dibao.duty.need", required=True, ondelete="cascade")
    kind_id = fields.Many2one(
        "dibao.training.certificate.kind", "Certificate", readonly=True
    )
    missing = fields.Boolean(readonly=True)
    until = fields.Date("Valid until", readonly=True)
    has_exam = fields.Boolean(readonly=True)
    takes_external = fields.Boolean(related="kind_id.takes_external")

    def action_take_exam(self):
        """Sit the exam."""
        return self.kind_id.action_take_exam()

    def action_hand_in(self):
        """Hand in a certificate of others."""
        return self.kind_id.action_hand_in()
