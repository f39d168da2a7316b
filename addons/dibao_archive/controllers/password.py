# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import http
from odoo.exceptions import AccessDenied, UserError
from odoo.http import request

from odoo.addons.web.controllers.home import Home

from ..models.res_users_password import CHANGE_URL


class PasswordController(Home):
    """Between the right password, which is too old, and the screens: a new one."""

    @http.route(
        CHANGE_URL, type="http", auth="public", methods=["GET", "POST"], sitemap=False
    )
    def dibao_password(self, redirect=None, **typed):
        """Ask for a new password and finish signing in.

        Only who has just given the right password comes here; nobody signed in is sent
        to the page where that is done.
        """
        if request.session.uid:
            return request.redirect(
                self._login_redirect(request.session.uid, redirect=redirect)
            )
        user = request.env["res.users"].browse(request.session.get("pre_uid"))
        if not user or user._mfa_url() != CHANGE_URL:
            return request.redirect("/web/login")
        error = None
        if request.httprequest.method == "POST":
            error = self._dibao_take(user, typed)
            if not error:
                request.session.finalize(request.env)
                request.update_env(user=request.session.uid)
                request.update_context(**request.session.context)
                return request.redirect(
                    self._login_redirect(request.session.uid, redirect=redirect)
                )
        request.session.touch()
        return request.render(
            "dibao_archive.new_password", {"error": error, "redirect": redirect}
        )

    def _dibao_take(self, user, typed):
        """Set the new password; returns what is wrong with it, or None."""
        new = (typed.get("new") or "").strip()
        if not new or new != (typed.get("again") or "").strip():
            return request.env._("Type the new password twice, the same each time.")
        own = request.env(user=user.id)
        try:
            with user._assert_can_auth(user=user.id):
                # sudo: the user's own password, as the platform's own page sets it
                own.user.sudo()._change_password(new)
        except AccessDenied as error:
            return str(error)
        except UserError as error:
            return str(error)
        return None
