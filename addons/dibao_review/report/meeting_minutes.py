# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from ..models.dibao_case_paper import FILING
from .case_paper_parts import local_clock


class MeetingMinutes(models.AbstractModel):
    """The minutes on paper. A print that somebody takes is logged."""

    _name = "report.dibao_review.meeting_minutes"
    _description = "Minutes of a Meeting on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        meetings = self.env["dibao.meeting"].browse(docids)
        meetings.check_access("read")
        if self.env.context.get("dibao_filing") is not FILING:
            self.env["dibao.access.log"]._log("export", meetings, detail="meeting")
        return {
            "doc_ids": docids,
            "doc_model": meetings._name,
            "docs": meetings,
            "moment": self._moment,
            "present": self._present,
            "result": self._result,
            "remark": self._remark,
        }

    @api.model
    def _moment(self, meeting):
        held = fields.Datetime.context_timestamp(local_clock(meeting), meeting.held_on)
        return held.strftime("%Y-%m-%d %H:%M")

    @api.model
    def _present(self, meeting):
        people = [*meeting.present_ids.mapped("name"), meeting.other_present]
        return "、".join(filter(None, people))

    @api.model
    def _result(self, line):
        name = "state" if line.state in ("failed", "deferred") else "result"
        return dict(line._fields[name]._description_selection(self.env))[line[name]]

    @api.model
    def _remark(self, line):
        excused = line.excused and self.env._(
            "stayed out of it: %(names)s", names=line.excused
        )
        return "；".join(filter(None, (line.problem, line.reason, excused)))
