# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import appraisal


class DibaoAppraisal(models.Model):
    """The village's democratic appraisal of a case: who came, how they voted."""

    _name = "dibao.appraisal"
    _description = "Democratic Appraisal"
    _inherit = "dibao.case.act.mixin"
    _paper_code = "F11"
    _stages = ("appraisal",)
    _act_fields = ("result",)

    held_on = fields.Datetime("Held on", required=True, default=fields.Datetime.now)
    place = fields.Char("Where")
    chair = fields.Char("Chaired by")
    staff_count = fields.Integer("Township staff")
    committee_count = fields.Integer("Party and committee members")
    representative_count = fields.Integer("Representatives of the villagers")
    called_count = fields.Integer("Called", help="Of all kinds.")
    votes_for = fields.Integer("In favour")
    votes_against = fields.Integer("Against")
    abstentions = fields.Integer()
    attendees = fields.Text(
        "Who was there", help="Names with their role, a line each; they sign the form."
    )
    minutes = fields.Text("Minutes of the appraisal")
    result = fields.Selection(
        [("passed", "Passed"), ("not_passed", "Not passed")], readonly=True, copy=False
    )

    _counts = models.Constraint(
        "CHECK (staff_count >= 0 AND committee_count >= 0 AND representative_count >= 0"
        " AND called_count >= 0 AND votes_for >= 0 AND votes_against >= 0"
        " AND abstentions >= 0)",
        "Counts of people are not negative.",
    )

    def _met(self):
        return appraisal.Met(
            self.called_count,
            self.staff_count,
            self.committee_count,
            self.representative_count,
        )

    def _quorum(self):
        """What the place asks of an appraisal, by the rules of the case."""
        case, day = self.case_id, fields.Date.context_today(self)
        return appraisal.Quorum(
            least=case._rule("appraisal_people_min", day),
            representatives=case._rule("appraisal_representative_share", day),
            committee=case._rule("appraisal_committee_share", day, needed=False),
            attendance=case._rule("appraisal_attendance_share", day, needed=False),
            odd=bool(case._rule("appraisal_odd", day, needed=False)),
        )

    def _check_complete(self):
        if not (self.minutes or "").strip():
            raise UserError(self.env._("The minutes are missing."))
        met = self._met()
        if self.votes_for + self.votes_against + self.abstentions != met.present:
            raise ValidationError(
                self.env._("The votes are not as many as the people who were there.")
            )
        if met.called and met.called < met.present:
            raise ValidationError(
                self.env._("More people were there than were called: correct one.")
            )
        quorum = self._quorum()
        if quorum.attendance is not None and not met.called:
            raise UserError(
                self.env._("Enter how many were called: this place asks for a share.")
            )
        problem = appraisal.problem(met, quorum)
        if problem:
            raise UserError(self._quorum_words()[problem])

    def _quorum_words(self):
        return {
            "few": self.env._("Too few people for an appraisal at this place."),
            "share": self.env._(
                "The share of the villagers' representatives is too small."
            ),
            "committee": self.env._(
                "The share of party and committee members is too large at this place."
            ),
            "attendance": self.env._(
                "Too few of those who were called came: call another appraisal."
            ),
            "even": self.env._("At this place an odd number of people appraises."),
        }

    def _take_effect(self):
        day = fields.Date.context_today(self)
        share = self.case_id._rule("appraisal_consent_share", day, needed=False)
        passed = appraisal.passes(self.votes_for, self._met().present, share)
        self._by_act({"result": "passed" if passed else "not_passed"})
        today = fields.Date.context_today(self)
        self.case_id._clock("appraised", today)
        # the day of the call is one of the notice, or of the investigation
        called = self.case_id.appraised_on
        first = called and fields.Date.add(called, days=1)
        if first and first <= today:
            self.case_id._leave_out("count_appraisal_days", first, today)
