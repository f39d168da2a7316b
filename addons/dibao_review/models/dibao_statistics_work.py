# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.tools import SQL

from .. import statistics_words as words
from ..tools import findings
from .dibao_case_deadline import KEYS

#: What can be overdue: the field that says what kind it is, and what is still open;
#: once for the database, once for the list behind a bar.
OVERDUE = {
    "dibao.case.deadline": ("key", SQL("done_on IS NULL AND dropped IS NOT TRUE")),
    "dibao.due": ("kind", SQL("state = 'open'")),
    "dibao.alert": ("rule_group", SQL("state = 'open'")),
}
STILL_OPEN = {
    "dibao.case.deadline": [["done_on", "=", False], ["dropped", "=", False]],
    "dibao.due": [["state", "=", "open"]],
    "dibao.alert": [["state", "=", "open"]],
}


class DibaoStatistics(models.AbstractModel):
    """How the work goes: time limits and what is overdue.

    These are of today, not of a frozen month. Who may not read what is counted does
    not get the chart.
    """

    _inherit = "dibao.statistics"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _charts_of_work(self, place):
        charts = []
        if self.env["dibao.case.deadline"].has_access("read"):
            charts.append(self._chart_clocks(place))
            charts.append(self._chart_overdue(place))
            charts += filter(None, [self._chart_coverage(place)])
        if self.env["dibao.volume"].has_access("read"):
            charts.append(self._chart_archives(place))
        return charts

    @api.model
    def _under(self, place):
        """SQL of the places at and below one."""
        return SQL(
            "SELECT id FROM dibao_division WHERE parent_path LIKE %s",
            f"{place.sudo().parent_path}%",
        )

    @api.model
    def _in_area(self, place, *more):
        return [["division_id", "child_of", place.id], *more]

    # TIME LIMITS

    @api.model
    def _limits(self, place):
        """Of each kind of limit in the last twelve months: met, late, running late,
        usual days; as ``{key: (…)}``."""
        today = fields.Date.context_today(self)
        self.env["dibao.case.deadline"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT key,
                       count(*) FILTER (WHERE done_on IS NOT NULL
                                        AND met_late IS NOT TRUE),
                       count(*) FILTER (WHERE met_late),
                       count(*) FILTER (WHERE done_on IS NULL AND due_on < %(today)s),
                       percentile_cont(0.5) WITHIN GROUP (ORDER BY done_on - started_on)
                  FROM dibao_case_deadline
                 WHERE dropped IS NOT TRUE AND started_on > %(since)s
                   AND division_id IN (%(places)s)
                 GROUP BY key
                """,
                today=today,
                since=fields.Date.subtract(today, years=1),
                places=self._under(place),
            )
        )
        return {row[0]: row[1:] for row in rows}

    @api.model
    def _chart_clocks(self, place):
        limits = self._limits(place)
        labels = dict(
            self.env["dibao.case.deadline"]
            ._fields["key"]
            ._description_selection(self.env)
        )
        keys = [key for key, _label in KEYS if key in limits]
        rows = [(labels[key], *limits[key][:3]) for key in keys]
        days = [limits[key][3] for key in keys]
        unit = self.env._("days")
        names = [
            f"{labels[key]} ({words.number(float(day))} {unit})"
            if day is not None
            else labels[key]
            for key, day in zip(keys, days, strict=True)
        ]
        series = (
            (1, self.env._("In time")),
            (2, self.env._("Too late")),
            (3, self.env._("Running, overdue")),
        )
        return {
            "key": "clocks",
            "title": self.env._("Time limits of the last twelve months (usual days)"),
            "type": "bar",
            "kind": "count",
            "horizontal": True,
            "stacked": True,
            "labels": names,
            "series": [
                {"label": label, "data": [row[at] for row in rows]}
                for at, label in series
            ],
            "open": {
                "name": self.env._("Time limits"),
                "res_model": "dibao.case.deadline",
                "domain": self._in_area(place),
            },
            "sentence": words.sentence(self.env, findings.clocks(rows)),
        }

    # WHAT IS OVERDUE

    @api.model
    def _overdue(self, place):
        """``{(model, kind): count}`` of what should have been done.

        Of what the user may read; who takes no part in alerts does not count them.
        """
        parts = []
        for model, (kind, running) in OVERDUE.items():
            records = self.env[model]
            if not records.has_access("read"):
                continue
            records.flush_model()
            parts.append(
                SQL(
                    """SELECT %s, %s, count(*) FROM %s
                        WHERE %s AND due_on < %s AND division_id IN (%s) GROUP BY 2""",
                    model,
                    SQL.identifier(kind),
                    SQL.identifier(records._table),
                    running,
                    fields.Date.context_today(self),
                    self._under(place),
                )
            )
        rows = self.env.execute_query(SQL(" UNION ALL ").join(parts)) if parts else ()
        return {(model, key): count for model, key, count in rows}

    @api.model
    def _chart_overdue(self, place):
        counts = self._overdue(place)
        counts = dict(sorted(counts.items(), key=lambda one: -one[1]))
        named = {
            self._overdue_label(model, key): count
            for (model, key), count in counts.items()
        }
        finding = ("overdue_none", {})
        if named:
            name = max(named, key=named.get)
            finding = (
                "overdue",
                {"all": sum(named.values()), "name": name, "count": named[name]},
            )
        return {
            "key": "overdue",
            "title": self.env._("Overdue work"),
            "type": "bar",
            "kind": "count",
            "horizontal": True,
            "labels": list(named),
            "series": [
                {
                    "label": self.env._("Overdue"),
                    "data": list(named.values()),
                    "marked": list(range(len(named))),
                }
            ],
            "opens": [self._open_overdue(place, *one) for one in counts],
            "open": self._open_overdue(place, next(iter(counts), ("dibao.due",))[0])
            if counts or self.env["dibao.due"].has_access("read")
            else False,
            "sentence": words.sentence(self.env, finding),
        }

    @api.model
    def _overdue_label(self, model, key):
        field = self.env[model]._fields[OVERDUE[model][0]]
        label = dict(field._description_selection(self.env)).get(key, key)
        if model == "dibao.alert":
            return self.env._("Leads: %s", label)
        return label

    @api.model
    def _open_overdue(self, place, model, key=None):
        """The list of what is overdue of one model, or of one bar."""
        kind = OVERDUE[model][0]
        today = fields.Date.to_string(fields.Date.context_today(self))
        domain = self._in_area(place, ["due_on", "<", today], *STILL_OPEN[model])
        if key:
            domain.append([kind, "=", key])
        return {
            "name": self.env._("Overdue"),
            "res_model": model,
            "domain": domain,
        }
