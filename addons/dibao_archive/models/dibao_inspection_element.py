# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import archive_record, four_property

_GROUPS = {
    "": archive_record.Record,
    "volume": archive_record.Volume,
    "document": archive_record.Document,
}


class DibaoInspectionElement(models.Model):
    """What an element of the metadata must be like (R-15)."""

    _name = "dibao.inspection.element"
    _description = "Metadata Element"
    _inherit = ["mail.thread"]
    _order = "sequence, id"
    _rec_names_search = ["name", "field"]

    field = fields.Char(
        required=True, help="Value of the description, such as title or document.size."
    )
    name = fields.Char("Element", required=True, translate=True)
    sequence = fields.Integer(default=10)
    obligation = fields.Selection(
        [
            ("must", "Must"),
            ("conditional", "On condition"),
            ("optional", "Optional"),
        ],
        required=True,
        default="optional",
        tracking=True,
    )
    condition = fields.Char(
        tracking=True,
        help="Another value (name, or name=value) that asks for this one.",
    )
    kind = fields.Selection(
        [("text", "Text"), ("number", "Number"), ("date", "Date")],
        "Type",
        required=True,
        default="text",
        tracking=True,
    )
    shortest = fields.Integer("At least characters", tracking=True)
    longest = fields.Integer("At most characters", tracking=True, help="0: any length.")
    regex = fields.Char("Form", tracking=True, help="Regular expression for the whole.")
    has_low = fields.Boolean("Lower limit")
    low = fields.Float("Lowest", tracking=True)
    has_high = fields.Boolean("Upper limit")
    high = fields.Float("Highest", tracking=True)
    codes = fields.Char("Code table", tracking=True, help="Values, with | between.")
    repeatable = fields.Boolean(tracking=True)
    version = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)

    _field_uniq = models.UniqueIndex(
        "(field) WHERE active", "This element is in the table already."
    )

    @api.constrains("field", "regex", "condition", "obligation")
    def _check_element(self):
        for element in self:
            group, _dot, name = (element.field or "").rpartition(".")
            known = _GROUPS.get(group)
            if known is None or name not in known.__dataclass_fields__:
                raise ValidationError(
                    self.env._(
                        "%(field)s is no value of a description.", field=element.field
                    )
                )
            try:
                re.compile(element.regex or "")
            except re.error as error:
                raise ValidationError(
                    self.env._(
                        "The form of %(name)s is no regular expression.",
                        name=element.name,
                    )
                ) from error
            if element.obligation == "conditional" and not element.condition:
                raise ValidationError(
                    self.env._(
                        "Say on which condition %(name)s must be filled.",
                        name=element.name,
                    )
                )

    @api.model
    def _rules_of_elements(self):
        """The table as values for the checks."""
        return tuple(
            four_property.Element(
                field=element.field,
                label=element.name,
                obligation=element.obligation,
                condition=element.condition or "",
                kind=element.kind,
                shortest=element.shortest,
                longest=element.longest,
                regex=element.regex or "",
                low=element.low if element.has_low else None,
                high=element.high if element.has_high else None,
                codes=tuple(filter(None, (element.codes or "").split("|"))),
                repeatable=element.repeatable,
                version=element.version,
            )
            for element in self.sudo().search([])
        )
