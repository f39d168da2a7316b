# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class DibaoDisposalScreen(models.Model):
    """Buttons that ask for what a step needs, and reminders of lists that wait."""

    # One file for each concern.
    _inherit = "dibao.disposal"  # pylint: disable=consider-merging-classes-inherited

    # SCREEN

    def _ask(self, act):
        self.ensure_one()
        self.check_access("read")
        acts = self.env["dibao.disposal.act"]._fields["act"]
        return {
            "type": "ir.actions.act_window",
            "name": dict(acts._description_selection(self.env))[act],
            "res_model": "dibao.disposal.act",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_disposal_id": self.id, "default_act": act},
        }

    def action_approve(self):
        """Ask for the number of the approval."""
        return self._ask("approve")

    def action_refuse(self):
        """Ask why the list is sent back."""
        return self._ask("refuse")

    def action_reopen(self):
        """Ask why the list is changed after all."""
        return self._ask("reopen")

    def action_cancel(self):
        """Ask why the list is given up."""
        return self._ask("cancel")

    def action_check_before(self):
        """Ask a supervisor to compare and sign, before."""
        return self._ask("before")

    def action_sign_after(self):
        """Ask a supervisor to sign, after."""
        return self._ask("after")

    def action_withdraw(self):
        """Ask why the rest of the list is not carried out."""
        return self._ask("withdraw")

    # LISTS THAT WAIT

    @api.model
    def _cron_remind(self):
        """Bring lists to mind that wait too long for their next step."""
        kind = self.env.ref("dibao_archive.activity_disposal_step")
        policies = self.env["dibao.policy"].sudo()
        today = fields.Date.context_today(self)
        waiting = ("appraised", "frozen", "approved", "supervised", "executing")
        waiting += ("executed", "signed")
        for disposal in self.search([("state", "in", waiting)]):
            days = policies._require("disposal_step_days", disposal.division_id)
            since = fields.Date.to_date(disposal._last_step_on())
            if fields.Date.add(since, days=days) > today:
                continue
            if kind not in disposal.activity_ids.activity_type_id:
                disposal.activity_schedule(
                    "dibao_archive.activity_disposal_step",
                    date_deadline=today,
                    user_id=disposal.proposer_id.id,
                )

    def _last_step_on(self):
        """When the last step was taken."""
        self.ensure_one()
        steps = (
            "appraised_on",
            "frozen_on",
            "approved_on",
            "archive_before_on",
            "forming_before_on",
            "executed_on",
            "archive_after_on",
            "forming_after_on",
        )
        return max(
            filter(None, (self[name] for name in steps)), default=self.create_date
        )
