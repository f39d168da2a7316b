# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging

from odoo import api, fields, models

from .dibao_case_paper import FILING

_logger = logging.getLogger(__name__)
REPORT, KIND = "dibao_review.report_meeting", "MEETING"


class DibaoMeeting(models.Model):
    """The minutes file themselves into the office's volume of the year."""

    _inherit = "dibao.meeting"
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
        self.ensure_one()
        # The background has no language of its own; the catalogue is in Chinese.
        chinese = self.env["res.lang"]._get_data(code="zh_CN").code
        self = self.with_context(lang=chinese or None)
        kind = self.env["dibao.document.kind"]._by_code(KIND)
        day = fields.Date.to_date(self.held_on)
        items = self.env["dibao.item"].sudo()
        key = f"{self._name},{self.id},{KIND}"
        item = items.search([("source_key", "=", key)], limit=1)
        if not item:
            volume = (
                self.env["dibao.volume"]
                .sudo()
                ._for_office(kind.category_kind, self.division_id, day.year)
            )
            item = (
                items._quiet()
                ._acting()
                .create(
                    {
                        "volume_id": volume.id,
                        "kind_id": kind.id,
                        "title": f"{kind.name} {self.name}",
                        "responsible": volume.fonds_id.agency_name,
                        "date": day,
                        "source_model": self._name,
                        "source_id": self.id,
                        "source_key": key,
                    }
                )
                .with_env(items.env)
            )
        meeting = self.sudo().with_context(dibao_filing=FILING)
        item.with_env(meeting.env)._take_original(
            meeting, REPORT, f"{self.name}.pdf", None
        )
        self.sudo()._by_act({"item_id": item.id})
