# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import SQL, split_every

from ..duty_sql import standing_query

RECIPIENTS = 20


class DibaoDuty(models.Model):
    """What is done each night: hand over, warn, remind.

    Rights need none of it: they end by their dates, on their day.
    """

    # One file for each concern.
    _inherit = "dibao.duty"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_night(self):
        """Nightly work; may run again at any time, and then finds nothing to do."""
        self.env["dibao.training.attempt"]._settle_overdue()
        self._lapse()
        self.env["dibao.training.certificate"]._remind()

    @api.model
    def _lapse(self, day=None):
        """Hand on the work of those who lost their duties, and warn their offices.

        :return: (number of records handed on, number of new alerts)
        """
        day = day or fields.Date.context_today(self)
        cr = self.env.cr
        # Tens of thousands of people are sorted and joined in memory.
        cr.execute("SET LOCAL work_mem = '64MB'")
        cr.execute("DROP TABLE IF EXISTS dibao_standing_tonight")
        cr.execute(
            SQL(
                "CREATE TEMP TABLE dibao_standing_tonight ON COMMIT DROP AS %s",
                standing_query(self.env, day),
            )
        )
        cr.execute(
            "CREATE INDEX ON dibao_standing_tonight (employee_id);"
            "CREATE INDEX ON dibao_standing_tonight (duty_id) WHERE state = 'missing';"
            "ANALYZE dibao_standing_tonight"
        )
        taken = self.env["dibao.duty.handover"]._hand_over(day)
        opened = self.env["dibao.duty.alert"]._refresh(day)
        cr.execute("DROP TABLE dibao_standing_tonight")
        self._tell_deputies(taken)
        opened._ask_coordinators()
        return sum(taken.values()), len(opened)

    @api.model
    def _tell_deputies(self, taken):
        """A message to the deputies, some at a time.

        The platform's cost grows with the square of the recipients of one message.
        """
        users = self.env["res.users"].sudo().browse(taken)
        for (lang, way), some in users.grouped(
            lambda user: (user.lang, user.notification_type)
        ).items():
            env = self.with_context(lang=lang).env
            subject = env._("Work was handed to you as deputy")
            body = env._(
                "A colleague may not carry out a duty any more: loans, cases "
                "or tasks are yours now. See Training, Handed to deputies."
            )
            tell = self._put_in_inbox if way == "inbox" else self._notify
            for part in split_every(RECIPIENTS, some.partner_id.ids):
                tell(env, part, subject, body)

    @api.model
    def _notify(self, env, partners, subject, body):
        env["mail.thread"].sudo().message_notify(
            partner_ids=partners, subject=subject, body=body
        )

    @api.model
    def _put_in_inbox(self, env, partners, subject, body):
        """The same without the push to open browsers, of which a night has none.

        Preparing it costs twenty times what the message does.
        """
        env["mail.message"].sudo().create(
            {
                "message_type": "user_notification",
                "subtype_id": env.ref("mail.mt_note").id,
                "author_id": env.user.partner_id.id,
                "subject": subject,
                "body": body,
                "notification_ids": [
                    Command.create(
                        {"res_partner_id": partner, "notification_type": "inbox"}
                    )
                    for partner in partners
                ],
            }
        )
