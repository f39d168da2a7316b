# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import UserError

from .dibao_assessment import GROUNDS

#: Code of a residence permit in the list of certificates.
PERMIT = "residence"


class DibaoCase(models.Model):
    """For whom, by whom and where it was applied for (art. 4 to 6, 8)."""

    _inherit = "dibao.case"

    by_single = fields.Selection(
        GROUNDS,
        "Alone, because",
        help="Single-person application (民发〔2021〕57号 art. 8).",
    )
    single_person_id = fields.Many2one(
        "dibao.person",
        "Applies alone",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('household_id', '=', household_id)]",
        help="The one member whom the application is for; the others live with him.",
    )
    proxy_name = fields.Char("Applied for by", help="With a mandate (art. 6).")
    applied_at = fields.Selection(
        [
            ("registered", "Place of registration"),
            ("habitual", "Habitual residence of a member registered there"),
            ("permit", "Place of a residence permit"),
        ],
        "Applied at",
        required=True,
        default="registered",
        help="Members of several provinces apply where one is registered and lives; "
        "holders of a residence permit where the place has opened that way (art. 5).",
    )

    def _check_applicable(self):
        """Whether this place takes in what was applied for like this (art. 5, 8).

        :raise UserError: with what is missing, or where to apply instead
        """
        for case in self.filtered(lambda one: one.kind == "application"):
            if case.by_single and not case.single_person_id:
                raise UserError(
                    self.env._(
                        "%(case)s: say which member applies alone.",
                        case=case.display_name,
                    )
                )
            if case.applied_at == "permit":
                case._check_permit()

    def _check_permit(self):
        place, day = self.division_id, self.received_on
        policies = self.env["dibao.policy"]
        if not policies._get("residence_permit_application", place, day):
            raise UserError(
                self.env._(
                    "%(case)s: this place does not take applications by residence "
                    "permit (policy “Applications by residence permit”). Tell the "
                    "applicant to apply at the place of registration (57号 art. 5).",
                    case=self.display_name,
                )
            )
        # sudo: whether a certificate is there, not what stands on it
        people = self.household_id.sudo().live_member_ids.person_id
        permits = people.certificate_ids.filtered(
            lambda one: (
                one.kind_id.code == PERMIT
                and (not one.issued_on or one.issued_on <= day)
                and (not one.expires_on or one.expires_on >= day)
            )
        )
        if not permits:
            raise UserError(
                self.env._(
                    "%(case)s: no member has a residence permit that was valid on "
                    "%(day)s. Enter it among the certificates of the person.",
                    case=self.display_name,
                    day=day,
                )
            )

    def _single(self):
        """What a single-person application tells the means test."""
        self.ensure_one()
        if not self.by_single or not self.single_person_id:
            return {}
        return {
            "single_person_id": self.single_person_id.id,
            "single_ground": self.by_single,
        }
