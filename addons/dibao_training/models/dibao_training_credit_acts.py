# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import float_compare


class DibaoTrainingCredit(models.Model):
    """How entries are taken back and booked anew: nothing is ever changed."""

    # One file for each concern.
    _inherit = "dibao.training.credit"  # pylint: disable=consider-merging-classes-inherited

    # ACTS

    def action_correct(self):
        """Ask for what is right, and why."""
        self.ensure_one()
        self._check_correctable()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct hours"),
            "res_model": "dibao.training.correction",
            "view_mode": "form",
            "target": "new",
            "context": {"default_credit_id": self.id},
        }

    def _check_correctable(self):
        self.check_access("create")
        self.check_access("read")
        for credit in self:
            if credit.state != "booked":
                raise UserError(
                    self.env._(
                        "“%(subject)s” was taken back already.", subject=credit.subject
                    )
                )

    def _reverse(self, reason):
        """Take booked hours back; the entries and the reason stay.

        :param str reason: why; never empty
        :return: the reversals
        :raise UserError: no reason, or not booked (any more)
        """
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the hours are taken back."))
        entries = self.sudo()
        # Two who take the same hours back: the second one waits, and then sees it.
        entries.lock_for_update()
        entries.invalidate_recordset(["state"])
        entries.filtered(lambda one: one.state != "booked")._refuse_reversed()
        entries._by_act({"state": "reversed"})
        # before anything is booked anew: one entry at a time is booked
        entries.flush_recordset(["state"])
        return (
            entries._acting()
            .create(
                [
                    {
                        **entry._same_occasion(),
                        "hours": -entry.hours,
                        "state": "reversal",
                        "reversal_of_id": entry.id,
                        "reason": reason.strip(),
                    }
                    for entry in entries
                ]
            )
            .with_env(self.env)
        )

    def _refuse_reversed(self):
        if self:
            raise UserError(
                self.env._(
                    "“%(subject)s” was taken back already.", subject=self[0].subject
                )
            )

    def _same_occasion(self):
        self.ensure_one()
        return {
            "employee_id": self.employee_id.id,
            "division_id": self.division_id.id,
            "course_id": self.course_id.id,
            "event_id": self.event_id.id,
            "registration_id": self.registration_id.id,
            "subject": self.subject,
            "date": self.date,
            "professional": self.professional,
            "evidence": self.evidence,
        }

    def _correct(self, values, reason):
        """Take an entry back and book it anew as it is right.

        :param dict values: ``hours``, ``professional``, ``date`` or ``evidence``
        :param str reason: why; never empty
        :return: the new entry; none where no hours are left
        """
        self.ensure_one()
        self._reverse(reason)
        entry = self.sudo()
        anew = {
            **entry._same_occasion(),
            "hours": entry.hours,
            **values,
            "corrects_id": entry.id,
            # the paper proves what is right as well
            "item_id": entry.item_id.id,
            "reason": reason.strip(),
        }
        if float_compare(anew["hours"], 0, precision_digits=2) <= 0:
            return self.browse()
        return entry._acting().create(anew).with_env(self.env)
