# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class DibaoVolumeFile(models.TransientModel):
    """Volumes are filed though papers are missing: somebody says why, by name."""

    _name = "dibao.volume.file"
    _description = "Filing with Gaps"
    _inherit = ["dibao.sealed.mixin"]

    volume_ids = fields.Many2many("dibao.volume", string="Volumes", required=True)
    gap_text = fields.Text("Missing papers", compute="_compute_gap_text")
    reason = fields.Char(
        required=True,
        help="Kept with your name, on the note sheet of each of these volumes.",
    )

    @api.depends("volume_ids")
    def _compute_gap_text(self):
        for wizard in self:
            lines = [
                f"{volume.display_name}: "
                + ", ".join(volume.gap_ids.kind_id.mapped("display_name"))
                for volume in wizard.volume_ids
                if volume.gap_ids
            ]
            wizard.gap_text = "\n".join(lines)

    def action_apply(self):
        """File them, the reason with the user's name on those that lack papers."""
        self.ensure_one()
        self.volume_ids._file(self.reason)
        return {"type": "ir.actions.act_window_close"}
