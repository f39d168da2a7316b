# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class DibaoAssessmentMember(models.Model):
    """A member as the means test took him or her, with what an officer found."""

    _name = "dibao.assessment.member"
    _description = "Member in a means test"
    _inherit = ["dibao.filed.mixin", "dibao.jurisdiction.mixin", "dibao.sealed.mixin"]
    _order = "assessment_id, sequence, id"
    _rec_name = "person_id"
    _act_fields = ("assessment_id", "person_id", "is_counted")

    assessment_id = fields.Many2one(
        "dibao.assessment", required=True, index=True, ondelete="cascade"
    )
    division_id = fields.Many2one(
        related="assessment_id.division_id", store=True, index=True
    )
    sequence = fields.Integer(default=10)
    person_id = fields.Many2one(
        "dibao.person", required=True, index=True, ondelete="restrict", readonly=True
    )
    is_counted = fields.Boolean("Counted", readonly=True)
    is_exempt = fields.Boolean(
        "Really finds no work",
        help="Nothing is imputed to this member, where labour income is imputed.",
    )
    is_stopped = fields.Boolean(
        "Share stopped",
        help="Refused three suitable offers in a row (民发〔2021〕57号 art. 34).",
    )
    local_grounds = fields.Char(
        "Local supplements",
        help="Codes of the table of local supplements, separated by commas.",
    )

    _one_person_once = models.UniqueIndex(
        "(assessment_id, person_id)", "A person stands in a means test once."
    )

    def write(self, vals):
        if not self._dibao_in_act():
            self.assessment_id._refuse_frozen()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        self.assessment_id._refuse_frozen()
