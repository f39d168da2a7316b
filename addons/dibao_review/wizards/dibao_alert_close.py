# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from ..models.dibao_alert import OUTCOMES


class DibaoAlertClose(models.TransientModel):
    """Close leads with outcome and evidence."""

    _name = "dibao.alert.close"
    _description = "Close Alerts"
    _inherit = ["dibao.sealed.mixin"]

    alert_ids = fields.Many2many("dibao.alert", string="Alerts", required=True)
    outcome = fields.Selection(
        [one for one in OUTCOMES if one[0] != "case"], required=True
    )
    note = fields.Text(
        "Found out", help="What was looked at, who was asked, what was found."
    )
    household_id = fields.Many2one("dibao.household", compute="_compute_household_id")
    item_id = fields.Many2one(
        "dibao.item",
        "Evidence",
        domain="[('household_id', '=', household_id)]",
        help="A filed paper of the household that shows it.",
    )
    effect = fields.Char(compute="_compute_effect")

    @api.depends("alert_ids")
    def _compute_household_id(self):
        for wizard in self:
            households = wizard.alert_ids.household_id
            wizard.household_id = households if len(households) == 1 else False

    @api.depends("outcome")
    @api.depends_context("lang")
    def _compute_effect(self):
        env = self.env
        words = {
            "explained": env._(
                "The lead stays closed unless the fact itself becomes another one."
            ),
            "wrong_data": env._(
                "The row is put on the list of wrong data that is sent back to the "
                "source."
            ),
            "meeting": env._(
                "The minutes of the meeting belong in the household's file."
            ),
        }
        for wizard in self:
            wizard.effect = words.get(wizard.outcome, False)

    def action_close(self):
        """Close them."""
        self.ensure_one()
        self.alert_ids._close(self.outcome, self.note, self.item_id)
        return {"type": "ir.actions.act_window_close"}
