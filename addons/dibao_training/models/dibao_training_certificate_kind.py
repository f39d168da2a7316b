# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class DibaoTrainingCertificateKind(models.Model):
    """A certificate that duties may ask for: of the own office, or taken from others.

    There is no national certificate of archival posts: each office names its own.
    """

    _name = "dibao.training.certificate.kind"
    _description = "Kind of Certificate"
    _inherit = ["mail.thread"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True, tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    description = fields.Text(translate=True)
    topic_ids = fields.Many2many(
        "dibao.training.topic",
        string="Topics",
        help="The exam draws its questions from these, the same number from each.",
    )
    takes_external = fields.Boolean(
        "Certificates of others count",
        default=True,
        tracking=True,
        help="Certificates of an archives authority or association can be handed in, "
        "and count once a second person has verified them.",
    )
    skill_id = fields.Many2one(
        "hr.skill",
        "Skill",
        copy=False,
        groups="hr.group_hr_user",
        help="Under which employees show it; made with the first certificate.",
    )
    exam_ids = fields.One2many("dibao.training.exam", "kind_id", "Exams")
    question_count = fields.Integer("Questions in the bank", compute="_compute_counts")
    certificate_count = fields.Integer("Valid", compute="_compute_counts")

    @api.depends("topic_ids")
    def _compute_counts(self):
        # sudo: numbers only, of a bank that only coordinators read
        questions = self.env["dibao.training.question"].sudo()
        valid = dict(
            self.env["dibao.training.certificate"]._read_group(
                [
                    ("kind_id", "in", self.ids),
                    ("standing", "in", ["valid", "expiring"]),
                ],
                ["kind_id"],
                ["__count"],
            )
        )
        for kind in self:
            kind.question_count = questions.search_count(
                [("topic_id", "in", kind.topic_ids.ids)]
            )
            kind.certificate_count = valid.get(kind._origin, 0)

    def action_draw_up(self):
        """Make the exam for the own place, from bank and policies of today."""
        self.ensure_one()
        self.check_access("write")
        exam = self.env["dibao.training.exam"]._draw_up(
            self, self.env.user.dibao_division_ids[:1]
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "dibao.training.exam",
            "res_id": exam.id,
            "views": [(False, "form")],
        }

    def action_take_exam(self):
        """Sit the exam, or go on with the one that is open."""
        self.ensure_one()
        return self.env["dibao.training.attempt"]._start(self)

    def action_hand_in(self):
        """Hand in a certificate of somebody else."""
        self.ensure_one()
        if not self.takes_external:
            raise UserError(
                self.env._("“%s” is given for an exam of the office only.", self.name)
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hand in a certificate"),
            "res_model": "dibao.training.certificate.enter",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_kind_id": self.id},
        }

    def action_certificates(self):
        """The certificates of this kind."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_training.dibao_training_certificate_action"
        )
        return {**action, "domain": [("kind_id", "=", self.id)], "context": {}}

    def _get_skill(self):
        """The certification skill of this kind, made when first needed.

        Made without an external id: it is the employees', and stays with them.
        """
        self.ensure_one()
        kind = self.sudo()
        if not kind.skill_id:
            known = kind.with_context(active_test=False).search(
                [("skill_id", "!=", False)], limit=1
            )
            skill_type = known.skill_id.skill_type_id
            if skill_type:
                skill_type.skill_ids = [Command.create({"name": kind.name})]
            else:
                skill_type = kind._make_skill_type()
            kind.skill_id = skill_type.skill_ids.filtered(
                lambda skill: skill.name == kind.name
            )[-1:]
        return kind.skill_id

    def _make_skill_type(self):
        return self.env["hr.skill.type"].create(
            {
                "name": self.env._("Dibao certificates"),
                "is_certification": True,
                "skill_ids": [Command.create({"name": self.name})],
                "skill_level_ids": [
                    Command.create(
                        {
                            "name": self.env._("Certified"),
                            "level_progress": 100,
                            "default_level": True,
                        }
                    )
                ],
            }
        )
