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
    by_single = fields.Selection(
        [
            ("disability", "Disability of grade 1 or 2, or mental or mental-health 3"),
            ("illness", "Major disease"),
            ("clergy", "Clergy away from home for three years"),
            ("local", "Ground of the place"),
        ],
        "Alone, because",
        help="Single-person application (民发〔2021〕57号 art. 8).",
    )
    proxy_name = fields.Char("Applied for by", help="With a mandate (art. 6).")

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
        """Compare the household with the list of officers, by their ID numbers.

        A hit is to be looked at and completed by the relations to the other members.
        """
        codes = self.env["dibao.code"]
        oneself = codes._match("relation", "01")
        for case in self.sudo():
            persons = case.household_id.live_member_ids.person_id
            known = {(one.officer_id, one.person_id) for one in case.relative_ids}
            pairs = self.env["dibao.officer"].sudo()._among(persons)
            self.env["dibao.near.relative"].sudo().create(
                [
                    {
                        "case_id": case.id,
                        "officer_id": officer.id,
                        "person_id": person.id,
                        "relation_id": oneself,
                        "origin": "matched",
                    }
                    for officer, person in pairs
                    if (officer, person) not in known
                ]
            )

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

    def _check_investigated(self, opinion):
        """No opinion without visit and check (art. 16, 17, 28)."""
        result = super()._check_investigated(opinion)
        for case in self.sudo():
            done = case.visit_ids.filtered(
                lambda one: one.state == "done" and one.kind in ("home", "remote")
            )
            missing = []
            if case._needs("visit_kinds") and not done:
                missing.append(self.env._("home visit"))
            checks = case.verification_ids.filtered(lambda one: one.state == "done")
            if case._needs("check_kinds") and not checks:
                missing.append(self.env._("report of the information check"))
            if case.stage == "appraisal" and not any(
                case.appraisal_ids.mapped("result")
            ):
                missing.append(self.env._("minutes of the appraisal"))
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

    def _check_county_visit(self):
        """The county itself visits where a relative or an objection is in it."""
        for case in self.sudo():
            if case.confirming_level != "county" or not case._must_visit():
                continue
            own = case.visit_ids.filtered(
                lambda one: one.state == "done" and one.by_county and one.kind == "home"
            )
            if not own:
                raise UserError(
                    self.env._(
                        "%(case)s: the county visits this household itself before it "
                        "decides (art. 20): a near relative or an objection is in it.",
                        case=case.display_name,
                    )
                )

    def _must_visit(self):
        return self.has_relative or bool(self.notice_ids.objection_ids)
