# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class DibaoObjection(models.Model):
    """What somebody says against a public notice, and what came of it (art. 19)."""

    _name = "dibao.objection"
    _description = "Objection"
    _inherit = [
        "mail.thread",
        "dibao.sealed.mixin",
        "dibao.jurisdiction.mixin",
        "dibao.filed.mixin",
    ]
    _order = "received_on desc, id desc"
    _act_fields = ("outcome", "settled_on", "settled_by_id")

    notice_id = fields.Many2one(
        "dibao.notice", required=True, index=True, ondelete="cascade"
    )
    case_id = fields.Many2one(related="notice_id.case_id", store=True, index=True)
    division_id = fields.Many2one(
        related="notice_id.division_id", store=True, index=True
    )
    received_on = fields.Date(
        "Came in on",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    channel = fields.Selection(
        [
            ("visit", "In person"),
            ("phone", "By phone"),
            ("letter", "By letter"),
            ("online", "On line"),
        ],
        "How it came",
        required=True,
        default="visit",
    )
    real_name = fields.Boolean("Under a real name")
    objector = fields.Char("Who objects", help="Never shown to the household.")
    content = fields.Text("What is said", required=True)
    answer = fields.Text("What was found about it")
    sent_to = fields.Selection(
        [("appraisal", "Appraisal"), ("investigation", "Investigation")],
        "If well-founded, back to",
        compute="_compute_sent_to",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Where a well-founded objection sends the case by itself "
        "(民发〔2021〕57号 art. 19).",
    )
    outcome = fields.Selection(
        [("upheld", "Well-founded"), ("dismissed", "Unfounded")],
        "Result",
        readonly=True,
        copy=False,
        tracking=True,
    )
    settled_on = fields.Date(readonly=True, copy=False)
    settled_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    @api.depends("notice_id")
    def _compute_sent_to(self):
        today = fields.Date.context_today(self)
        for objection in self:
            case = objection.notice_id.case_id
            mode = case and case._rule("appraisal_mode", today)
            objection.sent_to = "investigation" if mode == "never" else "appraisal"

    @api.depends("received_on", "channel")
    def _compute_display_name(self):
        for objection in self:
            objection.display_name = self.env._(
                "Objection of %(day)s", day=objection.received_on or ""
            )

    @api.model_create_multi
    def create(self, vals_list):
        objections = super().create(vals_list)
        for objection in objections:
            if objection.case_id.stage != "notice":
                raise UserError(
                    self.env._("The case is not posted now: enter it as a complaint.")
                )
        return objections

    def write(self, vals):
        if self._is_typed(vals) and any(one.outcome for one in self):
            raise UserError(self.env._("A settled objection stays as it was."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What somebody objected stays on record."))

    def action_uphold(self):
        """It is well-founded: the case goes back to appraisal or investigation."""
        self._settle("upheld")
        for objection in self:
            objection.case_id._back_by_objection(objection.sent_to)

    def action_dismiss(self):
        """It is unfounded; the answer tells why."""
        self._settle("dismissed")

    def _settle(self, outcome):
        self.check_access("write")
        for objection in self:
            objection.case_id._check_no_relative()
            if objection.outcome:
                raise UserError(self.env._("It was settled already."))
            if not (objection.answer or "").strip():
                raise UserError(self.env._("Write what was found about it first."))
            objection._by_act(
                {
                    "outcome": outcome,
                    "settled_on": fields.Date.context_today(self),
                    "settled_by_id": self.env.uid,
                }
            )
