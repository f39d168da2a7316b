# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: Who decides sits above who prepares: a county, or a township it delegated to.
LEVELS = ("county", "township")
DECIDERS = (
    "dibao_archive.group_county_confirmer",
    "dibao_archive.group_township_reviewer",
)


class DibaoMeeting(models.Model):
    """A meeting that decides a list of cases in one act, each with its own result.

    Where the office confirms in a meeting (57号 art. 20, 21). The minutes and who was
    present are kept; a decided meeting stays as it was.
    """

    _name = "dibao.meeting"
    _description = "Meeting"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "dibao.jurisdiction.mixin",
        "dibao.filed.mixin",
    ]
    _order = "held_on desc, id desc"
    _act_fields = ("name", "state", "decided_on", "decided_by_id")
    _numbered_by = "dibao.meeting"

    name = fields.Char("Number", readonly=True, default="/", copy=False)
    division_id = fields.Many2one(
        "dibao.division",
        "Office",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_division(),
        domain=[("level", "in", LEVELS)],
        help="The county, or the township that confirms by delegation.",
    )
    held_on = fields.Datetime("When", required=True, default=fields.Datetime.now)
    place = fields.Char("Place of the meeting")
    chair_id = fields.Many2one(
        "res.users",
        "Chair",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
    )
    present_ids = fields.Many2many(
        "res.users", string="Present", domain=[("share", "=", False)]
    )
    other_present = fields.Char(
        "Others present", help="People without a login, by name and unit."
    )
    minutes = fields.Text(
        "Minutes of the meeting", help="What was discussed. No ID numbers."
    )
    state = fields.Selection(
        [
            ("draft", "In preparation"),
            ("done", "Held, list decided"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    decided_on = fields.Date(readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    line_ids = fields.One2many("dibao.meeting.line", "meeting_id", "Cases")
    line_count = fields.Integer("Cases listed", compute="_compute_counts")
    decided_count = fields.Integer("Cases decided", compute="_compute_counts")
    problem_count = fields.Integer("Cases with a problem", compute="_compute_counts")

    @api.model
    def _default_division(self):
        own = self.env.user.dibao_division_ids
        return own.filtered(lambda place: place.level in LEVELS)[:1]

    @api.depends("line_ids.state", "line_ids.problem")
    def _compute_counts(self):
        rows = self.env["dibao.meeting.line"]._read_group(
            [("meeting_id", "in", self.ids)], ["meeting_id", "state"], ["__count"]
        )
        counts = {(meeting, state): count for meeting, state, count in rows}
        for meeting in self:
            mine = {state: n for (one, state), n in counts.items() if one == meeting}
            meeting.line_count = sum(mine.values())
            meeting.decided_count = mine.get("done", 0)
            meeting.problem_count = mine.get("failed", 0)

    def write(self, vals):
        if self._is_typed(vals) and any(one.state != "draft" for one in self):
            raise UserError(self.env._("A meeting that has ended stays as it was."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_prepared(self):
        if any(one.state == "done" for one in self):
            raise UserError(self.env._("What a meeting decided stays on record."))

    # ------------------------------------------------------------------ the list

    def action_take_waiting(self):
        """Put on the list what waits for this office to decide, late ones first."""
        for meeting in self:
            meeting._check_step("draft")
            cases = meeting._waiting()
            self.env["dibao.meeting.line"].create(
                [{"meeting_id": meeting.id, "case_id": case.id} for case in cases]
            )

    def _waiting(self):
        """Cases to be decided here that no other open meeting has on its list."""
        self.ensure_one()
        listed = self.env["dibao.meeting.line"].search(
            [("meeting_id.state", "=", "draft"), ("state", "!=", "done")]
        )
        level = "township" if self.division_id.level == "township" else "county"
        domain = Domain("stage", "=", "county")
        domain &= Domain("division_id", "child_of", self.division_id.id)
        domain &= Domain("confirming_level", "=", level)
        domain &= Domain("id", "not in", listed.case_id.ids)
        return self.env["dibao.case"].search(domain, order="due_on, id")

    # ------------------------------------------------------------------ the act

    def action_decide(self):
        """Decide the whole list in one act.

        What cannot be decided is told on its line and waits for another meeting; the
        others are decided all the same. Done twice, nothing is decided twice.
        """
        self.ensure_one()
        self._check_step("draft", groups=DECIDERS)
        if not self.try_lock_for_update():
            raise UserError(
                self.env._("Somebody is deciding this list right now. Reload in a bit.")
            )
        self._check_minutes()
        self.line_ids.filtered(lambda line: line.state != "done")._decide()
        self._by_act(
            {
                "state": "done",
                "decided_on": fields.Date.context_today(self),
                "decided_by_id": self.env.uid,
            }
        )
        self._minutes_done()
        return self._told()

    def _check_minutes(self):
        if not self.line_ids:
            raise UserError(self.env._("No case is on the list yet."))
        people = len(self.present_ids) + bool((self.other_present or "").strip())
        if people < 2 or not (self.minutes or "").strip():
            raise UserError(
                self.env._(
                    "Enter who was present (two at least) and the minutes first."
                )
            )
        unsaid = self.line_ids.filtered(lambda line: line._misses_reason())
        if unsaid:
            raise UserError(
                self.env._(
                    "Give the reasons for what is refused or sent back: %(cases)s.",
                    cases=", ".join(unsaid[:5].case_id.mapped("display_name")),
                )
            )

    def _told(self):
        self.invalidate_recordset()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if self.problem_count else "success",
                "sticky": bool(self.problem_count),
                "title": self.name,
                "message": self.env._(
                    "%(decided)s of %(all)s cases are decided; %(problems)s were not, "
                    "and tell why.",
                    decided=self.decided_count,
                    all=self.line_count,
                    problems=self.problem_count,
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_cancel(self):
        """The meeting does not take place; its cases wait for another one."""
        for meeting in self:
            meeting._check_step("draft")
            meeting._by_act({"state": "cancelled"})

    def action_cases(self):
        """The cases of this list."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_review.dibao_case_action"
        )
        return action | {
            "path": False,
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", self.line_ids.case_id.ids)],
            "context": {},
        }
