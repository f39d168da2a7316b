# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

COORDINATOR = "dibao_archive.group_training_coordinator"


class EventEvaluation(models.Model):
    """What participants say of a session, without names."""

    # One file for each concern.
    _inherit = "event.event"  # pylint: disable=consider-merging-classes-inherited

    dibao_survey_id = fields.Many2one(
        "survey.survey",
        "Evaluation",
        domain=[("certification", "=", False)],
        default=lambda self: self.env.ref("dibao_training.survey_evaluation", False),
        ondelete="set null",
        groups=COORDINATOR,
        help="Asked of those who attended when the session is closed. Answers carry "
        "no name.",
    )
    dibao_rating_sum = fields.Float(readonly=True, copy=False, groups=COORDINATOR)
    dibao_rating_count = fields.Integer(
        "Marks given", readonly=True, copy=False, groups=COORDINATOR
    )
    dibao_rating = fields.Float(
        "Rating", compute="_compute_dibao_rating", digits=(3, 1), groups=COORDINATOR
    )

    @api.depends("dibao_rating_sum", "dibao_rating_count")
    def _compute_dibao_rating(self):
        for event in self:
            count = event.dibao_rating_count
            event.dibao_rating = event.dibao_rating_sum / count if count else 0.0

    def _dibao_ask_evaluation(self):
        """Send participants a link each; answers do not know whose they are."""
        for event in self.sudo().filtered("dibao_survey_id"):
            attended = event.registration_ids.filtered(lambda one: one.state == "done")
            for user in attended.dibao_employee_id.user_id:
                answer = event.dibao_survey_id._create_answer(
                    check_attempts=False, dibao_event_id=event.id
                )
                event.dibao_course_id.with_context(lang=user.lang).message_notify(
                    partner_ids=user.partner_id.ids,
                    subject=event.name,
                    body=event.with_context(lang=user.lang).env._(
                        "Please say how “%(session)s” was: %(link)s "
                        "(no names are kept)",
                        session=event.name,
                        link=answer.get_start_url(),
                    ),
                )

    def _dibao_count_rating(self):
        """Sum up the marks on scales of all finished answers."""
        lines = self.env["survey.user_input.line"].sudo()
        for event in self.sudo():
            rows = lines._read_group(
                [
                    ("user_input_id.dibao_event_id", "=", event.id),
                    ("user_input_id.state", "=", "done"),
                    ("answer_type", "=", "scale"),
                    ("skipped", "=", False),
                ],
                [],
                ["value_scale:sum", "__count"],
            )
            event.dibao_rating_sum, event.dibao_rating_count = rows[0]

    def action_dibao_answers(self):
        """Open the answers about this session."""
        self.ensure_one()
        self.check_access("read")
        if not self.dibao_rating_count:
            raise UserError(self.env._("Nobody has answered yet."))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "survey.action_survey_user_input"
        )
        return action | {
            "domain": [("dibao_event_id", "=", self.id)],
            "context": {},
        }


class SurveyUserInput(models.Model):
    _inherit = "survey.user_input"

    dibao_event_id = fields.Many2one(
        "event.event",
        "Session",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    def _mark_done(self):
        result = super()._mark_done()
        self.sudo().dibao_event_id._dibao_count_rating()
        return result
