# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.dibao_archive.sealed import Sealed

from ..tools import workdays

REPORT, FORM = "dibao_review.report_assist", "F09"
OFFICERS = tuple(
    f"dibao_archive.group_{name}"
    for name in ("township_clerk", "township_reviewer", "county_officer")
)


class DibaoAssist(models.Model):
    """Help between offices: what ours asks of another, and what others ask of ours.

    Where members live or are registered elsewhere, the office that accepted the
    application keeps the case, and the other office helps with the investigation and
    with later changes (民发〔2021〕57号 art. 5, 15). Requests for a check that come
    from other provinces are answered in time (notice of 20 October 2022, 3 (2)).
    """

    _name = "dibao.assist"
    _description = "Help Between Offices"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "dibao.sealed.mixin",
        "dibao.jurisdiction.mixin",
        "dibao.filed.mixin",
    ]
    _order = "due_on, id desc"
    _act_fields = (
        *("name", "state", "opened_on", "due_on"),
        *("answered_on", "answered_by_id"),
    )
    _numbered_by = "dibao.assist"

    name = fields.Char("Number", readonly=True, default="/", copy=False)
    direction = fields.Selection(
        [("out", "We ask another office"), ("in", "Another office asks us")],
        "Who asks whom",
        required=True,
        default="out",
    )
    kind = fields.Selection(
        [
            ("investigate", "Visit and interview"),
            ("check", "Check of the means"),
            ("manage", "Re-check and change"),
        ],
        "Help with",
        required=True,
        default="investigate",
        tracking=True,
    )
    division_id = fields.Many2one(
        "dibao.division", "Our place", required=True, index=True, ondelete="restrict"
    )
    case_id = fields.Many2one(
        "dibao.case", "For the case", index="btree_not_null", ondelete="restrict"
    )
    household_id = fields.Many2one(
        related="case_id.household_id", store=True, index="btree_not_null"
    )
    person_ids = fields.Many2many(
        "dibao.person",
        string="About the members",
        help="Who lives or is registered there.",
    )
    other_office = fields.Char(
        "Other office", required=True, help="Place and name, as on its letters."
    )
    other_number = fields.Char("Letter no. of the other office")
    person_name = fields.Char(
        "About", help="Name of the person that the other office asks about."
    )
    id_number = Sealed("ID number", kind="id_number")
    content = fields.Text("What is asked", required=True)
    handler_id = fields.Many2one(
        "res.users",
        "Handled by",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        tracking=True,
    )
    opened_on = fields.Date("Sent or taken up on", readonly=True, copy=False)
    due_on = fields.Date("Answer due on", readonly=True, copy=False, index=True)
    finding = fields.Text("Answer given", copy=False)
    verdict = fields.Selection(
        [
            ("agrees", "Agrees with what was declared"),
            ("differs", "Differs from what was declared"),
            ("unknown", "Could not be made out"),
        ],
        "Result of the help",
        copy=False,
        tracking=True,
    )
    state = fields.Selection(
        [
            ("draft", "In preparation"),
            ("open", "Waiting for the answer"),
            ("answered", "Replied"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    answered_on = fields.Date(readonly=True, copy=False)
    answered_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    is_late = fields.Boolean(
        "Overdue", compute="_compute_is_late", search="_search_is_late"
    )

    _says_whom = models.Constraint(
        "CHECK (state = 'draft' OR direction <> 'out' OR case_id IS NOT NULL)",
        "Help is asked for a case.",
    )

    @api.depends("due_on", "state")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for one in self:
            one.is_late = bool(
                one.state == "open" and one.due_on and one.due_on < today
            )

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("due_on", "<", fields.Date.context_today(self))
        late &= Domain("state", "=", "open")
        return late if True in value else ~late

    @api.onchange("case_id")
    def _onchange_case_id(self):
        if self.case_id:
            self.division_id = self.case_id.division_id

    @api.constrains("direction", "case_id", "division_id", "person_ids")
    def _check_case_place(self):
        for one in self:
            if one.case_id and one.case_id.division_id != one.division_id:
                raise UserError(
                    self.env._("The request belongs to the place of its case.")
                )
            members = one.household_id.sudo().member_ids.person_id
            strangers = one.sudo().person_ids - members
            if strangers:
                raise UserError(
                    self.env._("Only members of the case's household are named.")
                )

    def write(self, vals):
        if self._is_typed(vals) and any(one.state == "answered" for one in self):
            raise UserError(
                self.env._("What was answered stays as it was. Make another one.")
            )
        if self._is_typed(vals) and any(one.state == "open" for one in self):
            fixed = {"direction", "case_id", "division_id", "other_office", "content"}
            if fixed & vals.keys():
                raise UserError(self.env._("What was asked stays as it was."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_prepared(self):
        if any(one.state != "draft" for one in self):
            raise UserError(self.env._("What was asked stays on record."))

    # ------------------------------------------------------------------ acts

    def action_open(self):
        """Send our request, or take up theirs: the days until the answer begin."""
        for one in self:
            one._check_step("draft", groups=OFFICERS)
            one.case_id._check_no_relative()
            one._check_told()
            one._begin()

    def _begin(self):
        today = fields.Date.context_today(self)
        policies = self.env["dibao.policy"]
        length = policies._require("assist_wd", self.division_id, today)
        is_working = self.env["dibao.case.deadline"]._is_working_day([])
        due = workdays.due_date(today, length, is_working)
        self._by_act({"state": "open", "opened_on": today, "due_on": due})
        self._remind()

    def action_answer(self):
        """The answer is there; with our request it goes into the household's volume."""
        for one in self:
            one._check_step("open", groups=OFFICERS)
            one.case_id._check_no_relative()
            if not (one.finding or "").strip() or not one.verdict:
                raise UserError(self.env._("Write down the answer and its result."))
            one._by_act(
                {
                    "state": "answered",
                    "answered_on": fields.Date.context_today(self),
                    "answered_by_id": self.env.uid,
                }
            )
            one.activity_feedback(["mail.mail_activity_data_todo"])
            one._file_form()

    def _check_told(self):
        if self.direction == "out" and not self.case_id:
            raise UserError(self.env._("Say for which case help is asked."))
        if self.direction == "in" and not (self.person_name or "").strip():
            raise UserError(self.env._("Say whom the other office asks about."))

    def _file_form(self):
        if self.direction == "out":
            chinese = self.env["res.lang"]._get_data(code="zh_CN").code
            this = self.with_context(lang=chinese or None, force_report_rendering=True)
            this.household_id._dibao_file(
                FORM, this, report=REPORT, act=this.case_id.kind
            )

    def _remind(self):
        if self.handler_id:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=self.due_on,
                summary=self.env._("Answer of %s", self.other_office)
                if self.direction == "out"
                else self.env._("Answer %s", self.other_office),
                user_id=self.handler_id.id,
            )
