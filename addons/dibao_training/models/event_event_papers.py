# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import UserError


class EventEvent(models.Model):
    """The end of a session, and the papers that it leaves."""

    # One file for each concern.
    _inherit = "event.event"  # pylint: disable=consider-merging-classes-inherited

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
