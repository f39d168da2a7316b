# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class DibaoCase(models.Model):
    """What a meeting asks of a case before it decides."""

    _inherit = "dibao.case"

    meeting_line_ids = fields.One2many("dibao.meeting.line", "case_id", "Meetings")

    def _check_decision(self, act, reason):
        """Whether the user could decide it like this; nothing is written.

        :param reason: that the act will be given
        :raise UserError: it is not possible
        """
        self.ensure_one()
        self._check_may(act, reason=reason)
        self._check_other_person()
        if act != "send_back":
            self._check_decidable()
