# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models

from .. import statistics_words as words
from ..tools import findings

#: Places of the list that are told.
VISITS = 15


class DibaoAnalysis(models.Model):
    """Which villages to visit first, and why."""

    # One file for each concern.
    _inherit = "dibao.analysis"

    @api.model
    def _visits(self, read, seen, places):
        """Villages to visit, the most pressing first, each with its reasons."""
        place = seen["place"].sudo()
        found, _looked = read._equalised(seen)
        same = {one[0][0]: one[3] for one in found}
        names = {one[0][0]: one[0][1] for one in found}
        villages = self._villages(place, seen["month"])
        far = {row["id"] for row in places if row["far"]} | findings.far_villages(
            [(row[0], *row[5:]) for row in villages],
            read._statistics_policy("outlier_factor", place),
        )
        facts = {}
        for one, name, households, late, missing, *_money in villages:
            names[one] = name
            facts[one] = {
                **{"households": households, "late": late, "missing": missing},
                **{"same": same.get(one, 0), "far": one in far},
            }
        percent = read._statistics_policy("equalised_share", place)
        reasons = {
            "same": self.env._("%(same)s%% get the same amount per person"),
            "late": self.env._("%(late)s acts overdue"),
            "far": self.env._("average far from that of the neighbours"),
            "missing": self.env._("%(missing)s papers missing"),
        }
        return [
            {
                "place": names[one],
                "households": facts[one]["households"],
                "reasons": "；".join(
                    reasons[reason]
                    % {**facts[one], "same": words.number(facts[one]["same"])}
                    for reason in why
                ),
            }
            for one, _points, why in findings.to_visit(facts, {"same": percent})[
                :VISITS
            ]
        ]

    @api.model
    def _villages(self, place, month):
        """Villages with what is known of them: households, overdue acts, gaps,
        township, persons, yuan of the month."""
        self.env.cr.execute(
            """
            SELECT d.id, d.name, sum(s.households)::int,
                   (SELECT count(*) FROM dibao_due u
                     WHERE u.division_id = d.id AND u.state = 'open'
                       AND u.due_on < current_date)::int,
                   (SELECT count(*) FROM dibao_volume_gap g
                     WHERE g.division_id = d.id)::int,
                   d.parent_id, sum(s.persons)::int, sum(s.spending)::float
              FROM dibao_monthly_sum s
              JOIN dibao_division d ON d.id = s.division_id
             WHERE s.month = %s AND s.level = 'village' AND d.parent_path LIKE %s
             GROUP BY d.id ORDER BY d.id
            """,
            [month, f"{place.parent_path}%"],
        )
        return self.env.cr.fetchall()
