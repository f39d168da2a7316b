# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from ..tools import procedure


class DibaoCase(models.Model):
    """What comes next: one act, one sentence."""

    _inherit = "dibao.case"

    next_act = fields.Char(compute="_compute_next_act")
    hint = fields.Char(compute="_compute_hint")

    @api.depends("stage", "kind", "division_id", "accepted_on", "opinion")
    def _compute_next_act(self):
        for case in self:
            case.next_act = procedure.next_act(
                case.stage, case._is_noticed(), case._fits()
            )

    def _fits(self):
        return self.opinion != "fails"

    @api.depends(
        *("stage", "kind", "due_on", "notice_until", "accepted_by_id", "opinion"),
        "delivered_on",
    )
    @api.depends_context("uid", "lang")
    def _compute_hint(self):
        for case in self:
            case.hint = case._hint()

    def _hint(self):
        """What is to be done next, until when, and what still stands in the way."""
        self.ensure_one()
        if self.stage in ("confirmed", "refused") and not self.delivered_on:
            return self.env._(
                "Hand the written decision to the household, and enter its delivery."
            )
        due = self.due_on and fields.Date.to_string(self.due_on)
        decide = self.next_act in ("confirm", "refuse")
        if decide and self.env.user in self._handlers():
            return self.env._(
                "You handled this case: somebody else must decide it, by %(due)s.",
                due=due,
            )
        if self.next_act == "submit" and self._notice_is_running():
            return self.env._(
                "The public notice runs until %(until)s; hand the case up after that.",
                until=self.notice_until,
            )
        told = self._hints().get("decide" if decide else self.next_act)
        if self.stage == "supplement":
            told = self.env._("Accept when the papers asked for are there.")
        return told and told % {"due": due or ""}

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
