# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import UserError


class DibaoAuthorisation(models.Model):
    """Promise of good faith and authorisation to check, of one grown-up (art. 9)."""

    _name = "dibao.authorisation"
    _description = "Promise and Authorisation"
    _inherit = "dibao.case.act.mixin"
    _paper_code = "F02"
    _stages = ("draft", "supplement", "accepted", "investigation", "appraisal")

    person_id = fields.Many2one(
        "dibao.person", "Signed by", required=True, index=True, ondelete="restrict"
    )
    signed_on = fields.Date(
        required=True, default=lambda self: fields.Date.context_today(self)
    )
    signer = fields.Char(
        "Guardian",
        help="Who signed in place of somebody who cannot, and why.",
    )
    scope = fields.Selection(
        [("all", "Departments and banks"), ("departments", "Departments only")],
        "May be asked",
        required=True,
        default="all",
    )

    _once = models.UniqueIndex(
        "(case_id, person_id)", "This person has signed for the case already."
    )

    def _check_complete(self):
        members = self.case_id.household_id.sudo().live_member_ids.person_id
        if self.person_id not in members:
            raise UserError(self.env._("Who signs is a member of the household."))
        if self.signed_on > fields.Date.context_today(self):
            raise UserError(self.env._("The day of the signature lies ahead."))
