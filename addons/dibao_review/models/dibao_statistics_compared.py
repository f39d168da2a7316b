# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo import api, models

from .. import statistics_words as words
from ..tools import official_tables as tables
from ..tools import payment

COMPARED = ("households", "persons", "spending", "average")


class DibaoStatistics(models.AbstractModel):
    """The county table beside last month's and last year's, and what lies between."""

    _inherit = "dibao.statistics"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _compared(self, place, month, ask, cells, sees_small):
        """The table of last month and of the same month last year beside this one.

        :param ask: ``urban_rural`` and ``published`` of the table
        :return: list of ``name``, ``rows`` (``label``, ``then``, ``now``, ``diff``) and
            ``movement``: how each figure came from the one to the other, step by step
        """
        labels = words.columns(self.env)
        found = []
        for back, name in (
            (1, self.env._("The month before")),
            (12, self.env._("Same month last year")),
        ):
            then = payment.shift(month, -back)
            span = self._figures(place, date(then.year, 1, 1), then, **ask)
            if then not in span:
                continue
            old = tables.cells(span[then], added(span.values()))
            hidden = set() if sees_small else self._veiled_cells(place, then)
            if (place.id, ask["urban_rural"]) in hidden:
                continue
            name = f"{name} ({then:%Y-%m})"
            found.append(
                {
                    "name": name,
                    "rows": [
                        {
                            "label": labels[code],
                            "then": old[code],
                            "now": cells[code],
                            "diff": round(cells[code] - old[code], 2),
                        }
                        for code in COMPARED
                        if cells[code] is not None
                    ],
                    "movement": self._movement(place, month, back, ask, name)
                    if sees_small
                    else [],
                }
            )
        return found

    @api.model
    def _movement(self, place, month, back, ask, name):
        """From the table of some months ago to this one: households, persons, yuan.

        :return: nothing when a month between is not frozen
        """
        then = payment.shift(month, -back)
        both = {"urban_rural": ask["urban_rural"]}
        published = self._figures(place, then, published=True, **both).get(then)
        span = self._figures(place, payment.shift(then, 1), month, **ask)
        if not published or len(span) < back:
            return []
        known = self._known(place, then, span, published, ask)
        moved = tables.added_moves([span[one] for one in sorted(span)])
        said, labels = words.steps(self.env), words.columns(self.env)
        said = {**said, "last": name}
        steps = {
            what: tables.movement(published, known, moved, what)
            for what in ("households", "persons")
        }
        # Money as published follows from money as published, without later knowledge.
        money = published if ask["published"] else known
        steps["spending"] = tables.money_movement(published, money, span[month])
        return [
            {
                "what": labels[what],
                "since": name,
                "kind": "yuan" if what == "spending" else "count",
                "steps": [
                    {"code": step, "label": said[step], "count": count}
                    for step, count in found
                ],
            }
            for what, found in steps.items()
        ]

    @api.model
    def _known(self, place, then, span, published, ask):
        """The earlier month with what was learned of it until the later one.

        As published, each month follows from the one before as it was known when the
        later one was frozen: so what was learned adds up over the months between.
        """
        both = {"urban_rural": ask["urban_rural"]}
        if not ask["published"]:
            return self._figures(place, then, **both)[then]
        known, last = dict(published), published
        for month in sorted(span):
            before = payment.shift(month, -1)
            learned = self._figures(place, before, published=month, **both)[before]
            for what in ("households", "persons"):
                known[what] += learned[what] - last[what]
            last = span[month]
        return known


def added(figures):
    """Figures of several months added up; only what adds up over months is read."""
    total = {}
    for one in figures:
        for name, value in one.items():
            if name != "detail":
                total[name] = total.get(name, 0) + value
    return total
