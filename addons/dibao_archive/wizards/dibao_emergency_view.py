# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command


class DibaoEmergencyView(models.TransientModel):
    """One household through the emergency door, as long as it is open.

    Nothing of it is stored but links: what is shown is read on each look.
    """

    _name = "dibao.emergency.view"
    _description = "Household in an Emergency"
    _inherit = ["dibao.sealed.mixin"]

    emergency_ref = fields.Integer(readonly=True)
    household_id = fields.Many2one("dibao.household", readonly=True, ondelete="cascade")
    is_open = fields.Boolean(compute="_compute_shown")
    valid_to = fields.Datetime("Ends", compute="_compute_shown")
    number = fields.Char("Household number", compute="_compute_shown")
    place = fields.Char("Village", compute="_compute_shown")
    living_address = fields.Char(compute="_compute_shown")
    state = fields.Char(compute="_compute_shown")
    allowance = fields.Float(compute="_compute_shown", digits=(12, 2))
    line_ids = fields.One2many("dibao.emergency.line", "view_id", "Members")

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("The emergency door opens with a reason."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("The emergency door opens with a reason."))
        return super().write(vals)

    @api.model
    def _show(self, row):
        """What is seen through an open door: the row of the register says so."""
        row.with_env(self.env)._check_open()
        household = self.env["dibao.household"].sudo().browse(row.household_ref)
        people = household.live_member_ids or household.member_ids
        lines = [Command.create({"member_id": one.id}) for one in people]
        vals = {"emergency_ref": row.id, "household_id": household.id}
        return self.sudo().create({**vals, "line_ids": lines}).with_env(self.env)

    def _row(self):
        return self.env["dibao.emergency"].browse(self.sudo().emergency_ref)

    @api.depends("household_id", "emergency_ref")
    def _compute_shown(self):
        for one in self:
            row = one._row()
            one.is_open = row._is_open_for(self.env.user)
            # sudo: the door is open, or nothing is told
            home = one.sudo().household_id if one.is_open else self.env["base"]
            states = dict(
                self.env["dibao.household"]
                ._fields["state"]
                ._description_selection(self.env)
            )
            one.valid_to = row.sudo().valid_to if one.is_open else False
            one.number = home.number if one.is_open else False
            one.place = home.division_id.display_name if one.is_open else False
            one.living_address = home.living_address if one.is_open else False
            one.state = states.get(home.state) if one.is_open else False
            one.allowance = home.allowance if one.is_open else 0

    def action_end(self):
        """Give it back before its time."""
        self.ensure_one()
        self.check_access("read")
        row = self._row()
        row._check_open()
        # sudo: the register is the auditor's; the door is this user's
        row.sudo()._by_act({"ended_on": fields.Datetime.now()})
        return {"type": "ir.actions.act_window_close"}
