# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import csv
import hashlib

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import file_open

BANK = "dibao_training/data/exam/questions.csv"
#: Marks the right option.
RIGHT = "*"
CONTENT = ("topic_id", "text", "options", "source")


class DibaoTrainingQuestion(models.Model):
    """A question of the bank, with the rule its answer rests on."""

    _name = "dibao.training.question"
    _description = "Exam Question"
    _inherit = ["mail.thread"]
    _order = "topic_id, code, id"
    _rec_name = "text"

    code = fields.Char(
        "No.", copy=False, help="The number by which the bank's updates know it."
    )
    topic_id = fields.Many2one(
        "dibao.training.topic", required=True, index=True, tracking=True
    )
    text = fields.Text("Question", required=True, tracking=True)
    options = fields.Text(
        "Answers",
        required=True,
        tracking=True,
        help="One a line, two to six; the right one begins with an asterisk. Exams mix "
        "their order.",
    )
    source = fields.Char(
        "Rests on",
        required=True,
        tracking=True,
        help="Document, number and article of the rule that makes the answer right.",
    )
    is_local = fields.Boolean(
        "Changed here",
        readonly=True,
        copy=False,
        default=True,
        help="Updates of the bank leave it as it is.",
    )
    active = fields.Boolean(default=True, tracking=True)

    _code_unique = models.UniqueIndex(
        "(code) WHERE code IS NOT NULL", "There is a question of this number already."
    )

    @api.constrains("options")
    def _check_options(self):
        for question in self:
            answers = question._answers()
            texts = [text for text, _right in answers]
            if not 2 <= len(answers) <= 6 or len(set(texts)) != len(texts):
                raise ValidationError(
                    self.env._("A question has two to six answers, each another one.")
                )
            if sum(right for _text, right in answers) != 1:
                raise ValidationError(
                    self.env._("Mark exactly one answer as right, by an asterisk.")
                )

    def write(self, vals):
        if not self.env.su and set(CONTENT) & vals.keys():
            vals = {**vals, "is_local": True}
        return super().write(vals)

    def _answers(self):
        """[(text, whether it is right)] in the order of the bank."""
        self.ensure_one()
        lines = [line.strip() for line in (self.options or "").splitlines()]
        return [
            (line.removeprefix(RIGHT).strip(), line.startswith(RIGHT))
            for line in lines
            if line
        ]

    @api.model
    def _load_bank(self):
        """Take over the questions that come with the program.

        Those an office has changed, or put out of use, stay as they are.
        """
        with file_open(BANK, "r") as stream:
            rows = list(csv.DictReader(stream))
        bank = self.sudo().with_context(active_test=False, tracking_disable=True)
        known = {
            question.code: question for question in bank.search([("code", "!=", False)])
        }
        new = []
        for row in rows:
            topic = self.env.ref(f"dibao_training.topic_{row['topic']}")
            answers = [RIGHT + row["right"], *row["wrong"].split("|")]
            values = {
                "topic_id": topic.id,
                "text": row["text"],
                "options": "\n".join(_mixed(row["code"], answers)),
                "source": row["source"],
            }
            question = known.get(row["code"])
            if not question:
                new.append({**values, "code": row["code"], "is_local": False})
            elif not question.is_local and any(
                (question[name].id if name == "topic_id" else question[name]) != value
                for name, value in values.items()
            ):
                question.write(values)
        bank.create(new)


def _mixed(code, answers):
    """The answers in an order that tells nothing, the same at each update."""
    return sorted(
        answers,
        key=lambda text: hashlib.sha256((code + text.lstrip(RIGHT)).encode()).digest(),
    )
