# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dibao_archive.tools import label_token

#: Of the coordinator alone: the platform's other events know nothing of it.
COORDINATOR = "dibao_archive.group_training_coordinator"


class EventEvent(models.Model):
    """A session of a course: the platform's event, with hours and attendance."""

    _inherit = ["event.event", "dibao.training.paper.mixin"]
    _name = "event.event"

    dibao_course_id = fields.Many2one(
        "dibao.training.course",
        string="Training course",
        index="btree_not_null",
        ondelete="set null",
        groups=COORDINATOR,
        help="The course that this event is a session of.",
    )
    dibao_division_id = fields.Many2one(
        related="dibao_course_id.division_id",
        store=True,
        index="btree_not_null",
        groups=COORDINATOR,
        string="Held by",
    )
    dibao_hours = fields.Float(
        "Credit hours",
        compute="_compute_dibao_hours",
        store=True,
        readonly=False,
        groups=COORDINATOR,
        help="Booked for whoever attends; all sessions of a course together never "
        "give more than the hours of the course.",
    )
    dibao_mode = fields.Selection(
        [("onsite", "On site"), ("online", "Online"), ("both", "Both")],
        "Mode",
        default="onsite",
        groups=COORDINATOR,
    )
    dibao_place = fields.Char("Place", groups=COORDINATOR)
    dibao_expert_id = fields.Many2one(
        "dibao.training.expert",
        "Expert",
        compute="_compute_dibao_expert_id",
        store=True,
        readonly=False,
        ondelete="set null",
        groups=COORDINATOR,
    )
    dibao_token = fields.Char(
        "Code of the sheet",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups=COORDINATOR,
    )
    dibao_open = fields.Boolean(
        "Staff may register",
        default=True,
        groups=COORDINATOR,
        help="Shown under My training of the staff of the area.",
    )
    dibao_closed_on = fields.Datetime(
        "Closed", readonly=True, copy=False, groups=COORDINATOR
    )
    dibao_sheet_item_id = fields.Many2one(
        "dibao.item",
        "Filed attendance sheet",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        groups=COORDINATOR,
    )
    dibao_waiting_count = fields.Integer(
        "Waiting", compute="_compute_dibao_counts", groups=COORDINATOR
    )
    dibao_attended_count = fields.Integer(
        "Attended", compute="_compute_dibao_counts", groups=COORDINATOR
    )
    dibao_booked_hours = fields.Float(
        "Hours booked", compute="_compute_dibao_counts", groups=COORDINATOR
    )

    _dibao_hours_positive = models.Constraint(
        "CHECK (dibao_hours IS NULL OR dibao_hours >= 0)",
        "Credit hours cannot be negative.",
    )

    @api.depends("dibao_course_id.hours")
    def _compute_dibao_hours(self):
        for event in self:
            if event.dibao_closed_on or event.dibao_hours:
                continue
            event.dibao_hours = event.dibao_course_id.hours

    @api.depends("dibao_course_id.expert_id")
    def _compute_dibao_expert_id(self):
        for event in self:
            event.dibao_expert_id = (
                event.dibao_expert_id or event.dibao_course_id.expert_id
            )

    @api.depends("registration_ids.state", "registration_ids.dibao_waiting")
    def _compute_dibao_counts(self):
        credits = dict(
            self.env["dibao.training.credit"]
            .sudo()
            ._read_group(
                [("event_id", "in", self.ids), ("state", "=", "booked")],
                ["event_id"],
                ["hours:sum"],
            )
        )
        for event in self:
            seats = event.registration_ids
            event.dibao_waiting_count = len(seats.filtered("dibao_waiting"))
            event.dibao_attended_count = len(
                seats.filtered(lambda seat: seat.state == "done")
            )
            event.dibao_booked_hours = credits.get(event._origin, 0.0)

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        events.sudo().filtered("dibao_course_id")._dibao_prepare()
        return events

    def write(self, vals):
        if vals.get("kanban_state") == "cancel":
            self._dibao_take_back()
        limits = {"seats_max", "seats_limited"} & vals.keys()
        result = super().write(vals)
        if "dibao_course_id" in vals:
            self.sudo().filtered("dibao_course_id")._dibao_prepare()
        if limits:
            self.sudo().filtered("dibao_course_id")._dibao_move_up()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_hours(self):
        credits = self.env["dibao.training.credit"].sudo()
        known = credits.search([("event_id", "in", self.ids)], limit=1)
        if known:
            raise UserError(
                self.env._(
                    "“%(session)s” has booked credit hours, which must be kept. "
                    "Cancel the session instead: its hours are then taken back.",
                    session=known.event_id.name,
                )
            )

    def _dibao_prepare(self):
        """A session writes to no contacts: the staff is told within the system."""
        self.event_mail_ids.unlink()
        for event in self.filtered(lambda one: not one.dibao_token):
            event.dibao_token = label_token.new()

    def _dibao_take_back(self):
        """A session that is cancelled gives no hours, booked before or not."""
        events = self.sudo().filtered("dibao_course_id")
        booked = (
            self.env["dibao.training.credit"]
            .sudo()
            .search([("event_id", "in", events.ids), ("state", "=", "booked")])
        )
        for event, credits in booked.grouped("event_id").items():
            credits._reverse(
                self.env._("Session cancelled: %(session)s", session=event.name)
            )

    # SEATS

    def _dibao_register(self, employees, invited=False):
        """Give employees a seat, or a place on the waiting list.

        :param employees: records of ``hr.employee``
        :param bool invited: the coordinator does it; else the employee himself
        :return: the registrations, old ones included
        :raise UserError: over, cancelled, or somebody is registered as another employee
        """
        self.ensure_one()
        event = self.sudo()
        # Two who take the last seat: one after the other.
        event.lock_for_update()
        event._dibao_check_open()
        seats = event.registration_ids.filtered(lambda one: one.state != "cancel")
        for employee in employees.sudo():
            if employee in seats.dibao_employee_id:
                continue
            same = employee._dibao_same_person()
            twin = seats.filtered(lambda one, same=same: one.dibao_employee_id in same)
            if twin:
                raise UserError(
                    self.env._(
                        "%(name)s is registered already as another employee with the "
                        "same ID number (%(other)s).",
                        name=employee.name,
                        other=twin[0].name,
                    )
                )
            full = event._dibao_is_full()
            seat = seats.create(
                {
                    "event_id": event.id,
                    "dibao_employee_id": employee.id,
                    "name": employee.name,
                    "state": "draft" if full else "open",
                    "dibao_waiting": full,
                    "dibao_invited": invited,
                }
            )
            seat._dibao_tell()
            seats |= seat
        return seats.filtered(lambda one: one.dibao_employee_id in employees).with_env(
            self.env
        )

    def _dibao_check_open(self):
        if not self.dibao_course_id:
            raise UserError(self.env._("This event is no session of a course."))
        if self.kanban_state == "cancel" or self.dibao_course_id.state == "cancelled":
            raise UserError(
                self.env._("“%(session)s” was cancelled.", session=self.name)
            )
        if self.dibao_closed_on:
            raise UserError(self.env._("“%(session)s” is over.", session=self.name))

    def _dibao_is_full(self):
        self.invalidate_recordset(["seats_available", "seats_taken"])
        limited = self.seats_limited and self.seats_max
        return bool(limited and self.seats_available <= 0)

    def _dibao_move_up(self):
        """Who waits longest gets a seat that has become free."""
        for event in self.sudo().filtered(lambda one: not one.dibao_closed_on):
            if event.kanban_state == "cancel":
                continue
            waiting = event.registration_ids.filtered("dibao_waiting").sorted("id")
            for seat in waiting:
                if event._dibao_is_full():
                    break
                seat.write({"dibao_waiting": False, "state": "open"})
                seat._dibao_tell()

    # CLOSING

    def action_dibao_close(self):
        """End the session: online attendance is judged, the sheet is filed."""
        self.check_access("write")
        for event in self:
            if event.dibao_closed_on or not event.dibao_course_id:
                raise UserError(
                    self.env._("“%(session)s” is over.", session=event.name)
                )
            if event.date_begin > fields.Datetime.now():
                raise UserError(
                    self.env._("“%(session)s” has not begun yet.", session=event.name)
                )
            event.registration_ids._dibao_judge_online()
            event.registration_ids.filtered("dibao_waiting").write(
                {"state": "cancel", "dibao_waiting": False}
            )
            event.dibao_closed_on = fields.Datetime.now()
            event.action_set_done()
            event._dibao_ask_evaluation()
            event._dibao_file_sheet()

    def _dibao_file_sheet(self, filename=None, content=None):
        """File the attendance list, as printed or as scanned back with signatures."""
        self.ensure_one()
        course = self.sudo().dibao_course_id
        item = self._dibao_file_paper(
            "TRAINASST" if course.audience == "assistant" else "TRAINSHEET",
            course.division_id,
            self.env._(
                "%(session)s, %(day)s",
                session=self.name,
                day=self._dibao_day(),
            ),
            year=self._dibao_day().year,
            report=None if content else "dibao_training.attendance_list_report",
            filename=filename,
            content=content,
        )
        self.sudo().dibao_sheet_item_id = item
        return item

    def _dibao_day(self):
        """The day of the session where it is held (hours belong to that year)."""
        self.ensure_one()
        zoned = self.with_context(tz=self.date_tz or "UTC")
        return fields.Datetime.context_timestamp(zoned, self.date_begin).date()

    # PAPERS

    def _dibao_sheet_code(self):
        return self.env["dibao.cover.sheet"]._code_picture(self.sudo().dibao_token)

    def _dibao_expected(self):
        """Who has a seat, by name of office and person."""
        seats = self.registration_ids.filtered(
            lambda one: one.state in ("open", "done")
        )
        return seats.sorted(
            lambda one: (
                one.dibao_division_id.sudo().code or "",
                one.name or "",
                one.id,
            )
        )

    def _dibao_time(self):
        """Begin and end where the session is held."""
        zoned = self.with_context(tz=self.date_tz or "UTC")
        begin = fields.Datetime.context_timestamp(zoned, self.date_begin)
        end = fields.Datetime.context_timestamp(zoned, self.date_end)
        last = "%H:%M" if begin.date() == end.date() else "%Y-%m-%d %H:%M"
        return f"{begin:%Y-%m-%d %H:%M} – {end.strftime(last)}"

    # SCREEN

    def action_dibao_register(self):
        """Ask whom to register."""
        return self._dibao_wizard(
            "dibao.session.register", self.env._("Register staff")
        )

    def action_dibao_scan_sheet(self):
        """Take a signed sheet back."""
        return self._dibao_wizard(
            "dibao.session.sheet", self.env._("Signed attendance sheet")
        )

    def _dibao_wizard(self, model, name):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {"default_event_id": self.id},
        }

    def action_dibao_print_sheet(self):
        """Print the sheet that participants sign."""
        self.ensure_one()
        report = self.env.ref("dibao_training.attendance_sheet_report")
        return report.report_action(self, config=False)

    def action_dibao_cancel(self):
        """Cancel the session: its hours are taken back, and people are told."""
        for event in self:
            event.write({"kanban_state": "cancel"})
            event._dibao_tell_cancelled()

    def _dibao_tell_cancelled(self):
        for seat in self.sudo().registration_ids:
            user = seat.dibao_employee_id.user_id
            if user and seat.state != "cancel":
                event = self.with_context(lang=user.lang)
                self.sudo().dibao_course_id.message_notify(
                    partner_ids=user.partner_id.ids,
                    subject=self.name,
                    body=event.env._(
                        "“%(session)s” on %(day)s was cancelled.",
                        session=self.name,
                        day=self._dibao_day(),
                    ),
                )

    def action_dibao_seats(self):
        """Open the participants."""
        self.ensure_one()
        views = self.env.ref("dibao_training.event_registration_view_list")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Participants"),
            "res_model": "event.registration",
            "view_mode": "list,form",
            "views": [(views.id, "list"), (False, "form")],
            "domain": [("event_id", "=", self.id)],
            "context": {"create": False},
        }

    def action_dibao_credits(self):
        """Open the hours that this session booked."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_training.dibao_training_credit_action"
        )
        return action | {"domain": [("event_id", "=", self.id)], "context": {}}
