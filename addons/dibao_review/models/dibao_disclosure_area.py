# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.tools import ormcache

from ..tools import disclosure

#: Months that the page of a city or province names.
MONTHS = 13
#: Of a row: whose figures, shown on wide screens only, and how they are written.
COLUMNS = [
    {"kind": "*", "class": None, "shown": lambda figures: f"{figures[0]:,}"},
    {"kind": "urban", "class": "wide", "shown": lambda figures: f"{figures[0]:,}"},
    {"kind": "rural", "class": "wide", "shown": lambda figures: f"{figures[0]:,}"},
    {"kind": "*", "class": None, "shown": lambda figures: f"{figures[1]:,}"},
    {"kind": "*", "class": None, "shown": lambda figures: f"{figures[2]:,.2f}"},
]


class DibaoDisclosure(models.Model):
    """Pages of cities and provinces: sums of what their counties have published.

    They are made of public figures alone, so they tell nothing that a reader could not
    add up himself; what a county holds back stays out of the sum, and is counted.
    """

    # One file for each concern.
    _inherit = "dibao.disclosure"

    @api.model
    def _area_of(self, code):
        """The city or province of a code, or none."""
        if not (code.isascii() and code.isdigit() and len(code) == 12):
            return self.env["dibao.division"]
        # sudo: names of places are for everybody
        return (
            self.env["dibao.division"]
            .sudo()
            .search(
                [
                    ("code", "=", code),
                    ("level", "in", ("province", "city")),
                    ("acts_as_county", "=", False),
                ],
                limit=1,
            )
        )

    @api.model
    def _public_area_html(self, code, month=None):
        """The page of a city or province, None where no county published anything.

        :param month: ``2026-01``; the last published one by default
        """
        area = self._area_of(code)
        # sudo: what is public is so for everybody
        found = self.sudo().search(
            [("state", "=", "published"), ("division_id", "child_of", area.ids)]
        )
        months = sorted({one.content["month"] for one in found}, reverse=True)
        if not months or (month and month not in months):
            return None
        return self._area_page(area.id, month or months[0], tuple(months[:MONTHS]))

    @api.model
    @ormcache("area", "month", "months", "self.env.lang")
    def _area_page(self, area, month, months):
        area = self.env["dibao.division"].sudo().browse(area)
        versions = self.sudo().search(
            [("state", "=", "published"), ("division_id", "child_of", area.id)]
        )
        by_month = {one: {} for one in months}
        for one in versions:
            by_month.setdefault(one.content["month"], {})[one.division_id] = one
        counties = self._counties_below(area)
        shown = by_month[month]
        values = {
            "title": self.env._("Minimum living standard: %s", area.name),
            "area": area,
            "above": area.parent_id,
            "month": month,
            "months": months,
            "rows": [self._area_row(county, shown.get(county)) for county in counties],
            "total": disclosure.add_up(
                one.content["places"][0]["cells"] for one in shown.values()
            ),
            "trend": [
                (one, self._area_trend(by_month[one].values())) for one in months
            ],
            "missing": len(counties) - len(shown),
            "held": sum(
                one.content["places"][0]["cells"]["*"] is None for one in shown.values()
            ),
            "columns": COLUMNS,
        }
        return str(self.env["ir.qweb"]._render("dibao_review.public_area_page", values))

    @api.model
    def _counties_below(self, area):
        return area.search(
            [
                ("id", "child_of", area.id),
                "|",
                ("level", "=", "county"),
                ("acts_as_county", "=", True),
            ],
            order="code",
        )

    @api.model
    def _area_row(self, county, version):
        """A county: its name, and its cells where it has published."""
        cells = version and version.content["places"][0]["cells"]
        return {"code": county.code, "name": county.name, "cells": cells}

    @api.model
    def _area_trend(self, versions):
        """(figures, counties) of a month."""
        cells = [one.content["places"][0]["cells"] for one in versions]
        return disclosure.add_up(cells)["*"], len(cells)
