# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.tools import SQL

from .. import statistics_words as words
from ..tools import findings


class DibaoStatistics(models.AbstractModel):
    """Villages where most get the very same: shared out instead of reckoned."""

    _inherit = "dibao.statistics"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _chart_equalised(self, seen):
        """Villages where most get the very same: shared out instead of reckoned."""
        found, looked = self._equalised(seen)
        if not looked:
            return None
        finding = ("equalised_none", {})
        if found:
            place, households, same, percent = found[0]
            finding = (
                "equalised",
                {
                    **{"count": len(found), "place": place[1], "same": same},
                    **{"households": households, "percent": percent},
                },
            )
        shown = found[:10] or sorted(looked, key=lambda one: -one[2] / one[1])[:10]
        return {
            "key": "equalised",
            "title": self.env._("Same amount per person (% of the households)"),
            "type": "bar",
            "kind": "percent",
            "horizontal": True,
            "labels": [one[0][1] for one in shown],
            "places": [one[0][0] for one in shown],
            "series": [
                {
                    "label": self.env._("Households with the commonest amount"),
                    "data": [findings.share(one[2], one[1]) for one in shown],
                    "marked": list(range(len(found[:10]))),
                }
            ],
            "sentence": words.sentence(self.env, finding),
        }

    @api.model
    def _equalised(self, seen):
        """Villages that stand out, and all that were looked at; as of ``findings``."""
        place = seen["place"].sudo()
        least = self._statistics_policy("equalised_households", place)
        percent = self._statistics_policy("equalised_share", place)
        scope = SQL("")
        if seen["urban_rural"]:
            scope = SQL("AND s.urban_rural = %s", seen["urban_rural"])
        rows = self.env.execute_query(
            SQL(
                """SELECT d.id, d.name, sum(s.households), sum(s.same_amount)
                     FROM dibao_monthly_sum s
                     JOIN dibao_division d ON d.id = s.division_id
                    WHERE s.month = %s AND s.booked_month = s.month
                      AND s.level = 'village' AND d.parent_path LIKE %s %s
                    GROUP BY d.id, d.name HAVING sum(s.households) >= %s
                    ORDER BY d.code""",
                seen["month"],
                f"{place.parent_path}%",
                scope,
                least,
            )
        )
        hidden, kind = seen.get("hidden", ()), seen["urban_rural"]
        looked = [
            ((one, name), many, same)
            for one, name, many, same in rows
            if (one, kind) not in hidden
        ]
        return findings.equalised(looked, percent, least), looked

    @api.model
    def _statistics_policy(self, name, place):
        policies = self.env["dibao.policy"].sudo()
        return policies._require(f"statistics_{name}", place)
