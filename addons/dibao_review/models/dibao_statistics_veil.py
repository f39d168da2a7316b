# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.tools import SQL

from ..tools import official_tables as tables
from ..tools import suppression
from ..tools.monthly_fact import LABOUR

#: What who sees sums only is shown of a row; its classes stand in the total alone.
ROW_SHOWN = ("households", "persons", "spending", "year_spending", "average")


class DibaoStatistics(models.AbstractModel):
    """What who sees sums only is not shown.

    A county's places and classes are one table, as on the public pages: whichever
    screen, place or class is asked for, the same cells are missing everywhere, so that
    none of them follows from others.
    """

    _inherit = "dibao.statistics"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _least(self):
        # An unset rule must not open the small cells: then nothing is shown.
        return self.env["dibao.policy"].sudo()._get("small_cell")

    @api.model
    def _is_few(self, count):
        """Too few to be shown; nothing is not few."""
        least = self._least()
        return bool(count) and (least is None or count < least)

    @api.model
    def _veiled_cells(self, place, month):
        """Cells of a month that are not shown around a place.

        :return: set of ``(place id, "urban" | "rural" | None)``; who is registered at
            a place itself is ``(("own", place id), class)``
        """
        around = place.sudo().county_id or place.sudo()
        leaves, above = self._leaves(around, month)
        if not leaves:
            return set()
        table = suppression.with_margins(leaves, above)
        least = self._least()
        if least is None:
            hidden = {cell for cell, count in table.items() if count}
        else:
            hidden = suppression.plan(table, least, above=above).hidden
        total = suppression.TOTAL
        return {
            (around.id if one == total else one, None if kind == total else kind)
            for one, kind in hidden
        }

    @api.model
    def _leaves(self, around, month):
        """Households of the smallest places below a county, or of an area's counties.

        :return: ``{(place, class): households}`` and ``{village: township}``
        """
        rows = self.env.execute_query(
            SQL(
                """SELECT d.id, d.parent_id, s.level, s.urban_rural, sum(s.households)
                     FROM dibao_monthly_sum s
                     JOIN dibao_division d ON d.id = s.division_id
                    WHERE s.month = %s AND d.parent_path LIKE %s
                    GROUP BY 1, 2, 3, 4 ORDER BY 1, 4""",
                month,
                f"{around.parent_path}%",
            )
        )
        if around.level != "county" and not around.acts_as_county:
            counties = [row for row in rows if row[2] == "county"]
            return {(one, kind): n for one, _up, _level, kind, n in counties}, {}
        towns = {row[0] for row in rows if row[2] == "township"}
        rest, leaves, above = {}, {}, {}
        for one, up, level, kind, count in rows:
            inside = up if level == "village" and up in towns else around.id
            if level == "village":
                leaves[one, kind] = count
                above |= {one: up} if up in towns else {}
            else:
                rest[one, kind] = rest.get((one, kind), 0) + count
            if level != "county":
                rest[inside, kind] = rest.get((inside, kind), 0) - count
        for (one, kind), count in rest.items():
            leaves[("own", one), kind] = count
            above |= {("own", one): one} if one in towns else {}
        return leaves, above

    # SCREENS

    @api.model
    def _veil_seen(self, seen, hidden):
        """Leave hidden places out of what the charts are drawn from."""
        kind, ids = seen["urban_rural"], seen["ids"]
        seen["hidden"] = hidden
        months = {"by_place": hidden}
        if seen["before"]:
            months["before"] = self._veiled_cells(seen["place"], seen["last_month"])
        for part, cells in months.items():
            seen[part] = {
                name: figures
                for name, figures in seen[part].items()
                if (ids[name], kind) not in cells
            }

    @api.model
    def _veil_tiles(self, tiles, now):
        """Those who came and left are counted in tiles, too: not when they are few."""
        for tile in tiles:
            if tile["key"] in ("entry_persons", "exit_persons") and self._is_few(
                now[tile["key"]]
            ):
                tile["value"] = "*"

    @api.model
    def _veil_chart(self, chart):
        """Hide small counts of a chart."""
        if chart["kind"] != "count":
            return
        for one in chart["series"]:
            counts = [abs(value or 0) for value in one["data"]]
            if chart["key"] == "trend":
                # months are no parts of a sum
                gone = {at for at, count in enumerate(counts) if self._is_few(count)}
            else:
                gone = suppression.withheld(counts, self._least())
            one["data"] = [
                None if index in gone else value
                for index, value in enumerate(one["data"])
            ]
            if gone:
                chart["veiled"] = True
        if chart.get("veiled"):
            # the sentence may name what is hidden
            chart["sentence"] = self.env._(
                "Counts of so few that they would point at people are not shown."
            )

    # TABLES

    @api.model
    def _veil_rows(self, rows, total, hidden, place, kind):
        """Hide small cells of the county table; changes rows and total."""
        if (place.id, kind) in hidden:
            for row in rows:
                row["cells"] = dict.fromkeys(row["cells"])
            total.update(dict.fromkeys(total))
            return
        for row in rows:
            one = row["division_id"]
            cell = (("own", one) if row.get("only_here") else one, kind)
            row["cells"] = {
                code: value if code in ROW_SHOWN and cell not in hidden else None
                for code, value in row["cells"].items()
            }
        total.update(dict.fromkeys(self._small_classes(total)))

    @api.model
    def _small_classes(self, cells):
        """Columns whose count is small, or leaves a small rest."""
        least = self._least()
        labour = [f"labour_{one}" for one in LABOUR]
        gone = suppression.withheld([cells[one] for one in labour], least)
        small = {labour[index] for index in gone}
        for column in tables.COUNTY:
            code, value = column.code, cells[column.code]
            if code in ("persons", "households", *labour) or column.kind != "count":
                continue
            rest = cells["persons"] - value if column.group == "who" else 0
            if self._is_few(value) or self._is_few(rest):
                small.add(code)
        return small

    @api.model
    def _veil_scopes(self, scoped, place, month):
        """Cells of urban, rural and both for the lines of a form; changes them."""
        hidden = self._veiled_cells(place, month)
        for scope, cells in scoped.items():
            if (place.id, None if scope == "both" else scope) in hidden:
                cells.update(dict.fromkeys(cells))
            else:
                cells.update(dict.fromkeys(self._small_classes(cells)))
