# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import UserError

from ..tools import procedure


class DibaoCase(models.Model):
    """The acts of the township. Each checks who may do it and when, stamps who did it,
    starts and meets limits, files its paper and tells the household's timeline."""

    _inherit = "dibao.case"

    missing_count = fields.Integer("Missing proofs", compute="_compute_missing_count")

    def _compute_missing_count(self):
        for case in self:
            case.missing_count = len(case._missing_papers())

    def action_request_papers(self):
        """Tell everything that is missing, once and in writing (art. 10)."""
        self._check_act("request_papers")
        today = fields.Date.context_today(self)
        for case in self:
            if not case._missing_papers():
                raise UserError(
                    self.env._(
                        "Nothing is missing from %s: accept it.", case.display_name
                    )
                )
            case._do("request_papers", asked_on=today)
        self._file_act_paper("F04")
        self._log_event(self.env._("Missing papers told"), today)

    def action_accept(self):
        """Accept cases with complete papers: number, officer, clocks, first task."""
        self._check_act("accept")
        # before anything is stamped: a relative of the case does not accept it
        self._find_relatives()
        self._check_no_relative()
        self._check_applicable()
        today = fields.Date.context_today(self)
        sequence = self.env["ir.sequence"].sudo()
        for case in self:
            case._do(
                "accept",
                number=sequence.next_by_code("dibao.case", sequence_date=today),
                accepted_on=today,
                accepted_by_id=self.env.uid,
                officer_id=case.officer_id.id or self.env.uid,
                confirming_level=case._policy("confirming_level", today),
            )
        self._clock("accept", today)
        self._task(self.env._("Start the economic investigation"))
        self._file_act_paper("F05")
        self._log_event(self.env._("Accepted"), today)

    def action_decline(self):
        """Do not accept: the place or the papers are not right, and are told why."""
        self._check_act("decline")
        today = fields.Date.context_today(self)
        for case in self:
            case._do("decline", decided_on=today)
        self._clock("decline", today)
        self._finish_tasks()
        self._file_act_paper("F05")
        self._log_event(self.env._("Not accepted"), today)

    def action_investigate(self):
        """Start the investigation of the economic situation."""
        self._check_act("investigate")
        self._find_relatives()
        self._check_no_relative()
        today = fields.Date.context_today(self)
        for case in self:
            case._do(
                "investigate",
                investigated_on=today,
                investigated_by_id=self.env.uid,
            )
        self._clock("investigate", today)
        self._task(self.env._("Visit, check, and give the preliminary opinion"))
        self._log_event(self.env._("Investigation started"), today)

    def action_opine_fits(self):
        """Preliminary opinion: the household meets the conditions."""
        self._opine("fits")

    def action_opine_fails(self):
        """Preliminary opinion: it does not, for the reasons given."""
        self._check_reason()
        self._opine("fails")

    def _opine(self, opinion):
        self._check_act("opine")
        today = fields.Date.context_today(self)
        for case in self:
            case._check_investigated(opinion)
            case._do(
                "opine", opinion=opinion, opined_on=today, opined_by_id=self.env.uid
            )
        self._clock("opine", today)
        self._task(self.env._("Post the notice, or hand the case up"))
        self._log_event(self.env._("Preliminary opinion given"), today)

    def action_post_notice(self):
        """Post the preliminary opinion in the village; it runs for `notice_cd` days."""
        self._check_act("post_notice")
        today = fields.Date.context_today(self)
        for case in self:
            days = case._rule(case._notice_policy(), today)
            case._do(
                "post_notice",
                notice_on=today,
                notice_until=fields.Date.add(today, days=days),
                noticed_by_id=self.env.uid,
            )
        self._clock("post_notice", today)
        self._log_event(self.env._("Public notice posted"), today)

    def _notice_policy(self):
        """A second notice after an objection may be shorter or longer, by the place."""
        self.ensure_one()
        posted = self.sudo().deadline_ids.filtered(lambda one: one.key == "notice")
        return "renotice_cd" if posted else "notice_cd"

    def action_appraise(self):
        """Call the village's appraisal, after an objection or where it is the rule."""
        self._check_act("appraise")
        today = fields.Date.context_today(self)
        for case in self:
            if case._rule("appraisal_mode", today) == "never":
                raise UserError(
                    self.env._("By the rules of the place nothing is appraised.")
                )
            case._end_notice(today)
            case._do(
                "appraise", appraised_on=today, notice_on=False, notice_until=False
            )
        self._clock("appraise", today)
        self._task(self.env._("Hold the appraisal"))
        self._log_event(self.env._("Appraisal called"), today)

    def action_submit(self):
        """Hand the case up for the decision, when the notice has run its days."""
        self._check_act("submit")
        today = fields.Date.context_today(self)
        for case in self:
            if case.stage == "notice" and case._notice_is_running():
                raise UserError(
                    self.env._(
                        "The public notice of %(case)s runs until %(until)s. Hand it "
                        "up after that day (民发〔2021〕57号 art. 19).",
                        case=case.display_name,
                        until=case.notice_until,
                    )
                )
            case._check_objections()
            case._end_notice(today)
            case._do("submit", submitted_on=today, submitted_by_id=self.env.uid)
        self._clock("submit", today)
        self._finish_tasks()
        self._log_event(self.env._("Handed up for the decision"), today)

    def action_reopen(self):
        """Investigate anew, with reasons: the opinion and the notice fall."""
        self._check_act("reopen")
        self._back(self.env._("Investigated anew"), "reopen")

    def _back(self, summary, act):
        today = fields.Date.context_today(self)
        for case in self:
            case._end_notice(today)
            case._do(
                act,
                notice_on=False,
                notice_until=False,
                opinion=False,
                opined_on=False,
                opined_by_id=False,
                submitted_on=False,
                submitted_by_id=False,
            )
        self._clock(act, today)
        self._task(self.env._("Investigate anew"))
        self._log_event(summary, today)

    def action_withdraw(self):
        """The applicant takes the application back, in writing."""
        self._check_act("withdraw")
        self._close("withdraw", self.env._("Withdrawn by the household"))

    def action_end(self):
        """End cases without a decision: no cooperation (art. 29)."""
        self._check_act("end")
        self._close("end", self.env._("Ended without a decision"))

    def _close(self, act, summary):
        today = fields.Date.context_today(self)
        for case in self:
            case._end_notice(today)
            case._do(act)
        self._clock(act, today)
        self._finish_tasks()
        self._log_event(summary, today)

    # ------------------------------------------------------------------ effects

    def _end_notice(self, day):
        """The notice ends; days that do not count are added to the whole case."""
        self.ensure_one()
        if self.stage != "notice" or not self.notice_on:
            return
        last = min(day, self.notice_until)
        self._leave_out("count_notice_days", self.notice_on, last)

    def _leave_out(self, rule, first, last):
        """Days that do not count inside the whole case, where a rule says so."""
        limits = self.sudo().deadline_ids.filtered(
            lambda limit: limit.key == "total" and not limit.done_on
        )
        if limits and not self._rule(rule, first):
            limits._pause(first, last)

    def _do(self, act, **values):
        """Write stage and stamps of one act. No message of its own: tracking tells."""
        target = procedure.ACTS[act].target
        if target in procedure.CLOSED_STAGES:
            values["closed_on"] = fields.Date.context_today(self)
        self._by_act({"stage": target, **values})

    def _task(self, summary):
        """The one task of the officer who carries the case, until its next last day."""
        self._finish_tasks()
        for case in self.filtered("officer_id"):
            case.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=case.due_on or fields.Date.context_today(self),
                summary=summary,
                user_id=case.officer_id.id,
            )

    def _finish_tasks(self):
        self.activity_feedback(["mail.mail_activity_data_todo"])

    def _file_act_paper(self, code):
        """Print a form of each case and file it into the household's volume."""
        self._dibao_papers(code)
