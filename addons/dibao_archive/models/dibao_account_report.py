# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

READERS = ("dibao_archive.group_security_officer", "dibao_archive.group_auditor")
#: Roles whose work is not bound to a place.
PLACELESS = {
    "group_user",
    "group_reveal",
    "group_security_officer",
    "group_system_admin",
    "group_training_coordinator",
}


class DibaoAccountReport(models.Model):
    """Accounts of these add-ons that should be looked at, once a month (R-58)."""

    _name = "dibao.account.report"
    _description = "Report of Accounts"
    _inherit = ["mail.thread", "mail.activity.mixin", "dibao.filed.mixin"]
    _order = "made_on desc, id desc"
    _rec_name = "made_on"
    _act_fields = (
        "made_on",
        "idle_days",
        "user_count",
        "state",
        "settled_on",
        "settled_by_id",
    )

    made_on = fields.Datetime("Made on", readonly=True)
    idle_days = fields.Integer("Not used for (days)", readonly=True, aggregator=None)
    user_count = fields.Integer("Accounts looked at", readonly=True, aggregator=None)
    line_ids = fields.One2many("dibao.account.line", "report_id", "Findings")
    line_count = fields.Integer("Number of findings", compute="_compute_line_count")
    note = fields.Text("Outcome of the review")
    state = fields.Selection(
        [("open", "To be looked through"), ("settled", "Looked through")],
        readonly=True,
        default="open",
        required=True,
        tracking=True,
    )
    settled_on = fields.Datetime("Looked through on", readonly=True)
    settled_by_id = fields.Many2one("res.users", "Looked through by", readonly=True)

    @api.depends("line_ids")
    def _compute_line_count(self):
        for report in self:
            report.line_count = len(report.line_ids)

    # MAKING

    @api.model
    def _cron_make(self):
        """The report of this month; officers and auditors get a task."""
        report = self._make()
        groups = self.env["res.groups"].union(*(self.env.ref(x) for x in READERS))
        for user in groups.sudo().all_user_ids.filtered("active"):
            report.activity_schedule(
                "dibao_archive.activity_account",
                date_deadline=fields.Date.context_today(self) + timedelta(days=7),
                user_id=user.id,
            )
        return report

    @api.model
    def _make(self):
        # sudo: accounts and their employees are read for the report alone
        users = self.env["res.groups"].sudo()._dibao_all().all_user_ids
        users = users.filtered("active").sorted("login")
        days = self.env["dibao.policy"].sudo()._require("account_idle_days")
        found = [
            Command.create({"user_ref": user.id, "login": user.login, **finding})
            for user in users
            for finding in self._findings(user, days)
        ]
        report = (
            self.sudo()
            ._acting()
            .create(
                {
                    "made_on": fields.Datetime.now(),
                    "idle_days": days,
                    "user_count": len(users),
                    "line_ids": found,
                }
            )
        )
        return report.with_env(self.env)

    @api.model
    def _findings(self, user, days):
        """[{reason, last_used, roles}] of one account."""
        last = user.login_date or False
        reasons = []
        since = last or user.create_date
        if since and since < fields.Datetime.now() - timedelta(days=days):
            reasons.append("idle" if last else "never")
        names = set(user._dibao_groups().get_external_id().values())
        roles = {name.partition(".")[2] for name in names}
        if roles - PLACELESS and not user.dibao_division_ids:
            reasons.append("no_place")
        if self._employee_left(user):
            reasons.append("left")
        if self._is_demo(user):
            reasons.append("demo")
        shown = sorted(role.removeprefix("group_") for role in roles - {"group_user"})
        row = {"last_used": last, "roles": ", ".join(shown)}
        return [{**row, "reason": reason} for reason in reasons]

    @api.model
    def _employee_left(self, user):
        """Has the person behind the account left? Where the staff is on record."""
        if "hr.employee" not in self.env:
            return False
        employees = self.env["hr.employee"].sudo().with_context(active_test=False)
        mine = employees.search([("user_id", "=", user.id)])
        today = fields.Date.context_today(self)
        return bool(mine) and all(
            not one.active or (one.departure_date and one.departure_date <= today)
            for one in mine
        )

    @api.model
    def _is_demo(self, user):
        """An account of the demonstration: its password is known to everybody."""
        name = user.sudo().get_external_id().get(user.id, "")
        return name.startswith("dibao") and ".user_demo" in name

    def action_make(self):
        """A report of now."""
        if not self.env.user.has_group(READERS[0]):
            raise AccessError(self.env._("The security officer has the report made."))
        report = self._make()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": report.id,
            "view_mode": "form",
        }

    def action_settle(self):
        """The accounts were looked through; what was done is written down."""
        self.check_access("write")
        for report in self:
            if report.state != "open":
                raise UserError(self.env._("This report was looked through already."))
            if report.line_ids and not (report.note or "").strip():
                raise UserError(self.env._("Write down what was done about each."))
            report._by_act(
                {
                    "state": "settled",
                    "settled_on": fields.Datetime.now(),
                    "settled_by_id": self.env.uid,
                }
            )
            report.sudo().activity_feedback(["dibao_archive.activity_account"])

    def write(self, vals):
        if self._is_typed(vals) and any(report.state == "settled" for report in self):
            raise UserError(self.env._("A settled report stays as it was."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Reports of accounts are kept."))
