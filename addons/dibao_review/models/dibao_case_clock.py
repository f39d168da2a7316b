# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import procedure

#: What sending back does not end.
LASTING = ("total",)


class DibaoCase(models.Model):
    """The clocks of a case: acts start and meet its limits."""

    _inherit = "dibao.case"

    deadline_ids = fields.One2many("dibao.case.deadline", "case_id", "Limits")
    due_on = fields.Date(
        string="Due",
        compute="_compute_due_on",
        store=True,
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The next last day of a running limit.",
    )
    is_late = fields.Boolean(
        "Overdue", compute="_compute_is_late", search="_search_is_late"
    )

    @api.depends(
        "deadline_ids.due_on",
        "deadline_ids.done_on",
        "deadline_ids.dropped",
    )
    def _compute_due_on(self):
        for case in self:
            days = [
                limit.due_on
                for limit in case.deadline_ids
                if not limit.done_on and not limit.dropped and limit.key != "notice"
            ]
            case.due_on = min(days, default=False)

    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for case in self:
            case.is_late = bool(case.due_on and case.due_on < today)

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        late = fields.Domain("due_on", "<", today)
        return late if True in value else ~late

    def _clock(self, act, day):
        """An act was done: limits that it meets end, limits that it starts begin.

        The limit that it started runs from a day that is known: of receipt, of the act.
        """
        limits, begun = self.env["dibao.case.deadline"].sudo(), {}
        ended, dropped = [], []
        for case in self:
            started, met = procedure.clocks_of(act, case.confirming_level)
            # sudo: the limits of the case that the act was checked for
            running = case.sudo().deadline_ids.filtered(
                lambda limit: not limit.done_on and not limit.dropped
            )
            mine = running.filtered(lambda limit, met=met: limit.key in met)
            ended += mine.ids
            closed = case.stage in procedure.CLOSED_STAGES
            if closed or act in ("reopen", "send_back"):
                kept = () if closed else LASTING
                left = (running - mine).filtered(
                    lambda limit, kept=kept: limit.key not in kept
                )
                dropped += left.ids
            for key in started:
                begun.setdefault(key, []).append(case.id)
        limits.browse(ended)._end(day)
        limits.browse(dropped)._drop()
        for key, ids in begun.items():
            limits._begin(self.browse(ids), key, day)

    def _running_total(self):
        """The running limit of the whole case.

        :raise UserError: none is running
        """
        self.ensure_one()
        limit = self.deadline_ids.filtered(
            lambda one: one.key == "total" and not one.done_on and not one.dropped
        )
        if not limit:
            raise UserError(
                self.env._("Only the running limit of the whole case is extended.")
            )
        return limit

    def action_extend(self):
        """Ask for the reason of a longer limit."""
        self.check_access("write")
        self._running_total()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Extend the limit"),
            "res_model": "dibao.case.extend",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_case_id": self.id},
        }

    def _clock_restart(self):
        """The day of receipt was corrected: its limit is reckoned anew."""
        limits = self.sudo().deadline_ids.filtered(lambda limit: limit.key == "accept")
        limits.unlink()
        self._clock("receive", self.received_on)

    def _policy(self, key, day):
        """Value of a policy for this case's village on a day; a missing one is told."""
        return self.env["dibao.policy"]._require(key, self.division_id, day)

    def _rule(self, key, day, needed=True):
        """A rule of the procedure: a running case keeps those it was accepted under.

        :param day: whose rule counts for a case that is not accepted yet
        :return: the value; None where none holds and it is not ``needed``
        """
        self.ensure_one()
        policies = self.env["dibao.policy"]
        ask = policies._require if needed else policies._get
        return ask(key, self.division_id, self.accepted_on or day)

    def _is_noticed(self):
        """Is a case of this kind shown in the village before it is decided?

        By the rule of its acceptance. Where none holds, every kind is shown.
        """
        self.ensure_one()
        kinds = self.env["dibao.policy"]._get(
            "notice_kinds", self.division_id, self.accepted_on
        )
        return kinds is None or self.kind in kinds
