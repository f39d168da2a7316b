# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

from ..sealed import Sealed


class DibaoCustodian(models.Model):
    """Somebody outside the household who keeps its account by a written agreement."""

    _name = "dibao.custodian"
    _description = "Account Custodian"
    _inherit = ["dibao.sealed.mixin", "dibao.jurisdiction.mixin"]
    _order = "agreement_date desc, id desc"

    household_id = fields.Many2one(
        "dibao.household", required=True, index=True, ondelete="restrict"
    )
    division_id = fields.Many2one(
        related="household_id.division_id", store=True, index=True
    )
    name = fields.Char("Full name", required=True)
    id_number = Sealed("ID number", kind="id_number", required=True)
    phone = Sealed(kind="phone")
    relation = fields.Char(help="To the household: neighbour, officer, committee …")
    reason = fields.Char()
    agreement_date = fields.Date(
        required=True,
        help="Date of the written custody agreement (民发〔2021〕57号 art. 26).",
    )
    filed_on = fields.Date(
        "Told to the county on",
        help="The county keeps a record of each agreement (民发〔2021〕57号 art. 26).",
    )
    date_to = fields.Date("Ended on")

    _dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= agreement_date)",
        "The custody ends before its agreement.",
    )
