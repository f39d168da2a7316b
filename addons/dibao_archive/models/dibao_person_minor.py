# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Domain


class DibaoPersonMinor(models.Model):
    """Children under 14, all of whose data are sensitive (PIPL art. 28, R-44).

    Reckoned from the birth date on the day it is asked: the mark ends with the
    fourteenth birthday by itself.
    """

    # One file for each concern.
    _inherit = "dibao.person"  # pylint: disable=consider-merging-classes-inherited

    is_minor = fields.Boolean(
        "Child under 14",
        compute="_compute_is_minor",
        search="_search_is_minor",
        exportable=False,
        help="Their data are sensitive throughout: clear values and papers are opened "
        "for a named case only.",
    )

    @api.depends("birth_date")
    def _compute_is_minor(self):
        border = self._minor_border()
        for person in self:
            person.is_minor = bool(person.birth_date and person.birth_date > border)

    @api.model
    def _search_is_minor(self, operator, value):
        if operator != "in":
            return NotImplemented
        minors = Domain("birth_date", ">", self._minor_border())
        if True in value:
            return minors
        return ~minors | Domain("birth_date", "=", False)

    @api.model
    def _minor_border(self, day=None):
        """Who was born after this day has not reached the age on a day (today)."""
        years = self.env["dibao.policy"].sudo()._require("child_years")
        day = day or fields.Date.context_today(self)
        return fields.Date.subtract(day, years=years)

    def _is_minor_on(self, day):
        """Any of these under the age on a day?"""
        border = self._minor_border(day)
        return any(one.birth_date and one.birth_date > border for one in self)
