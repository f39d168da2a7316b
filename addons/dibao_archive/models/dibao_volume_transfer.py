# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import UserError

from .dibao_transfer import OPEN_STATES


class DibaoVolumeTransfer(models.Model):
    """Volumes on their way to the archives authority."""

    _inherit = "dibao.volume"  # pylint: disable=consider-merging-classes-inherited

    transfer_line_ids = fields.One2many("dibao.transfer.line", "volume_id", "Transfers")

    def _transfer_refusal(self, transfer):
        """Why a volume may not be handed over; empty when it may."""
        self.ensure_one()
        if self.state != "filed":
            return self.env._(
                "%(volume)s is not a filed volume in keeping: it cannot be handed "
                "over.",
                volume=self.display_name,
            )
        if self.fonds_id != transfer.fonds_id:
            return self.env._(
                "%(volume)s belongs to another fonds.", volume=self.display_name
            )
        if self._out_lines():
            return self.env._(
                "%(volume)s, or a paper of it, is lent out.", volume=self.display_name
            )
        others = self.sudo().transfer_line_ids.transfer_id - transfer
        if others.filtered(lambda one: one.state in OPEN_STATES):
            return self.env._(
                "%(volume)s stands on another transfer that is not closed.",
                volume=self.display_name,
            )
        return ""

    def _set_transferred(self):
        """The effect of a closed transfer on volumes and items."""
        volumes = self.sudo().with_context(tracking_disable=True)
        volumes.item_ids.filtered(lambda item: item.state == "filed")._by_act(
            {"state": "transferred"}
        )
        volumes._by_act({"state": "transferred"})

    def action_prepare_transfer(self):
        """Put these volumes on the list of a new transfer."""
        if not self:
            raise UserError(self.env._("Choose the volumes to hand over."))
        self.check_access("read")
        transfer = self.env["dibao.transfer"]._prepare_for(self)
        return {
            "type": "ir.actions.act_window",
            "res_model": "dibao.transfer",
            "res_id": transfer.id,
            "views": [(False, "form")],
        }
