# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import certificate as rules


class DibaoTrainingCertificate(models.Model):
    """Holders are reminded before their certificates end."""

    # One file for each concern.
    _inherit = "dibao.training.certificate"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _remind(self, day=None):
        """Remind each holder once at each step of the policy ``recert_reminders``.

        Who has a later certificate of the kind already is left in peace. A night that
        was missed is made up for by one reminder, the nearest.

        :return: the certificates whose holders were reminded
        """
        day = day or fields.Date.context_today(self)
        reminded = self.browse()
        for certificate, step in self._due_reminders(day):
            certificate._remind_holder(step, day)
            certificate.sudo()._by_act({"reminded_step": step})
            reminded += certificate
        return reminded

    @api.model
    def _due_reminders(self, day):
        """[(certificate, step in days)] that are due on a day."""
        self.flush_model()
        farthest = max(self._steps(None), default=0)
        farthest = max([farthest, *self._local_steps()])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT c.id FROM dibao_training_certificate c
                JOIN hr_employee e ON e.id = c.employee_id AND e.active
                WHERE c.state = 'valid' AND c.valid_to BETWEEN %(day)s AND %(last)s
                    AND NOT EXISTS (
                        SELECT FROM dibao_training_certificate later
                        WHERE later.employee_id = c.employee_id
                            AND later.kind_id = c.kind_id AND later.state = 'valid'
                            AND coalesce(later.valid_to, 'infinity') > c.valid_to)
                ORDER BY c.id
                """,
                day=day,
                last=day + timedelta(days=farthest),
            )
        )
        found = self.sudo().browse(row[0] for row in rows)
        due = [
            (
                one,
                rules.due_reminder(
                    one.valid_to,
                    day,
                    self._steps(one.division_id),
                    one.reminded_step or None,
                ),
            )
            for one in found
        ]
        return [(one, step) for one, step in due if step]

    @api.model
    def _steps(self, division):
        steps = self.env["dibao.policy"].sudo()._get("recert_reminders", division) or []
        return [step for step in steps if isinstance(step, int) and step > 0]

    @api.model
    def _local_steps(self):
        """The steps that any place has set for itself."""
        local = (
            self.env["dibao.policy"]
            .sudo()
            .search([("key_id.code", "=", "recert_reminders")])
        )
        return [step for one in local for step in self._steps(one.division_id)]

    def _remind_holder(self, step, day):
        self.ensure_one()
        user = self.user_id
        if not user:
            return
        env = self.with_context(lang=user.lang).env
        left = (self.valid_to - day).days
        env["mail.thread"].sudo().message_notify(
            partner_ids=user.partner_id.ids,
            subject=env._("Certificate “%s” ends soon", self.kind_id.name),
            body=env._(
                "Your certificate %(number)s (“%(kind)s”) ends on %(day)s, in %(left)s "
                "days. Without a new one you lose the duties that ask for it: sit the "
                "exam, or book the next session, under Training, My certificates.",
                number=self.number,
                kind=self.with_env(env).kind_id.name,
                day=self.valid_to,
                left=left,
            ),
        )
