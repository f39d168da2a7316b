# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from pytz import timezone

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..tools import procedure, workdays

#: How far ahead the calendar is read at once; a limit that is longer reads on.
WINDOW_DAYS = 120
EXTENDERS = (
    "dibao_archive.group_township_reviewer",
    "dibao_archive.group_county_officer",
)
KEYS = [
    ("accept", "Acceptance or one-time notice"),
    ("start_investigation", "Start of the investigation"),
    ("start_check", "Start of the information check"),
    ("visit", "Home visit"),
    ("appraisal", "Democratic appraisal"),
    ("opinion", "Preliminary opinion"),
    ("notice", "Days of the public notice"),
    ("hand_up", "Handing up after the notice"),
    ("county_opinion", "Opinion of the county"),
    ("total", "The whole case"),
    ("refusal_notice", "Notice of the refusal"),
]
EXTENSIONS = [
    ("objection", "Objection to the public notice"),
    ("lives_elsewhere", "Lives away from the place of registration"),
    ("cross_area", "Application across areas"),
    ("hard_investigation", "Investigation is especially hard"),
]


class DibaoCaseDeadline(models.Model):
    """A limit of a case: when it began, until when, whether it was met.

    Its length is that of the rules under which the case started; later rules, a move
    of the household or a changed calendar do not touch it, but for what was not
    published then.
    """

    _name = "dibao.case.deadline"
    _description = "Limit of a Case"
    _inherit = ["dibao.jurisdiction.mixin", "dibao.filed.mixin"]
    _order = "due_on, id"
    _rec_name = "key"
    _act_fields = (
        "case_id",
        "key",
        "started_on",
        "day_count",
        "by_calendar",
        "due_on",
        "done_on",
        "met_late",
        "dropped",
        "paused_days",
        "extended",
        "extended_on",
        "extended_by_id",
        "is_provisional",
    )

    case_id = fields.Many2one(
        "dibao.case", required=True, readonly=True, index=True, ondelete="cascade"
    )
    household_id = fields.Many2one(related="case_id.household_id")
    division_id = fields.Many2one(related="case_id.division_id", store=True, index=True)
    officer_id = fields.Many2one(related="case_id.officer_id", store=True, index=True)
    key = fields.Selection(KEYS, "Time limit", required=True, readonly=True)
    article = fields.Char("Rule", compute="_compute_article")
    started_on = fields.Date("Since", required=True, readonly=True)
    day_count = fields.Integer(
        "Days",
        readonly=True,
        aggregator=None,
        help="Working days; days of the calendar for a notice, or where the place "
        "counts a limit so.",
    )
    by_calendar = fields.Boolean("Days of the calendar", readonly=True)
    due_on = fields.Date("Last day", required=True, readonly=True, index=True)
    done_on = fields.Date("Met on", readonly=True)
    met_late = fields.Boolean("Met after the last day", readonly=True)
    dropped = fields.Boolean(
        "No longer needed",
        readonly=True,
        help="The case was sent back or closed before.",
    )
    paused_days = fields.Integer(
        "Days not counted",
        readonly=True,
        help="Of the public notice and the appraisal, where they do not count.",
    )
    extended = fields.Selection(EXTENSIONS, "Extended because", readonly=True)
    extended_on = fields.Date(readonly=True)
    extended_by_id = fields.Many2one("res.users", readonly=True)
    is_provisional = fields.Boolean(
        "Reckoned without the year's holidays",
        readonly=True,
        help="The holidays of that year were not published when it was reckoned. It is "
        "reckoned again every night until they are.",
    )
    status = fields.Selection(
        [
            ("running", "Running"),
            ("today", "Due today"),
            ("late", "Overdue"),
            ("met", "Met"),
            ("met_late", "Met too late"),
            ("dropped", "No longer needed"),
        ],
        compute="_compute_status",
        search="_search_status",
    )

    _running = models.UniqueIndex(
        "(case_id, key) WHERE done_on IS NULL AND dropped IS NOT TRUE",
        "This limit is running already.",
    )
    _due = models.Index("(due_on) WHERE done_on IS NULL AND dropped IS NOT TRUE")

    @api.depends("household_id.display_name", "key")
    @api.depends_context("lang")
    def _compute_display_name(self):
        keys = dict(self._fields["key"]._description_selection(self.env))
        for limit in self:
            who = limit.household_id.display_name
            limit.display_name = " · ".join(filter(None, (who, keys.get(limit.key))))

    @api.depends("key")
    @api.depends_context("lang")
    def _compute_article(self):
        for limit in self:
            said = procedure.CLOCKS[limit.key].article if limit.key else ""
            limit.article = said and self.env._(
                "57号 art. %(article)s", article=said.rpartition(" ")[2]
            )

    @api.depends("due_on", "done_on", "met_late", "dropped")
    def _compute_status(self):
        today = fields.Date.context_today(self)
        for limit in self:
            if limit.dropped:
                limit.status = "dropped"
            elif limit.done_on:
                limit.status = "met_late" if limit.met_late else "met"
            elif limit.due_on and limit.due_on < today:
                limit.status = "late"
            else:
                limit.status = "today" if limit.due_on == today else "running"

    def _search_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        running = Domain("done_on", "=", False) & Domain("dropped", "=", False)
        met = Domain("done_on", "!=", False) & Domain("dropped", "=", False)
        domains = {
            "running": running & Domain("due_on", ">", today),
            "today": running & Domain("due_on", "=", today),
            "late": running & Domain("due_on", "<", today),
            "met": met & Domain("met_late", "=", False),
            "met_late": met & Domain("met_late", "=", True),
            "dropped": Domain("dropped", "=", True),
        }
        return Domain.OR(domains[status] for status in value if status in domains)

    # ------------------------------------------------------------------ what acts do

    @api.model
    def _begin(self, cases, key, day):
        """A limit of cases begins, by the rule under which each case started."""
        clock = procedure.CLOCKS[key]
        reckoned, rows = {}, []
        for case in cases:
            name = procedure.length_policy(key, case.confirming_level)
            length = case._rule(name, day, needed=not clock.local)
            if length is None:
                continue
            since = case.notice_until if clock.after_notice else day
            plain = clock.calendar_days or key in (
                case._rule("calendar_day_limits", day, needed=False) or ()
            )
            way = (since, length, plain)
            if way not in reckoned:
                reckoned[way] = self._last_day(*way)
            due, published = reckoned[way]
            rows.append(
                {
                    "case_id": case.id,
                    "key": key,
                    "started_on": since,
                    "day_count": length,
                    "by_calendar": plain,
                    "due_on": due,
                    "is_provisional": not published,
                }
            )
        # sudo: the effect of an act that was checked
        self.sudo()._acting().create(rows)

    @api.model
    def _last_day(self, day, length, by_calendar):
        """Last day of a limit, and whether the holidays up to it are published."""
        if by_calendar:
            return fields.Date.add(day, days=length), True
        known = []
        due = workdays.due_date(day, length, self._is_working_day(known))
        return due, all(known)

    def _end(self, day):
        """It was met, in time or not."""
        late = self.sudo().filtered(lambda limit: day > limit.due_on)
        for limits, met_late in ((late, True), (self.sudo() - late, False)):
            limits._by_act({"done_on": day, "met_late": met_late})
        self._forget()

    def _drop(self):
        """What it was for came to an end otherwise."""
        self.sudo()._by_act({"dropped": True})
        self._forget()

    def _forget(self):
        """Nothing reminds of it any more."""

    def _pause(self, first, last):
        """Days of a notice or an appraisal do not count, where the place says so."""
        for limit in self.sudo():
            days = (last - first).days + 1
            if not limit.by_calendar:
                days = workdays.count_between(first, last, self._is_working_day([]))
            paused = limit.paused_days + days
            due = limit._due_after(limit.day_count + paused)
            limit._by_act({"paused_days": paused, "due_on": due})

    def _due_after(self, length):
        self.ensure_one()
        due, published = self._last_day(self.started_on, length, self.by_calendar)
        if published == self.is_provisional:
            self._by_act({"is_provisional": not published})
        return due

    def _extend(self, reason):
        """Take up to ``max_wd`` for the whole case, for a reason that the rules list.

        :raise UserError: another limit, no such reason, extended before
        """
        self.ensure_one()
        self.case_id.check_access("write")
        if not any(map(self.env.user.has_group, EXTENDERS)):
            raise AccessError(self.env._("Your role does not take this step."))
        if self.key != "total" or self.done_on or self.dropped:
            raise UserError(
                self.env._("Only the running limit of the whole case is extended.")
            )
        if self.extended or reason not in procedure.EXTENSIONS:
            raise UserError(
                self.env._("It is extended once, for one of the listed reasons.")
            )
        length = self.case_id._policy("max_wd", self.started_on)
        limit = self.sudo()
        limit._by_act(
            {
                "day_count": length,
                "due_on": limit._due_after(length + limit.paused_days),
                "extended": reason,
                "extended_on": fields.Date.context_today(self),
                "extended_by_id": self.env.uid,
            }
        )

    # ------------------------------------------------------------------ working days

    @api.model
    def _is_working_day(self, known):
        """Function of a date: whether the office works on it.

        By the official holidays and make-up weekends; days on which the company's own
        calendar rests as a whole (local holidays) are no working days either.

        :param list known: is told for each day whether that year is published
        """
        company = self._calendar_days()

        def is_working(day):
            official = workdays.official(day)
            known.append(official is not None)
            if official is None:
                return company(day)
            return official and (day.weekday() > 4 or company(day))

        return is_working

    @api.model
    def _calendar_days(self):
        """Function of a date: whether the company's calendar has hours on it."""
        calendar = self.env.company.resource_calendar_id.sudo()
        if not calendar:
            return lambda day: day.weekday() < 5
        zone = timezone(calendar.tz or "UTC")
        windows = {}

        def has_hours(day):
            number = day.toordinal() // WINDOW_DAYS
            if number not in windows:
                first = day.fromordinal(number * WINDOW_DAYS)
                windows[number] = self._days_with_hours(calendar, zone, first)
            return day in windows[number]

        return has_hours

    @api.model
    def _days_with_hours(self, calendar, zone, first):
        begin = fields.Datetime.to_datetime(first)
        end = fields.Datetime.add(begin, days=WINDOW_DAYS)
        intervals = calendar._work_intervals_batch(
            zone.localize(begin), zone.localize(end)
        )[False]
        return {start.astimezone(zone).date() for start, _stop, _meta in intervals}

    @api.model
    def _cron_published(self):
        """Reckon again what was reckoned without the holidays of its year."""
        running = Domain("done_on", "=", False) & Domain("dropped", "=", False)
        for limit in self.search(running & Domain("is_provisional", "=", True)):
            due = limit._due_after(limit.day_count + limit.paused_days)
            if due != limit.due_on:
                limit._by_act({"due_on": due})
