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

    def _present(self):
        return self.staff_count + self.committee_count + self.representative_count

    def _check_complete(self):
        if not (self.minutes or "").strip():
            raise UserError(self.env._("The minutes are missing."))
        if self.votes_for + self.votes_against + self.abstentions != self._present():
            raise ValidationError(
                self.env._("The votes are not as many as the people who were there.")
            )
        case = self.case_id
        day = fields.Date.context_today(self)
        problem = appraisal.problem(
            present=self._present(),
            representatives=self.representative_count,
            least=case._policy("appraisal_people_min", day),
            share=case._policy("appraisal_representative_share", day),
        )
        if problem:
            raise UserError(
                {
                    "few": self.env._("Too few people for an appraisal at this place."),
                    "share": self.env._(
                        "The share of the villagers' representatives is too small."
                    ),
                }[problem]
            )

    def _take_effect(self):
        passed = appraisal.passes(self.votes_for, self._present())
        self._by_act({"result": "passed" if passed else "not_passed"})
