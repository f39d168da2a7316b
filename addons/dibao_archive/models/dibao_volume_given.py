# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models


class DibaoVolume(models.Model):
    """What a volume takes from its household, place and category until it is filed."""

    _inherit = "dibao.volume"

    @api.depends("household_id.division_id")
    def _compute_division_id(self):
        for volume in self:
            if volume.household_id and volume.state in (False, "open"):
                volume.division_id = volume.household_id.division_id
            else:
                volume.division_id = volume.division_id

    @api.depends("division_id")
    def _compute_fonds_id(self):
        for volume in self:
            if not volume.reference_code and volume.division_id:
                volume.fonds_id = self.env["dibao.fonds"]._for_division(
                    volume.division_id
                )
            else:
                volume.fonds_id = volume.fonds_id

    @api.depends("division_id")
    def _compute_organ_code(self):
        for volume in self:
            code = volume.division_id.sudo().code or ""
            volume.organ_code = volume.organ_code or code.rstrip("0") or False

    @api.depends("category_id", "division_id")
    def _compute_retention_id(self):
        rules = self.env["dibao.retention"]
        for volume in self:
            if volume.reference_code or not (volume.category_id and volume.division_id):
                volume.retention_id = volume.retention_id
                continue
            volume.retention_id = rules._for(
                volume.category_id, volume.division_id.sudo(), volume.opened_on
            )

    @api.depends("category_id")
    def _compute_marks(self):
        for volume in self:
            volume.secrecy = volume.secrecy or volume.category_id.secrecy
            volume.open_mark = volume.open_mark or volume.category_id.open_mark
