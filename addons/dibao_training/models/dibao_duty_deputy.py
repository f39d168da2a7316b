# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class DibaoDutyDeputy(models.Model):
    """Who takes over loans, cases and tasks of somebody who may not work any more."""

    _name = "dibao.duty.deputy"
    _description = "Deputy"
    _inherit = ["mail.thread", "dibao.jurisdiction.mixin"]
    _order = "division_id, employee_id"
    _rec_name = "employee_id"

    employee_id = fields.Many2one(
        "hr.employee",
        "Person",
        required=True,
        index=True,
        ondelete="cascade",
        domain=lambda self: self.env["dibao.training.credit"]._employee_domain(),
    )
    deputy_id = fields.Many2one(
        "hr.employee",
        required=True,
        index=True,
        ondelete="cascade",
        tracking=True,
        domain="[('user_id', '!=', False), ('id', '!=', employee_id)]",
        help="Another person, who sees the same records. Where the deputy may not work "
        "either, the deputy's own deputy takes over.",
    )
    division_id = fields.Many2one(
        "dibao.division",
        compute="_compute_division_id",
        store=True,
        precompute=True,
        required=True,
        index=True,
    )

    note = fields.Char("Remarks")

    _one_each = models.UniqueIndex("(employee_id)", "This person has a deputy already.")

    @api.depends("employee_id.dibao_division_id")
    def _compute_division_id(self):
        for one in self:
            one.division_id = (
                one.sudo().employee_id.dibao_division_id
                or one.division_id
                or self.env.user.dibao_division_ids[:1]
            )

    @api.constrains("deputy_id", "employee_id")
    def _check_deputy(self):
        for one in self:
            # sudo: the deputy may work in another office
            deputy, employee = one.sudo().deputy_id, one.sudo().employee_id
            if deputy == employee or not deputy.user_id:
                raise ValidationError(
                    self.env._("A deputy is another person, who can sign in.")
                )
            own = deputy.user_id.dibao_division_ids.ids
            place = one.sudo().division_id
            if not place.filtered_domain([("id", "child_of", own)]):
                raise ValidationError(
                    self.env._(
                        "%(deputy)s does not see the records of %(place)s, so could "
                        "not carry on the work.",
                        deputy=deputy.name,
                        place=place.name,
                    )
                )
