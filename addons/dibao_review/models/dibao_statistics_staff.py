# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models

from .. import statistics_words as words
from ..tools import findings

STANDING = ("good", "now", "not")
#: What the standings of a duty mean here (see the training add-on).
STANDS = {
    **{"free": "good", "qualified": "good", "missing": "not"},
    **{"leave": "now", "grace": "now"},
}


class DibaoStatistics(models.AbstractModel):
    """Who of those in charge is qualified to file, by place."""

    _inherit = "dibao.statistics"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _coverage(self, place):
        """How those who file at and below a place stand to that duty.

        :return: ``{place: {"good": n, "now": n, "not": n}}`` of the place itself
            and of those below in which anybody is; None where nobody keeps
            qualifications: the seam then lets everybody pass
        """
        if "dibao.duty.standing" not in self.env:
            return None
        # sudo: counts of the area that was asked for; no names
        rows = self.env["dibao.duty.standing"].sudo()
        rows = rows._read_group(
            [("duty_id.code", "=", "file"), ("division_id", "child_of", place.id)],
            ["division_id", "state"],
            ["__count"],
        )
        below = place.sudo().child_ids.sorted("code")
        found = {}
        for division, state, count in [*rows, *self._without_record(place)]:
            at = next(
                (
                    one
                    for one in below
                    if division.parent_path.startswith(one.parent_path)
                ),
                place.sudo(),
            )
            counts = found.setdefault(at, dict.fromkeys(STANDING, 0))
            counts[STANDS[state]] += count
        return {one: found[one] for one in (*below, place.sudo()) if one in found}

    @api.model
    def _without_record(self, place):
        """Users who file and of whom no staff record says anything."""
        duty = self.env["dibao.duty"].sudo().search([("code", "=", "file")])
        groups = [group for _duty, group in duty._role_pairs()]
        users = self.env["res.users"].sudo()
        users = users.search(
            [
                ("dibao_division_ids", "child_of", place.id),
                ("all_group_ids", "in", groups),
                ("share", "=", False),
                ("employee_ids", "=", False),
            ]
        )
        for user in users:
            may = user._dibao_check_duty("file", place) is True
            yield user.dibao_division_ids[:1], "free" if may else "missing", 1

    @api.model
    def _chart_coverage(self, place):
        found = self._coverage(place)
        if found is None:
            return None
        labels = {
            "good": self.env._("Qualified"),
            "now": self.env._("For the time being"),
            "not": self.env._("Not qualified"),
        }
        return {
            "key": "coverage",
            "title": self.env._("Qualified for filing"),
            "type": "bar",
            "kind": "count",
            "horizontal": True,
            "stacked": True,
            "labels": [one.name for one in found],
            "places": [one.id if one != place else False for one in found],
            "series": [
                {
                    "label": labels[name],
                    "data": [counts[name] for counts in found.values()],
                }
                for name in STANDING
            ],
            "open": {
                "name": self.env._("Qualified for filing"),
                "res_model": "dibao.duty.standing",
                "domain": self._in_area(place, ["duty_id.code", "=", "file"]),
            }
            if self.env["dibao.duty.standing"].has_access("read")
            else False,
            "sentence": words.sentence(self.env, self._coverage_finding(found)),
        }

    @api.model
    def _coverage_finding(self, found):
        good, now, lacking = (
            sum(counts[name] for counts in found.values()) for name in STANDING
        )
        many = good + now + lacking
        if not many:
            return "coverage_none", {}
        values = {"good": good, "all": many, "percent": findings.share(good, many)}
        if not lacking or len(found) < 2:
            return "coverage", values
        worst = max(found, key=lambda one: found[one]["not"])
        named = {"name": worst.name, "count": found[worst]["not"]}
        return "coverage_worst", {**values, **named}
