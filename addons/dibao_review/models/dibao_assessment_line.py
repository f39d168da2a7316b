# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from odoo.addons.dibao_archive.models.dibao_dated_mixin import DEFAULT_BASIS

from .. import assessment_words


class DibaoAssessmentLine(models.Model):
    """A line of a reckoning: what, how much, who says so, by which rule.

    The sentence is made of a code and values when it is read, in the reader's language.
    """

    _name = "dibao.assessment.line"
    _description = "Line of a means test"
    _inherit = ["dibao.filed.mixin", "dibao.jurisdiction.mixin"]
    _order = "assessment_id, sequence, id"
    _rec_name = "code"
    _act_fields = (
        *("assessment_id", "section", "code", "params", "person_id", "amount"),
        *("source", "policy_code", "basis", "fact_model", "fact_id"),
    )

    assessment_id = fields.Many2one(
        "dibao.assessment", required=True, index=True, ondelete="cascade", readonly=True
    )
    division_id = fields.Many2one(
        related="assessment_id.division_id", store=True, index=True
    )
    sequence = fields.Integer(default=10, readonly=True)
    section = fields.Selection(
        [
            ("member", "Members"),
            ("income", "Incomes"),
            ("deduction", "Deductions"),
            ("property", "Property"),
            ("result", "Result"),
            ("amount", "Amount"),
            ("sign", "Signs to look into"),
            ("rule", "Rules applied"),
        ],
        "Part",
        required=True,
        readonly=True,
    )
    code = fields.Char("Line", required=True, readonly=True)
    params = fields.Json("Values", readonly=True)
    person_id = fields.Many2one(
        "dibao.person", "Whose", readonly=True, index="btree_not_null"
    )
    amount = fields.Float("Yuan per month", digits=(14, 2), readonly=True)
    has_amount = fields.Boolean("Has a figure", readonly=True)
    source = fields.Char("Who says so", readonly=True)
    policy_code = fields.Char("Rule", readonly=True)
    basis = fields.Char("Legal basis", readonly=True)
    basis_shown = fields.Char("Rests on", compute="_compute_basis_shown")
    fact_model = fields.Char("Kind of fact", readonly=True)
    fact_id = fields.Many2oneReference("Fact", model_field="fact_model", readonly=True)
    label = fields.Char("Reads", compute="_compute_label")

    @api.depends("section", "code", "params", "person_id.name", "policy_code")
    @api.depends_context("lang")
    def _compute_label(self):
        for line in self:
            line.label = assessment_words.sentence(line)

    @api.depends("basis")
    @api.depends_context("lang")
    def _compute_basis_shown(self):
        """The default of the program is named in the reader's language."""
        words = self.env["dibao.policy"]._default_basis_words()
        for line in self:
            basis = line.basis or ""
            line.basis_shown = words if basis.startswith(DEFAULT_BASIS) else basis
