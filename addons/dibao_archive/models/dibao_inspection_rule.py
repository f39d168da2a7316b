# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import four_content, four_metadata, four_property  # noqa: F401

STAGES = [
    ("filing", "Filing"),
    ("transfer", "Transfer and receipt"),
    ("keeping", "Keeping"),
]
PROPERTIES = [
    ("authenticity", "Authenticity"),
    ("completeness", "Completeness of records"),
    ("usability", "Usability"),
    ("security", "Security"),
]


class DibaoInspectionRule(models.Model):
    """A numbered check of DA/T 70: at which stages, its weight, whether it blocks."""

    _name = "dibao.inspection.rule"
    _description = "Inspection Rule"
    _inherit = ["mail.thread"]
    _order = "sequence, id"
    _rec_names_search = ["number", "name"]

    number = fields.Char(
        "Check no.",
        required=True,
        index=True,
        help="Property and running number, as in DA/T 70.",
    )
    name = fields.Char("Check", required=True, translate=True)
    sequence = fields.Integer(default=10)
    property = fields.Selection(PROPERTIES, "Aspect", required=True)
    automatic = fields.Boolean(
        default=True,
        tracking=True,
        help="Carried out by the program. The others wait for a person.",
    )
    blocking = fields.Boolean(
        tracking=True,
        help="When it fails, nothing is filed or handed over unless a second person "
        "says why it may be.",
    )
    at_filing = fields.Boolean(tracking=True)
    at_transfer = fields.Boolean("At transfer and receipt", tracking=True)
    at_keeping = fields.Boolean(tracking=True)
    weight = fields.Float(default=1.0, tracking=True)
    version = fields.Char(
        required=True, tracking=True, help="Kept with each result, so change it."
    )
    params = fields.Json(help="What the check reads beside the tables.")
    active = fields.Boolean(default=True, tracking=True)

    _number_uniq = models.UniqueIndex(
        "(number) WHERE active", "There is a rule of this number already."
    )
    _weight_positive = models.Constraint(
        "CHECK (weight >= 0)", "A weight is not negative."
    )

    @api.depends("number", "name")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = f"{rule.number or ''} {rule.name or ''}".strip()

    @api.constrains("automatic", "number")
    def _check_automatic(self):
        for rule in self.filtered("automatic"):
            if rule.number not in four_property.CHECKS:
                raise ValidationError(
                    self.env._(
                        "Nothing here can carry out check %(number)s: leave it to a "
                        "person.",
                        number=rule.number,
                    )
                )

    @api.model
    def _of_stage(self, stage):
        """The rules of a stage, as they stand now."""
        return self.sudo().search([(f"at_{stage}", "=", True)]).sudo(self.env.su)

    def _plain(self):
        """The rules as values for the checks."""
        return [
            four_property.Rule(
                number=rule.number,
                automatic=rule.automatic,
                blocking=rule.blocking,
                version=rule.version,
                weight=rule.weight,
                params=rule.params or {},
            )
            for rule in self.sudo()
        ]
