# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.tools import SQL

from .. import statistics_words as words
from ..tools import findings


class DibaoStatistics(models.AbstractModel):
    """How complete the archives are, by place."""

    _inherit = "dibao.statistics"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _archives(self, place):
        """Volumes, those that lack papers, papers that are missing; by place below."""
        below = place.sudo().child_ids
        self.env["dibao.volume"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT c.id, count(*), count(*) FILTER (WHERE v.missing_count > 0),
                       coalesce(sum(v.missing_count), 0)
                  FROM dibao_volume v
                  JOIN dibao_division d ON d.id = v.division_id
                  LEFT JOIN dibao_division c ON c.id IN %(below)s
                       AND d.parent_path LIKE c.parent_path || '%%'
                 WHERE v.state IN ('open', 'filed') AND v.division_id IN (%(places)s)
                 GROUP BY c.id
                """,
                below=tuple(below.ids) or (0,),
                places=self._under(place),
            )
        )
        return {one: (many, lacking, papers) for one, many, lacking, papers in rows}

    @api.model
    def _chart_archives(self, place):
        found = self._archives(place)
        totals = [sum(one[i] for one in found.values()) for i in range(3)]
        below = place.sudo().child_ids.sorted("code")
        # Without any volume there is nothing to be complete.
        whole = place.sudo() if totals[0] else ()
        places = [one for one in below if one.id in found] or whole
        shares = [
            findings.share(many - lacking, many)
            for many, lacking, _papers in (
                [found[one.id] for one in below if one.id in found]
                or [totals] * len(whole)
            )
        ]
        return {
            "key": "archives",
            "title": self.env._("Complete volumes (%)"),
            "type": "bar",
            "kind": "percent",
            "labels": [one.name for one in places],
            "places": [one.id for one in places if one != place],
            "series": [{"label": self.env._("Complete"), "data": shares}],
            "open": {
                "name": self.env._("Missing papers"),
                "res_model": "dibao.volume.gap",
                "domain": self._in_area(place),
            }
            if self.env["dibao.volume.gap"].has_access("read")
            else False,
            "sentence": words.sentence(self.env, findings.complete(*totals)),
        }
