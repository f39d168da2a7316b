# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .dibao_volume_due import GONE


class DibaoVolume(models.Model):
    """Due lists, and what an appraisal does to the due date."""

    _name = "dibao.volume"
    _inherit = ["dibao.volume", "dibao.appraised.mixin"]

    @api.depends("appraisal_outcome", "extended_to")
    def _compute_due_date(self):
        return super()._compute_due_date()

    def _due(self, known):
        due, event = super()._due(known)
        if self.state in GONE:
            return due, event
        if self.appraisal_outcome == "sample":
            return False, event
        if due and self.extended_to:
            due = max(due, self.extended_to)
        return due, event

    def action_appraise(self):
        """Begin an appraisal of these volumes: a draft list that names each of them."""
        self.check_access("read")
        if not self:
            raise UserError(self.env._("Choose the volumes to be appraised."))
        if len(self.fonds_id) != 1 or not all(volume.fonds_id for volume in self):
            raise UserError(
                self.env._("One list holds volumes of one fonds. Choose those of one.")
            )
        disposal = self.env["dibao.disposal"].create(
            {
                "fonds_id": self.fonds_id.id,
                "line_ids": [
                    Command.create({"volume_id": volume.id})
                    for volume in self.sorted(lambda v: (v.reference_code or "", v.id))
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": disposal._name,
            "res_id": disposal.id,
            "views": [(False, "form")],
        }
