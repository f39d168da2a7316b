# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools import disclosure, payment

LEVELS = {"county": (), "township": ("township",), "village": ("township", "village")}


class DibaoDisclosure(models.Model):
    """What of a county's frozen month may be shown."""

    # One file for each concern.
    _inherit = "dibao.disclosure"

    def _reckon(self):
        """The content of a version, from the month as it was frozen.

        :raise UserError: the month is not frozen
        """
        self.ensure_one()
        frozen = self.env["dibao.monthly.freeze"].sudo()
        if not frozen.search_count(
            [
                ("division_id", "=", self.division_id.id),
                ("month", "=", self.month),
                ("state", "=", "frozen"),
            ],
            limit=1,
        ):
            raise UserError(
                self.env._("Freeze the month first: frozen figures are disclosed.")
            )
        policies = self.env["dibao.policy"].sudo()
        day = payment.last_day(self.month)
        # An unset rule must not open the small cells: then no figure is shown.
        least = policies._get("small_cell", self.division_id, day)
        earlier = self._earlier()
        month = f"{self.month:%Y-%m}"
        depth = policies._require("disclosure_depth", self.division_id, day)
        county = {"code": self.division_id.code, "name": self.division_id.name}
        shown = disclosure.build(
            county, month, self._rows(depth), least, [one.content for one in earlier]
        )
        same = [one.content for one in earlier if one.month == self.month]
        sums = self._sums(self.month)
        total = shown["places"][0]["cells"]["*"]
        return {
            "version": disclosure.VERSION,
            "county": county,
            "month": month,
            "versions_before": len(same),
            "depth": depth,
            **shown,
            "classes": disclosure.classes(total and total[1], sums, least, same),
            "flows": disclosure.flows(
                sums["entry_households"], sums["exit_households"], least, same
            ),
            "trend": self._trend(least, total, earlier),
            "standards": self._standards(day),
        }

    def _earlier(self):
        """What was public of this county before, withdrawn or not."""
        # sudo: whoever prepared it
        return self.sudo().search(
            [("division_id", "=", self.division_id.id), ("was_public", "=", True)]
        )

    def _published(self, month):
        """Domain of the figures of a month as they were frozen first."""
        return Domain("month", "=", month) & Domain("booked_month", "=", month)

    def _rows(self, depth):
        """The places of the county with their figures, and who lives at none."""
        domain = self._published(self.month) & Domain("level", "in", LEVELS[depth])
        domain &= Domain("division_id", "child_of", self.division_id.id)
        # sudo: sums of the whole county, of which small ones are held back
        found = self.env["dibao.monthly.sum"].sudo().search(domain)
        listed = found.division_id
        rows = [
            {
                "code": one.division_id.code,
                "name": one.division_id.name,
                "level": one.level,
                "above": one.division_id.parent_id.code
                if one.level == "village" and one.division_id.parent_id in listed
                else "",
                "urban_rural": one.urban_rural,
                **{name: one[name] for name in disclosure.MEASURES},
            }
            for one in found
        ]
        return rows + self._rest(rows)

    def _rest(self, rows):
        """What the county has beside the places that are listed."""
        domain = self._published(self.month)
        domain &= Domain("division_id", "=", self.division_id.id)
        return [
            {
                "code": f"{self.division_id.code}{disclosure.OWN}",
                "name": self.division_id.name,
                "level": "own",
                "above": "",
                "urban_rural": one.urban_rural,
                **{
                    name: one[name]
                    - sum(
                        row[name]
                        for row in rows
                        if not row["above"] and row["urban_rural"] == one.urban_rural
                    )
                    for name in disclosure.MEASURES
                },
            }
            for one in self.env["dibao.monthly.sum"].sudo().search(domain)
        ]

    def _sums(self, month):
        """The county's figures of a month, urban and rural together."""
        names = ["households", "persons", "spending"]
        names += ["entry_households", "exit_households"]
        names += [name for group in disclosure.CLASSES.values() for name in group]
        domain = self._published(month)
        domain &= Domain("division_id", "=", self.division_id.id)
        [values] = (
            self.env["dibao.monthly.sum"]
            .sudo()
            ._read_group(domain, [], [f"{name}:sum" for name in names])
        )
        return {name: value or 0 for name, value in zip(names, values, strict=True)}

    def _trend(self, least, total, earlier):
        """The county's months up to this one; hidden months stay hidden."""
        count = self.env["dibao.policy"].sudo()
        count = count._require("disclosure_months", self.division_id, self.month)
        frozen = self.env["dibao.monthly.freeze"].sudo()
        found = frozen.search(
            [
                ("division_id", "=", self.division_id.id),
                ("state", "=", "frozen"),
                ("month", "<", self.month),
                ("month", ">=", payment.shift(self.month, 1 - count)),
            ],
            order="month",
        )
        hidden = self._hidden_months(earlier)
        months = []
        for month in found.mapped("month"):
            sums = self._sums(month)
            figures = sums["households"], sums["persons"], sums["spending"]
            months.append((f"{month:%Y-%m}", *figures, f"{month:%Y-%m}" in hidden))
        return [*disclosure.trend(months, least), [f"{self.month:%Y-%m}", total]]

    @api.model
    def _hidden_months(self, earlier):
        """Months whose total some version held back, and none showed."""
        hidden, shown = set(), set()
        for one in earlier:
            for month, figures in one.content["trend"]:
                (hidden if figures is None else shown).add(month)
        return hidden - shown

    def _standards(self, day):
        standards = self.env["dibao.standard"].sudo()
        rows = []
        for kind in disclosure.KINDS:
            held = standards._amount(self.division_id, kind, day)
            if held is None:
                continue
            why = standards._explain(self.division_id, kind, day)
            holds = [row["standard"] for row in why if row["verdict"] == "holds"]
            one = holds[0] if holds else standards
            rows.append(
                {
                    "kind": kind,
                    "amount": held,
                    "from": one.valid_from and f"{one.valid_from:%Y-%m-%d}",
                    "basis": one.legal_basis or "",
                }
            )
        return rows
