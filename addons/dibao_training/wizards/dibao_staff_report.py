# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from ..tools import staff_structure

SUMS = (
    "present_count:sum",
    "part_time_count:sum",
    "titled_count:sum",
    "certified_count:sum",
    "trained_count:sum",
    "promised_count:sum",
)


class DibaoStaffReport(models.TransientModel):
    """The staff of a place in words: where it is too old, too part-time, untrained."""

    _name = "dibao.staff.report"
    _description = "Report on the Structure of the Staff"

    division_id = fields.Many2one(
        "dibao.division",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.user.dibao_division_ids[:1],
    )
    year = fields.Char(
        required=True,
        size=4,
        default=lambda self: str(fields.Date.context_today(self).year),
    )
    summary = fields.Text(compute="_compute_summary")

    @api.depends("division_id", "year")
    def _compute_summary(self):
        for report in self:
            ready = report.division_id and (report.year or "").isdigit()
            report.summary = "\n".join(report._sentences()) if ready else False

    def action_print(self):
        """Print the report."""
        self.ensure_one()
        report = self.env.ref("dibao_training.staff_report_report")
        return report.report_action(self, config=False)

    # FIGURES

    def _domain(self, division):
        return [("year", "=", self.year), ("division_id", "child_of", division.ids)]

    def _figures(self, division):
        """Persons of a place by name, as the tool counts them."""
        self.ensure_one()
        rows = self.env["dibao.staff.structure"]
        domain = self._domain(division)
        present = [*domain, ("present_count", "=", 1)]
        [(staff, part_time, titled, certified, trained, promised)] = rows._read_group(
            present, [], SUMS
        )
        old_age = self._policy("staff_old_age", division) or 200
        [(aged, average)] = rows._read_group(
            [*present, ("age", ">", 0)], [], ["__count", "age:avg"]
        )
        old = rows.search_count([*present, ("age", ">=", old_age)])
        [(joined, left)] = rows._read_group(
            domain, [], ["joined_count:sum", "left_count:sum"]
        )
        before = rows.search_count([*domain, ("joined_count", "=", 0)])
        staff = staff or 0
        return {
            "staff": staff,
            "part_time": part_time or 0,
            "titled": titled or 0,
            "certified": certified or 0,
            "trained": trained or 0,
            "promised": promised or 0,
            "untrained": staff - (trained or 0),
            "unpromised": staff - (promised or 0),
            "aged": aged,
            "average_age": round(average) if average else 0,
            "old": old,
            "joined": joined or 0,
            "left": left or 0,
            "staff_before": before,
        }

    def _policy(self, code, division):
        day = fields.Date.to_date(f"{self.year}-12-31")
        return self.env["dibao.policy"]._get(code, division, day)

    def _limits(self, division):
        codes = {policy for _p, _w, policy in staff_structure.QUESTIONS.values()}
        return {code: self._policy(code, division) for code in codes}

    def _places(self):
        """The place itself and what lies directly under it and has staff."""
        self.ensure_one()
        rows = self.env["dibao.staff.structure"]
        below = self.env["dibao.division"].search(
            [("parent_id", "=", self.division_id.id)], order="code"
        )
        return [
            place for place in below if rows.search_count(self._domain(place), limit=1)
        ]

    def _rows(self):
        """Figures of each place and of all together, for the table."""
        rows = [
            {"name": place.name, "total": False, **self._figures(place)}
            for place in self._places()
        ]
        total = self._figures(self.division_id)
        return [*rows, {"name": self.env._("All"), "total": True, **total}]

    # WORDS

    def _sentences(self):
        """What the figures say: first of the whole, then of each place, worst first."""
        self.ensure_one()
        whole = self._figures(self.division_id)
        if not whole["staff"]:
            return [
                self.env._(
                    "%(place)s has no archive staff on record for %(year)s.",
                    place=self.division_id.name,
                    year=self.year,
                )
            ]
        said = [
            self.env._(
                "%(place)s has %(staff)s archive staff, %(part)s%% of them part-time, "
                "%(certified)s%% certified; average age %(age)s.",
                place=self.division_id.name,
                staff=whole["staff"],
                part=staff_structure.share(whole["part_time"], whole["staff"]),
                certified=staff_structure.share(whole["certified"], whole["staff"]),
                age=whole["average_age"] or "–",
            )
        ]
        places = [(self.division_id, whole)]
        places += [(place, self._figures(place)) for place in self._places()]
        found = [
            (finding, place)
            for place, figures in places
            for finding in staff_structure.findings(figures, self._limits(place))
        ]
        said += [self._sentence(finding, place) for finding, place in found]
        if not found:
            said.append(self.env._("No share lies above the limits of the policies."))
        return said

    def _sentence(self, finding, place):
        values = {
            "place": place.name,
            "count": finding.count,
            "whole": finding.whole,
            "share": finding.share,
            "limit": round(finding.limit),
        }
        env = self.env
        texts = {
            "old": env._(
                "%(place)s is too old: %(count)s of %(whole)s are near retirement "
                "(%(share)s%%, limit %(limit)s%%).",
                **values,
            ),
            "part_time": env._(
                "%(place)s is too part-time: %(count)s of %(whole)s (%(share)s%%, "
                "limit %(limit)s%%).",
                **values,
            ),
            "untrained": env._(
                "%(place)s is untrained: %(count)s of %(whole)s have no credit hour in "
                "the year (%(share)s%%, limit %(limit)s%%).",
                **values,
            ),
            "unpromised": env._(
                "%(place)s: %(count)s of %(whole)s have signed no secrecy promise.",
                **values,
            ),
            "turnover": env._(
                "%(place)s changes too often: %(count)s of %(whole)s left in the year "
                "(%(share)s%%, limit %(limit)s%%).",
                **values,
            ),
        }
        return texts[finding.code]

    def _breakdowns(self):
        """Counts by age, education, title and post, for the tables below."""
        self.ensure_one()
        rows = self.env["dibao.staff.structure"]
        domain = [*self._domain(self.division_id), ("present_count", "=", 1)]
        titles = {
            "age_band": self.env._("Age"),
            "education_id": self.env._("Education"),
            "title_level": self.env._("Professional title"),
            "kind": self.env._("Post"),
        }
        parts = []
        for name, title in titles.items():
            found = rows._read_group(domain, [name], ["__count"])
            cells = [(self._label(name, value), count) for value, count in found]
            parts.append({"title": title, "cells": cells})
        return parts

    def _label(self, name, value):
        field = self.env["dibao.staff.structure"]._fields[name]
        if not value:
            return self.env._("None")
        if field.type == "many2one":
            return value.display_name
        return dict(field._description_selection(self.env))[value]
