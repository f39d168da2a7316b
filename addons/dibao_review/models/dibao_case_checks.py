# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.exceptions import AccessError, UserError

from ..tools import procedure


class DibaoCase(models.Model):
    """What stands before each act: role, stage, reasons, duty, papers."""

    _inherit = "dibao.case"

    def _check_act(self, act, reason=None):
        """Demand that an act may begin: refuse it, or ask for a second person.

        :param reason: that will be written with the act, where the case has none yet
        """
        self._check_rule(act, reason)
        duty = procedure.ACTS[act].duty
        if duty:
            self._check_duty(duty)

    def _check_may(self, act, reason=None):
        """Ask whether this user could do an act now. Nothing is written.

        :raise UserError: this user, this stage or missing reasons do not allow it
        """
        self._check_rule(act, reason)
        duty, user = procedure.ACTS[act].duty, self.env.user
        for case in self if duty else ():
            allowed = user._dibao_check_duty(duty, case)
            if allowed is not True:
                raise user._dibao_duty_refusal(allowed, duty, case)

    def _check_rule(self, act, reason=None):
        """Role, stage and reasons of an act."""
        self.check_access("write")
        self._check_no_relative()
        for case in self:
            case._check_role(procedure.ACTS[act])
            case._check_possible(act, reason)

    def _check_possible(self, act, reason=None):
        """Refuse an act that the case itself does not allow, whoever does it."""
        stages = dict(self._fields["stage"]._description_selection(self.env))
        for case in self:
            if not procedure.is_possible(
                act, case.stage, case._is_noticed(), case._fits()
            ):
                raise UserError(
                    self.env._(
                        "%(case)s is in the stage “%(stage)s”, in which this act is "
                        "not possible. Reload: somebody else may have moved it on.",
                        case=case.display_name,
                        stage=stages[case.stage],
                    )
                )
            if procedure.ACTS[act].needs_reason and not (reason or "").strip():
                case._check_reason()

    def _check_role(self, rule):
        level = self.confirming_level or "county"
        roles = rule.groups or procedure.DECIDERS[level]
        groups = [f"dibao_archive.group_{group}" for group in roles]
        if not self.env.su and not any(map(self.env.user.has_group, groups)):
            names = [self.env.ref(group).sudo().name for group in groups]
            raise AccessError(
                self.env._(
                    "This act belongs to: %(groups)s. Ask one of them.",
                    groups=", ".join(names),
                )
            )

    def _check_reason(self):
        for case in self:
            if not (case.reason or "").strip():
                raise UserError(
                    self.env._(
                        "Give the reasons first: %(case)s has none.",
                        case=case.display_name,
                    )
                )

    def _check_investigated(self, opinion):
        """What must be there before the preliminary opinion; acts add to this."""

    def _check_objections(self):
        """Whether the notice was objected to; notices add to this."""

    def _check_decidable(self):
        """What must be there before a decision, whichever; files of the model add."""

    def _missing_papers(self):
        """Kinds of paper that the act of this case needs and the file has not.

        Proofs that the household brings; forms of the procedure come later by
        themselves. Asked of the rules and not of the volume's gaps: on the day of an
        application nothing may be filed yet, and then everything is missing.
        """
        self.ensure_one()
        # sudo: which papers are missing is told to whoever handles the case
        case = self.sudo()
        household = case.household_id
        needed = (
            self.env["dibao.volume"]
            .sudo()
            ._asked_of(household, case.kind, case.division_id, case.received_on)
        )
        items = household.volume_ids.item_ids
        there = items.filtered(lambda item: item.act in (case.kind, False)).kind_id
        waived = case.waiver_ids.filtered(lambda one: one.state == "done").kind_id
        return (needed.kind_id - there - waived).filtered(
            lambda kind: kind.order_group == "30"
        )
