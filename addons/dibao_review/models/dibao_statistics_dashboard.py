# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo import api, fields, models
from odoo.tools import SQL

from .. import statistics_words as words
from ..tools import payment
from ..tools.monthly_fact import MEASURES

#: Months that a chart over time shows.
SPAN = 13


class DibaoStatistics(models.AbstractModel):
    """What the entry screen shows of the frozen months of a place.

    Each chart is a dict: ``key``, ``title``, ``type`` (line or bar), ``labels``,
    ``series`` (``label``, ``data``, ``type``), ``kind`` of the numbers (count, yuan,
    percent), ``sentence`` and, where a bar leads somewhere, ``places`` or ``open``.
    """

    _inherit = "dibao.statistics"

    @api.model
    @api.readonly
    def dashboard(self, division_id=None, month=None, urban_rural=None):
        """Charts of a place, each with a sentence that says what stands out.

        :param division_id: the highest place of the user by default
        :param month: any day of it (ISO); the last one frozen by default
        :param urban_rural: ``urban``, ``rural`` or None for both
        :raise AccessError: the place is not this user's
        """
        place = self._asked_place(division_id)
        sees_small = self._check_place(place)
        urban_rural = urban_rural if urban_rural in ("urban", "rural") else None
        month = self._asked_month(place, month)
        found = {
            "place": self._place_info(place),
            "month": month and fields.Date.to_string(month),
            "month_label": month and f"{month:%Y-%m}",
            "months": self._frozen_months(place),
            "scopes": list(words.scopes(self.env).items()),
            "urban_rural": urban_rural or "both",
            "sees_small": sees_small,
            "few": False,
            "tiles": [],
            "charts": [],
        }
        seen = self._look(place, month, urban_rural) if month else None
        if seen and not sees_small:
            hidden = self._veiled_cells(place, month)
            found["few"] = (place.id, urban_rural) in hidden
            self._veil_seen(seen, hidden)
        if seen and not found["few"]:
            found["tiles"] = self._tiles(seen)
            charts = self._charts_of_facts(seen)
            if not sees_small:
                self._veil_tiles(found["tiles"], seen["now"])
                for chart in charts:
                    self._veil_chart(chart)
            found["charts"] += charts
        found["charts"] += self._charts_of_work(place)
        return found

    # WHAT IS LOOKED AT

    @api.model
    def _look(self, place, month, urban_rural):
        """All figures that the charts need, read once."""
        first = payment.shift(month, 1 - SPAN)
        january = date(month.year, 1, 1)
        figures = self._figures(place, min(first, january), month, urban_rural)
        empty = self._as_figures([0] * len(MEASURES), [])
        months = [payment.shift(month, back) for back in range(1 - SPAN, 1)]
        children = {one.id: one.name for one in place.sudo().child_ids.sorted("code")}
        now = self._by_place(place, month, urban_rural=urban_rural)
        before = self._by_place(
            place, payment.shift(month, -1), urban_rural=urban_rural
        )
        return {
            "place": place,
            "month": month,
            "last_month": payment.shift(month, -1),
            "urban_rural": urban_rural,
            "months": months,
            "labels": [f"{one:%Y-%m}" for one in months],
            "figures": figures,
            "now": figures.get(month, empty),
            "last": figures.get(payment.shift(month, -1)),
            "children": children,
            "by_place": {
                name: now[one] for one, name in children.items() if one in now
            },
            "before": {
                name: before[one] for one, name in children.items() if one in before
            },
            "ids": {name: one for one, name in children.items()},
            "budget": self._budget(place, month.year, urban_rural),
        }

    @api.model
    def _budget(self, place, year, urban_rural):
        """Yuan of the year's budgets of the place's counties; None without any.

        A township has none of its own; a budget for both classes is not one of each.
        """
        kinds = ("both", "urban", "rural") if not urban_rural else (urban_rural,)
        [[amount]] = self.env.execute_query(
            SQL(
                """SELECT sum(b.amount) FROM dibao_budget b
                     JOIN dibao_division d ON d.id = b.division_id
                    WHERE b.year = %s AND b.urban_rural IN %s
                      AND d.parent_path LIKE %s""",
                year,
                kinds,
                f"{place.sudo().parent_path}%",
            )
        )
        return float(amount) if amount else None

    # TILES

    @api.model
    def _tiles(self, seen):
        now, last = seen["now"], seen["last"]
        labels = words.columns(self.env)
        average = now["spending"] / now["persons"] if now["persons"] else 0

        def tile(key, value, before, unit=""):
            change = None if before is None else round(value - before, 2)
            return {
                "key": key,
                "label": labels[key],
                "value": words.number(round(value, 2)),
                "unit": unit,
                "change": change and words.number(abs(change)),
                "direction": change and ("up" if change > 0 else "down"),
            }

        old = last or {}
        yuan = self.env._("yuan")
        old_average = (
            old["spending"] / old["persons"] if last and old["persons"] else None
        )
        return [
            tile("households", now["households"], old.get("households")),
            tile("persons", now["persons"], old.get("persons")),
            tile("entry_persons", now["entry_persons"], None),
            tile("exit_persons", now["exit_persons"], None),
            tile("spending", round(now["spending"]), old.get("spending"), yuan),
            tile("average", round(average, 2), old_average, yuan),
        ]
