# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.tools import ormcache

from ..tools import disclosure, open_data

WIDTH, HEIGHT = 640, 120
#: Where the notices of the day stand on a page that is kept: they change without it.
NOTICES = "{{notices}}"
#: Villages that are named one by one; of more, the list of all is named.
NAMED = 20


class DibaoDisclosure(models.Model):
    """The public pages, from what was disclosed and nothing else."""

    # One file for each concern.
    _inherit = "dibao.disclosure"

    # FOUND

    @api.model
    def _public_counties(self):
        """(code, name, latest month) of the counties that disclosed something."""
        # sudo: what is public is so for everybody
        found = self.sudo().search([("state", "=", "published")], order="month desc")
        latest = {}
        for one in found:
            latest.setdefault(one.division_id, one)
        return [
            (county.code, county.complete_name or county.name, f"{one.month:%Y-%m}")
            for county, one in sorted(latest.items(), key=lambda pair: pair[0].code)
        ]

    @api.model
    def _public_of(self, code, month=None):
        """The version that is public for a place, the latest by default; or none."""
        if not (code.isascii() and code.isdigit() and len(code) == 12):
            return self.browse()
        places = self.env["dibao.division"].sudo().with_context(active_test=False)
        place = places.search([("code", "=", code)], limit=1)
        domain = [
            ("state", "=", "published"),
            ("division_id", "=", place.county_id.id or 0),
        ]
        # sudo: as above
        found = self.sudo().search(domain, order="month desc")
        found = found.filtered(
            lambda one: (not month or f"{one.month:%Y-%m}" == month)
            and one._place(code) is not None
        )
        return found[:1]

    def _place(self, code):
        """What was disclosed of a place, or None."""
        places = self.content["places"]
        return next((one for one in places if one["code"] == code), None)

    # SHOWN

    @api.model
    @ormcache("version", "code", "self.env.lang")
    def _public_html(self, version, code):
        """The page of a place in a version, once for all who ask."""
        one = self.sudo().browse(version)
        return str(
            self.env["ir.qweb"]._render(
                "dibao_review.public_disclosure_page", one._page_values(code)
            )
        )

    @api.model
    def _public_notices_html(self, code):
        """What is posted now at a place, as its page shows it."""
        rows = self.env["dibao.notice"]._online_at(code)
        return str(
            self.env["ir.qweb"]._render(
                "dibao_review.public_disclosure_notices",
                {"rows": rows[:NAMED], "more": len(rows) > NAMED},
            )
        )

    def _page_values(self, code):
        """What the page of a place shows."""
        self.ensure_one()
        content = self.content
        place = self._place(code)
        is_county = place["level"] == "county"
        below = [
            one
            for one in content["places"]
            if one["above"] == ("" if is_county else code) and one["level"] != "county"
        ]
        trend = content["trend"] if is_county else self._place_trend(code)
        names = {one["code"]: one["name"] for one in content["places"]}
        return {
            "one": self,
            "title": self.env._("Minimum living standard: %s", place["name"]),
            "content": content,
            "place": place,
            "is_county": is_county,
            "areas": self._areas_above(),
            "below": below,
            "above": (place["above"], names.get(place["above"])),
            "total": place["cells"]["*"],
            "trend": trend,
            "lines": self._lines(trend),
            "width": WIDTH,
            "height": HEIGHT,
            "classes": self._class_words() if is_county else [],
            "months": self._public_months(code),
            "month": content["month"],
            "flows": content["flows"] if is_county else None,
            "with_classes": is_county,
            "notices": NOTICES,
            "money": lambda value: f"{value:,.2f}",
            "number": lambda value: f"{value:,}",
        }

    def _areas_above(self):
        """Province and city of the county, which have pages of their own."""
        # sudo: names of places are for everybody
        place, above = self.division_id.sudo().parent_id, []
        while place:
            above.append(place)
            place = place.parent_id
        return [one for one in reversed(above) if self._area_of(one.code)]

    def _place_trend(self, code):
        """A township's or village's months, as far as they are public."""
        # sudo: what is public is so for everybody
        found = self.sudo().search(
            [
                ("division_id", "=", self.division_id.id),
                ("state", "=", "published"),
                ("month", "<=", self.month),
            ],
            order="month desc",
            limit=24,
        )
        rows = [
            [
                one.content["month"],
                (one._place(code) or {"cells": {}})["cells"].get("*"),
            ]
            for one in (found if self in found else self | found).sorted("month")
        ]
        return rows

    def _public_months(self, code):
        """The months that can be seen, the latest first."""
        # sudo: as above
        found = self.sudo().search(
            [("division_id", "=", self.division_id.id), ("state", "=", "published")]
        )
        return [one.content["month"] for one in found if one._place(code) is not None]

    @api.model
    def _lines(self, trend):
        """{name: pieces of a line} of households and persons."""
        return {
            name: disclosure.line(
                [figures and figures[at] for _month, figures in trend], WIDTH, HEIGHT
            )
            for at, name in enumerate(("households", "persons", "spending"))
        }

    def _class_words(self):
        """(word, persons or None, share in per cent) of the county's classes."""
        words = {
            "female": self.env._("Women and girls"),
            "minor": self.env._("Under age"),
            "elderly": self.env._("Old people"),
            "disabled": self.env._("Disabled persons"),
            "cause_illness": self.env._("Poor by illness"),
            "cause_disability": self.env._("Poor by disability"),
            "cause_schooling": self.env._("Poor by schooling"),
            "cause_labour": self.env._("Poor by lack of labour"),
        }
        total = self.content["places"][0]["cells"]["*"]
        persons = total and total[1]
        return [
            (word, figure, round(100 * figure / persons) if figure and persons else 0)
            for name, word in words.items()
            for figure in [self.content["classes"].get(name)]
        ]

    # OPEN DATA

    def _package(self):
        """The description of the open data of a version."""
        content = self.content
        texts = {
            "title": self.env._(
                "Minimum living standard guarantee, %(county)s, %(month)s",
                county=content["county"]["name"],
                month=content["month"],
            ),
            "description": self.env._(
                "Households, persons and spending by place. Figures below %(least)s, "
                "and those that would give them back, are held back: they are empty "
                "and marked as suppressed. Published by the civil affairs bureau; free "
                "to use with the source named.",
                least=content["least"],
            ),
            "places": self.env._("Places of the county by urban and rural"),
            "trend": self.env._("The county by month"),
            "month": self.env._("Month"),
            "division_code": self.env._(
                "Division code (GB/T 2260, GB/T 10114), 12 digits"
            ),
            "division_name": self.env._("Name of the place"),
            "level": self.env._(
                "county, township, village; own: at the township itself"
            ),
            "urban_rural": self.env._("urban, rural, or all"),
            "households": self.env._("Households on the roll at the end of the month"),
            "persons": self.env._("Persons on the roll at the end of the month"),
            "spending_yuan": self.env._("Spending of the month in yuan"),
            "suppressed": self.env._("true: the figure is held back"),
        }
        base = f"/dibao/public/{content['county']['code']}/{content['month']}"
        return open_data.package(content, self.digest, texts, base)
