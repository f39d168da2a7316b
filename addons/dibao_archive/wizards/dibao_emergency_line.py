# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..models.dibao_sealed_mixin import PURPOSES
from ..sealed import Sealed, _Mask, unseal_field

#: What is opened in clear through the emergency door.
OPENED = ("id_number", "phone", "phone_other")


class DibaoEmergencyLine(models.TransientModel):
    """A member of the household through the emergency door."""

    _name = "dibao.emergency.line"
    _description = "Member in an Emergency"
    _inherit = ["dibao.sealed.mixin"]

    view_id = fields.Many2one(
        "dibao.emergency.view",
        "Screen",
        required=True,
        ondelete="cascade",
        readonly=True,
    )
    member_id = fields.Many2one(
        "dibao.household.member", readonly=True, ondelete="cascade"
    )
    name = fields.Char(compute="_compute_shown")
    relation = fields.Char(compute="_compute_shown")
    age = fields.Integer(compute="_compute_shown")
    health = fields.Char(compute="_compute_shown")
    id_number = Sealed("ID number", kind="id_number", compute="_compute_shown")
    phone = Sealed("Phone", kind="phone", compute="_compute_shown")
    phone_other = Sealed("Second phone", kind="phone", compute="_compute_shown")

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("The emergency door opens with a reason."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("The emergency door opens with a reason."))
        return super().write(vals)

    @api.depends("member_id")
    def _compute_shown(self):
        for one in self:
            # sudo: the door is open, or nothing is told
            shown = one.sudo().member_id if one.view_id.is_open else False
            one.name = shown and shown.name
            one.relation = shown and shown.relation_id.name
            one.age = shown.age if shown else 0
            one.health = shown and shown.health_id.name
            for name in OPENED:
                one[name] = shown and shown[name] and _Mask(shown[name])

    def dibao_reveal(self, field_name, purpose, reference=""):
        """A clear value through the door: logged as such, and limited like any."""
        self.ensure_one()
        self.check_access("read")
        row = self.view_id._row()
        row._check_open()
        if field_name not in OPENED or purpose not in PURPOSES:
            raise UserError(self.env._("This is not shown through the emergency door."))
        person = self.sudo().member_id.person_id
        self.env["dibao.access.log"]._log_within(
            "reveal_per_hour",
            "reveal",
            person,
            [field_name],
            purpose=purpose,
            reference=row.sudo().number,
            detail="emergency",
        )
        return unseal_field(person, field_name)[person.id]
