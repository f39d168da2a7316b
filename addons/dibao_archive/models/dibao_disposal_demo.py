# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from .dibao_archive_demo import PLACE

#: Years since the household of the demonstration stopped; its papers are due long ago.
YEARS = 6


class DibaoCounty(models.AbstractModel):
    """A stopped household with a due volume, and an appraisal of it in draft."""

    _inherit = "dibao.county"

    @api.model
    def _load_disposal_demo(self):
        """Load the appraisal of the demo county once."""
        county = self.env["dibao.division"]._live_by_code([PLACE]).get(PLACE)
        lists = self.env["dibao.disposal"]
        if not county or lists.search_count([], limit=1):
            return
        chinese = self.env["res.lang"]._get_data(code="zh_CN").code
        self = self.with_context(lang=chinese or "en_US", tracking_disable=True)
        household = self.env["dibao.household"].search(
            [
                ("county_id", "=", county.id),
                ("state", "=", "stopped"),
                ("volume_ids", "=", False),
            ],
            order="number",
            limit=1,
        )
        if not household:
            return
        volume = self._demo_due_volume(household)
        action = volume.action_appraise()
        disposal = self.env["dibao.disposal"].browse(action["res_id"])
        disposal.opinion = self.env._("Retention has passed; no lasting value.")

    def _demo_due_volume(self, household):
        today = fields.Date.context_today(self)
        stopped = fields.Date.subtract(today, years=YEARS)
        household.state_date = stopped
        volume = self.env["dibao.volume"]._for_household(household)
        begin = fields.Date.subtract(stopped, years=2)
        volume.write({"year": begin.year, "opened_on": begin})
        for code, days, pages in (("F01", 0, 2), ("F07", 6, 3), ("F12", 24, 2)):
            self._demo_item(volume, code, begin, days, pages)
        volume._file(self.env._("Old papers, taken over as they were."))
        return volume
