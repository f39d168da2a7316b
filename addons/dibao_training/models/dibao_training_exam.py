# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import random

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class DibaoTrainingExam(models.Model):
    """An exam of one kind of certificate as it is set at a place.

    The exam itself is a certification survey, drawn up from the bank; each sitting
    draws its questions at random, the same number from each topic. When the bank or
    the policies have changed, a new one is drawn up; sittings keep theirs.
    """

    _name = "dibao.training.exam"
    _description = "Exam"
    _order = "kind_id, division_id, id desc"
    _rec_name = "kind_id"

    kind_id = fields.Many2one(
        "dibao.training.certificate.kind",
        "Certificate",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    division_id = fields.Many2one(
        "dibao.division",
        required=True,
        readonly=True,
        index=True,
        help="Set for this place and all below it, unless there is a nearer one.",
    )
    survey_id = fields.Many2one(
        "survey.survey",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups="survey.group_survey_user",
    )
    active = fields.Boolean(default=True, readonly=True)
    drawn_up_on = fields.Date(readonly=True, default=fields.Date.context_today)
    bank_count = fields.Integer("Questions to draw from", readonly=True)
    question_count = fields.Integer("Questions in a sitting", readonly=True)
    minutes = fields.Integer("Time limit (minutes)", readonly=True)
    pass_percent = fields.Float("Passed from (%)", readonly=True)
    attempt_ids = fields.One2many("dibao.training.attempt", "exam_id", "Sittings")
    attempt_count = fields.Integer(compute="_compute_attempts")
    passed_count = fields.Integer("Passed", compute="_compute_attempts")

    _one_in_use = models.UniqueIndex(
        "(kind_id, division_id) WHERE active",
        "There is one exam in use of each kind at a place.",
    )

    @api.depends("attempt_ids.state")
    def _compute_attempts(self):
        counts = {
            (exam, state): count
            for exam, state, count in self.env["dibao.training.attempt"]._read_group(
                [("exam_id", "in", self.ids)], ["exam_id", "state"], ["__count"]
            )
        }
        for exam in self:
            of_exam = [c for (one, _state), c in counts.items() if one == exam._origin]
            exam.attempt_count = sum(of_exam)
            exam.passed_count = counts.get((exam._origin, "passed"), 0)

    @api.model
    def _for(self, kind, division):
        """The exam in use for a kind at a place: that of the nearest place above."""
        # sudo: the place above may lie outside the user's jurisdiction
        exams = self.sudo().search(
            [("kind_id", "=", kind.id), ("division_id", "parent_of", division.ids)]
        )
        return exams.sorted(lambda exam: len(exam.division_id.parent_path or ""))[-1:]

    @api.model
    def _draw_up(self, kind, division):
        """Make the exam of a kind for a place from the bank, by the policies there.

        :raise UserError: no place, no topics, or not enough questions in a topic
        """
        if not division:
            raise UserError(
                self.env._("You have no division: an exam is set for a place.")
            )
        policies = self.env["dibao.policy"].sudo()
        each = policies._require("exam_questions_topic", division)
        minutes = policies._require("exam_minutes", division)
        percent = policies._require("exam_pass_percent", division)
        bank = self._bank(kind, each)
        # sudo: the survey belongs to the office, whoever draws it up
        survey = (
            self.env["survey.survey"]
            .sudo()
            .create(self._survey_values(kind, minutes, percent, bank, each))
        )
        former = self.sudo().search(
            [("kind_id", "=", kind.id), ("division_id", "=", division.id)]
        )
        # Its open sittings go on; nobody begins a new one there.
        former.active = False
        former.flush_recordset(["active"])
        exam = self.sudo().create(
            {
                "kind_id": kind.id,
                "division_id": division.id,
                "survey_id": survey.id,
                "bank_count": sum(map(len, bank.values())),
                "question_count": each * len(bank),
                "minutes": minutes,
                "pass_percent": percent,
            }
        )
        return exam.with_env(self.env)

    @api.model
    def _bank(self, kind, each):
        """{topic: questions} of a kind, enough of them in each topic."""
        if not kind.topic_ids:
            raise UserError(self.env._("Say which topics the exam is about."))
        # sudo: a draw, which shows no question
        bank = (
            self.env["dibao.training.question"]
            .sudo()
            .search([("topic_id", "in", kind.topic_ids.ids)])
        )
        by_topic = {
            topic: bank.filtered_domain([("topic_id", "=", topic.id)])
            for topic in kind.topic_ids
        }
        short = [topic.name for topic, found in by_topic.items() if len(found) < each]
        if short:
            raise UserError(
                self.env._(
                    "The bank has fewer than %(each)s questions on: %(topics)s. Enter "
                    "more, or lower the policy “Questions from each topic”.",
                    each=each,
                    topics=", ".join(short),
                )
            )
        return by_topic

    @api.model
    def _survey_values(self, kind, minutes, percent, bank, each):
        questions = []
        for topic, found in bank.items():
            questions.append(
                {
                    "title": topic.name,
                    "is_page": True,
                    "question_type": False,
                    "random_questions_count": each,
                }
            )
            questions += [self._question_values(question) for question in found]
        return {
            "title": self.env._("Exam: %s", kind.name),
            "survey_type": "assessment",
            "user_id": False,
            "access_mode": "token",
            "users_login_required": True,
            "users_can_go_back": True,
            "questions_layout": "page_per_section",
            "questions_selection": "random",
            "scoring_type": "scoring_without_answers",
            "scoring_success_min": percent,
            "certification": True,
            "is_attempts_limited": False,
            "is_time_limited": True,
            "time_limit": minutes,
            "question_and_page_ids": [
                Command.create({**values, "sequence": place})
                for place, values in enumerate(questions, 1)
            ],
        }

    @api.model
    def _question_values(self, question):
        answers = question._answers()
        random.shuffle(answers)
        return {
            "title": question.text,
            "question_type": "simple_choice",
            "constr_mandatory": True,
            "suggested_answer_ids": [
                Command.create(
                    {"value": text, "is_correct": right, "answer_score": float(right)}
                )
                for text, right in answers
            ],
        }

    def action_attempts(self):
        """The sittings of this exam."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_training.dibao_training_attempt_action"
        )
        return {**action, "domain": [("exam_id", "=", self.id)], "context": {}}
