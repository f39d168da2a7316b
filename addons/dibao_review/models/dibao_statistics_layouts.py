# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo import api, fields, models

from .. import statistics_words as words
from ..tools import official_tables as tables
from ..tools import payment
from ..tools.monthly_fact import MEASURES
from .dibao_statistics_compared import added


class DibaoStatistics(models.AbstractModel):
    """What stands in the official tables: lines, checks, comparisons, by layout."""

    _inherit = "dibao.statistics"  # pylint: disable=consider-merging-classes-inherited

    # THE COUNTY TABLE

    @api.model
    def _county_table(self, place, month, urban_rural, published, sees_small):
        january = date(month.year, 1, 1)
        ask = {"urban_rural": urban_rural, "published": published}
        span = self._figures(place, january, month, **ask)
        total = span.get(month) or self._as_figures([0] * len(MEASURES), [])
        year = added(span.values())
        by_month = self._by_place(place, month, **ask)
        by_year = self._by_place(place, january, month, **ask)
        rows = []
        for below in place.sudo().child_ids.sorted("code"):
            if below.id in by_year:
                figures = by_month.get(below.id, {})
                cells = tables.cells(figures, by_year[below.id])
                rows.append(
                    {"label": below.name, "division_id": below.id, "cells": cells}
                )
        rest = self._rest_row(place, total, year, by_month, by_year)
        if rows and rest:
            rows.append(rest)
        cells = tables.cells(total, year)
        checks = [
            *(
                one
                for row in rows
                for one in tables.row_checks(row["label"], row["cells"])
            ),
            *tables.row_checks(place.sudo().name, cells),
            *(
                tables.column_checks(cells, [row["cells"] for row in rows])
                if rows
                else ()
            ),
        ]
        if not sees_small:
            hidden = self._veiled_cells(place, month)
            self._veil_rows(rows, cells, hidden, place, urban_rural)
            checks = [one for one in checks if one.rule == "total"]
        compared = self._compared(place, month, ask, cells, sees_small)
        rows.append(
            {
                "label": self.env._("Sum of the table"),
                "division_id": place.id,
                "cells": cells,
                "total": True,
            }
        )
        return {
            "columns": self._columns(),
            "rows": rows,
            "checks": self._checks_said(checks),
            "movement": [moved for one in compared for moved in one["movement"]],
            "compared": compared,
        }

    @api.model
    def _rest_row(self, place, total, year, by_month, by_year):
        month_rest = tables.rest(total, by_month.values())
        year_rest = tables.rest(year, by_year.values())
        if not month_rest and not year_rest:
            return None
        return {
            "label": self.env._("Registered at %s itself", place.sudo().name),
            "division_id": place.id,
            "only_here": True,
            "cells": tables.cells(month_rest or {}, year_rest or {}),
        }

    @api.model
    def _columns(self):
        labels, groups = words.columns(self.env), words.groups(self.env)
        return [
            {
                "code": column.code,
                "label": labels[column.code],
                "group": groups[column.group],
                "kind": column.kind,
                "parts": list(column.parts),
                "covered": list(tables.COVERED.get(column.code, ())),
                "within": [part for part, all_ in tables.WITHIN if all_ == column.code],
            }
            for column in tables.COUNTY
        ]

    # CHECKS AND COMPARISONS

    @api.model
    def _checks_said(self, checks):
        rules, labels = words.rules(self.env), words.columns(self.env)
        said = [
            {
                "row": one.row,
                "text": rules[one.rule]
                % {"column": labels.get(one.column, one.column)},
                "left": one.left,
                "right": one.right,
                "holds": one.holds,
            }
            for one in checks
        ]
        return sorted(said, key=lambda one: one["holds"])

    # THE QUARTERLY FORM AND THE YEARBOOK

    @api.model
    def _line_table(self, layout, place, month, published, sees_small):
        """Lines of the quarter or year that ends with (or has reached) the month."""
        lines = tables.QUARTERLY if layout == "quarterly" else tables.YEARBOOK
        now = self._scoped_cells(place, month, published)
        # The form compares with the same quarter of last year, as its growth does.
        before = payment.shift(month, -12)
        then = self._scoped_cells(place, before, published)
        if then and self._unfrozen(place, before):
            # A part of a year is not compared with the whole of one.
            for cells in then.values():
                cells.update(dict.fromkeys(tables.YEAR))
        if not sees_small:
            self._veil_scopes(now, place, month)
            self._veil_scopes(then or {}, place, before)
        found = tables.lines(lines, now, then)
        scopes, labels = words.scopes(self.env), words.columns(self.env)
        units = words.units(self.env)
        rows = []
        for line, value, before, growth in found:
            cells = {
                "unit": units[line.kind] if line.kind != "count" else self._unit(line),
                "number": line.number,
                "value": value,
                "before": before,
                "growth": growth,
            }
            label = f"{scopes[line.scope]}: {labels[line.measure]}"
            rows.append(
                {
                    "label": label,
                    "indent": line.level,
                    "cells": cells,
                    "division_id": place.id,
                    "leads": self._line_leads(line, month),
                }
            )
        return {
            "columns": [
                {"code": "unit", "label": self.env._("Unit"), "kind": "text"},
                {"code": "number", "label": self.env._("Code"), "kind": "text"},
                {"code": "value", "label": self.env._("This period"), "kind": "number"},
                {
                    "code": "before",
                    "label": self.env._("A year before"),
                    "kind": "number",
                },
                {
                    "code": "growth",
                    "label": self.env._("Growth (%)"),
                    "kind": "percent",
                },
            ],
            "rows": rows,
            "parts": {line.number: line.parts for line in lines if line.parts},
            "checks": self._checks_said(tables.line_checks(found))
            if sees_small
            else [],
        }

    @api.model
    def _line_leads(self, line, month):
        """What ``official_cell`` is asked for behind each number of a line."""
        asked = {"column": line.measure, "urban_rural": line.scope}
        months = {"value": month, "before": payment.shift(month, -12)}
        return {
            name: {**asked, "month": fields.Date.to_string(one)}
            for name, one in months.items()
        }

    @api.model
    def _unit(self, line):
        units = words.units(self.env)
        return units["households" if line.measure == "households" else "persons"]

    @api.model
    def _scoped_cells(self, place, month, published):
        """Cells of a place by class; None when the month is not frozen."""
        found = {}
        for scope in ("urban", "rural", "both"):
            span = self._figures(
                place,
                date(month.year, 1, 1),
                month,
                urban_rural=None if scope == "both" else scope,
                published=published,
            )
            if scope == "both" and month not in span:
                return None
            figures = span.get(month, {})
            found[scope] = tables.cells(figures, added(span.values()))
        return found
