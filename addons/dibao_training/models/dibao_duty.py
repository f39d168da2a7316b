# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import ormcache


class DibaoDuty(models.Model):
    """Work that only qualified staff may do: filing, lending, confirming …

    The codes are those by which acts ask ``res.users._dibao_check_duty``.
    """

    _name = "dibao.duty"
    _description = "Duty"
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True, readonly=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    description = fields.Text(translate=True, help="The acts that belong to the duty.")
    group_ids = fields.Many2many(
        "res.groups",
        string="Roles",
        help="Roles whose work it is. Reports and alerts look at their holders; who "
        "may do what by role is decided elsewhere.",
    )
    requirement_ids = fields.One2many(
        "dibao.duty.requirement", "duty_id", "What is asked for"
    )

    _code_unique = models.UniqueIndex("(code)", "There is a duty of this code already.")

    @api.model_create_multi
    def create(self, vals_list):
        duties = super().create(vals_list)
        self.env.registry.clear_cache()
        return duties

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Acts ask for duties by their code: they stay."))

    @api.model
    @ormcache()
    def _ids_by_code(self):
        """{code: id} of all duties."""
        return {duty.code: duty.id for duty in self.sudo().search([])}

    def _role_pairs(self):
        """[(duty id, group id)]: all groups whose holders do the duty."""
        return [
            (duty.id, group.id)
            for duty in self.sudo()
            for group in duty.group_ids.all_implied_by_ids | duty.group_ids
        ]
