# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


class DibaoVolume(models.Model):
    """A volume that holds anything held is held as a whole."""

    _name = "dibao.volume"
    _inherit = ["dibao.volume", "dibao.held.mixin"]

    def _renumber(self):
        self._refuse_held()
        return super()._renumber()

    def _transfer_refusal(self, transfer):
        told = super()._transfer_refusal(transfer)
        if told or not self._on_hold():
            return told
        return self.env._(
            "%(volume)s is on hold: it is not handed over until another person lifts "
            "the hold.",
            volume=self.display_name,
        )

    def action_open_holds(self):
        """Open the holds on this volume that the user may see."""
        self.ensure_one()
        self.check_access("read")
        holds = self.env["dibao.hold"]._on(self).get(self.id, self.env["dibao.hold"])
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_archive.dibao_hold_action"
        )
        return action | {"domain": [("id", "in", holds.ids)], "context": {}}
