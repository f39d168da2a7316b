# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging

from odoo import api, fields, models

_logger = logging.getLogger(__name__)
REPORT, KIND = "dibao_review.report_meeting", "MEETING"


class DibaoMeeting(models.Model):
    """The minutes file themselves into the office's volume of the year."""

    _name = "dibao.meeting"
    _inherit = ["dibao.meeting", "dibao.office.paper.mixin"]
    _act_fields = ("item_id",)

    item_id = fields.Many2one(
        "dibao.item", "Filed as", readonly=True, copy=False, index="btree_not_null"
    )

    def _minutes_done(self):
        """The minutes are filed in the background: the list may be long."""
        self.env.ref("dibao_review.cron_meeting_minutes").sudo()._trigger()

    @api.model
    def _cron_file_minutes(self):
        """File what was decided and is not filed yet, one by one."""
        waiting = self.search([("state", "=", "done"), ("item_id", "=", False)])
        cron, left = self.env["ir.cron"], len(waiting)
        cron._commit_progress(remaining=left)
        for meeting in waiting:
            try:
                with self.env.cr.savepoint():
                    meeting._file_minutes()
            except Exception:  # whatever it is, the next ones are filed
                _logger.exception("Minutes %s could not be filed", meeting.name)
            left -= 1
            if not cron._commit_progress(1, remaining=left):
                break

    def _file_minutes(self):
        """One item, once, whatever was tried before."""
        self._file_sheet(KIND, REPORT, fields.Date.to_date(self.held_on))
