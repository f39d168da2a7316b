# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command

OFFICER = "dibao_archive.group_security_officer"


class DibaoPosture(models.TransientModel):
    """What is set for passwords, sign-in, sessions and the server, and what is not.

    GB/T 22239-2019 level 3, 8.1.4 (R-57). Reads the settings that are in force; what
    could not be looked at is *not run*, which is no pass.
    """

    _name = "dibao.posture"
    _description = "Check of Security Settings"
    _rec_name = "looked_on"
    _transient_max_hours = 1

    looked_on = fields.Datetime(default=lambda self: fields.Datetime.now())
    line_ids = fields.One2many("dibao.posture.line", "posture_id", "Points")
    passed_count = fields.Integer("Met", compute="_compute_counts")
    failed_count = fields.Integer("Not met", compute="_compute_counts")
    not_run_count = fields.Integer("Not run", compute="_compute_counts")

    @api.depends("line_ids.result")
    def _compute_counts(self):
        for one in self:
            found = one.line_ids.mapped("result")
            one.passed_count = found.count("passed")
            one.failed_count = found.count("failed")
            one.not_run_count = found.count("not_run")

    @api.model
    def action_open(self):
        """Look at all settings now and show the result."""
        self.check_access("create")
        made = self.create({})
        made._look()
        return made._screen()

    def action_look(self):
        """Look at all settings again."""
        self.ensure_one()
        self.check_access("write")
        self._look()
        return self._screen()

    def _look(self):
        found = self.env["dibao.posture.line"]._points()
        # sudo: the result is written by the look alone
        self.sudo().line_ids = [Command.clear(), *map(Command.create, found)]

    def _screen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Security settings"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    def action_apply(self):
        """Set on the platform what the policies say, where it has a setting for it."""
        self.ensure_one()
        if not self.env.user.has_group(OFFICER):
            raise AccessError(self.env._("The security officer sets these."))
        policies = self.env["dibao.policy"].sudo()
        minutes = policies._require("session_idle_minutes")
        locked = policies._require("login_lock_minutes")
        values = {
            "auth_password_policy.minlength": policies._require("password_length"),
            "base.login_cooldown_after": policies._require("login_failures"),
            "base.login_cooldown_duration": locked * 60,
            "sessions.max_inactivity_seconds": minutes * 60,
        }
        # sudo: parameters are the administrator's; these four follow the policies
        parameters = self.env["ir.config_parameter"].sudo()
        for name, value in values.items():
            parameters.set_param(name, str(value))
        self.env["dibao.access.log"]._log("key", self, detail="posture_applied")
        return self.action_look()
