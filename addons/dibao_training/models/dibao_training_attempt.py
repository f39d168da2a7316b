# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import retake

#: Seconds after the time limit in which the last page may still come in.
LATE = 30


class DibaoTrainingAttempt(models.Model):
    """Somebody sat an exam: when, with what result.

    A sitting is one answer of the survey, however many windows show it: it is settled
    once, and gives one certificate at most.
    """

    _name = "dibao.training.attempt"
    _description = "Sitting of an Exam"
    _inherit = ["dibao.jurisdiction.mixin"]
    _order = "started_on desc, id desc"
    _rec_name = "employee_id"

    exam_id = fields.Many2one(
        "dibao.training.exam", required=True, index=True, ondelete="cascade"
    )
    kind_id = fields.Many2one(related="exam_id.kind_id", store=True, index=True)
    employee_id = fields.Many2one(
        "hr.employee", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one("res.users", required=True, index=True)
    division_id = fields.Many2one("dibao.division", required=True, index=True)
    user_input_id = fields.Many2one(
        "survey.user_input", index=True, ondelete="set null", groups=fields.NO_ACCESS
    )
    started_on = fields.Datetime(required=True, default=fields.Datetime.now)
    ends_at = fields.Datetime("Time is up at", required=True)
    settled_on = fields.Datetime()
    state = fields.Selection(
        [
            ("open", "Open"),
            ("passed", "Passed"),
            ("failed", "Failed"),
            ("expired", "Time was up"),
        ],
        required=True,
        default="open",
        index=True,
        group_expand=True,
    )
    score = fields.Float("Score (%)", aggregator="avg")
    certificate_id = fields.Many2one(
        "dibao.training.certificate",
        "Certificate given",
        index="btree_not_null",
        ondelete="set null",
    )

    _one_answer = models.UniqueIndex(
        "(user_input_id) WHERE user_input_id IS NOT NULL",
        "A sitting is counted already.",
    )
    _one_open = models.UniqueIndex(
        "(employee_id, kind_id) WHERE state = 'open'",
        "This exam is being sat already: go on with it.",
    )

    @api.model
    def _start(self, kind):
        """Begin to sit the exam of a kind, or go on with the sitting that is open.

        :return: the action that opens it
        :raise UserError: no employee, no exam, or too early after a failed sitting
        """
        employee = self._sitter()
        place = (
            employee.dibao_division_id or self.env.user.sudo().dibao_division_ids[:1]
        )
        exam = self.env["dibao.training.exam"]._for(kind, place)
        if not exam:
            raise UserError(
                self.env._(
                    "No exam for “%(kind)s” is set at %(place)s yet: ask the training "
                    "coordinator to draw it up.",
                    kind=kind.name,
                    place=place.name or "-",
                )
            )
        # Two windows at once: the second waits here, and then finds the first's.
        employee.lock_for_update()
        attempt = self._open_of(employee, kind)
        if not attempt:
            self._check_retake(employee, kind, place)
            attempt = self._begin(exam, employee, place)
        answer = attempt.user_input_id
        return answer.survey_id.action_start_survey(answer=answer)

    @api.model
    def _sitter(self):
        """The employee record of the user, which the certificate will belong to."""
        # sudo: one's own record
        employees = (
            self.env["hr.employee"].sudo().search([("user_id", "=", self.env.uid)])
        )
        own = employees.filtered(lambda one: one.company_id == self.env.company)
        if not employees:
            raise UserError(
                self.env._(
                    "No employee belongs to your account, so that a certificate would "
                    "be nobody's: ask the training coordinator to link it."
                )
            )
        return (own or employees)[:1]

    @api.model
    def _open_of(self, employee, kind):
        attempt = self.sudo().search(
            [
                ("employee_id", "=", employee.id),
                ("kind_id", "=", kind.id),
                ("state", "=", "open"),
            ],
            limit=1,
        )
        if attempt and (
            not attempt.user_input_id
            or fields.Datetime.now() > attempt.ends_at + timedelta(seconds=LATE)
        ):
            attempt._settle()
            return self.sudo().browse()
        return attempt

    @api.model
    def _check_retake(self, employee, kind, place):
        policies = self.env["dibao.policy"].sudo()
        last_pass = self.sudo().search(
            [
                ("employee_id", "=", employee.id),
                ("kind_id", "=", kind.id),
                ("state", "=", "passed"),
            ],
            limit=1,
        )
        failed = self.sudo().search(
            [
                ("employee_id", "=", employee.id),
                ("kind_id", "=", kind.id),
                ("state", "in", ("failed", "expired")),
                ("started_on", ">", last_pass.started_on or "1900-01-01"),
            ]
        )
        first = retake.next_day(
            [fields.Date.context_today(self, one.started_on) for one in failed],
            policies._require("exam_attempts", place),
            policies._require("exam_wait_days", place),
            policies._require("exam_block_days", place),
        )
        if first and fields.Date.context_today(self) < first:
            raise UserError(
                self.env._(
                    "You did not pass “%(kind)s” %(count)s times in a row. You may sit "
                    "it again from %(day)s; use the time to learn.",
                    kind=kind.name,
                    count=len(failed),
                    day=first,
                )
            )

    @api.model
    def _begin(self, exam, employee, place):
        now = fields.Datetime.now()
        # sudo: the survey is reached by this act alone
        answer = exam.sudo().survey_id._create_answer(
            user=self.env.user, check_attempts=False
        )
        return self.sudo().create(
            {
                "exam_id": exam.id,
                "employee_id": employee.id,
                "user_id": self.env.uid,
                "division_id": place.id or exam.division_id.id,
                "user_input_id": answer.id,
                "started_on": now,
                # the clock of the survey starts with its first page
                "ends_at": now + timedelta(minutes=2 * exam.minutes),
            }
        )

    def _settle(self):
        """Write down the result, once; who passed gets the certificate."""
        for attempt in self.sudo():
            attempt.lock_for_update()
            attempt.invalidate_recordset(["state"])
            if attempt.state != "open":
                continue
            answer = attempt.user_input_id
            done = answer.state == "done"
            passed = done and answer.scoring_success
            attempt.write(
                {
                    "state": "passed" if passed else "failed" if done else "expired",
                    "score": answer.scoring_percentage if done else 0.0,
                    "settled_on": fields.Datetime.now(),
                }
            )
            if passed:
                attempt.certificate_id = self.env[
                    "dibao.training.certificate"
                ]._issue_for(attempt)

    def action_go_on(self):
        """Open the sitting again."""
        self.ensure_one()
        if self.user_id != self.env.user:
            raise UserError(self.env._("Each sits the own exam."))
        return self._start(self.kind_id)

    @api.model
    def _settle_overdue(self):
        """Sittings whose time is up and that nobody ended."""
        limit = fields.Datetime.now() - timedelta(seconds=LATE)
        self.sudo().search([("state", "=", "open"), ("ends_at", "<", limit)])._settle()
