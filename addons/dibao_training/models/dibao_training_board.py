# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict

from odoo import api, fields, models

#: Figures of a place, counted by division and summed up to its row.
COUNTS = ("persons", "short", "will_be_short", "professional_short", "staff")
COUNTS += ("full_time", "promised", "certified")
#: Cells of the heat map: figure -> (counted, of all), where more is better.
CELLS = {
    "hours": ("met", "persons"),
    "professional": ("professional_met", "persons"),
    "full_time": ("full_time", "staff"),
    "promised": ("promised", "staff"),
    "certified": ("certified", "staff"),
}


class DibaoTrainingBoard(models.AbstractModel):
    """What the coordinator and the manager see first, in a few queries."""

    _name = "dibao.training.board"
    _description = "Training dashboard"

    @api.model
    @api.readonly
    def dibao_board(self, division_id=False):
        """Figures of the dashboard for the user's area, by his own rights.

        :param int division_id: a place of the area whose parts are the rows; else
            the user's own divisions
        :return: dict of ``tiles``, ``plans``, ``sessions``, ``rows`` and ``expiring``
        :raise AccessError: the user may not see the hours of others
        """
        self.env["dibao.training.year"].check_access("read")
        year = fields.Date.context_today(self).year
        rows = self._rows(str(year), division_id)
        total = defaultdict(int)
        for row in rows:
            for name in COUNTS:
                total[name] += row["figures"][name]
        return {
            "year": year,
            "place": self._place(division_id),
            "tiles": {**total, **self._session_tiles(), "unfiled": self._unfiled()},
            "rows": rows,
            "plans": self._plans(year),
            "sessions": self._sessions(),
            "expiring": self._expiring(),
            "may_plan": self.env["dibao.training.plan"].has_access("create"),
        }

    # ROWS

    def _place(self, division_id):
        place = self.env["dibao.division"].browse(division_id or ())
        place = place or self.env.user.dibao_division_ids[:1]
        up = place.parent_id if division_id else place.browse()
        mine = self.env.user.dibao_division_ids
        return {
            "id": place.id,
            "name": place.name or "",
            "up": up.id if up and up not in mine.parent_id else False,
        }

    def _parts(self, division_id):
        """The divisions that are rows: what lies under the place, and the place."""
        divisions = self.env["dibao.division"]
        roots = divisions.browse(division_id or ()) or self.env.user.dibao_division_ids
        below = divisions.search([("parent_id", "in", roots.ids)], order="code, id")
        return roots | below

    def _rows(self, year, division_id):
        parts = self._parts(division_id)
        figures = self._by_division(year)
        row_of = self._row_of(figures, parts)
        sums = {part.id: defaultdict(int) for part in parts}
        for division, counts in figures.items():
            if row := row_of.get(division):
                for name, count in counts.items():
                    sums[row][name] += count
        return [
            self._row(part, sums[part.id])
            for part in parts
            if sums[part.id]["persons"] or sums[part.id]["staff"]
        ]

    def _row_of(self, divisions, parts):
        """The row of each division: the nearest one that it lies in."""
        # sudo: paths alone, of divisions that were counted by the user's rights
        places = self.env["dibao.division"].sudo().browse(divisions)
        row_of = {}
        for place in places:
            above = [int(one) for one in (place.parent_path or "").split("/") if one]
            nearest = [one for one in above if one in parts._ids]
            row_of[place.id] = nearest[-1] if nearest else None
        return row_of

    @api.model
    def _row(self, part, counts):
        counts = {name: counts[name] for name in COUNTS}
        counts["met"] = counts["persons"] - counts["short"]
        counts["professional_met"] = counts["persons"] - counts["professional_short"]
        cells = {
            cell: round(100 * counts[done] / counts[whole]) if counts[whole] else None
            for cell, (done, whole) in CELLS.items()
        }
        return {"id": part.id, "name": part.name, "figures": counts, "cells": cells}

    def _by_division(self, year):
        """{division id: {figure: persons}} of all that the user may see."""
        found = defaultdict(lambda: defaultdict(int))

        def add(model, domain, name, aggregate="__count"):
            for division, count in self.env[model]._read_group(
                domain, ["division_id"], [aggregate]
            ):
                found[division.id][name] += count or 0

        years = self.env["dibao.training.year"]
        for division, persons, short, late, unprofessional in years._read_group(
            [("year", "=", year)],
            ["division_id"],
            [
                "__count",
                "short_count:sum",
                "late_count:sum",
                "unprofessional_count:sum",
            ],
        ):
            found[division.id].update(
                persons=persons,
                short=short or 0,
                will_be_short=late or 0,
                professional_short=unprofessional or 0,
            )
        present = self._present()
        add("dibao.staff", present, "staff")
        add("dibao.staff", [*present, ("engagement", "=", "full")], "full_time")
        add("dibao.staff", [*present, ("promise_on", "!=", False)], "promised")
        for division, count in self._certified().items():
            found[division]["certified"] += count
        return found

    @api.model
    def _present(self):
        """Who is on the staff today."""
        today = fields.Date.context_today(self)
        return ["|", ("left_on", "=", False), ("left_on", ">=", today)]

    @api.model
    def _certified(self):
        """{division id: persons with a valid certificate}, by the user's rights."""
        if not self.env["dibao.training.certificate"].has_access("read"):
            return {}
        # One question for all: staff who are there and hold a certificate.
        staff = self.env["dibao.staff"]
        held = self.env["dibao.training.certificate"]._search(
            [("standing", "in", ("valid", "expiring"))]
        )
        rows = staff._read_group(
            [*self._present(), ("employee_id", "in", held.subselect("employee_id"))],
            ["division_id"],
            ["__count"],
        )
        return {division.id: count for division, count in rows}

    @api.model
    def _expiring(self):
        """Certificates that end soon: list of dicts with id, name, place, date."""
        certificates = self.env["dibao.training.certificate"]
        if not certificates.has_access("read"):
            return []
        found = certificates.search(
            [("standing", "=", "expiring")], order="valid_to, id", limit=8
        )
        return [
            {
                "id": one.id,
                "name": one.employee_id.name,
                "place": one.division_id.name or "",
                "kind": one.kind_id.name,
                "date": fields.Date.to_string(one.valid_to),
            }
            for one in found
        ]

    # PLANS AND SESSIONS

    def _plans(self, year):
        plans = self.env["dibao.training.plan"]
        if not plans.has_access("read"):
            return []
        found = plans.search([("year", "=", year)], limit=8)
        labels = dict(plans._fields["state"]._description_selection(self.env))
        return [
            {
                "id": plan.id,
                "name": plan.name,
                "state": labels[plan.state],
                "held": plan.held_count,
                "courses": plan.course_count,
                "progress": round(plan.progress),
                "over": plan.over_budget,
            }
            for plan in found
        ]

    def _sessions(self):
        events = self.env["event.event"]
        if not events.has_access("read"):
            return []
        found = events.search(
            [
                ("dibao_course_id", "!=", False),
                ("date_end", ">=", fields.Datetime.now()),
                ("kanban_state", "!=", "cancel"),
            ],
            order="date_begin, id",
            limit=8,
        )
        return [
            {
                "id": event.id,
                "name": event.name,
                "time": event._dibao_time(),
                "taken": event.seats_taken,
                "most": event.seats_max if event.seats_limited else 0,
                "waiting": event.dibao_waiting_count,
            }
            for event in found
        ]

    @api.model
    def _unfiled(self):
        """Entries of the ledger whose paper is not in the archives."""
        credits = self.env["dibao.training.credit"]
        if not credits.has_access("read"):
            return 0
        return credits.search_count(credits._unfiled_domain())

    def _session_tiles(self):
        events = self.env["event.event"]
        if not events.has_access("read"):
            return {"to_close": 0, "to_come": 0}
        now = fields.Datetime.now()
        ours = [("dibao_course_id", "!=", False), ("kanban_state", "!=", "cancel")]
        return {
            "to_come": events.search_count([*ours, ("date_end", ">=", now)]),
            "to_close": events.search_count(
                [*ours, ("date_end", "<", now), ("dibao_closed_on", "=", False)]
            ),
        }
