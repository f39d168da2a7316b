# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import reference_code

SIGNS = {"hyphen": reference_code.HYPHEN, "dot": reference_code.DOT, "none": ""}


class DibaoNumberPart(models.Model):
    """One part of a reference code."""

    _name = "dibao.number.part"
    _description = "Part of a Number Profile"
    _order = "profile_id, sequence, id"
    _rec_name = "element"

    profile_id = fields.Many2one(
        "dibao.number.profile", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    element = fields.Selection(
        [
            ("fonds", "Fonds"),
            ("category", "Class"),
            ("year", "Year"),
            ("retention", "Retention"),
            ("organ", "Office or matter"),
            ("area", "Division code"),
            ("volume", "Volume number"),
            ("item", "Item number"),
            ("literal", "Fixed text"),
        ],
        required=True,
    )
    separator = fields.Selection(
        [("hyphen", "- before it"), ("dot", "· before it"), ("none", "Nothing")],
        required=True,
        default="hyphen",
    )
    width = fields.Integer(
        help="Digits of a running number, filled up with zeros. Division code: how "
        "many of its digits."
    )
    code_table = fields.Char(
        help="Codes that may stand here, with spaces between. Empty: any."
    )
    literal = fields.Char("Fixed text")

    @api.constrains("element", "separator", "width", "code_table", "literal")
    def _check_profile(self):
        for part in self:
            if part.width < 0 or (part.element == "literal") != bool(part.literal):
                raise ValidationError(
                    self.env._("A fixed text needs its text, and nothing else has one.")
                )
        self.profile_id._check_parts()

    def _sign(self):
        return SIGNS[self.separator]
