# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class DibaoBudget(models.Model):
    """What a county may spend on allowances in a year, as its finance office told."""

    _name = "dibao.budget"
    _description = "Budget"
    _inherit = ["mail.thread", "dibao.jurisdiction.mixin"]
    _order = "year desc, division_id, urban_rural"

    division_id = fields.Many2one(
        "dibao.division",
        "County",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["dibao.payment.run"]._default_county(),
        domain="['|', ('level', '=', 'county'), ('acts_as_county', '=', True)]",
    )
    year = fields.Integer(
        required=True, default=lambda self: fields.Date.context_today(self).year
    )
    urban_rural = fields.Selection(
        [("urban", "Urban"), ("rural", "Rural"), ("both", "Urban and rural")],
        "For",
        required=True,
        default="both",
    )
    amount = fields.Float(
        digits=(16, 2), required=True, tracking=True, help="Yuan for the whole year."
    )
    source = fields.Char(help="Number or title of the document that grants it.")
    note = fields.Text()

    _once = models.UniqueIndex(
        "(division_id, year, urban_rural)",
        "There is a budget of this county, year and class: change its amount.",
    )
    _positive = models.Constraint(
        "CHECK (amount > 0)", "A budget is more than nothing."
    )
    _real_year = models.Constraint(
        "CHECK (year BETWEEN 1999 AND 2200)", "Enter the year with four digits."
    )

    @api.depends("division_id.name", "year", "urban_rural")
    def _compute_display_name(self):
        kinds = dict(self._fields["urban_rural"]._description_selection(self.env))
        for budget in self:
            budget.display_name = self.env._(
                "%(place)s %(year)s, %(kind)s",
                place=budget.division_id.name or "",
                year=budget.year or "",
                kind=kinds.get(budget.urban_rural, ""),
            )

    @api.constrains("division_id", "year", "urban_rural")
    def _check_not_twice(self):
        """Either one budget for both, or one of each: not both ways."""
        for budget in self:
            others = self.sudo().search(
                [
                    ("division_id", "=", budget.division_id.id),
                    ("year", "=", budget.year),
                    ("id", "!=", budget.id),
                ]
            )
            kinds = set(others.mapped("urban_rural")) | {budget.urban_rural}
            if "both" in kinds and len(kinds) > 1:
                raise ValidationError(
                    self.env._(
                        "%(place)s %(year)s has a budget for both and one for a "
                        "class: keep one way, or the money counts twice.",
                        place=budget.division_id.name,
                        year=budget.year,
                    )
                )
