# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class DibaoItemCorrection(models.Model):
    """What a filed item said before it was corrected, by whom and why."""

    _name = "dibao.item.correction"
    _description = "Correction of an Item"
    _inherit = ["dibao.sealed.mixin"]
    _order = "id desc"
    _rec_name = "field_label"

    item_id = fields.Many2one(
        "dibao.item", required=True, index=True, readonly=True, ondelete="cascade"
    )
    division_id = fields.Many2one(related="item_id.division_id", store=True, index=True)
    field_name = fields.Char(required=True, readonly=True)
    field_label = fields.Char("What", compute="_compute_field_label")
    old_value = fields.Char("Before", readonly=True)
    new_value = fields.Char("After", readonly=True)
    reason = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one("res.users", "By", required=True, readonly=True)
    corrected_on = fields.Datetime(
        required=True, readonly=True, default=fields.Datetime.now
    )

    @api.depends_context("lang")
    @api.depends("field_name")
    def _compute_field_label(self):
        known = self.env["dibao.item"]._fields
        for line in self:
            field = known.get(line.field_name)
            line.field_label = field and field._description_string(self.env)

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("What was corrected stays on record."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was corrected stays on record."))
