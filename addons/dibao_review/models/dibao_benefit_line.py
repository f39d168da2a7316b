# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from .. import assessment_words


class DibaoBenefitLine(models.Model):
    """A part of a benefit's amount; the parts add up to it."""

    _name = "dibao.benefit.line"
    _description = "Part of a Benefit"
    _inherit = ["dibao.filed.mixin", "dibao.jurisdiction.mixin"]
    _order = "benefit_id, sequence, id"
    _rec_name = "code"
    _act_fields = ("benefit_id", "component", "code", "person_id", "amount", "basis")

    benefit_id = fields.Many2one(
        "dibao.benefit", required=True, index=True, ondelete="cascade", readonly=True
    )
    division_id = fields.Many2one(
        related="benefit_id.division_id", store=True, index=True
    )
    sequence = fields.Integer(default=10, readonly=True)
    component = fields.Selection(
        [
            ("base", "Basic allowance"),
            ("supplement", "Supplement"),
            ("price", "Price subsidy"),
            ("taper", "Tapering allowance"),
        ],
        required=True,
        default="base",
        readonly=True,
    )
    code = fields.Char(readonly=True, help="Code of the rule that gives this part.")
    person_id = fields.Many2one(
        "dibao.person", "For", readonly=True, index="btree_not_null"
    )
    amount = fields.Float("Yuan per month", digits=(12, 2), readonly=True)
    basis = fields.Char("Legal basis", readonly=True)

    ground = fields.Char(compute="_compute_ground")

    _amount_not_negative = models.Constraint(
        "CHECK (amount >= 0)", "A part of a benefit is never less than nothing."
    )

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_ground(self):
        for line in self:
            line.ground = assessment_words.ground_of_part(self.env, line.code)
