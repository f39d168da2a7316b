# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: Age from which somebody promises and authorises for himself (Civil Code art. 17).
GROWN_UP = 18


class DibaoCase(models.Model):
    """What is found out of a household: promises, relatives, visits, checks."""

    _name = "dibao.case"
    # requests to other offices show a protected number in its form
    _inherit = ["dibao.case", "dibao.sealed.mixin"]

    authorisation_ids = fields.One2many("dibao.authorisation", "case_id", "Promises")
    relative_ids = fields.One2many("dibao.near.relative", "case_id", "Near relatives")
    waiver_ids = fields.One2many("dibao.case.waiver", "case_id", "Proofs not asked for")
    visit_ids = fields.One2many("dibao.visit", "case_id", "Visits")
    assist_ids = fields.One2many("dibao.assist", "case_id", "Help of other offices")
    verification_ids = fields.One2many("dibao.verification", "case_id", "Checks")
    appraisal_ids = fields.One2many("dibao.appraisal", "case_id", "Appraisals")
    has_relative = fields.Boolean(
        "Near relative involved",
        compute="_compute_has_relative",
        store=True,
        help="Registered apart; the county visits the household itself (art. 11, 20).",
    )

    @api.depends("relative_ids.state", "relative_ids.is_near")
    def _compute_has_relative(self):
        for case in self:
            # Also one that is not confirmed yet: better one visit too many.
            case.has_relative = any(case.relative_ids.mapped("is_near"))

    # ------------------------------------------------------------------ relatives

    def _check_no_relative(self, user=None):
        """Nobody handles the case of a near relative, or his own (art. 11).

        :raise AccessError: the user is registered as one
        """
        user = user or self.env.user
        for case in self:
            # sudo: who is locked out is not asked whether he may read why
            officers = case.sudo().relative_ids.filtered("is_near").officer_id
            if user in officers.user_id:
                raise AccessError(
                    self.env._(
                        "%(user)s is a near relative in %(case)s and does not handle "
                        "it.",
                        user=user.name,
                        case=case.display_name,
                    )
                )

    def _find_relatives(self):
        """Compare the households with the officers and the relatives they declared.

        By ID number and relation; a hit is to be looked at and filed as F06.
        """
        # sudo: who handles a case need not see the officers' own sheets
        cases = self.sudo()
        members = {case: case.household_id.live_member_ids.person_id for case in cases}
        persons = self.env["dibao.person"].sudo().union(*members.values())
        found = self.env["dibao.officer"].sudo()._among(persons)
        if not found:
            return
        rows = []
        for case, own in members.items():
            known = {(one.officer_id, one.person_id) for one in case.relative_ids}
            rows += [
                {
                    "case_id": case.id,
                    "officer_id": officer.id,
                    "person_id": person.id,
                    "relation_id": relation.id,
                    "origin": "matched",
                }
                for officer, person, relation in found
                if person in own and (officer, person) not in known
            ]
        self.env["dibao.near.relative"].sudo().create(rows)

    # ------------------------------------------------------------------ completeness

    def _grown_ups(self):
        """Living members who promise and authorise for themselves."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        since = fields.Date.subtract(today, years=GROWN_UP)
        members = self.household_id.sudo().live_member_ids.person_id
        return members.filtered(
            lambda person: (
                not person.death_date
                and (not person.birth_date or person.birth_date <= since)
            )
        )

    def _unsigned(self):
        """Grown-up members whose authorisation is not there."""
        signed = self.sudo().authorisation_ids.filtered(lambda one: one.state == "done")
        return self._grown_ups() - signed.person_id

    def _steps_left(self):
        """What is still to be done before the opinion, in its order (art. 9, 16, 17).

        :return: codes of ``_step_words``
        """
        self.ensure_one()
        case, steps = self.sudo(), []
        done = case.visit_ids.filtered(
            lambda one: one.state == "done" and one.kind in ("home", "remote")
        )
        checks = case.verification_ids.filtered(lambda one: one.state == "done")
        needs_check = case._needs("check_kinds") and not checks
        if needs_check and case._grown_ups() - case.authorisation_ids.person_id:
            steps.append("list")
        elif needs_check and case._unsigned():
            steps.append("sign")
        if case._needs("visit_kinds") and not done:
            steps.append("visit")
        if needs_check:
            steps.append("check")
        if case.stage == "appraisal" and not any(case.appraisal_ids.mapped("result")):
            steps.append("appraisal")
        return steps

    def _step_words(self):
        signed = self.env._("promise and authorisation of every grown-up")
        return {
            "list": signed,
            "sign": signed,
            "visit": self.env._("home visit"),
            "check": self.env._("report of the information check"),
            "appraisal": self.env._("minutes of the appraisal"),
        }

    def _check_investigated(self, opinion):
        """No opinion without visit and check (art. 16, 17, 28)."""
        result = super()._check_investigated(opinion)
        words = self._step_words()
        for case in self:
            missing = [words[step] for step in case._steps_left()]
            if missing:
                raise UserError(
                    self.env._(
                        "%(case)s: still missing before an opinion: %(what)s.",
                        case=case.display_name,
                        what=", ".join(missing),
                    )
                )
        return result

    def _needs(self, key):
        """Whether the rules of the place ask for a step in a case of this kind."""
        kinds = self.env["dibao.policy"]._get(key, self.division_id, self.accepted_on)
        return kinds is None or self.kind in kinds

    def _check_decidable(self):
        """The county itself visits where a relative or an objection is in it."""
        result = super()._check_decidable()
        for case in self.sudo():
            if case.confirming_level != "county" or not case.ground_of_visit:
                continue
            own = case.visit_ids.filtered(
                lambda one: one.state == "done" and one.by_county and one.kind == "home"
            )
            if not own:
                raise UserError(
                    self.env._(
                        "%(case)s: the county visits this household itself before it "
                        "decides (art. 20): a near relative, an objection or a "
                        "complaint is in it.",
                        case=case.display_name,
                    )
                )
        return result
