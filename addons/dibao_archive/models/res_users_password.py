# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from ..tools import password_rule

CHANGE_URL = "/dibao/password"
#: So many days before it is too old its owner is told, once on each of them.
WARN_DAYS = (14, 7, 3, 1)


class ResUsersPassword(models.Model):
    """Passwords of those who hold a dibao role: complex, and new from time to time.

    Other users of the database are left alone. Who signs in with a password that is
    too old sets a new one before anything else; keys and passkeys are no passwords.
    """

    # One file for each concern.
    _inherit = "res.users"  # pylint: disable=consider-merging-classes-inherited

    # The day of the installation counts for passwords that were there before.
    dibao_password_on = fields.Datetime(
        "Password set on",
        readonly=True,
        copy=False,
        default=lambda self: fields.Datetime.now(),
        groups="dibao_archive.group_security_officer,dibao_archive.group_system_admin",
    )

    def _set_password(self):
        # What the program sets itself (demonstration, tests) is not typed by anybody.
        if self.env.uid != SUPERUSER_ID:
            for user in self.filtered("password"):
                user._dibao_check_password(user.password)
        result = super()._set_password()
        self.sudo().dibao_password_on = fields.Datetime.now()
        return result

    def _dibao_check_password(self, password):
        """Refuse a password that breaks the rules of the user's place."""
        self.ensure_one()
        if not self._dibao_groups():
            return
        length = self._dibao_password_policy("password_length") or 0
        kinds = self._dibao_password_policy("password_kinds") or 1
        texts = {
            "short": self.env._("at least %(count)s characters", count=length),
            "plain": self.env._(
                "%(count)s of: small letters, capitals, digits, other signs",
                count=kinds,
            ),
            "login": self.env._("not the name of the account in it"),
        }
        faults = password_rule.faults(password, self.login, length, kinds)
        told = [texts[code] for code in faults]
        if not told and self._dibao_is_current_password(password):
            told = [self.env._("not the one before")]
        if told:
            raise UserError(
                self.env._("The password needs: %(rules)s.", rules="; ".join(told))
            )

    def _dibao_is_current_password(self, password):
        self.env.cr.execute("SELECT password FROM res_users WHERE id = %s", [self.id])
        [stored] = self.env.cr.fetchone() or [None]
        return bool(stored) and self._crypt_context().verify(password, stored)

    def _dibao_password_policy(self, key):
        place = self.sudo().dibao_division_ids[:1]
        return (
            self.env["dibao.policy"]
            .sudo()
            ._get(key, place, fields.Date.context_today(self))
        )

    # AGE

    def _dibao_password_days_left(self):
        """Whole days until the password is too old; None: never."""
        self.ensure_one()
        if not self._dibao_groups():
            return None
        return password_rule.days_left(
            self.sudo().dibao_password_on,
            fields.Datetime.now(),
            self._dibao_password_policy("password_days"),
        )

    def _dibao_password_is_old(self):
        left = self._dibao_password_days_left()
        return left is not None and left < 0

    def _mfa_url(self):
        """Where signing in goes on: to a new password where the old one is too old."""
        url = super()._mfa_url()
        if url is None and self._dibao_password_is_old():
            return CHANGE_URL
        return url

    def _rpc_api_keys_only(self):
        # A program that signs in with a password cannot be asked for a new one.
        return super()._rpc_api_keys_only() or self._dibao_password_is_old()

    @api.model
    def _cron_dibao_password(self):
        """Tell those whose passwords will be too old soon."""
        staff = self.env["res.groups"].sudo()._dibao_all().all_user_ids
        for user in staff.filtered("active"):
            left = user._dibao_password_days_left()
            if left in WARN_DAYS:
                words = self.with_context(lang=user.lang).env
                user.partner_id.message_notify(
                    partner_ids=user.partner_id.ids,
                    subject=words._("Your password"),
                    body=words._(
                        "Your password ends in %(days)s days: set a new one in your "
                        "preferences.",
                        days=left,
                    ),
                )
