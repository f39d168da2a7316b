# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import UserError

from ..tools import allowance
from ..tools.reckoning import Rules


class DibaoCase(models.Model):
    """What a case reckons, and what its decision makes of the benefit."""

    _inherit = "dibao.case"

    happened_on = fields.Date(
        "Happened on",
        help="Day of the change that the case is about: the income rose, somebody died "
        "or joined. Reported late counts from here.",
    )
    taper_cause = fields.Selection(
        [("work", "Found work"), ("business", "Own business"), ("other", "Other")],
        "Income rose by",
        default="work",
        help="For which rises there is a tapering period is a policy of the place "
        "(2022 notice: employment and the like).",
    )
    assessment_ids = fields.One2many("dibao.assessment", "case_id", "Means tests")
    benefit_ids = fields.One2many("dibao.benefit", "case_id", "Benefits decided")

    def _assessment(self):
        """The latest means test made for the case."""
        self.ensure_one()
        # sudo: what was reckoned is part of the case that the user handles
        own = self.sudo().assessment_ids
        latest = own.sorted("version")[-1:] if len(own) > 1 else own
        return latest.sudo(self.env.su)

    def _assessments(self):
        """{case: its latest means test}, read together."""
        latest = {case: case._assessment() for case in self}
        together = self.env["dibao.assessment"].union(*latest.values())
        by_id = {one.id: one for one in together}
        return {case: by_id.get(one.id, one) for case, one in latest.items()}

    def action_reckon(self):
        """Reckon the household's means for this case and open the reckoning."""
        self.ensure_one()
        self._check_no_relative()
        self.check_access("write")
        self._check_still_open()
        assessments = self.env["dibao.assessment"]
        assessments.check_access("write")
        return assessments._reckon(self.household_id, case=self)._open()

    def _check_still_open(self):
        for case in self:
            if not case.is_open:
                raise UserError(
                    self.env._(
                        "%s has ended: nothing is reckoned for it any more.",
                        case.display_name,
                    )
                )

    # ------------------------------------------------------------------ the opinion

    def _check_investigated(self, opinion):
        """No opinion on an amount without its means test, which is frozen with it."""
        result = super()._check_investigated(opinion)
        for case in self:
            if case.kind == "taper" and opinion == "fits":
                case._check_taper(fields.Date.context_today(self))
            if not case._needs("assessed_kinds"):
                continue
            found = self.env["dibao.assessment"]._reckon(case.household_id, case=case)
            if opinion == "fits" and found.verdict != "eligible":
                verdicts = dict(
                    found._fields["verdict"]._description_selection(self.env)
                )
                raise UserError(
                    self.env._(
                        "%(case)s: the means test comes out as “%(verdict)s”. Look at "
                        "the reckoning; the opinion follows it.",
                        case=case.display_name,
                        verdict=verdicts.get(found.verdict, ""),
                    )
                )
            found._freeze()
        return result

    def _proposed_amount(self):
        found = self._assessment()
        return found.amount if found else super()._proposed_amount()

    def _sayable(self):
        said = super()._sayable()
        found = self._assessment()
        return said | ({"size": found.counted} if found else {})

    # ------------------------------------------------------------------ the decision

    def _check_decidable(self):
        """What is decided upon is what the opinion and the notice were given on."""
        result = super()._check_decidable()
        self._check_frozen()
        return result

    def _check_frozen(self):
        """A change after the opinion made a new version: an opinion on it comes first.

        :raise UserError: says what changed
        """
        for case, found in self._assessments().items():
            if found and found.state != "frozen" and case._needs("assessed_kinds"):
                raise UserError(
                    self.env._(
                        "%(case)s: the means were reckoned anew after the opinion "
                        "(version %(version)s). %(change)s Send it back or investigate "
                        "anew, so that opinion and notice are given on this version.",
                        case=case.display_name,
                        version=found.version,
                        change=found.change_note or "",
                    )
                )

    def action_submit(self):
        """Nothing is handed up that was reckoned anew since its opinion."""
        self._check_frozen()
        return super().action_submit()

    def _take_effect(self):
        """Grant, change, taper or end the benefit (art. 21, 23, 32)."""
        result = super()._take_effect()
        for case in self.filtered(lambda one: one.kind == "stop"):
            case._end_benefit()
        for case in self.filtered(lambda one: one.kind == "taper"):
            case._taper_benefit()
        reckoned = self.filtered(
            lambda one: one.kind not in ("stop", "taper")
            and one._needs("assessed_kinds")
        )
        reckoned._start_benefit()
        return result

    def _held(self):
        """The benefit that holds on the day of the decision, or will."""
        return (
            self.household_id.sudo()
            ._benefits_held()
            .filtered(
                lambda one: (
                    one.state == "in_force"
                    and (not one.date_to or one.date_to >= self.decided_on)
                )
            )[:1]
        )

    def _first_month(self):
        benefits = self.env["dibao.benefit"]
        first = benefits._first_month(self.division_id, self.decided_on)
        if self.kind != "member_change" or not self._month_after_death():
            return first
        rule = self._policy("death_first_month", self.decided_on)
        return min(first, self._month_after_death()) if rule == "next" else first

    def _month_after_death(self):
        """First month without the members who died, as far as they are paid for."""
        household = self.household_id.sudo()
        versions = household._benefits_held().filtered(
            lambda one: one.state in ("in_force", "ended") and one.kind == "regular"
        )
        months = []
        for version in versions:
            dead = version.member_ids.filtered("is_counted").person_id
            for day in filter(None, dead.mapped("death_date")):
                month = fields.Date.add(day.replace(day=1), months=1)
                if not version.date_to or version.date_to >= month:
                    months.append(max(month, version.date_from))
        return min(months, default=None)

    def _start_benefit(self):
        """Grant what was reckoned; all of these were decided on one day."""
        drafts = []
        for case, found in self._assessments().items():
            unchanged = case.kind in ("reverification", "correction")
            # Inside a re-check nothing changes when nothing has changed (art. 31).
            if unchanged and case._is_same(found, case._held()):
                continue
            drafts.append(found._grant_values(case._first_month(), case=case))
        if drafts:
            benefits = self.env["dibao.benefit"]._draft_all(drafts)
            benefits._start(self[:1].decided_on)
            benefits.case_id._give_certificate()

    def _is_same(self, found, held):
        people = found.sudo().member_ids.filtered("is_counted").person_id
        before = held.member_ids.filtered("is_counted").person_id
        return held and held.amount == found.amount and people == before

    def _give_certificate(self):
        numbers = self.env["ir.sequence"].sudo()
        for household in self.household_id.sudo():
            if not household.certificate_number:
                household.certificate_number = numbers.next_by_code(
                    "dibao.household.certificate"
                )

    def _end_benefit(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        reason = f"{kinds[self.kind]} {self.number or ''}".strip()
        self._held()._end(self.decided_on, reason)

    def _taper_benefit(self):
        """The amount before, by the share of the place, for the months it grants."""
        held = self._held()
        if not held:
            raise UserError(
                self.env._("%s: the household draws nothing now.", self.display_name)
            )
        self._check_taper(self.decided_on)
        part = allowance.taper(self._rules_of_decision(), held.amount)
        months = self._policy("tapering_months", self.decided_on)
        first = max(self._first_taper_month(), held.date_from)
        last = fields.Date.add(first, months=months, days=-1)
        taper = self.env["dibao.benefit"]._draft(
            self.household_id,
            first,
            [
                {
                    "component": part.component,
                    "code": part.code,
                    "amount": float(part.amount),
                    "basis": self.number,
                }
            ],
            [
                {
                    "person_id": one.person_id.id,
                    "is_counted": one.is_counted,
                    "is_paid": one.is_paid,
                }
                for one in held.member_ids
            ],
            date_to=last,
            kind="taper",
            case_id=self.id,
            method=held.method,
            standard=held.standard,
            per_capita=held.per_capita,
            counted=held.counted,
            monthly_income=held.monthly_income,
        )
        taper._start(self.decided_on)

    def _check_taper(self, day):
        """There is a tapering period for this cause, and it is known since when.

        :raise UserError: not at this place, or the day is missing
        """
        causes = self._policy("taper_causes", day)
        if "any" not in causes and self.taper_cause not in causes:
            words = dict(self._fields["taper_cause"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(case)s: the rules of the place know no tapering when the income "
                    "rose by “%(cause)s”. Open a stop instead.",
                    case=self.display_name,
                    cause=words.get(self.taper_cause, ""),
                )
            )
        if self._policy("taper_first_month", day) == "income" and not self.happened_on:
            raise UserError(
                self.env._(
                    "%s: enter the day on which the income rose; the tapering begins "
                    "with the month after it.",
                    self.display_name,
                )
            )

    def _first_taper_month(self):
        rule = self._policy("taper_first_month", self.decided_on)
        day = self.happened_on if rule == "income" else self.decided_on
        return fields.Date.add(day.replace(day=1), months=1)

    def _rules_of_decision(self):
        """The rules of the household's place on the day of the decision."""
        policies, place = self.env["dibao.policy"], self.division_id

        def read(key, day):
            return policies._require(key, place, day or self.decided_on)

        return Rules(read)

    def action_refuse(self):
        """A re-verification that fails opens the stop, with its own procedure."""
        result = super().action_refuse()
        for case in self.filtered(lambda one: one.kind == "reverification"):
            case._open_stop()
        return result

    def _open_stop(self):
        cases = self.sudo()
        known = [
            ("household_id", "=", self.household_id.id),
            ("kind", "=", "stop"),
            ("is_open", "=", True),
        ]
        if not cases.search_count(known, limit=1):
            cases.create(
                {
                    "household_id": self.household_id.id,
                    "kind": "stop",
                    "officer_id": self.officer_id.id,
                    "reason": self.reason,
                }
            )
