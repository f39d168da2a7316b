# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

PLACE = "990101000000"
VOLUMES = 24
#: The papers of an application with the day after its begin and their pages.
PAPERS = (
    ("F01", 0, 2),
    ("F02", 0, 2),
    ("ID", 0, 1),
    ("HUKOU", 0, 2),
    ("INCOME", 2, 1),
    ("F07", 6, 3),
    ("F10", 8, 2),
    ("F13", 15, 1),
    ("F12", 24, 2),
)


class DibaoCounty(models.AbstractModel):
    """Fonds, volumes and items of the demo county: filed, open, and with gaps."""

    _inherit = "dibao.county"

    @api.model
    def _load_archive_demo(self):
        """Load the archives of the demo county once."""
        county = self.env["dibao.division"]._live_by_code([PLACE]).get(PLACE)
        fonds = self.env["dibao.fonds"]
        if not county or fonds.search_count([("division_id", "=", county.id)], limit=1):
            return
        chinese = self.env["res.lang"]._get_data(code="zh_CN").code
        self = self.with_context(lang=chinese or "en_US", tracking_disable=True)
        self.env["dibao.fonds"].create(
            {
                "code": "J019",
                "name": "示例县民政局",
                "agency_name": "示例县民政局",
                "division_id": county.id,
            }
        )
        households = self.env["dibao.household"].search(
            [("county_id", "=", county.id), ("state", "!=", "draft")],
            order="number",
            limit=VOLUMES,
        )
        for place, household in enumerate(households):
            self._demo_volume(household, place)
        self._demo_office(households[:6])

    def _demo_volume(self, household, place):
        """Every fourth volume is filed, the others are open; every second has gaps."""
        volume = self.env["dibao.volume"]._for_household(household)
        begin = household.allowance_from or household.state_date
        volume.write({"year": begin.year, "opened_on": begin})
        left_out = {place % len(PAPERS), (place * 5) % len(PAPERS)} if place % 2 else ()
        items = self.env["dibao.item"]
        for number, (code, days, pages) in enumerate(PAPERS):
            if number in left_out:
                continue
            items |= self._demo_item(volume, code, begin, days, pages)
        self._demo_conditions(volume, begin)
        if place % 4 == 0:
            volume._file()
        elif place % 4 == 2:
            items[:5]._file()

    def _demo_item(self, volume, code, begin, days, pages):
        kind = self.env["dibao.document.kind"]._by_code(code)
        head = volume.household_id.head_id.name
        own = kind.order_group == "30"
        return (
            self.env["dibao.item"]
            ._quiet()
            .create(
                {
                    "volume_id": volume.id,
                    "kind_id": kind.id,
                    "title": self.env._(
                        "%(kind)s: %(name)s", kind=kind.name, name=head
                    ),
                    "responsible": head if own else volume.fonds_id.agency_name,
                    "date": fields.Date.subtract(begin, days=30 - days),
                    "page_count": pages,
                    "act": "application",
                }
            )
        )

    def _demo_conditions(self, volume, begin):
        """Papers that the household's own situation asks for are never missing."""
        for gap in volume.gap_ids.filtered("requirement_id.condition"):
            self._demo_item(volume, gap.kind_id.code, begin, 1, 1)

    def _demo_office(self, households):
        """Daily management of this year: lists of names and visits."""
        for household in households:
            item = household._dibao_file("VISITS", household)
            item.page_count = 2
