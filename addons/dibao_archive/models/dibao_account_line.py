# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class DibaoAccountLine(models.Model):
    """An account that should be looked at, and why."""

    _name = "dibao.account.line"
    _description = "Finding on an Account"
    _inherit = ["dibao.filed.mixin"]
    _order = "report_id desc, login, id"
    _rec_name = "login"
    _act_fields = ("report_id", "user_ref", "login", "reason", "last_used", "roles")

    report_id = fields.Many2one(
        "dibao.account.report",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    # The report outlives the account.
    user_ref = fields.Integer("User number", readonly=True, aggregator=None)
    login = fields.Char(readonly=True)
    reason = fields.Selection(
        [
            ("idle", "Not used for a long time"),
            ("never", "Never used"),
            ("no_place", "Role without jurisdiction"),
            ("left", "The employee has left"),
            ("demo", "Demonstration account, known password"),
        ],
        required=True,
        readonly=True,
    )
    last_used = fields.Datetime("Last sign-in", readonly=True)
    roles = fields.Char("Role codes", readonly=True)
    roles_shown = fields.Char("Roles", compute="_compute_roles_shown")

    @api.depends("roles")
    @api.depends_context("lang")
    def _compute_roles_shown(self):
        word = self.env["dibao.access.log"]._role_word
        for line in self:
            roles = (line.roles or "").split(", ")
            line.roles_shown = ", ".join(word(role) for role in roles if role)
