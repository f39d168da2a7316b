# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.dibao_archive.sealed import SealedBlob

from .. import bank_answer
from .dibao_payment_run import FINANCE


class DibaoBankReturn(models.Model):
    """The bank's answer: read, compared with what was sent, and taken over whole.

    One row that does not agree refuses the whole file; nothing is half done.
    """

    _name = "dibao.bank.return"
    _description = "Answer of a Bank"
    _inherit = ["dibao.sealed.mixin", "dibao.filed.mixin", "dibao.jurisdiction.mixin"]
    _order = "id desc"
    _act_fields = (
        *("state", "division_id", "row_count", "problem_count", "missing_count"),
        *("paid_count", "failed_count", "applied_by_id", "applied_on"),
    )

    name = fields.Char(compute="_compute_name")
    file_id = fields.Many2one(
        "dibao.bank.file",
        "Sent with",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_file(),
    )
    run_id = fields.Many2one(related="file_id.run_id", store=True, index=True)
    division_id = fields.Many2one(
        related="file_id.division_id", store=True, index=True, string="County"
    )
    content = SealedBlob("File", help="Kept sealed; deleted when it is taken over.")
    content_name = fields.Char("File name")
    told_on = fields.Date(
        "Answered on",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    state = fields.Selection(
        [("draft", "Uploaded"), ("read", "Compared"), ("applied", "Taken over")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    row_ids = fields.One2many("dibao.bank.return.row", "return_id", "Rows")
    row_count = fields.Integer("Rows read", readonly=True, copy=False)
    problem_count = fields.Integer("Rows that do not agree", readonly=True, copy=False)
    missing_count = fields.Integer(
        "Not answered", readonly=True, copy=False, help="Sent, but not in the answer."
    )
    paid_count = fields.Integer("Paid", readonly=True, copy=False)
    failed_count = fields.Integer("Came back", readonly=True, copy=False)
    applied_by_id = fields.Many2one(
        "res.users", "Taken over by", readonly=True, copy=False
    )
    applied_on = fields.Datetime("Taken over on", readonly=True, copy=False)

    @api.model
    def _default_file(self):
        run = self.env.context.get("default_run_id")
        domain = [("run_id", "=", run)] if run else []
        return self.env["dibao.bank.file"].search(domain, limit=1)

    @api.depends("file_id.name", "told_on")
    def _compute_name(self):
        for one in self:
            one.name = f"{one.file_id.name or ''} {one.told_on or ''}".strip()

    def write(self, vals):
        fixed = {"file_id", "content", "told_on"} & vals.keys()
        if fixed and not self._dibao_in_act():
            if any(one.state == "applied" for one in self):
                raise UserError(self.env._("What was taken over is not changed."))
            self.sudo().row_ids.unlink()
            self._by_act({"state": "draft"})
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_not_applied(self):
        if any(one.state == "applied" for one in self):
            raise UserError(self.env._("What was taken over stays on record."))

    # ACTS

    def _begin(self, *states):
        self.ensure_one()
        self.check_access("write")
        self.run_id.check_access("write")
        if not self.env.user.has_group(FINANCE):
            raise AccessError(self.env._("The bank's answers are for finance."))
        self.env.user._dibao_demand_duty("pay", self.run_id)
        one = self.sudo()
        # Of two at once the second finds it done.
        one.run_id.lock_for_update()
        one.lock_for_update()
        one.invalidate_recordset()
        if one.state not in states:
            raise UserError(self.env._("%s is taken over already.", one.name))
        return one

    def action_read(self):
        """Read the file and compare it with what was sent; nothing is changed by it."""
        self._begin("draft", "read")._read()

    def _read(self):
        one = self
        one.row_ids.unlink()
        backs = bank_answer.judged(one)
        self.env["dibao.bank.return.row"]._keep(one, backs)
        answered = {back.reference for back, _result, problem in backs if not problem}
        sent = bank_answer.sent_count(one.file_id)
        one._by_act(
            {
                "state": "read",
                "row_count": len(backs),
                "problem_count": sum(bool(problem) for *_row, problem in backs),
                "missing_count": sent - len(answered),
                "paid_count": sum(row[1] == "paid" and not row[2] for row in backs),
                "failed_count": sum(
                    row[1] in ("bounced", "closed_account") and not row[2]
                    for row in backs
                ),
            }
        )

    def action_apply(self):
        """Take the answer over: all of it, in one statement, or nothing."""
        one = self._begin("read")
        # Somebody may have taken over another answer since it was read.
        one._read()
        one._take_over()

    def _take_over(self):
        one = self
        if one.problem_count:
            raise UserError(
                self.env._(
                    "%(count)s rows do not agree with what was sent; nothing was taken "
                    "over. Ask the bank for a right answer.",
                    count=one.problem_count,
                )
            )
        if not one.row_count:
            raise UserError(self.env._("The answer holds no rows."))
        self.env.flush_all()
        # "+ 0": line by line of the household; by the index of the file the whole file
        # would be read for each row of an answer whose size the planner cannot know yet
        self.env.cr.execute(
            SQL(
                """
                UPDATE dibao_payment_line l
                   SET state = r.result, settled_on = %(day)s, return_id = %(id)s,
                       bank_code = r.code, bank_reason = r.reason
                  FROM dibao_bank_return_row r
                 WHERE r.return_id = %(id)s AND l.file_id + 0 = %(file)s
                   AND l.household_id = r.household_id
                   AND l.state IN ('sent', 'paid')
                """,
                id=one.id,
                day=one.told_on,
                file=one.file_id.id,
            )
        )
        self.env.invalidate_all()
        one._by_act(
            {
                "state": "applied",
                "applied_by_id": self.env.uid,
                "applied_on": fields.Datetime.now(),
                # It names accounts; the rows hold what is needed.
                "content": False,
            }
        )
        one.run_id._follow_lines()
