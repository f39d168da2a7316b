# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Command

from ..models.dibao_duty_standing import STATES


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
            "sessions": self._session_text(kind),
        }

    @api.model
    def _session_text(self, kind):
        """The next sessions in words: title, when, where, free seats."""
        lines = []
        for event in kind._next_sessions():
            begin = fields.Datetime.context_timestamp(self, event.date_begin)
            parts = [begin.strftime("%Y-%m-%d %H:%M"), event.name]
            if event.address_id:
                parts.append(event.address_id.name or "")
            if event.seats_limited:
                parts.append(self.env._("%s seats free", event.seats_available))
            lines.append(" · ".join(filter(None, parts)))
        return "\n".join(lines) or self.env._("No session is planned: ask for one.")
