# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import procedure

_logger = logging.getLogger(__name__)
ACTS = {"confirm": "confirm", "refuse": "refuse", "send_back": "send_back"}


class DibaoMeetingLine(models.Model):
    """One case on the list of a meeting: what is proposed, what came of it."""

    _name = "dibao.meeting.line"
    _description = "Case of a Meeting"
    _inherit = ["dibao.jurisdiction.mixin", "dibao.filed.mixin"]
    _order = "meeting_id, id"
    _rec_name = "case_id"
    _act_fields = ("seen", "state", "problem", "excused")

    meeting_id = fields.Many2one(
        "dibao.meeting", required=True, index=True, ondelete="cascade"
    )
    case_id = fields.Many2one(
        "dibao.case",
        "Case",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("stage", "=", "county")],
    )
    household_id = fields.Many2one(related="case_id.household_id", store=True)
    division_id = fields.Many2one(related="case_id.division_id", store=True, index=True)
    kind = fields.Selection(related="case_id.kind")
    opinion = fields.Selection(related="case_id.opinion")
    due_on = fields.Date(related="case_id.due_on")
    has_relative = fields.Boolean(related="case_id.has_relative")
    members = fields.Integer(compute="_compute_money")
    amount = fields.Float("Yuan per month", digits=(12, 2), compute="_compute_money")
    result = fields.Selection(
        [
            ("confirm", "Confirm"),
            ("refuse", "Refuse"),
            ("send_back", "Send back"),
            ("defer", "Decide another time"),
        ],
        required=True,
        compute="_compute_result",
        store=True,
        readonly=False,
        precompute=True,
    )
    reason = fields.Text(
        "Reasons", help="Of a refusal or of sending back: they go to the household."
    )
    seen = fields.Char(
        readonly=True, copy=False, help="What the case was when it came on the list."
    )
    state = fields.Selection(
        [
            ("waiting", "To be decided"),
            ("done", "Decided"),
            ("deferred", "Another time"),
            ("failed", "Not decided"),
        ],
        required=True,
        default="waiting",
        readonly=True,
        copy=False,
        index=True,
    )
    problem = fields.Char("Why not", readonly=True, copy=False)
    excused = fields.Char(
        "Stayed out of it",
        readonly=True,
        copy=False,
        help="Present, and a near relative in this case (art. 11).",
    )
    obstacle = fields.Char("In the way", compute="_compute_obstacle")

    _case_once = models.UniqueIndex(
        "(meeting_id, case_id)", "This case is on the list already."
    )

    @api.depends("case_id.opinion")
    def _compute_result(self):
        for line in self:
            line.result = "refuse" if line.case_id.opinion == "fails" else "confirm"

    def _compute_money(self):
        for line in self:
            said = line.case_id._sayable() if line.case_id else {}
            line.members, line.amount = said.get("size", 0), said.get("amount", 0)

    @api.depends("case_id", "result", "state")
    @api.depends_context("uid", "lang")
    def _compute_obstacle(self):
        """To those who prepare the list it says nothing of their own role."""
        user = self.env.user
        for line in self:
            if line.state in ("done", "deferred") or not line.case_id:
                line.obstacle = False
            else:
                roles = procedure.DECIDERS[line.case_id.confirming_level or "county"]
                decides = any(
                    user.has_group(f"dibao_archive.group_{role}") for role in roles
                )
                line.obstacle = line._problem(case_only=not decides)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        for line in lines:
            line.meeting_id._check_step("draft")
            line._by_act({"seen": line._version()})
        return lines

    def write(self, vals):
        if self._is_typed(vals) and any(
            one.meeting_id.state != "draft" for one in self
        ):
            raise UserError(self.env._("A meeting that has ended stays as it was."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_prepared(self):
        if any(one.meeting_id.state == "done" for one in self):
            raise UserError(self.env._("What a meeting decided stays on record."))

    # ------------------------------------------------------------------ the guard

    def _version(self):
        """What is decided upon: another opinion or reckoning is another matter."""
        self.ensure_one()
        case = self.case_id.sudo()
        found = case._assessment()
        return "/".join(
            map(
                str,
                (
                    case.stage,
                    case.submitted_on or "",
                    case.opinion or "",
                    case.opined_by_id.id or "",
                    len(case.notice_ids),
                    found.id or "",
                    found.version if found else "",
                ),
            )
        )

    def _misses_reason(self):
        wanted = self.result in ("refuse", "send_back")
        reason = (self.reason or self.case_id.reason or "").strip()
        return wanted and not reason

    def _problem(self, case_only=False):
        """Why it cannot be decided like this, or False. Nothing is written.

        :param case_only: what lies in the case, whoever looks at it
        """
        self.ensure_one()
        case = self.case_id
        if self.result == "defer":
            return False
        if self.seen != self._version():
            return self.env._(
                "The case changed since it came on the list: look at it again."
            )
        try:
            if case_only:
                case._check_possible(ACTS[self.result], self.reason)
                if self.result != "send_back":
                    case._check_decidable()
            else:
                case._check_decision(ACTS[self.result], self.reason)
        except UserError as error:
            # the case is named beside it already
            told = str(error).removeprefix(case.display_name)
            return told.lstrip(" :：，,") or str(error)
        return False

    # ------------------------------------------------------------------ the act

    def _decide(self):
        """Decide each line; what fails is told on the line."""
        good = {}
        for line in self:
            problem = line._problem()
            if problem:
                line._by_act({"state": "failed", "problem": problem})
            elif line.result == "defer":
                line._by_act({"state": "deferred"})
            else:
                good.setdefault(line.result, self.browse())
                good[line.result] |= line
        for result, lines in good.items():
            lines._note_excused()
            if not lines._carry_out(result):
                # One of them breaks: each by itself, so that the others go on.
                for line in lines:
                    line._carry_out(result)

    def _note_excused(self):
        """Who is present and a near relative stayed out of that case."""
        for line in self:
            near = line.case_id.sudo().relative_ids.filtered("is_near")
            present = line.meeting_id.present_ids & near.officer_id.user_id
            if present:
                line._by_act({"excused": "、".join(present.mapped("name"))})

    def _tell(self, result):
        """The meeting and its result, in the messages of each case."""
        results = dict(self._fields["result"]._description_selection(self.env))
        self.case_id._message_log_batch(
            {
                line.case_id.id: self.env._(
                    "Meeting %(meeting)s: %(result)s",
                    meeting=line.meeting_id.name,
                    result=results[result],
                )
                for line in self
            }
        )

    def _carry_out(self, result):
        """Decide these together.

        :return: whether it was done; one alone that fails tells so on its line
        """
        try:
            with self.env.cr.savepoint():
                for line in self.filtered("reason"):
                    line.case_id.reason = line.reason
                # What a single act tracks field by field is one line of a batch.
                cases = self.case_id.with_context(
                    dibao_file_later=True, tracking_disable=True
                )
                getattr(cases, f"action_{ACTS[result]}")()
                self._tell(result)
                self._by_act({"state": "done", "problem": False})
        except Exception as error:  # whatever it is, the other cases are decided
            if not isinstance(error, UserError):
                _logger.exception("Cases %s could not be decided", self.case_id.ids)
            self.env.invalidate_all()
            if len(self) == 1:
                told = str(error) if isinstance(error, UserError) else ""
                self._by_act(
                    {
                        "state": "failed",
                        "problem": told or self.env._("The program failed here."),
                    }
                )
            return False
        return True
