# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import io

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dibao_archive.tools import file_kind

from ..tools import certificate as rules

COORDINATOR = "dibao_archive.group_training_coordinator"


class DibaoTrainingCertificateEnter(models.TransientModel):
    """Hand in a certificate that others gave; a second person verifies it."""

    _name = "dibao.training.certificate.enter"
    _description = "Hand in a Certificate"

    kind_id = fields.Many2one(
        "dibao.training.certificate.kind",
        "Counts as",
        required=True,
        domain=[("takes_external", "=", True)],
    )
    employee_id = fields.Many2one(
        "hr.employee",
        "Holder",
        domain=lambda self: self.env["dibao.training.credit"]._employee_domain(),
        help="Empty: yourself. A coordinator hands in for others as well.",
    )
    issuer = fields.Char("Given by", required=True)
    external_number = fields.Char("Its number", help="As printed; no ID number.")
    issued_on = fields.Date(required=True)
    valid_to = fields.Date("Last day", help="Empty: as long as the policy says.")
    scan = fields.Binary(required=True, attachment=False)
    scan_name = fields.Char()

    @api.model
    def _accepted(self, stream):
        kind = file_kind.kind_of(stream)
        if kind != file_kind.PDF and kind not in file_kind.IMAGES:
            raise UserError(self.env._("A scan is a PDF or a picture."))
        return kind

    def action_hand_in(self):
        """Keep the certificate for verification.

        :raise UserError: the scan is none, or the dates cannot be
        """
        self.ensure_one()
        employee = self._holder()
        today = fields.Date.context_today(self)
        if self.issued_on > today:
            raise UserError(self.env._("It cannot have been given after today."))
        if self.valid_to and self.valid_to < today:
            raise UserError(self.env._("It has ended already: it cannot count."))
        stream = io.BytesIO(base64.b64decode(self.scan))
        mimetype = self._accepted(stream)
        stream.seek(0)
        months = (
            self.env["dibao.policy"]
            .sudo()
            ._get("recert_months", employee.dibao_division_id)
        )
        certificate = self.env["dibao.training.certificate"]._hand_in(
            employee,
            self.kind_id,
            {
                "issuer": self.issuer,
                "external_number": self.external_number,
                "issued_on": self.issued_on,
                "valid_to": self._last_day(months),
                "filename": self.scan_name,
                "mimetype": mimetype,
            },
            stream,
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "dibao.training.certificate",
            "res_id": certificate.id,
            "views": [(False, "form")],
        }

    def _last_day(self, months):
        if self.valid_to or not months:
            return self.valid_to
        last = rules.last_day(self.issued_on, months)
        if last < fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "Given more than %s months ago: by the policy it has ended.", months
                )
            )
        return last

    def _holder(self):
        own = self.env["dibao.training.attempt"]._sitter
        if not self.employee_id:
            return own()
        # sudo: employees of the own offices, which the domain offered
        employee = self.employee_id.sudo()
        if employee.user_id == self.env.user:
            return employee
        allowed = self.env["dibao.training.credit"]._employee_domain()
        if not self.env.user.has_group(COORDINATOR) or not employee.filtered_domain(
            allowed
        ):
            raise AccessError(
                self.env._(
                    "You hand in your own certificates, coordinators their staff's."
                )
            )
        return employee
