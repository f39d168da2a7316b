# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.exceptions import UserError

from .. import statistics_words as words
from ..tools import findings, official_tables, payment, svg_chart
from ..tools.monthly_fact import CAUSES, LABOUR

STRUCTURE = (
    *("female", "elderly", "minor", "disabled"),
    *(f"labour_{name}" for name in LABOUR),
    *(f"cause_{name}" for name in CAUSES),
)


class DibaoAnalysis(models.Model):
    """What the report says, from the frozen months and the work of the day."""

    _inherit = "dibao.analysis"

    def _content(self):
        """The report's tables and sentences, in the user's language.

        :raise UserError: no month of the period is frozen
        """
        self.ensure_one()
        read = self.env["dibao.statistics"]
        read._check_place(self.division_id)
        first, last = self._span()
        figures = read._figures(self.division_id, payment.shift(first, -12), last)
        months = [month for month in sorted(figures) if first <= month <= last]
        if not months:
            raise UserError(
                self.env._(
                    "No month of %s is frozen: there is nothing to report on.",
                    self.display_name,
                )
            )
        seen = read._look(self.division_id, months[-1], None)
        charts = {chart["key"]: chart for chart in read._charts_of_facts(seen)}
        charts |= {one["key"]: one for one in read._charts_of_work(self.division_id)}
        places = self._by_places(read, seen, months)
        visits = self._visits(read, seen, places)
        return {
            "first": f"{months[0]:%Y-%m}",
            "last": f"{months[-1]:%Y-%m}",
            "whole": months[0] == first and months[-1] == last,
            "overview": self._overview(figures, months),
            "findings": [
                {"title": chart["title"], "sentence": chart["sentence"]}
                for chart in charts.values()
                if chart["sentence"]
            ],
            "trend": svg_chart.lines(
                seen["labels"], [one["data"] for one in charts["trend"]["series"]]
            ),
            "spending": self._spending_lines(charts["spending"]),
            "structure": self._structure(figures, months),
            "places": places,
            "visits": visits,
            "what_if": self._what_if(),
            "suggestions": self._suggestions(seen, charts, places, visits),
        }

    @api.model
    def _spending_lines(self, chart):
        """The year's money as one line, spent and then expected, and the budget."""
        spent, expected, *budget = [one["data"] for one in chart["series"]]
        year = [
            known if known is not None else ahead
            for known, ahead in zip(spent, expected, strict=True)
        ]
        return svg_chart.lines(chart["labels"], [year, *budget])

    @api.model
    def _overview(self, figures, months):
        """The period's end beside its beginning and a year before."""
        labels = words.columns(self.env)
        spent = {}
        for end, back in (("now", 0), ("year", -12)):
            span = [payment.shift(one, back) for one in months]
            # A part of last year's period is not compared with the whole of this.
            spent[end] = (
                round(sum(figures[month]["spending"] for month in span), 2)
                if all(month in figures for month in span)
                else None
            )
        now = figures[months[-1]]
        begin = figures.get(payment.shift(months[0], -1))
        year = figures.get(payment.shift(months[-1], -12))
        rows = [
            {
                "label": labels[name],
                "now": now[name],
                "begin": begin and begin[name],
                "year": year and year[name],
            }
            for name in ("households", "persons")
        ]
        for name in ("entry_persons", "exit_persons"):
            rows.append(
                {
                    "label": labels[name],
                    "now": sum(figures[month][name] for month in months),
                    "begin": None,
                    "year": None,
                }
            )
        rows.append(
            {
                "label": self.env._("Spending of the period (yuan)"),
                "now": spent["now"],
                "begin": None,
                "year": spent["year"],
            }
        )
        return rows

    @api.model
    def _structure(self, figures, months):
        labels = words.columns(self.env)
        now = figures[months[-1]]
        begin = figures.get(payment.shift(months[0], -1))
        return [
            {
                "label": labels[name],
                "count": now[name],
                "share": findings.share(now[name], now["persons"]),
                "change": begin and now[name] - begin[name],
            }
            for name in STRUCTURE
        ]

    @api.model
    def _by_places(self, read, seen, months):
        """Each place below: the period's moves and money, and who is far off."""
        place = seen["place"]
        summed = read._by_place(place, months[0], months[-1])
        begin = read._by_place(place, payment.shift(months[0], -1))
        rows = []
        for name, figures in seen["by_place"].items():
            one = seen["ids"][name]
            before = begin.get(one)
            rows.append(
                {
                    "id": one,
                    "label": name,
                    "households": figures["households"],
                    "persons": figures["persons"],
                    "change": before and figures["persons"] - before["persons"],
                    "came": summed[one]["entry_persons"],
                    "left": summed[one]["exit_persons"],
                    "spending": round(summed[one]["spending"], 2),
                    "average": official_tables.cells(figures, {})["average"],
                }
            )
        factor = read._statistics_policy("outlier_factor", place)
        far = {
            name: name
            for name, _value, _middle in findings.outliers(
                {row["label"]: row["average"] for row in rows}, factor
            )
        }
        for row in rows:
            row["far"] = row["label"] in far
        return rows

    def _what_if(self):
        """Effects of the chosen drafts, as the what-if has them."""
        return [
            {
                "name": one.name,
                "now": one.cost_now,
                "then": one.cost_then,
                "more": one.cost_more,
                "entering": one.entering,
                "leaving": one.leaving,
                "gaining": one.gaining,
                "losing": one.losing,
            }
            for one in self.what_if_ids
        ]

    @api.model
    def _suggestions(self, seen, charts, places, visits):
        """What the figures suggest; each follows from one finding."""
        found = []
        money = findings.forecast(self._spent(seen), seen["budget"])
        if money and money["gap"] and money["gap"] > 0:
            found.append(
                self.env._(
                    "Ask for %(gap)s yuan more for this year, or find out why each "
                    "month costs %(pace)s yuan.",
                    gap=words.number(money["gap"]),
                    pace=words.number(money["pace"]),
                )
            )
        if not seen["budget"]:
            found.append(
                self.env._("Enter the year's budget, so that it can be compared.")
            )
        if visits:
            found.append(
                self.env._(
                    "Visit %(count)s villages first: %(names)s.",
                    count=len(visits),
                    names="、".join(one["place"] for one in visits[:5]),
                )
            )
        far = [row["label"] for row in places if row["far"]]
        if far:
            found.append(
                self.env._(
                    "Find out why the average per person of %s is far from that of the "
                    "others.",
                    "、".join(far),
                )
            )
        overdue, clocks, archives = map(charts.get, ("overdue", "clocks", "archives"))
        if overdue and overdue["labels"]:
            found.append(self.env._("Finish overdue work: %s", overdue["sentence"]))
        if clocks and any(any(one["data"]) for one in clocks["series"][1:]):
            found.append(
                self.env._(
                    "Look into the time limits that are missed: %s",
                    clocks["sentence"],
                )
            )
        if archives and any(one < 90 for one in archives["series"][0]["data"]):
            found.append(
                self.env._("Bring in missing papers: %s", archives["sentence"])
            )
        return found

    @api.model
    def _spent(self, seen):
        """Yuan of each month of the year until the period's end."""
        month = seen["month"]
        return [
            seen["figures"].get(month.replace(month=n), {}).get("spending") or 0.0
            for n in range(1, month.month + 1)
        ]
