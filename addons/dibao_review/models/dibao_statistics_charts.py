# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo import api, models

from .. import statistics_words as words
from ..tools import findings
from ..tools.monthly_fact import BAND, CAUSES, OLDEST, YEARS
from ..tools.official_tables import CAME


class DibaoStatistics(models.AbstractModel):
    """Charts of the frozen months; each says in a sentence what stands out."""

    _inherit = "dibao.statistics"  # pylint: disable=consider-merging-classes-inherited

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
        before = [seen["before"].get(one, {}).get("persons") for one in names]
        finding = findings.changed(
            dict(zip(names, counts, strict=True)),
            {one: old for one, old in zip(names, before, strict=True) if old},
        )
        return {
            "key": "across",
            "title": self.env._("Persons by place"),
            "type": "bar",
            "kind": "count",
            "labels": names,
            "places": [seen["ids"][one] for one in names],
            "series": [
                {"label": labels["persons"], "data": counts},
                {"label": self.env._("The month before"), "data": before},
            ],
            "sentence": words.sentence(self.env, finding),
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
