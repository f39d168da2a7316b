# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.tools import format_list

from ..tools import procedure


class DibaoCase(models.Model):
    """What comes next: one act, one sentence."""

    _inherit = "dibao.case"

    next_act = fields.Char(compute="_compute_next_act")
    notice_runs = fields.Boolean(
        "Notice is running",
        compute="_compute_notice_runs",
        help="Nothing is decided before the last day of the notice has passed.",
    )
    next_step = fields.Char(
        compute="_compute_next_step",
        help="Of the investigation: what the form offers before the opinion.",
    )
    hint = fields.Char(compute="_compute_hint")
    urgency = fields.Selection(
        [("calm", "In time"), ("soon", "Comes soon"), ("late", "Over")],
        compute="_compute_urgency",
    )

    @api.depends("stage", "kind", "division_id", "accepted_on", "opinion")
    def _compute_next_act(self):
        for case in self:
            case.next_act = procedure.next_act(
                case.stage, case._is_noticed(), case._fits()
            )

    @api.depends("stage", "notice_until")
    def _compute_notice_runs(self):
        for case in self:
            case.notice_runs = case.stage == "notice" and case._notice_is_running()

    @api.depends(
        *("stage", "household_id", "kind", "accepted_on"),
        *("visit_ids.state", "verification_ids.state", "authorisation_ids.state"),
        "appraisal_ids.result",
    )
    def _compute_next_step(self):
        for case in self:
            asked = case.next_act == "opine" and case._steps_left()
            case.next_step = asked[0] if asked else False

    @api.depends("is_open", "stage", "due_on", "division_id")
    def _compute_urgency(self):
        today = fields.Date.context_today(self)
        policies = self.env["dibao.policy"]
        for case in self:
            ahead = policies._get("remind_days", case.division_id, today) or 0
            soon = fields.Date.add(today, days=ahead)
            if not case.due_on or case.due_on > soon:
                case.urgency = "calm"
            else:
                case.urgency = "late" if case.due_on < today else "soon"

    def _fits(self):
        return self.opinion != "fails"

    @api.depends(
        *("stage", "kind", "due_on", "notice_until", "accepted_by_id", "opinion"),
        *("delivered_on", "deadline_ids.due_on", "deadline_ids.done_on"),
        *("next_step", "applied_at", "assist_ids"),
    )
    @api.depends_context("uid", "lang")
    def _compute_hint(self):
        for case in self:
            case.hint = case._hint()

    def _hint(self):
        """What is to be done next, until when, and what still stands in the way."""
        self.ensure_one()
        due = self.due_on and fields.Date.to_string(self.due_on)
        if self.stage == "refused" and not self.delivered_on and due:
            return self.env._(
                "Hand the written decision to the household by %(due)s (57号 art. 21), "
                "and enter its delivery.",
                due=due,
            )
        if self.stage in ("confirmed", "refused") and not self.delivered_on:
            return self.env._(
                "Hand the written decision to the household, and enter its delivery."
            )
        decide = self.next_act in ("confirm", "refuse")
        if decide and self.env.user in self._handlers():
            return self.env._(
                "You handled this case: somebody else must decide it, by %(due)s.",
                due=due,
            )
        if self.notice_runs:
            return self.env._(
                "The public notice runs until %(until)s (57号 art. 19): objections "
                "are taken until then. The case can be handed up from %(day)s.",
                until=self.notice_until,
                day=fields.Date.add(self.notice_until, days=1),
            )
        told = self._hints().get("decide" if decide else self.next_act)
        if self.stage == "supplement":
            told = self.env._("Accept when the papers asked for are there.")
        if self.next_step:
            told = self.env._(
                "Before the opinion: %(steps)s. The whole case ends by %%(due)s.",
                steps=format_list(self.env, list(self._words_left())),
            )
        told = told and told % {"due": due or ""}
        article = told and self._article_due()
        if article:
            told = self.env._("%(told)s (%(article)s)", told=told, article=article)
        if told and self._should_ask_elsewhere():
            told = self.env._(
                "%(told)s Ask the office at the place of registration for help "
                "(57号 art. 5).",
                told=told,
            )
        return told

    def _words_left(self):
        words = self._step_words()
        return dict.fromkeys(words[step] for step in self._steps_left())

    def _should_ask_elsewhere(self):
        """Applied for away from the registration, and nobody there is asked yet."""
        return (
            self.stage in ("accepted", "investigation")
            and self.applied_at != "registered"
            and not self.sudo().assist_ids
        )

    def _article_due(self):
        """The article that sets the case's next last day."""
        running = self.deadline_ids.filtered(
            lambda limit: limit.due_on == self.due_on
            and limit.key != "notice"
            and not limit.done_on
            and not limit.dropped
        )
        return running[:1].article if self.due_on else False

    def _hints(self):
        return {
            "accept": self.env._(
                "Check the papers; accept, or tell what is missing, by %(due)s."
            ),
            "investigate": self.env._("Start the investigation by %(due)s."),
            "opine": self.env._(
                "Visit, check, reckon, and give the preliminary opinion; the whole "
                "case ends by %(due)s."
            ),
            "post_notice": self.env._("Close by %(due)s; the notice comes first."),
            "submit": self.env._("Hand the case up for the decision, by %(due)s."),
            "decide": self.env._("Decide by %(due)s."),
        }

    def _notice_is_running(self):
        today = fields.Date.context_today(self)
        return bool(self.notice_until and self.notice_until >= today)
