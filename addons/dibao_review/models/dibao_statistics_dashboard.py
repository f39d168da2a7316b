# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo import api, fields, models
from odoo.tools import SQL

from .. import statistics_words as words
from ..tools import findings, payment
from ..tools.monthly_fact import BAND, CAUSES, MEASURES, OLDEST, YEARS
from ..tools.official_tables import CAME
from ..tools.small_cells import withheld

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
            "tiles": [],
            "charts": [],
        }
        least = self.env["dibao.policy"].sudo()._get("small_cell")
        seen = self._look(place, month, urban_rural) if month else None
        few = seen and not sees_small and seen["now"]["households"] < (least or 1e9)
        if seen and not sees_small:
            self._veil_places(seen, least)
        if seen and not few:
            found["tiles"] = self._tiles(seen)
            charts = [*self._charts_of_facts(seen)]
            if not sees_small:
                for chart in charts:
                    self._veil_chart(chart, least)
            found["charts"] += charts
        found["few"] = bool(few)
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

    # CHARTS OF THE FACTS

    @api.model
    def _charts_of_facts(self, seen):
        charts = [
            self._chart_trend(seen),
            self._chart_flows(seen),
            self._chart_spending(seen),
            self._chart_bands(seen),
            self._chart_ages(seen),
            self._chart_causes(seen),
        ]
        if len(seen["by_place"]) > 1:
            charts[3:3] = [self._chart_across(seen), self._chart_average(seen)]
        equal = self._chart_equalised(seen)
        return [*charts, equal] if equal else charts

    @api.model
    def _over_time(self, seen, name):
        figures = seen["figures"]
        return [
            figures[month][name] if month in figures else None
            for month in seen["months"]
        ]

    @api.model
    def _chart_trend(self, seen):
        labels = words.columns(self.env)
        persons = self._over_time(seen, "persons")
        return {
            "key": "trend",
            "title": self.env._("Households and persons"),
            "type": "line",
            "kind": "count",
            "labels": seen["labels"],
            "series": [
                {"label": labels[name], "data": self._over_time(seen, name)}
                for name in ("persons", "households")
            ],
            "sentence": words.sentence(
                self.env, findings.trend(seen["labels"], persons), labels["persons"]
            ),
        }

    @api.model
    def _chart_flows(self, seen):
        came = self._over_time(seen, "entry_persons")
        left = self._over_time(seen, "exit_persons")
        reasons = {}
        for month in seen["months"]:
            counts = seen["figures"].get(month, {}).get("detail", {}).get("reasons", {})
            for name, count in counts.items():
                reasons[name] = reasons.get(name, 0) + count
        out = sum(one or 0 for one in left) >= sum(one or 0 for one in came)
        reasons = {
            name: count for name, count in reasons.items() if (name not in CAME) == out
        }
        return {
            "key": "flows",
            "title": self.env._("Who came and who left (persons)"),
            "type": "bar",
            "kind": "count",
            "labels": seen["labels"],
            "series": [
                {"label": self.env._("Came"), "data": came},
                {
                    "label": self.env._("Left the roll"),
                    "data": [one and -one for one in left],
                },
            ],
            "stacked": True,
            "sentence": words.sentence(
                self.env, findings.flows(seen["labels"], came, left, reasons)
            ),
        }

    @api.model
    def _chart_spending(self, seen):
        """The year's money: added up, as expected, and the budget."""
        year = seen["month"].year
        known = [
            seen["figures"].get(date(year, n, 1), {}).get("spending")
            for n in range(1, seen["month"].month + 1)
        ]
        # Months before the county began here count as nothing spent, not as unknown.
        known = [one or 0.0 for one in known]
        found = findings.forecast(known, seen["budget"])
        total, spent, ahead = 0.0, [], []
        for n in range(12):
            total += known[n] if n < len(known) else found["pace"]
            spent.append(round(total, 2) if n < len(known) else None)
            ahead.append(round(total, 2) if n >= len(known) - 1 else None)
        series = [
            {"label": self.env._("Spent since January"), "data": spent, "type": "bar"},
            {"label": self.env._("Expected spending"), "data": ahead, "dashed": True},
        ]
        if seen["budget"]:
            series.append(
                {
                    "label": self.env._("Budget"),
                    "data": [seen["budget"]] * 12,
                    "plain": True,
                }
            )
        return {
            "key": "spending",
            "title": self.env._("Spending against the budget of %s", year),
            "type": "line",
            "kind": "yuan",
            "labels": [f"{year}-{n:02d}" for n in range(1, 13)],
            "series": series,
            "sentence": words.sentence(self.env, findings.spending(found)),
        }

    @api.model
    def _chart_across(self, seen):
        """Townships beside each other: how the persons changed since last month."""
        labels = words.columns(self.env)
        names = list(seen["by_place"])
        counts = [seen["by_place"][name]["persons"] for name in names]
        most = dict(zip(names, counts, strict=True))
        name = max(most, key=most.get)
        return {
            "key": "across",
            "title": self.env._("Persons by place"),
            "type": "bar",
            "kind": "count",
            "labels": names,
            "places": [seen["ids"][one] for one in names],
            "series": [
                {"label": labels["persons"], "data": counts},
                {
                    "label": self.env._("The month before"),
                    "data": [
                        seen["before"].get(one, {}).get("persons") for one in names
                    ],
                },
            ],
            "sentence": words.sentence(
                self.env, ("across_most", {"name": name, "value": most[name]})
            ),
        }

    @api.model
    def _chart_average(self, seen):
        """Townships beside each other: what a person gets, where one is far off."""
        averages = {
            name: round(one["spending"] / one["persons"], 2)
            for name, one in seen["by_place"].items()
            if one["persons"]
        }
        factor = self._statistics_policy("outlier_factor", seen["place"])
        far = findings.outliers(averages, factor)
        finding = ("across_none", {})
        if far:
            name, value, middle = far[0]
            finding = (
                "across",
                {"name": name, "value": value, "middle": round(middle, 2)},
            )
        names = list(averages)
        return {
            "key": "average",
            "title": self.env._("Average per person by place"),
            "type": "bar",
            "kind": "yuan",
            "labels": names,
            "places": [seen["ids"][one] for one in names],
            "series": [
                {
                    "label": words.columns(self.env)["average"],
                    "data": [averages[one] for one in names],
                    "marked": [names.index(one[0]) for one in far],
                }
            ],
            "sentence": words.sentence(self.env, finding),
        }

    @api.model
    def _chart_bands(self, seen):
        counts = {
            int(low): count
            for low, count in seen["now"]["detail"].get("bands", {}).items()
            if count
        }
        lows = range(min(counts), max(counts) + BAND, BAND) if counts else []
        return {
            "key": "bands",
            "title": self.env._("Households by allowance per person (yuan)"),
            "type": "bar",
            "kind": "count",
            "labels": [f"{low}–{low + BAND}" for low in lows],
            "series": [
                {
                    "label": self.env._("Number of households"),
                    "data": [counts.get(low, 0) for low in lows],
                }
            ],
            "sentence": words.sentence(self.env, findings.bands(counts, BAND)),
        }

    @api.model
    def _chart_ages(self, seen):
        counts = seen["now"]["detail"].get("ages", {})
        decades = range(0, OLDEST + 1, YEARS)
        names = [f"{low}–{low + YEARS - 1}" for low in decades if low < OLDEST]
        names.append(f"{OLDEST}+")
        sides = (("1", self.env._("Men"), -1), ("2", self.env._("Women"), 1))
        named = {
            f"{side} {name}": counts.get(f"{sex}:{low}", 0)
            for sex, side, _sign in sides
            for low, name in zip(decades, names, strict=True)
        }
        return {
            "key": "ages",
            "title": self.env._("Ages of men and women"),
            "type": "bar",
            "kind": "count",
            "horizontal": True,
            "stacked": True,
            "mirrored": True,
            "labels": names[::-1],
            "series": [
                {
                    "label": side,
                    "data": [sign * counts.get(f"{sex}:{low}", 0) for low in decades][
                        ::-1
                    ],
                }
                for sex, side, sign in sides
            ],
            "sentence": words.sentence(self.env, findings.largest(named)),
        }

    @api.model
    def _chart_causes(self, seen):
        labels = words.columns(self.env)
        named = {labels[f"cause_{one}"]: seen["now"][f"cause_{one}"] for one in CAUSES}
        return {
            "key": "causes",
            "title": self.env._("Causes of hardship (persons, several allowed)"),
            "type": "bar",
            "kind": "count",
            "horizontal": True,
            "labels": list(named),
            "series": [{"label": labels["persons"], "data": list(named.values())}],
            "sentence": words.sentence(self.env, findings.largest(named)),
        }

    # THE EQUALISED ALLOWANCE

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
        looked = [((one, name), many, same) for one, name, many, same in rows]
        return findings.equalised(looked, percent, least), looked

    @api.model
    def _statistics_policy(self, name, place):
        policies = self.env["dibao.policy"].sudo()
        return policies._require(f"statistics_{name}", place)

    @api.model
    def _veil_places(self, seen, least):
        """Leave small places out for who sees sums only, and one more if need be."""
        names = list(seen["by_place"])
        counts = [seen["by_place"][name]["households"] for name in names]
        for index in withheld(counts, least):
            del seen["by_place"][names[index]]

    @api.model
    def _veil_chart(self, chart, least):
        """Hide small counts from who sees sums only."""
        if chart["kind"] != "count" or chart["key"] == "trend":
            return
        for one in chart["series"]:
            hidden = withheld([abs(value or 0) for value in one["data"]], least)
            one["data"] = [
                None if index in hidden else value
                for index, value in enumerate(one["data"])
            ]
            if hidden:
                chart["veiled"] = True
        if chart.get("veiled"):
            # the sentence may name what is hidden
            chart["sentence"] = self.env._(
                "Counts of so few that they would point at people are not shown."
            )
