# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import procedure
from .dibao_case import ACT_TOKEN

#: What a confirmed case makes of its household.
STATE_AFTER = {"application": "active", "stop": "stopped", "taper": "tapering"}


class DibaoCase(models.Model):
    """The acts. Each checks who may do it and when, stamps who did it, and tells the
    household's timeline."""

    _inherit = "dibao.case"

    def action_accept(self):
        """Accept cases with complete papers: number, officer, clock, first task."""
        self._check_act("accept")
        today = fields.Date.context_today(self)
        sequence = self.env["ir.sequence"]
        for case in self:
            case._do(
                "accept",
                number=sequence.next_by_code("dibao.case", sequence_date=today),
                accepted_on=today,
                accepted_by_id=self.env.uid,
                officer_id=case.officer_id.id or self.env.uid,
            )
            case.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=case.due_on,
                summary=self.env._("Start the economic investigation"),
                user_id=case.officer_id.id,
            )
        self._log_event(self.env._("Accepted"), today)

    def action_investigate(self):
        """Start the investigation of the economic situation."""
        self._check_act("investigate")
        today = fields.Date.context_today(self)
        for case in self:
            case._do(
                "investigate",
                investigated_on=today,
                investigated_by_id=self.env.uid,
            )
        self._finish_tasks()
        self._log_event(self.env._("Investigation started"), today)

    def action_post_notice(self):
        """Post the preliminary opinion in the village; it runs for `notice_cd` days."""
        self._check_act("post_notice")
        today = fields.Date.context_today(self)
        for case in self:
            days = case._policy("notice_cd", today)
            case._do(
                "post_notice",
                notice_on=today,
                notice_until=fields.Date.add(today, days=days),
                noticed_by_id=self.env.uid,
            )
        self._log_event(self.env._("Public notice posted"), today)

    def action_send_back(self):
        """Send cases back from the notice to the investigation, with reasons."""
        self._check_act("send_back")
        for case in self:
            case._do("send_back", notice_on=False, notice_until=False)
        self._log_event(self.env._("Sent back to investigation"))

    def action_confirm(self):
        """Confirm, as somebody who did not prepare the case, after the notice."""
        self._decide("confirm", self.env._("Confirmed"))
        for case in self.filtered(lambda case: case.kind in STATE_AFTER):
            # sudo: the change of state is the effect of the act checked above
            case.household_id.sudo().write(
                {"state": STATE_AFTER[case.kind], "state_date": case.decided_on}
            )

    def action_refuse(self):
        """Refuse, with reasons, as somebody who did not prepare the case."""
        self._decide("refuse", self.env._("Refused"))

    def action_end(self):
        """End cases without a decision: withdrawn, or no cooperation (art. 29)."""
        self._check_act("end")
        for case in self:
            case._do("end")
        self._finish_tasks()
        self._log_event(self.env._("Ended without a decision"))

    def _decide(self, act, summary):
        self._check_act(act)
        today = fields.Date.context_today(self)
        for case in self:
            case._check_decision()
            case._do(act, decided_on=today, decided_by_id=self.env.uid)
        self._finish_tasks()
        self._log_event(summary, today)

    def _check_decision(self):
        self.ensure_one()
        if self.env.user in self._handlers():
            raise AccessError(
                self.env._(
                    "You accepted or investigated %(case)s, or posted its notice. Who "
                    "prepares a case may not decide it: hand it to another officer.",
                    case=self.display_name,
                )
            )
        if self._notice_is_running():
            raise UserError(
                self.env._(
                    "The public notice of %(case)s runs until %(until)s. Decide after "
                    "that day (民发〔2021〕57号 art. 19).",
                    case=self.display_name,
                    until=self.notice_until,
                )
            )

    def _check_act(self, act):
        """Refuse an act that this user, this stage or missing reasons do not allow."""
        rule = procedure.ACTS[act]
        self.check_access("write")
        groups = [f"dibao_archive.group_{group}" for group in rule.groups]
        if not self.env.su and not any(map(self.env.user.has_group, groups)):
            names = [self.env.ref(group).sudo().name for group in groups]
            raise AccessError(
                self.env._(
                    "This act belongs to: %(groups)s. Ask one of them.",
                    groups=", ".join(names),
                )
            )
        stages = dict(self._fields["stage"]._description_selection(self.env))
        for case in self:
            if not procedure.is_possible(act, case.stage, case._is_noticed()):
                raise UserError(
                    self.env._(
                        "%(case)s is in the stage “%(stage)s”, in which this act is "
                        "not possible. Reload: somebody else may have moved it on.",
                        case=case.display_name,
                        stage=stages[case.stage],
                    )
                )
            if rule.needs_reason and not (case.reason or "").strip():
                raise UserError(
                    self.env._(
                        "Give the reasons first: %(case)s has none.",
                        case=case.display_name,
                    )
                )
            if rule.duty:
                case._check_duty(rule.duty)

    def _check_duty(self, duty):
        allowed = self.env.user._dibao_check_duty(duty, self)
        if allowed is not True:
            raise AccessError(allowed)

    def _do(self, act, **values):
        """Write stage and stamps of one act. No message of its own: tracking tells."""
        token = {"dibao_case_act": ACT_TOKEN}
        self.with_context(**token).write(
            {"stage": procedure.ACTS[act].target, **values}
        )

    def _finish_tasks(self):
        self.activity_feedback(["mail.mail_activity_data_todo"])
