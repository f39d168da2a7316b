# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


from odoo import api, fields, models
from odoo.tools import SQL

from .. import apart


class DibaoLoginLock(models.Model):
    """Failed sign-ins of an account, counted for all workers (R-57).

    The platform counts by worker and network address, so an account could be tried
    from many places. Kept past the sign-in that failed, in a transaction of its own.
    """

    _name = "dibao.login.lock"
    _description = "Failed Sign-ins"
    _rec_name = "user_ref"
    _log_access = False

    user_ref = fields.Integer("User number", required=True)
    failures = fields.Integer(required=True)
    last_on = fields.Datetime("Last failure", required=True)

    _user_uniq = models.UniqueIndex("(user_ref)")

    @api.model
    def _account(self, user):
        """Id of the account somebody signs in to; none of an unknown name.

        :param user: id or login, as the platform hands it on
        """
        if not isinstance(user, str):
            return user
        query = SQL("SELECT id FROM res_users WHERE login = %s", user)
        return next((row[0] for row in self.env.execute_query(query)), None)

    @api.model
    def _is_locked(self, account):
        policies = self.env["dibao.policy"].sudo()
        limit = policies._require("login_failures")
        minutes = policies._require("login_lock_minutes")
        since = fields.Datetime.subtract(fields.Datetime.now(), minutes=minutes)
        query = SQL(
            "SELECT 1 FROM dibao_login_lock WHERE user_ref = %s AND failures >= %s"
            " AND last_on > %s",
            account,
            limit,
            since,
        )
        return bool(self.env.execute_query(query))

    @api.model
    def _failed(self, account):
        now = fields.Datetime.now()
        with apart.transaction(self.env) as cr:
            cr.execute(
                SQL(
                    "INSERT INTO dibao_login_lock (user_ref, failures, last_on)"
                    " VALUES (%s, 1, %s) ON CONFLICT (user_ref) DO UPDATE"
                    " SET failures = dibao_login_lock.failures + 1, last_on = %s",
                    account,
                    now,
                    now,
                )
            )

    @api.model
    def _clear(self, accounts):
        """Forget the failures: somebody signed in, or got a new password."""
        known = SQL("SELECT 1 FROM dibao_login_lock WHERE user_ref IN %s", accounts)
        if accounts and self.env.execute_query(known):
            with apart.transaction(self.env) as cr:
                cr.execute(
                    SQL("DELETE FROM dibao_login_lock WHERE user_ref IN %s", accounts)
                )
