# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import UserError


class DibaoVolumeInspect(models.Model):
    """The quality gate before filing (R-22)."""

    _inherit = "dibao.volume"  # pylint: disable=consider-merging-classes-inherited

    inspection_ids = fields.Many2many("dibao.inspection", string="Inspections")
    inspection_count = fields.Integer(compute="_compute_inspection_count")

    def _compute_inspection_count(self):
        for volume in self:
            volume.inspection_count = len(volume.inspection_ids)

    def _check_fileable(self, reason):
        result = super()._check_fileable(reason)
        for volume in self:
            refusal = volume._inspection_refusal()
            if refusal:
                raise UserError(refusal)
        return result

    def _inspection_refusal(self):
        """Why the inspections do not let this volume be filed; empty when they do."""
        self.ensure_one()
        needed = self.env["dibao.policy"]._get(
            "inspection_before_filing", self.division_id, fields.Date.today()
        )
        latest = self.env["dibao.inspection"]._latest(self, "filing")
        if latest and (refusal := latest._refusal()):
            return refusal
        if not needed:
            return ""
        changed = max(
            filter(None, [*self.item_ids.mapped("write_date"), self.create_date])
        )
        if not latest or latest.done_on < changed.replace(microsecond=0):
            return self.env._(
                "%(volume)s is filed after its four-property inspection only. Carry "
                "one out.",
                volume=self.display_name,
            )
        return ""

    def action_inspect(self):
        """Prepare a four-property inspection of these volumes."""
        self.check_access("read")
        stage = "filing" if "open" in self.mapped("state") else "keeping"
        inspection = self.env["dibao.inspection"].create(
            {"stage": stage, "volume_ids": [fields.Command.set(self.ids)]}
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "dibao.inspection",
            "res_id": inspection.id,
            "views": [(False, "form")],
        }

    def action_open_inspections(self):
        """Open the inspections that this volume went through."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_archive.dibao_inspection_action"
        )
        return action | {"domain": [("volume_ids", "in", self.ids)]}
