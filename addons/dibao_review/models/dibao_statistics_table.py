# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .. import statistics_words as words
from ..tools import official_tables as tables
from ..tools import payment
from ..tools.monthly_fact import CAUSES, LABOUR

ROLL = [("row_kind", "=", "roll")]
#: Which rows of the facts a cell of the county table counts.
COUNTS = {
    "households": [*ROLL, ("is_lead", "=", True)],
    "persons": ROLL,
    "female": [*ROLL, ("sex", "=", "2")],
    "elderly": [*ROLL, ("age_class", "=", "elderly")],
    "minor": [*ROLL, ("age_class", "=", "minor")],
    "disabled": [*ROLL, ("is_disabled", "=", True)],
    **{f"labour_{one}": [*ROLL, ("labour", "=", one)] for one in LABOUR},
    **{f"cause_{one}": [*ROLL, (f"cause_{one}", "=", True)] for one in CAUSES},
    "entry_households": [*ROLL, ("household_move", "=", "entry")],
    "entry_persons": [*ROLL, ("move", "=", "entry")],
    "exit_households": [("row_kind", "!=", "roll"), ("household_move", "=", "exit")],
    "exit_persons": [("row_kind", "=", "exit")],
}


class DibaoStatistics(models.AbstractModel):
    """The official tables, and the households behind each of their cells."""

    _inherit = "dibao.statistics"

    # FOR THE SCREEN

    @api.model
    @api.readonly
    def official_table(
        self,
        layout="county",
        division_id=None,
        month=None,
        urban_rural=None,
        published=False,
    ):
        """An official table of a place and month, checked, with its explanation.

        :param str layout: ``county``, ``quarterly`` or ``yearbook``
        :param month: any day of it (ISO); the last one frozen by default
        :param urban_rural: ``urban``, ``rural`` or None for both (county table only)
        :param published: as published, without what was learned later
        :return: dict for the screen and the workbook; texts in the user's language
        :raise AccessError: the place is not this user's
        """
        place = self._asked_place(division_id)
        sees_small = self._check_place(place)
        if layout not in tables.LAYOUTS:
            raise UserError(self.env._("There is no such table."))
        urban_rural = urban_rural if urban_rural in ("urban", "rural") else None
        month = self._asked_month(place, month)
        found = {
            "layout": layout,
            "title": words.layouts(self.env)[layout],
            "layouts": list(words.layouts(self.env).items()),
            "scopes": list(words.scopes(self.env).items()),
            "place": self._place_info(place),
            "month": month and fields.Date.to_string(month),
            "month_label": month and f"{month:%Y-%m}",
            "months": self._frozen_months(place),
            "urban_rural": urban_rural or "both",
            "published": published,
            "sees_small": sees_small,
            "columns": [],
            "rows": [],
            "checks": [],
            "movement": [],
            "note": False,
        }
        if not month:
            return found
        missing = self._unfrozen(place, month)
        if missing:
            found["note"] = self.env._(
                "Sums of the year lack %s: these months are not frozen.",
                "、".join(f"{one:%Y-%m}" for one in missing),
            )
        if layout == "county":
            return found | self._county_table(
                place, month, urban_rural, published, sees_small
            )
        return found | self._line_table(layout, place, month, published, sees_small)

    @api.model
    def official_cell(
        self,
        division_id,
        month,
        column,
        urban_rural=None,
        published=False,
        only_here=False,
    ):
        """Action that lists the rows behind a cell, as far as the user may read them.

        :param only_here: those registered at the place itself, at none below it
        :raise AccessError: the user sees sums only, or the place is not theirs
        """
        place = self._asked_place(division_id)
        if not self._check_place(place):
            raise AccessError(
                self.env._("You see sums, and not the households behind them.")
            )
        month = payment.first_of(fields.Date.to_date(month))
        column = "year_spending" if column == "average_year" else column
        code = tables.YEAR.get(column, column)
        domain = COUNTS.get(code) or [
            ("spending" if code == "average" else code, "!=", 0)
        ]
        first = date(month.year, 1, 1) if column in tables.YEAR else month
        operator = "=" if only_here else "child_of"
        domain = [
            ("division_id", operator, place.id),
            ("month", ">=", first),
            ("month", "<=", month),
            *domain,
        ]
        if urban_rural in ("urban", "rural"):
            domain.append(("urban_rural", "=", urban_rural))
        if published:
            # what was booked later bears another month
            domain += [("is_correction", "=", False)]
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_review.dibao_monthly_fact_action"
        )
        label = words.columns(self.env).get(column, column)
        name = f"{place.sudo().name} {month:%Y-%m} · {label}"
        return {
            **action,
            "name": name,
            "display_name": name,
            "domain": domain,
            "context": {"short_place": True},
        }

    # PLACES AND MONTHS

    @api.model
    def _asked_place(self, division_id):
        """The place asked for, else the highest of the user's own.

        :raise UserError: the user has no area
        """
        if division_id:
            return self.env["dibao.division"].browse(int(division_id)).exists()
        mine = self.env.user.sudo().dibao_division_ids
        if not mine:
            raise UserError(
                self.env._("You are in charge of no place yet: ask for your area.")
            )
        ranks = ("province", "city", "county", "township", "village")
        return mine.sorted(lambda one: (ranks.index(one.level), one.code))[0]

    @api.model
    def _asked_month(self, place, month):
        last = self._last_month(place)
        if not month or not last:
            return last
        return payment.first_of(fields.Date.to_date(month))

    @api.model
    def _place_info(self, place):
        """The place, the one above it in the user's area, and those below."""
        place = place.sudo()
        above = place.parent_id
        mine = self.env.user.sudo().dibao_division_ids.ids
        inside = above and any(str(one) in above.parent_path.split("/") for one in mine)
        below = place.child_ids
        return {
            "id": place.id,
            "name": place.name,
            "code": place.code,
            "level": place.level,
            "parent": {"id": above.id, "name": above.name} if inside else False,
            "children": [{"id": one.id, "name": one.name} for one in below],
        }

    @api.model
    def _frozen_months(self, place):
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT s.month FROM dibao_monthly_sum s
                     JOIN dibao_division d ON d.id = s.division_id
                    WHERE %s ORDER BY 1 DESC""",
                self._of_place(place),
            )
        )
        return [fields.Date.to_string(month) for [month] in rows]

    @api.model
    def _unfrozen(self, place, month):
        """Months since January that no county at or above the place has frozen."""
        place = place.sudo()
        counties = place.county_id or place.search([("id", "child_of", place.id)])
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT month FROM dibao_monthly_freeze
                    WHERE state = 'frozen' AND division_id IN %s
                      AND month BETWEEN %s AND %s""",
                tuple(counties.ids),
                date(month.year, 1, 1),
                month,
            )
        )
        frozen = {one for [one] in rows}
        months = (date(month.year, n, 1) for n in range(1, month.month + 1))
        return [one for one in months if one not in frozen]
