# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import UserError


class DibaoVerification(models.Model):
    """The check of a household's means with other departments and banks (art. 17)."""

    _name = "dibao.verification"
    _description = "Information Check"
    _inherit = "dibao.case.act.mixin"
    _paper_code = "F10"
    _duty = "investigate"
    _act_fields = ("requested_on", "requested_by_id")

    requested_on = fields.Date(readonly=True, copy=False)
    requested_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    report_number = fields.Char("Report no.")
    period_from = fields.Date("Period from")
    period_to = fields.Date("Period to")
    finding = fields.Text("Items by department")
    result = fields.Selection(
        [
            ("clear", "Nothing against it"),
            ("doubt", "To be looked into"),
            ("over", "Above the limits"),
        ]
    )
    objection = fields.Text(
        "Objection of the applicant",
        help="With its proof it is checked again (art. 18).",
    )

    previous_id = fields.Many2one(
        "dibao.verification",
        "Checked again after",
        readonly=True,
        copy=False,
        index="btree_not_null",
        domain="[('case_id', '=', case_id)]",
    )

    def action_check_again(self):
        """The applicant objects, with proof: check once more (art. 18)."""
        self.ensure_one()
        self.check_access("write")
        self._check_case()
        if self.state != "done":
            raise UserError(self.env._("The report of this check is not there yet."))
        again = self.create({"case_id": self.case_id.id, "previous_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": again.id,
            "views": [(False, "form")],
        }

    def action_request(self):
        """Ask the county's checking body; every grown-up has authorised it."""
        for check in self:
            check._check_step("draft")
            check._check_case()
            if check.requested_on:
                raise UserError(self.env._("It was asked for already."))
            missing = check.case_id._unsigned()
            if missing:
                raise UserError(
                    self.env._(
                        "Not authorised yet by: %(names)s. Every grown-up member signs "
                        "first (art. 9).",
                        names="、".join(missing.mapped("name")),
                    )
                )
            today = fields.Date.context_today(self)
            check._by_act({"requested_on": today, "requested_by_id": self.env.uid})
            check.case_id._clock("request_check", today)

    def _check_complete(self):
        if not self.requested_on:
            raise UserError(self.env._("Ask for the check first."))
        if self.previous_id and not (self.objection or "").strip():
            raise UserError(
                self.env._("Write down what the applicant objects, and the proof.")
            )
        if not self.result or not (self.report_number or "").strip():
            raise UserError(self.env._("Enter number and result of the report."))

    def _take_effect(self):
        self.case_id._clock("check_reported", fields.Date.context_today(self))
