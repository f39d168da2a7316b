# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from itertools import count

from odoo import models
from odoo.exceptions import UserError

from ..tools import reference_code


class DibaoVolume(models.Model):
    """Reference codes of volumes and of the items in them (R-06 to R-08)."""

    _inherit = "dibao.volume"

    def _code_values(self, parts):
        """Values of the elements of a code, numbers included as far as known."""
        self.ensure_one()
        area = next((part.width for part in parts if part.element == "area"), 0)
        return {
            "fonds": self.fonds_id.code,
            "category": self.category_id.path_code,
            "year": str(self.year),
            "retention": self.retention_id.mark,
            "organ": self.organ_code,
            "area": (self.division_id.sudo().code or "")[: area or 12],
            "volume": self.number,
        }

    def _allot(self):
        """Give the volumes their profile and, where it counts volumes, their code."""
        for volume in self.filtered(lambda v: not v.profile_id):
            if not volume.fonds_id:
                volume._compute_fonds_id()
            if not volume.fonds_id:
                raise UserError(
                    self.env._(
                        "%(place)s belongs to no fonds yet. Enter the fonds of the "
                        "county under Archives, Configuration, Fonds.",
                        place=volume.division_id.sudo().display_name,
                    )
                )
            profile = self.env["dibao.number.profile"]._for(
                volume.fonds_id, volume.category_id, volume.year
            )
            volume._by_act({"profile_id": profile.id})
            if profile.has_volume:
                volume._take_number("volume", volume)

    def _take_number(self, element, records):
        """The next numbers and codes for records of this volume, in their order."""
        self.ensure_one()
        parts = self.profile_id._parts()
        values = self._code_values(parts)
        counters = self.env["dibao.number.counter"].sudo()
        try:
            scope = reference_code.scope(parts, values, element)
            first = counters._next(f"{self.fonds_id.id}/{scope}", len(records))
            codes = [
                reference_code.render(parts, {**values, element: number}, element)
                for number in range(first, first + len(records))
            ]
        except reference_code.ReferenceError as error:
            raise UserError(self._code_problem(error)) from error
        records._write_numbers(zip(records.ids, count(first), codes))
        self.env["dibao.reference"]._note_given(records)

    def _count_from(self, element, number):
        """Numbers up to this one came from elsewhere: go on behind it."""
        parts = self.profile_id._parts()
        scope = reference_code.scope(parts, self._code_values(parts), element)
        counters = self.env["dibao.number.counter"].sudo()
        counters._at_least(f"{self.fonds_id.id}/{scope}", number)

    def _code_problem(self, error):
        names = self.env["dibao.number.part"]._fields["element"]
        element = dict(names._description_selection(self.env)).get(error.element)
        return self.env._(
            "%(volume)s gets no reference code by the profile “%(profile)s”: "
            "%(element)s is missing or does not fit.",
            volume=self.title,
            profile=self.profile_id.name,
            element=element or "",
        )
