# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

#: Acts of no procedure: whatever lies there is complete.
LOOSE_ACTS = ("daily", "other")
BATCH = 500


class DibaoVolume(models.Model):
    """Which papers a volume needs, has and lacks (R-04)."""

    _inherit = "dibao.volume"

    @api.model_create_multi
    def create(self, vals_list):
        volumes = super().create(vals_list)
        volumes._refresh_gaps()
        return volumes

    def write(self, vals):
        result = super().write(vals)
        if {"household_id", "category_id", "previous_id", "state"} & vals.keys():
            self._refresh_gaps()
        return result

    def _completeness(self):
        """What each act in a volume needs at its place and time.

        :return: list of ``(act, requirement, is there)``; conditions that the household
            does not meet are left out
        """
        self.ensure_one()
        result = []
        for act, (day, present) in self._acts().items():
            for rule in self._requirements(act, day):
                result.append((act, rule, rule.kind_id in present))
        return result

    def _acts(self):
        """``{act: (day, kinds present)}`` of an approval volume."""
        if self.category_kind != "approval" or not self.household_id:
            return {}
        items = self.item_ids
        acts = {item.act for item in items if item.act} - set(LOOSE_ACTS)
        if not self.previous_id:
            acts.add("application")
        told = {}
        for act in sorted(acts):
            own = items.filtered(lambda item, act=act: item.act == act)
            days = [day for day in own.mapped("date") if day]
            there = items.filtered(lambda item, act=act: item.act in (act, False))
            told[act] = (min(days, default=self.opened_on), there.kind_id)
        return told

    def _requirements(self, act, day):
        """Requirements that hold here, on that day, for this household."""
        return self._asked_of(self.household_id.sudo(), act, self.division_id, day)

    @api.model
    def _asked_of(self, household, act, place, day):
        """Requirements of an act that a household meets, with a volume or without.

        :return: records of ``dibao.document.requirement``
        """
        rules = self.env["dibao.document.requirement"]._in_force(act, place.sudo(), day)
        return rules.filtered(
            lambda rule: (
                rule.obligation == "must"
                or (
                    rule.obligation == "conditional"
                    and self._meets(household, rule.condition)
                )
            )
        )

    @api.model
    def _meets(self, household, condition):
        persons = household.live_member_ids.person_id
        if condition == "custodian":
            return bool(household.account_custodian_id)
        if condition == "disabled":
            return any(p.disability_type or p.disability_grade for p in persons)
        if condition == "ill":
            return any(persons.mapped("serious_illness"))
        return condition == "student" and any(persons.mapped("school"))

    def _refresh_gaps(self):
        """Bring the list of missing papers up to date."""
        gaps = self.env["dibao.volume.gap"].sudo()
        new, stale = [], gaps.browse()
        for volume in self.sudo():
            wanted = {}
            if volume.state == "open":
                wanted = {
                    (act, rule.kind_id.id): rule.id
                    for act, rule, there in volume._completeness()
                    if not there
                }
            known = {(gap.act, gap.kind_id.id): gap for gap in volume.gap_ids}
            stale |= gaps.union(*(known[key] for key in known.keys() - wanted.keys()))
            new += (
                {
                    "volume_id": volume.id,
                    "act": act,
                    "kind_id": kind_id,
                    "requirement_id": wanted[act, kind_id],
                }
                for act, kind_id in wanted.keys() - known.keys()
            )
        stale.unlink()
        gaps.create(new)
        self._finish_tasks()

    @api.model
    def _cron_refresh_gaps(self):
        """Requirements, people and places change: look at all open volumes again."""
        open_ones = Domain("state", "=", "open") & Domain("household_id", "!=", False)
        volumes = self.sudo().search(open_ones, order="id")
        cron, left = self.env["ir.cron"], len(volumes)
        cron._commit_progress(remaining=left)
        for start in range(0, len(volumes), BATCH):
            batch = volumes[start : start + BATCH]
            batch._refresh_gaps()
            left -= len(batch)
            if not cron._commit_progress(len(batch), remaining=left):
                break

    # THE TASK LIST

    def action_make_tasks(self):
        """Make a task for each volume that lacks papers, once."""
        volumes = self.filtered(lambda v: v.missing_count and v.state == "open")
        volumes.check_access("write")
        volumes._make_tasks()
        return self._tell_tasks(len(volumes))

    def _make_tasks(self):
        kind = self.env.ref("dibao_archive.activity_missing_papers")
        have = self.activity_ids.filtered(lambda task: task.activity_type_id == kind)
        known = set(have.mapped("res_id"))
        today = fields.Date.context_today(self)
        policies = self.env["dibao.policy"]
        by_place = defaultdict(self.browse)
        for volume in self.filtered(lambda v: v.id not in known):
            by_place[volume.division_id] |= volume
        for place, volumes in by_place.items():
            days = policies._require("archive_gap_days", place.sudo())
            for volume in volumes:
                names = volume.gap_ids.kind_id.mapped("display_name")
                volume.activity_schedule(
                    "dibao_archive.activity_missing_papers",
                    date_deadline=fields.Date.add(today, days=days),
                    summary=self.env._("Bring in: %s", ", ".join(names))[:250],
                    user_id=self.env.uid,
                )

    def _finish_tasks(self):
        """Nothing is missing any more: the task is done."""
        complete = self.filtered(lambda v: not v.gap_ids and v.activity_ids)
        complete.sudo().activity_feedback(["dibao_archive.activity_missing_papers"])

    @api.model
    def _tell_tasks(self, count):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if count else "info",
                "message": self.env._(
                    "Volumes on the task list: %(count)d", count=count
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
