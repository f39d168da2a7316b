# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class DibaoNumberChoice(models.Model):
    """Which profile a fonds uses for a class, from a year on."""

    _name = "dibao.number.choice"
    _description = "Choice of a Number Profile"
    _order = "fonds_id, category_id, year desc, id"
    _rec_name = "profile_id"

    fonds_id = fields.Many2one(
        "dibao.fonds", index=True, ondelete="cascade", help="Empty: all fonds."
    )
    category_id = fields.Many2one(
        "dibao.category",
        index=True,
        ondelete="cascade",
        help="With all below. Empty: all categories.",
    )
    year = fields.Integer("From the year", help="0: always.")
    profile_id = fields.Many2one(
        "dibao.number.profile", required=True, index=True, ondelete="restrict"
    )

    _one_choice = models.UniqueIndex(
        "(coalesce(fonds_id, 0), coalesce(category_id, 0), coalesce(year, 0))",
        "There is a choice for this fonds, category and year already.",
    )

    @api.constrains("fonds_id", "category_id", "year", "profile_id")
    def _check_new_years_only(self):
        """A year in which codes were given stays with its profile (R-13)."""
        for choice in self:
            domain = Domain("profile_id", "not in", [False, choice.profile_id.id])
            domain &= Domain("year", ">=", choice.year)
            if choice.fonds_id:
                domain &= Domain("fonds_id", "=", choice.fonds_id.id)
            if choice.category_id:
                domain &= Domain("category_id", "child_of", choice.category_id.id)
            used = self.env["dibao.volume"].sudo().search(domain)
            taken = used.filtered(
                lambda volume, choice=choice: (
                    self._nearest(volume.fonds_id, volume.category_id, volume.year)
                    == choice
                )
            )
            if taken:
                raise ValidationError(
                    self.env._(
                        "Codes of %(year)s were given by another profile. Another way "
                        "of numbering begins with a new year.",
                        year=max(taken.mapped("year")),
                    )
                )

    @api.model
    def _nearest(self, fonds, category, year):
        """The choice that fits best: own fonds, then nearest class, then last year."""
        path = [int(one) for one in (category.parent_path or "").split("/") if one]
        found = self.search(
            Domain("fonds_id", "in", [fonds.id, False])
            & Domain("category_id", "in", [*path, False])
            & Domain("year", "<=", year)
        )
        return max(
            found,
            key=lambda choice: (
                bool(choice.fonds_id),
                path.index(choice.category_id.id) if choice.category_id else -1,
                choice.year,
            ),
            default=self.browse(),
        )
