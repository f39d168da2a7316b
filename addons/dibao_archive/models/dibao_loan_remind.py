# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import api, fields, models


class DibaoLoanRemind(models.Model):
    """Tasks for what is due back."""

    # One file for each kind of work.
    _inherit = "dibao.loan"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_remind(self):
        """Tasks for loans that are due, and for the approver where they stay out.

        How long before, and how often again, are policies of the place.
        """
        policy = self.env["dibao.policy"].sudo()
        today = fields.Date.context_today(self)
        for loan in self.search([("state", "=", "out"), ("due_date", "!=", False)]):
            place = loan.division_id
            before = policy._get("loan_remind_before_days", place) or 0
            again = policy._get("loan_remind_again_days", place) or 0
            if today < loan.due_date - timedelta(days=before):
                continue
            loan._remind(loan.out_by_id, loan.due_date)
            late = (today - loan.due_date).days
            if again and late >= again:
                # The task of the first round stays; each round adds the approver's.
                round_day = loan.due_date + timedelta(days=late // again * again)
                loan._remind(loan.approved_by_id, round_day)

    def _remind(self, user, day):
        """One task for a user and a day; nothing personal in it: it may be mailed."""
        kind = self.env.ref("dibao_archive.activity_loan_due")
        known = self.activity_ids.filtered(
            lambda one: one.activity_type_id == kind
            and one.user_id == user
            and one.date_deadline == day
        )
        if known or not user:
            return
        self.with_context(
            lang=user.lang, mail_activity_quick_update=True
        ).sudo().activity_schedule(
            "dibao_archive.activity_loan_due",
            user_id=user.id,
            date_deadline=day,
            summary=self.with_context(lang=user.lang).env._(
                "Loan %(loan)s is due back", loan=self.name
            ),
        )
