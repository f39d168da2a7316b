# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class DibaoBenefitMember(models.Model):
    """Whom a benefit is for: the persons of the household when it was granted."""

    _name = "dibao.benefit.member"
    _description = "Person of a Benefit"
    _inherit = ["dibao.filed.mixin", "dibao.jurisdiction.mixin"]
    _order = "benefit_id, sequence, id"
    _rec_name = "person_id"
    _act_fields = ("benefit_id", "person_id", "is_counted", "is_paid")

    benefit_id = fields.Many2one(
        "dibao.benefit", required=True, index=True, ondelete="cascade", readonly=True
    )
    division_id = fields.Many2one(
        related="benefit_id.division_id", store=True, index=True
    )
    sequence = fields.Integer(default=10, readonly=True)
    person_id = fields.Many2one(
        "dibao.person", required=True, index=True, ondelete="restrict", readonly=True
    )
    is_counted = fields.Boolean(
        "Counted", readonly=True, help="Counted when the income was divided."
    )
    is_paid = fields.Boolean(
        "Share is paid",
        readonly=True,
        help="A counted person whose share is stopped has none.",
    )

    _one_person_once = models.UniqueIndex(
        "(benefit_id, person_id)", "A person stands in a benefit once."
    )

    # Whose share is stopped: a payment run looks at these apart.
    _stopped = models.Index("(benefit_id) WHERE is_counted AND is_paid IS FALSE")
