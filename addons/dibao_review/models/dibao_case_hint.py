# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

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
    hint = fields.Char(compute="_compute_hint")

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

    def _fits(self):
        return self.opinion != "fails"

    @api.depends(
        *("stage", "kind", "due_on", "notice_until", "accepted_by_id", "opinion"),
        *("delivered_on", "deadline_ids.due_on", "deadline_ids.done_on"),
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
        told = told and told % {"due": due or ""}
        article = told and self._article_due()
        if article:
            told = self.env._("%(told)s (%(article)s)", told=told, article=article)
        return told

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
