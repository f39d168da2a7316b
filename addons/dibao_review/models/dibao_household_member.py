# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class DibaoHouseholdMember(models.Model):
    _inherit = "dibao.household.member"

    exclusion_since = fields.Date(
        "Not counted since",
        help="Of clergy: the day on which they left the household. Three years later "
        "they count no more, and may apply alone (民发〔2021〕57号 art. 7, 8).",
    )
