# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from pytz import timezone

from odoo import api, fields, models

from ..tools import procedure, workdays

#: How far ahead the calendar is read at once; a limit that is longer reads on.
WINDOW_DAYS = 120


class DibaoCase(models.Model):
    """The clock: stored last days, by the rule in force when the stage was reached."""

    _inherit = "dibao.case"

    due_on = fields.Date(
        string="Due",
        compute="_compute_due_on",
        store=True,
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Last day for the next act.",
    )

    # Neither village nor policies: a limit that began is not changed by them later.
    @api.depends("stage", "received_on", "accepted_on")
    def _compute_due_on(self):
        is_working_day = self._is_working_day()
        for case in self:
            start_field, key = procedure.LIMITS.get(case.stage, (None, None))
            start = start_field and case[start_field]
            case.due_on = start and workdays.due_date(
                start, case._policy(key, start), is_working_day
            )

    def _policy(self, key, day):
        """Value of a policy for this case's village on a day; a missing one is told."""
        return self.env["dibao.policy"]._require(key, self.division_id, day)

    def _is_noticed(self):
        """Is a case of this kind shown in the village before it is decided?

        By the rule of its acceptance. Where none holds, every kind is shown.
        """
        self.ensure_one()
        kinds = self.env["dibao.policy"]._get(
            "notice_kinds", self.division_id, self.accepted_on
        )
        return kinds is None or self.kind in kinds

    @api.model
    def _is_working_day(self):
        """Function of a date: whether the company's calendar has working hours on it.

        Read through the calendar's own intervals, so that public holidays and whatever
        else is taught to the calendar count here too.
        """
        calendar = self.env.company.resource_calendar_id.sudo()
        if not calendar:
            return lambda day: day.weekday() < 5
        zone = timezone(calendar.tz or "UTC")
        windows = {}

        def is_working(day):
            number = day.toordinal() // WINDOW_DAYS
            if number not in windows:
                first = day.fromordinal(number * WINDOW_DAYS)
                windows[number] = self._working_days(calendar, zone, first)
            return day in windows[number]

        return is_working

    @api.model
    def _working_days(self, calendar, zone, first):
        begin = fields.Datetime.to_datetime(first)
        end = fields.Datetime.add(begin, days=WINDOW_DAYS)
        intervals = calendar._work_intervals_batch(
            zone.localize(begin), zone.localize(end)
        )[False]
        return {start.astimezone(zone).date() for start, _stop, _meta in intervals}
