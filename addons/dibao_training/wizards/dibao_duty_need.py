# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Command, Domain

from ..models.dibao_duty_standing import STATES

#: How many of the next sessions are shown.
SESSIONS = 5


class DibaoDutyNeed(models.TransientModel):
    """What I lack for a duty, and how I get it: next sessions, exam, hand in."""

    _name = "dibao.duty.need"
    _description = "What a Duty Asks of Me"

    duty_id = fields.Many2one("dibao.duty", readonly=True)
    division_id = fields.Many2one("dibao.division", "At", readonly=True)
    state = fields.Selection(STATES, readonly=True)
    until = fields.Date(readonly=True)
    promise_missing = fields.Boolean(readonly=True)
    no_employee = fields.Boolean(readonly=True)
    line_ids = fields.One2many("dibao.duty.need.line", "need_id", readonly=True)
    session_ids = fields.One2many("dibao.duty.need.session", "need_id", readonly=True)

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        user = self.env.user
        duty = self.env["dibao.duty"].browse(values.get("duty_id"))
        place = self.env["dibao.division"].sudo().browse(values.get("division_id"))
        place = place or user.sudo().dibao_division_ids[:1]
        if not duty:
            return values
        day = fields.Date.context_today(self)
        stands = user._dibao_standing(duty.code, self.new({"division_id": place.id}))
        asked = self.env["dibao.duty.requirement"]._asked(duty.code, place.id, day)
        held = user._dibao_held(day)
        kinds = self.env["dibao.training.certificate.kind"].browse(
            asked.kinds if asked else ()
        )
        values.update(
            division_id=place.id,
            state=stands.state,
            until=stands.until if stands.until and stands.until.year < 9999 else False,
            promise_missing=stands.promise,
            no_employee=not user._dibao_employees(),
            line_ids=[
                Command.create(self._line_values(kind, held, stands, place))
                for kind in kinds
            ],
            session_ids=list(map(Command.create, self._session_rows(duty, kinds))),
        )
        return values

    def _as_dialog(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What you need"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    @api.model
    def _line_values(self, kind, held, stands, place):
        until = held.certificates.get(kind.id)
        return {
            "kind_id": kind.id,
            "missing": kind.id in stands.kinds,
            "until": until if until and until.year < 9999 else False,
            "has_exam": bool(self.env["dibao.training.exam"]._for(kind, place)),
        }

    # SESSIONS

    @api.model
    def _session_rows(self, duty, kinds):
        """Sessions that the user may book and that help: their course serves the
        duty, or teaches a topic of a certificate that it asks for.

        :return: list of values of ``dibao.duty.need.session``
        """
        employee = self.env["dibao.my.training"]._my_employee()
        # sudo: sessions that the user may book, which the domain says
        events = self.env["event.event"].sudo()
        serves = Domain("dibao_course_id.duty_ids", "in", duty.ids)
        if kinds.topic_ids:
            serves |= Domain("dibao_course_id.topic_ids", "in", kinds.topic_ids.ids)
        found = events.search(
            events._dibao_open_domain(employee) & serves,
            order="date_begin, id",
            limit=SESSIONS,
        )
        seats = found.registration_ids.filtered(
            lambda one: one.dibao_employee_id == employee and one.state != "cancel"
        )
        return [
            {
                "event_ref": event.id,
                "name": event.name,
                "date_begin": event.date_begin,
                "place": event.dibao_place or event.address_id.name,
                "serves": self._serves_text(event.dibao_course_id, duty, kinds),
                "state": self._seat_state(
                    event,
                    seats.filtered(lambda one, event=event: one.event_id == event),
                ),
            }
            for event in found
        ]

    @api.model
    def _serves_text(self, course, duty, kinds):
        """What a session helps to: the duty itself, or certificates."""
        taught = kinds.filtered(lambda kind: kind.topic_ids & course.topic_ids)
        names = taught.mapped("name")
        if duty in course.duty_ids:
            names.insert(0, self.env._("Duty: %(duty)s", duty=duty.name))
        return ", ".join(names)

    @api.model
    def _seat_state(self, event, seat):
        if seat:
            return "waiting" if seat[:1].dibao_waiting else "booked"
        return "full" if event._dibao_is_full() else "free"

    def _refresh_sessions(self):
        """Tell the sessions as they are now."""
        self.ensure_one()
        rows = self._session_rows(self.duty_id, self.line_ids.kind_id)
        self.session_ids = [Command.clear(), *map(Command.create, rows)]
