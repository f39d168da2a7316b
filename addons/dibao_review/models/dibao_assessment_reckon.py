# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .. import assessment_words
from ..tools import allowance, means_test
from ..tools.reckoning import Line, MissingRule, Unsettled, fen

RESULT = ("counted", "income", "standard", "verdict", "amount", "needs_look")


class DibaoAssessment(models.Model):
    """The acts: reckon, freeze, grant."""

    _inherit = "dibao.assessment"

    @api.model
    def _reckon(self, household, day=None, case=None, applied_on=None, **choices):
        """Reckon the means of a household.

        A draft for the same case is reckoned anew. A frozen one is returned as it is
        while facts and rules are those it was reckoned from; otherwise a new version
        is made, which says what changed.

        :param household: record; whoever calls may read it
        :param day: whose rules are asked, today by default
        :param case: the case it is for, or none
        :param applied_on: by default the day of receipt of the case, else ``day``
        :param choices: ``single_person_id``, ``single_ground``, ``tier``
        :raise UserError: a standard or a policy is missing (named), or something is
            for an officer to settle first
        :return: the assessment
        """
        household.ensure_one()
        household.check_access("read")
        day = fields.Date.to_date(day) or fields.Date.context_today(self)
        case = case or self.env["dibao.case"]
        choices = {**(case._single() if case else {}), **choices}
        applied_on = fields.Date.to_date(applied_on) or case.received_on or day
        # sudo: the effect of an act; the facts are read for it, not shown by it
        kept = self.sudo()._acting()
        latest = kept.search(
            [("household_id", "=", household.id)], order="version desc", limit=1
        )
        values = {"day": day, "applied_on": applied_on, **choices}
        if latest.state == "draft" and latest.case_id in (case, case.browse()):
            latest.write({**values, "case_id": case.id})
            latest._calculate()
            return latest.with_env(self.env)
        fresh = kept.create(
            {
                **latest._carried(choices),
                **values,
                "household_id": household.id,
                "case_id": case.id,
                "version": latest.version + 1,
                "previous_id": latest.id,
            }
        )
        fresh._calculate()
        if latest.case_id == case and latest.digest == fresh.digest:
            # nothing changed since: what is frozen still holds
            fresh.unlink()
            return latest.with_env(self.env)
        if latest.case_id == case and latest:
            fresh.change_note = assessment_words.changes(latest, fresh)
        return fresh.with_env(self.env)

    def _carried(self, choices):
        """What officers found before goes on into the next version."""
        if not self:
            return {}
        same = self.single_person_id if "single_person_id" not in choices else None
        return {
            "single_person_id": same.id if same else False,
            "single_ground": self.single_ground if same else False,
            "tier": self.tier,
            "look_note": self.look_note,
            "member_ids": [
                Command.create(
                    {
                        "person_id": one.person_id.id,
                        "is_exempt": one.is_exempt,
                        "is_stopped": one.is_stopped,
                        "local_grounds": one.local_grounds,
                    }
                )
                for one in self.member_ids
            ],
        }

    def _freeze(self):
        """Freeze drafts: from now on a change makes a new version.

        :raise UserError: property is to be judged, and nobody has
        """
        for one in self.sudo():
            if one.state == "frozen":
                continue
            if one.needs_look and not (one.look_note or "").strip():
                raise UserError(
                    self.env._(
                        "%s: something is over a limit that is judged case by case. "
                        "Write down the judgement on the property first.",
                        one.display_name,
                    )
                )
            one._by_act(
                {
                    "state": "frozen",
                    "frozen_on": fields.Date.context_today(self),
                    "frozen_by_id": self.env.uid,
                }
            )

    def _grant(self, date_from, case=None, date_to=None):
        """Prepare the benefit that this assessment entitles to.

        :param date_from: a day of the first month
        :return: draft of ``dibao.benefit``; ``_start()`` grants it
        :raise UserError: the household is not entitled
        """
        values = self._grant_values(date_from, case, date_to)
        return self.env["dibao.benefit"]._draft_all([values])

    def _grant_values(self, date_from, case=None, date_to=None):
        """What ``_grant`` prepares, for many at once."""
        self.ensure_one()
        if self.verdict != "eligible":
            verdicts = dict(self._fields["verdict"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(assessment)s came out as “%(verdict)s”: nothing is granted.",
                    assessment=self.display_name,
                    verdict=verdicts.get(self.verdict, ""),
                )
            )
        this = self.sudo()
        this._freeze()
        names = ("component", "code", "amount", "basis")
        return self.env["dibao.benefit"]._draft_values(
            self.household_id,
            date_from,
            [
                {name: part[name] for name in names} | {"person_id": part.person_id.id}
                for part in this.part_ids
            ],
            [
                {
                    "person_id": one.person_id.id,
                    "is_counted": one.is_counted,
                    "is_paid": one.is_counted and not one.is_stopped,
                }
                for one in this.member_ids
            ],
            date_to=date_to,
            case_id=(case or this.case_id).id,
            assessment_id=this.id,
            urban_rural=this.urban_rural,
            method=this.method or "gap",
            tier=this.chosen_tier,
            standard=this.standard,
            per_capita=this.per_capita,
            counted=this.counted,
            monthly_income=this.income,
        )

    # ------------------------------------------------------------------ reckoning

    def _calculate(self):
        """Reckon one draft anew and write its lines."""
        self.ensure_one()
        rules = self._rules()
        try:
            family = self._input(rules)
            means = means_test.reckon(family, rules)
            paid = self._allowance(rules, family, means)
        except MissingRule as missing:
            # asks again by the way that tells the user which rule, place and day
            self.env["dibao.policy"]._require(
                missing.key, self.division_id, missing.day or self.day
            )
            raise
        except Unsettled as open_question:
            raise UserError(
                assessment_words.question(self.env, open_question)
            ) from open_question
        self._write_result(family, means, paid, rules)

    def _allowance(self, rules, family, means):
        if means.verdict != "eligible":
            return None
        return allowance.reckon(
            rules,
            means.income,
            means.members,
            family.standard,
            self.household_id.urban_rural,
            means_test.ripe_day(family, rules),
            self.tier or None,
        )

    def _write_result(self, family, means, paid, rules):
        counted = {one.key for one in means.members if one.counted}
        lines = means.lines + (paid.lines if paid else [])
        lines += [Line("rule", "policy", rule=key) for key in sorted(rules.used)]
        parts = paid.parts if paid else []
        self.line_ids.unlink()
        self.part_ids.unlink()
        self.write(
            {
                "urban_rural": self.household_id.urban_rural,
                "standard": float(family.standard),
                "income": float(fen(means.income)),
                "counted": means.counted,
                "per_capita": float(fen(means.per_capita)),
                "verdict": means.verdict,
                "needs_look": means.needs_look,
                "method": rules.used.get("amount_method"),
                "chosen_tier": paid.tier if paid else False,
                "amount": float(paid.amount) if paid else 0.0,
                "member_ids": self._member_commands(means.members, counted),
                "line_ids": [
                    Command.create(self._line_values(line, rules, number))
                    for number, line in enumerate(lines, 1)
                ],
                "part_ids": [
                    Command.create(
                        {
                            "sequence": number,
                            "component": part.component,
                            "code": part.code,
                            "person_id": part.person,
                            "amount": float(part.amount),
                            "basis": self._basis(part.rule),
                        }
                    )
                    for number, part in enumerate(parts, 1)
                ],
            }
        )
        self.digest = self._digest_of(family, rules)

    def _member_commands(self, members, counted):
        kept = {one.person_id.id: one for one in self.member_ids}
        gone = [one for key, one in kept.items() if key not in {m.key for m in members}]
        commands = [Command.delete(one.id) for one in gone]
        for number, member in enumerate(members, 1):
            values = {"is_counted": member.key in counted, "sequence": number}
            if member.key in kept:
                commands.append(Command.update(kept[member.key].id, values))
            else:
                commands.append(Command.create({**values, "person_id": member.key}))
        return commands

    def _line_values(self, line, rules, number):
        fact_model = {
            "income": "dibao.income",
            "deduction": "dibao.expense",
        }.get(line.section)
        params = dict(line.params)
        if line.section == "rule":
            params["value"] = rules.used[line.rule]
        return {
            "sequence": number,
            "section": line.section,
            "code": line.code,
            "params": params,
            "person_id": line.person,
            "amount": float(line.amount or 0),
            "has_amount": line.amount is not None,
            "source": line.source,
            "policy_code": False if line.rule == "standard" else line.rule,
            "basis": self._basis(line.rule),
            "fact_model": fact_model if line.fact else False,
            "fact_id": line.fact or False,
        }

    def _basis(self, rule):
        """What the rule that held stands upon."""
        if rule == "standard":
            steps = self.env["dibao.standard"]._explain(
                self.division_id, self.household_id.urban_rural, self.day
            )
            held = [one["standard"] for one in steps if one["verdict"] == "holds"]
        elif rule:
            steps = self.env["dibao.policy"]._explain(rule, self.division_id, self.day)
            held = [one["policy"] for one in steps if one["verdict"] == "holds"]
        else:
            held = []
        return held[0].legal_basis if held else False

    def _digest_of(self, family, rules):
        """Of facts, rules and result. Not of the day: a day alone changes nothing."""
        facts = {**family.__dict__, "day": None}
        result = [self[name] for name in RESULT]
        text = json.dumps(
            [facts, rules.used, self.tier, result],
            default=lambda one: getattr(one, "__dict__", None) or str(one),
            sort_keys=True,
            ensure_ascii=False,
        )
        return hashlib.sha256(text.encode()).hexdigest()
