# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import procedure

#: What a confirmed case makes of its household.
STATE_AFTER = {
    "application": "active",
    "resume": "active",
    "stop": "stopped",
    "taper": "tapering",
}
#: The paper that a decision is, by the kind of the case.
DECISION_PAPER = {
    "application": "F15",
    "resume": "F15",
    "taper": "F19",
    "reverification": "F18",
}
#: Through the township (art. 21); the county may hand it over itself.
DELIVERY = procedure.Act((), "", (*procedure.CLERKS, *procedure.COUNTY))


class DibaoCase(models.Model):
    """The acts of who decides: confirm, refuse, send back, deliver."""

    _inherit = "dibao.case"

    def action_send_back(self):
        """Send cases back to the township's investigation, with reasons."""
        self._check_act("send_back")
        self._check_other_person()
        self._back(self.env._("Sent back to investigation"), "send_back")

    def action_confirm(self):
        """Confirm, as somebody who did not prepare the case, after the notice."""
        self._decide("confirm", self.env._("Confirmed"))
        self._take_effect()
        self._file_act_paper("F12")
        for code, cases in self.grouped(
            lambda case: DECISION_PAPER.get(case.kind, "F16")
        ).items():
            cases._file_act_paper(code)
        changed = self.filtered(lambda case: case.kind not in ("application", "resume"))
        changed._file_act_paper("F17")

    def action_refuse(self):
        """Refuse, with reasons, as somebody who did not prepare the case."""
        self._decide("refuse", self.env._("Refused"))
        self._file_act_paper("F12")
        self._file_act_paper("F14")

    def action_deliver(self):
        """The household has got the written decision (art. 21)."""
        self.check_access("write")
        self._check_no_relative()
        today = fields.Date.context_today(self)
        for case in self:
            case._check_role(DELIVERY)
            if case.stage not in ("confirmed", "refused") or case.delivered_on:
                raise UserError(
                    self.env._(
                        "%s has no decision that is still to be delivered.",
                        case.display_name,
                    )
                )
            case._by_act({"delivered_on": today})
        self._clock("deliver", today)
        self._log_event(self.env._("Decision delivered"), today)

    def _take_effect(self):
        """What decisions of one day make of the households and their benefits."""
        for kind, cases in self.grouped("kind").items():
            state = STATE_AFTER.get(kind)
            if state:
                # sudo: the change of state is the effect of the act checked above
                cases.household_id.sudo().write(
                    {"state": state, "state_date": cases[0].decided_on}
                )

    def _decide(self, act, summary):
        self._check_act(act)
        self._check_other_person()
        # officers and their relatives may have been entered since the acceptance
        self._find_relatives()
        self._check_decidable()
        today = fields.Date.context_today(self)
        for case in self:
            case._do(act, decided_on=today, decided_by_id=self.env.uid)
        self._clock(act, today)
        self._finish_tasks()
        self._log_event(summary, today)

    def _check_other_person(self):
        for case in self:
            if self.env.user in case._handlers():
                raise AccessError(
                    self.env._(
                        "You accepted or investigated %(case)s, gave the opinion or "
                        "posted its notice. Who prepares a case may not decide it: "
                        "hand it to another officer.",
                        case=case.display_name,
                    )
                )
