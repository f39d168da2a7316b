# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo import api, models
from odoo.fields import Domain

from ..tools import retention

#: What became of these is settled; their dates tell of it.
GONE = ("transferred", "destroyed")
BATCH = 1000
#: Policies with the years below which no local rule goes.
FLOORS = {"approval": "retention_approval_years", "daily": "retention_daily_years"}


class DibaoVolume(models.Model):
    """When a volume may be appraised (R-01 to R-03)."""

    _inherit = "dibao.volume"

    def _due(self, known):
        """``(due date, event date)`` of one volume; False where there is none.

        :param known: rules found for other volumes, to be filled
        """
        self.ensure_one()
        if self.state in GONE:
            return self.due_date, self.trigger_date
        key = (self.category_id, self.division_id, self.opened_on)
        if key not in known:
            known[key] = self.env["dibao.retention"]._applying(
                self.category_id, self.division_id.sudo(), self.opened_on
            )
        rules = self.retention_id | known[key]
        triggers = set(rules.sudo().mapped("trigger"))
        events = {trigger: self._event_day(trigger) for trigger in triggers}
        floor = self._floor_years()
        pure = [
            rule._replace(floor_years=max(rule.floor_years, floor))
            for rule in rules._pure()
        ]
        due, event = retention.latest(pure, events)
        return due or False, event or False

    @api.model
    def _refresh_due(self, volumes):
        """Rules or places changed: reckon again."""
        for name in ("due_date", "trigger_date"):
            self.env.add_to_compute(self._fields[name], volumes)
        volumes.flush_recordset(["due_date", "trigger_date"])

    @api.model
    def _cron_refresh_due(self):
        """Reckon the due dates of all volumes again whose event has come."""
        domain = Domain("state", "not in", GONE) & (
            Domain("household_id", "=", False)
            | Domain("household_id.state", "in", ("stopped", "draft"))
        )
        volumes = self.sudo().search(domain, order="id")
        cron, left = self.env["ir.cron"], len(volumes)
        cron._commit_progress(remaining=left)
        for start in range(0, len(volumes), BATCH):
            batch = volumes[start : start + BATCH]
            self._refresh_due(batch)
            left -= len(batch)
            if not cron._commit_progress(len(batch), remaining=left):
                break

    def _floor_years(self):
        key = FLOORS.get(self.category_kind)
        if not key:
            return 0
        policies = self.env["dibao.policy"].sudo()
        return policies._get(key, self.division_id.sudo(), self.opened_on) or 0

    def _log_not_due(self, day):
        """A household that receives again keeps its volumes (R-03)."""
        self.ensure_one()
        self.household_id._log_event(
            "other",
            self.env._(
                "%(volume)s was due for appraisal on %(day)s, and is no more: the "
                "household receives again.",
                volume=self.display_name,
                day=day,
            ),
            record=self,
        )

    def _event_day(self, trigger):
        """The day of an event from which years are counted, None while it lies ahead.

        The procedure's add-on knows more of payments and cases, and may override this.
        """
        self.ensure_one()
        if trigger == "filing":
            return self.filed_on or None
        if trigger == "case_closed":
            return self.closed_on or self.filed_on or None
        household = self.household_id
        if trigger == "year_end" or not household:
            return date(self.year, 12, 31) if self.year else None
        if household.state == "draft":
            # Never received: what was applied for ended when the volume was closed.
            return self.closed_on or None
        return household.state_date or None if household.state == "stopped" else None
