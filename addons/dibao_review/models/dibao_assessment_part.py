# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from .. import assessment_words


class DibaoAssessmentPart(models.Model):
    """A part of the amount as reckoned; a grant takes them over as they are."""

    _name = "dibao.assessment.part"
    _description = "Part of a reckoned amount"
    _inherit = ["dibao.filed.mixin", "dibao.jurisdiction.mixin"]
    _order = "assessment_id, sequence, id"
    _rec_name = "code"
    _act_fields = ("assessment_id", "component", "code", "person_id", "amount", "basis")

    assessment_id = fields.Many2one(
        "dibao.assessment", required=True, index=True, ondelete="cascade", readonly=True
    )
    division_id = fields.Many2one(
        related="assessment_id.division_id", store=True, index=True
    )
    sequence = fields.Integer(default=10, readonly=True)
    component = fields.Selection(
        [
            ("base", "Basic allowance"),
            ("supplement", "Supplement"),
            ("price", "Price subsidy"),
        ],
        required=True,
        readonly=True,
    )
    code = fields.Char(readonly=True)
    ground = fields.Char(compute="_compute_ground")
    person_id = fields.Many2one(
        "dibao.person", "For", readonly=True, index="btree_not_null"
    )
    amount = fields.Float("Yuan per month", digits=(12, 2), readonly=True)
    basis = fields.Char("Legal basis", readonly=True)

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_ground(self):
        for part in self:
            part.ground = assessment_words.ground_of_part(self.env, part.code)
