# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging
from contextlib import contextmanager

from odoo import models
from odoo.exceptions import AccessDenied
from odoo.http import request

_logger = logging.getLogger(__name__)


class ResUsersLock(models.Model):
    """An account is locked for a time after failures, from wherever they came."""

    # One file for each concern.
    _inherit = "res.users"  # pylint: disable=consider-merging-classes-inherited

    @contextmanager
    def _assert_can_auth(self, user=None):
        locks = self.env["dibao.login.lock"].sudo()
        account = locks._account(user) if request and user else None
        if account and locks._is_locked(account):
            _logger.warning("Account %s is locked after failed sign-ins", account)
            raise AccessDenied(
                self.env._(
                    "Too many failed sign-ins: the account is locked for a time."
                )
            )
        try:
            with super()._assert_can_auth(user=user):
                yield
        except AccessDenied:
            if account:
                locks._failed(account)
            raise
        if account:
            locks._clear((account,))

    def write(self, vals):
        result = super().write(vals)
        if "password" in vals:
            self.env["dibao.login.lock"].sudo()._clear(tuple(self.ids))
        return result
