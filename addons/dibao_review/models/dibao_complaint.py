# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.dibao_archive.sealed import Sealed

COUNTY = "dibao_archive.group_county_officer,dibao_archive.group_county_confirmer"
REPORT, FORM = "dibao_review.report_complaint", "F21"


class DibaoComplaint(models.Model):
    """A complaint or report: how it came, what was found, who was answered.

    Every report under a real name is checked and answered (57号 art. 36, 37). Who
    informed is kept secret: the county's desk alone reads it, no paper of the household
    tells it, and whom it is about does not see the complaint at all.
    """

    _name = "dibao.complaint"
    _description = "Complaint"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "dibao.sealed.mixin",
        "dibao.jurisdiction.mixin",
        "dibao.filed.mixin",
    ]
    _order = "due_on, id desc"
    _act_fields = (
        *("name", "state", "due_on", "settled_on", "settled_by_id"),
        *("answered_on", "answered_by_id"),
    )
    _numbered_by = "dibao.complaint"

    name = fields.Char("Number", readonly=True, default="/", copy=False)
    kind = fields.Selection(
        [
            ("report", "Report of a wrong grant or of fraud"),
            ("complaint", "Complaint about the office or an officer"),
            ("appeal", "Somebody was not helped"),
            ("question", "Question on the hotline"),
        ],
        required=True,
        default="report",
        tracking=True,
    )
    channel = fields.Selection(
        [
            ("phone", "By the hotline"),
            ("visit", "In person"),
            ("letter", "By letter"),
            ("online", "On line"),
            ("handed", "Handed over by another office"),
        ],
        "How it came",
        required=True,
        default="phone",
    )
    received_on = fields.Date(
        "Came in on",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    division_id = fields.Many2one(
        "dibao.division", "Place", required=True, index=True, ondelete="restrict"
    )
    household_id = fields.Many2one(
        "dibao.household", "About the household", index="btree_not_null"
    )
    case_id = fields.Many2one(
        "dibao.case",
        "About the case",
        index="btree_not_null",
        domain="[('household_id', '=', household_id)]",
        help="While it is open, the county visits the household itself (art. 20).",
    )
    about_ids = fields.Many2many(
        "res.users",
        string="About the officers",
        domain=[("share", "=", False)],
        help="They neither see nor handle it.",
    )
    real_name = fields.Boolean(
        "Under a real name", help="It is checked, and the informant is answered."
    )
    informant = fields.Char(
        groups=COUNTY, copy=False, help="Kept secret: on no paper of the household."
    )
    informant_phone = Sealed("Phone of the informant", kind="phone", groups=COUNTY)
    content = fields.Text("What is reported", required=True, groups=COUNTY)
    handler_id = fields.Many2one(
        "res.users",
        "Handled by",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        tracking=True,
    )
    due_on = fields.Date("To be answered by", readonly=True, copy=False, index=True)
    finding = fields.Text(
        "What the check found", help="Stands on the form: says nothing of who informed."
    )
    result = fields.Selection(
        [
            ("upheld", "Borne out"),
            ("partly", "Partly borne out"),
            ("unfounded", "Not borne out"),
            ("unclear", "Could not be made out"),
        ],
        tracking=True,
        copy=False,
    )
    measure = fields.Text("What was done about it", copy=False)
    answer = fields.Text("What the informant was told", groups=COUNTY, copy=False)
    state = fields.Selection(
        [
            ("draft", "Came in"),
            ("checking", "Being checked"),
            ("settled", "Result found"),
            ("answered", "Answered"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    settled_on = fields.Date(readonly=True, copy=False)
    settled_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    answered_on = fields.Date(readonly=True, copy=False)
    answered_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    is_late = fields.Boolean(
        "Overdue", compute="_compute_is_late", search="_search_is_late"
    )

    @api.depends("due_on", "state")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for one in self:
            is_open = one.state not in ("settled", "answered")
            one.is_late = bool(is_open and one.due_on and one.due_on < today)

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("due_on", "<", fields.Date.context_today(self))
        late &= Domain("state", "not in", ("settled", "answered"))
        return late if True in value else ~late

    @api.onchange("household_id")
    def _onchange_household_id(self):
        if self.household_id:
            self.division_id = self.household_id.division_id
            self.case_id = self._open_case(self.household_id)

    @api.model
    def _open_case(self, household):
        return household.case_ids.filtered("is_open")[:1]

    @api.model_create_multi
    def create(self, vals_list):
        complaints = super().create(vals_list)
        for one in complaints:
            one._check_not_about_me()
            days = self.env["dibao.policy"]._require(
                "complaint_days", one.division_id, one.received_on
            )
            one._by_act({"due_on": fields.Date.add(one.received_on, days=days)})
            if one.household_id and not one.case_id:
                one.case_id = self._open_case(one.household_id)
            one._remind()
        complaints.case_id.invalidate_recordset(["ground_of_visit"])
        return complaints

    def write(self, vals):
        if self._is_typed(vals):
            if any(one.state == "answered" for one in self):
                raise UserError(self.env._("An answered complaint stays as it was."))
            if "received_on" in vals and any(one.state != "draft" for one in self):
                raise UserError(self.env._("The day it came in is settled by now."))
        result = super().write(vals)
        if "case_id" in vals:
            self.case_id.invalidate_recordset(["ground_of_visit"])
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What somebody complained of stays on record."))

    # ------------------------------------------------------------------ acts

    def action_check(self):
        """Begin to check it: every report under a real name is (art. 37)."""
        for one in self:
            one._check_step("draft")
            one._check_not_about_me()
            one._by_act({"state": "checking"})

    def action_settle(self):
        """Write down what came of it; the form goes into the household's volume."""
        for one in self:
            one._check_step("draft", "checking")
            one._check_not_about_me()
            if one.real_name and one.state == "draft":
                raise UserError(
                    self.env._("A report under a real name is checked first (art. 37).")
                )
            if not one.result or not (one.finding or "").strip():
                raise UserError(self.env._("Write what was found, and the result."))
            one._check_secret()
            one._by_act(
                {
                    "state": "settled",
                    "settled_on": fields.Date.context_today(self),
                    "settled_by_id": self.env.uid,
                }
            )
            if not one.real_name:
                one.activity_feedback(["mail.mail_activity_data_todo"])
            one._file_form()

    def action_answer(self):
        """The informant was told; without a real name nobody can be."""
        for one in self:
            one._check_step("settled")
            one._check_not_about_me()
            if not one.real_name:
                raise UserError(self.env._("Nobody left a name: nobody is answered."))
            if not (one.answer or "").strip():
                raise UserError(self.env._("Write what the informant was told first."))
            one._by_act(
                {
                    "state": "answered",
                    "answered_on": fields.Date.context_today(self),
                    "answered_by_id": self.env.uid,
                }
            )
            one.activity_feedback(["mail.mail_activity_data_todo"])

    def _check_not_about_me(self):
        """Whom it is about does not handle it, nor a near relative in the case."""
        if self.env.user in self.about_ids:
            raise AccessError(
                self.env._("This is about you: somebody else handles it.")
            )
        self.case_id._check_no_relative()

    def _check_secret(self):
        """The form must not tell who informed."""
        name = "".join((self.sudo().informant or "").split())
        said = "".join(f"{self.finding or ''}{self.measure or ''}".split())
        if len(name) > 1 and name in said:
            raise UserError(
                self.env._(
                    "What was found names the informant. It stands on a paper of the "
                    "household: write it without the name."
                )
            )

    def _file_form(self):
        """F21 into the volume of the household it is about."""
        if self.household_id:
            chinese = self.env["res.lang"]._get_data(code="zh_CN").code
            this = self.with_context(lang=chinese or None, force_report_rendering=True)
            this.household_id._dibao_file(FORM, this, report=REPORT)

    def _remind(self):
        if self.handler_id:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=self.due_on,
                summary=self.env._("Check the complaint and answer it"),
                user_id=self.handler_id.id,
            )
