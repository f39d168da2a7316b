# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import os
import stat

from odoo import api, fields, models
from odoo.http import SESSION_LIFETIME
from odoo.tools import config

PASSED, FAILED, NOT_RUN = "passed", "failed", "not_run"
OFFICES = ("auditor", "security_officer", "system_admin")


class DibaoPostureLine(models.TransientModel):
    """One point of the check: what is asked for, what is set, what to do."""

    _name = "dibao.posture.line"
    _description = "Point of the Security Check"
    _order = "sequence, id"
    _rec_name = "point"
    _transient_max_hours = 1

    posture_id = fields.Many2one("dibao.posture", required=True, ondelete="cascade")
    sequence = fields.Integer()
    area = fields.Char(readonly=True)
    point = fields.Char("Asked for", readonly=True)
    result = fields.Selection(
        [(PASSED, "Met"), (FAILED, "Not met"), (NOT_RUN, "Not run")], readonly=True
    )
    found = fields.Char("As found", readonly=True)
    remedy = fields.Char("What to do", readonly=True)

    @api.model
    def _points(self):
        """Values of all points, as they are now."""
        looks = (
            self._passwords,
            self._lock,
            self._session,
            self._second_factor,
            self._rotation,
            self._offices,
            self._accounts,
            self._transport,
            self._manager,
            self._key_file,
            self._log,
            self._backup,
        )
        points = []
        for number, look in enumerate(looks, 1):
            area, point, result, found, remedy = look()
            points.append(
                {
                    "sequence": number,
                    "area": area,
                    "point": point,
                    "result": result,
                    "found": str(found),
                    "remedy": remedy if result != PASSED else False,
                }
            )
        return points

    @api.model
    def _parameter(self, name, default=0):
        # sudo: reading the settings is what this is for; rights to the check are asked
        value = self.env["ir.config_parameter"].sudo().get_param(name, default)
        try:
            return int(value or 0)
        except ValueError:
            return 0

    @api.model
    def _policy(self, key):
        return self.env["dibao.policy"].sudo()._require(key)

    @api.model
    def _installed(self, module):
        return module in self.env.registry._init_modules

    # SIGNING IN

    @api.model
    def _passwords(self):
        env, least = self.env, self._policy("password_length")
        point = env._("Passwords have %(count)s characters or more", count=least)
        if not self._installed("auth_password_policy"):
            remedy = env._("Install the module “Password Policy”, then apply.")
            return env._("Signing in"), point, FAILED, env._("no rule"), remedy
        length = self._parameter("auth_password_policy.minlength")
        result = PASSED if length >= least else FAILED
        return env._("Signing in"), point, result, length, env._("Apply the policies.")

    @api.model
    def _lock(self):
        env = self.env
        after, minutes = (
            self._policy("login_failures"),
            self._policy("login_lock_minutes"),
        )
        tries = self._parameter("base.login_cooldown_after", 5)
        seconds = self._parameter("base.login_cooldown_duration", 60)
        point = env._(
            "After %(count)s failures signing in is locked for %(minutes)s minutes",
            count=after,
            minutes=minutes,
        )
        good = 0 < tries <= after and seconds >= minutes * 60
        found = env._("%(count)s failures, %(seconds)s s", count=tries, seconds=seconds)
        remedy = env._(
            "Apply the policies. The platform counts by worker and network address; "
            "the account itself is locked by this program, as the policies say."
        )
        return env._("Signing in"), point, PASSED if good else FAILED, found, remedy

    @api.model
    def _session(self):
        env, minutes = self.env, self._policy("session_idle_minutes")
        seconds = self._parameter("sessions.max_inactivity_seconds", SESSION_LIFETIME)
        point = env._("A session ends after %(minutes)s idle minutes", minutes=minutes)
        good = 0 < seconds <= minutes * 60
        found = env._("%(minutes)s minutes", minutes=seconds // 60)
        remedy = env._(
            "Apply the policies. The module “Auth Timeout” also locks an open screen."
        )
        return env._("Signing in"), point, PASSED if good else FAILED, found, remedy

    @api.model
    def _second_factor(self):
        env = self.env
        point = env._("All who hold a dibao role sign in with two factors")
        remedy = env._(
            "Install the two-factor modules of the platform and enforce them in its "
            "settings; a cryptographic factor comes from passkeys or certificates."
        )
        users = self._staff()
        ways = {"totp_enabled", "auth_passkey_key_ids"} & set(users._fields)
        if not ways:
            found = env._("not installed")
            return env._("Signing in"), point, FAILED, found, remedy
        # A passkey is a key pair of the person's own device: cryptographic.
        with_it = users.filtered(lambda user: any(user[way] for way in ways))
        found = f"{len(with_it)} / {len(users)}"
        result = PASSED if users and with_it == users else FAILED
        return env._("Signing in"), point, result, found, remedy

    @api.model
    def _rotation(self):
        env = self.env
        point = env._("Passwords are complex and are changed from time to time")
        kinds, days = self._policy("password_kinds"), self._policy("password_days")
        old = self._staff().filtered(lambda user: user._dibao_password_is_old())
        found = env._(
            "%(kinds)s kinds of signs, %(days)s days; too old: %(count)s",
            kinds=kinds,
            days=days,
            count=len(old),
        )
        remedy = env._(
            "Set the policies on passwords. Who has an old one is asked for a new one "
            "at signing in; archive accounts that nobody uses."
        )
        good = kinds > 1 and days and not old
        return env._("Signing in"), point, PASSED if good else FAILED, found, remedy

    # PEOPLE

    @api.model
    def _staff(self):
        groups = self.env["res.groups"].sudo()._dibao_all()
        return groups.all_user_ids.filtered("active")

    @api.model
    def _offices(self):
        env = self.env
        missing = [
            group.name
            for name in OFFICES
            if (group := env.ref(f"dibao_archive.group_{name}").sudo())
            and not group.all_user_ids.filtered("active")
        ]
        point = env._(
            "Auditor, security officer and system administrator are appointed"
        )
        found = (
            env._("without: %(roles)s", roles=", ".join(missing)) if missing else "3"
        )
        remedy = env._("Grant these roles to three different persons.")
        result = FAILED if missing else PASSED
        return env._("People"), point, result, found, remedy

    @api.model
    def _accounts(self):
        env, reports = self.env, self.env["dibao.account.report"].sudo()
        point = env._("No demonstration account, and no account without use")
        days = self._policy("account_idle_days")
        bad = self._staff().filtered(lambda one: reports._findings(one, days))
        remedy = env._("See the report of accounts; archive what is not needed.")
        return env._("People"), point, FAILED if bad else PASSED, len(bad), remedy

    # SERVER

    @api.model
    def _transport(self):
        env = self.env
        address = env["ir.config_parameter"].sudo().get_param("web.base.url", "")
        good = address.startswith("https://") and config["proxy_mode"]
        point = env._("People reach the server over HTTPS only")
        found = address.partition("://")[0]
        remedy = env._("Put a web server with a certificate before it; proxy mode on.")
        return env._("Server"), point, PASSED if good else FAILED, found, remedy

    @api.model
    def _manager(self):
        env = self.env
        point = env._("The page that manages databases is closed")
        remedy = env._("Set list_db to False in the configuration of the server.")
        result = FAILED if config["list_db"] else PASSED
        found = env._("reachable") if config["list_db"] else env._("shut")
        return env._("Server"), point, result, found, remedy

    @api.model
    def _key_file(self):
        env = self.env
        point = env._("The key file is readable by the server alone")
        remedy = env._("Set its mode to 0600.")
        try:
            mode = stat.S_IMODE(os.stat(env["dibao.key"].sudo()._path()).st_mode)
        except OSError:
            found = env._("no key file")
            return env._("Server"), point, NOT_RUN, found, remedy
        good = not mode & 0o077
        return env._("Server"), point, PASSED if good else FAILED, f"{mode:04o}", remedy

    @api.model
    def _log(self):
        env = self.env
        point = env._("The access log proves itself")
        problem = env["dibao.access.seal"].sudo()._verify()
        found = env._("broken") if problem else env._("whole")
        remedy = env._("See the seals of the log, and keep the server as it is.")
        return env._("Records"), point, FAILED if problem else PASSED, found, remedy

    @api.model
    def _backup(self):
        env, hours = self.env, self._policy("backup_hours")
        point = env._("A backup of the last %(hours)s hours is on record", hours=hours)
        since = fields.Datetime.subtract(fields.Datetime.now(), hours=hours)
        backups = env["dibao.backup"].sudo()
        good = backups.search_count([("taken_on", ">=", since)], limit=1)
        remedy = env._("Have each backup written down, or do it by hand.")
        found = env._("there") if good else env._("none")
        return env._("Records"), point, PASSED if good else FAILED, found, remedy
