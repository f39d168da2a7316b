# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..tools import payment
from ..tools.monthly_fact import MEASURES, MONEY

#: Who sees sums only, and none of a few households.
SUMS_ONLY = "dibao_archive.group_statistics"


class DibaoStatistics(models.AbstractModel):
    """How statistics are read: sums of the monthly facts by place, month and class.

    ``_figures`` and ``_by_place`` answer from the frozen sums and ask for no rights:
    whoever calls them has asked ``_check_place``. Months are first days. Figures are
    ``{measure: number}`` of ``tools.monthly_fact.MEASURES`` (money as float yuan), with
    ``detail`` (``ages``, ``bands``, ``reasons``: ``{name: count}``).
    """

    _name = "dibao.statistics"
    _description = "Reading of Statistics"

    # RIGHTS

    @api.model
    def _check_place(self, division):
        """May this user see the sums of a place, and its small cells?

        :return: True for those who read the facts, False for whom cells of a few
            households are hidden
        :raise AccessError: neither, or the place is not theirs
        """
        sees_facts = self.env["dibao.monthly.sum"].has_access("read")
        if not sees_facts and not self.env.user.has_group(SUMS_ONLY):
            raise AccessError(self.env._("Your role does not see the statistics."))
        if not self.env.su and division not in self._places():
            raise AccessError(
                self.env._("%s lies outside your area.", division.sudo().display_name)
            )
        return sees_facts or self.env.su

    @api.model
    def _places(self):
        """All places of this user's area."""
        mine = self.env.user.sudo().dibao_division_ids
        return self.env["dibao.division"].sudo().search([("id", "child_of", mine.ids)])

    # FIGURES

    @api.model
    def _figures(self, division, first, last=None, urban_rural=None, published=False):
        """Figures of a place for each frozen month of a span.

        :param division: a place of any level
        :param urban_rural: ``urban``, ``rural`` or None for both
        :param published: True: as they were first published, without later corrections;
            a month: as known when that month was frozen
        :return: ``{month: figures}``; months that are not frozen are not there
        """
        rows = self._read_sums(
            SQL("s.month"),
            self._of_place(division),
            self._of_time(first, last or first, urban_rural, published),
        )
        return {fields.Date.to_date(month): figures for month, figures in rows}

    @api.model
    def _by_place(self, division, first, last=None, urban_rural=None, published=False):
        """The same of each place directly below, added up over the months.

        :return: ``{division id: figures}``; what is registered at the place itself
            and at none below is not there
        """
        below = division.sudo().child_ids
        if not below:
            return {}
        path = SQL(
            """(SELECT c.id FROM dibao_division c
                 WHERE c.parent_id = %s
                   AND d.parent_path LIKE c.parent_path || '%%')""",
            division.id,
        )
        rows = self._read_sums(
            path,
            SQL(
                "s.level = %s AND d.parent_path LIKE %s AND d.id <> %s",
                self._level_below(division),
                f"{division.sudo().parent_path}%",
                division.id,
            ),
            self._of_time(first, last or first, urban_rural, published),
        )
        return {place: figures for place, figures in rows if place}

    @api.model
    def _level_below(self, division):
        """Level of the sums that are added up for the places below one."""
        division = division.sudo()
        if division.level == "township":
            return "village"
        if division.level == "county" or division.acts_as_county:
            return "township"
        return "county"

    @api.model
    def _of_place(self, division):
        division = division.sudo()
        if division.level in ("county", "township", "village") or (
            division.acts_as_county
        ):
            return SQL("s.division_id = %s", division.id)
        return SQL(
            "s.level = 'county' AND d.parent_path LIKE %s", f"{division.parent_path}%"
        )

    @api.model
    def _of_time(self, first, last, urban_rural, published):
        span = SQL(
            "s.month BETWEEN %s AND %s",
            payment.first_of(fields.Date.to_date(first)),
            payment.first_of(fields.Date.to_date(last)),
        )
        if urban_rural:
            span = SQL("%s AND s.urban_rural = %s", span, urban_rural)
        if published is True:
            span = SQL("%s AND s.booked_month = s.month", span)
        elif published:
            span = SQL("%s AND s.booked_month <= %s", span, published)
        return span

    @api.model
    def _read_sums(self, key, place, time):
        """``[(key, figures)]`` in the order of the keys."""
        measures = SQL(", ").join(
            SQL("sum(s.%s)", SQL.identifier(name)) for name in MEASURES
        )
        self.env["dibao.monthly.sum"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT %(key)s AS key, %(measures)s, jsonb_agg(s.detail)
                  FROM dibao_monthly_sum s
                  JOIN dibao_division d ON d.id = s.division_id
                 WHERE %(place)s AND %(time)s
                 GROUP BY 1 ORDER BY 1
                """,
                key=key,
                measures=measures,
                place=place,
                time=time,
            )
        )
        return [(row[0], self._as_figures(row[1:-1], row[-1])) for row in rows]

    @api.model
    def _as_figures(self, values, details):
        figures = {
            name: float(value or 0) if name in (*MONEY, "entitled") else int(value or 0)
            for name, value in zip(MEASURES, values, strict=True)
        }
        merged = {}
        for detail in details:
            for name, counts in (detail or {}).items():
                known = merged.setdefault(name, {})
                for key, count in counts.items():
                    known[key] = known.get(key, 0) + count
        return {**figures, "detail": merged}

    @api.model
    def _last_month(self, division):
        """The last month frozen for a place, or None."""
        [[month]] = self.env.execute_query(
            SQL(
                """SELECT max(s.month) FROM dibao_monthly_sum s
                     JOIN dibao_division d ON d.id = s.division_id WHERE %s""",
                self._of_place(division),
            )
        )
        return month
