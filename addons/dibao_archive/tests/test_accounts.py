# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""R-57 and R-58: what is set for signing in, and accounts to be looked at."""

from datetime import timedelta
from types import SimpleNamespace
from unittest.mock import patch

from freezegun import freeze_time
from werkzeug.test import EnvironBuilder

from odoo.exceptions import AccessDenied, AccessError, UserError
from odoo.fields import Datetime
from odoo.http import HTTPRequest
from odoo.tests import tagged
from odoo.tools import config, mute_logger

from odoo.addons.base.models import res_users as base_users

from ..models import res_users_lock
from .common import DibaoCase


class AccountsCase(DibaoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.guard = cls.make_user("a_security", "security_officer", cls.county.browse())
        cls.auditor = cls.make_user("a_auditor", "auditor", cls.county)
        cls.clerk = cls.make_user("a_clerk", "township_clerk", cls.east)

    def used(self, user, days):
        """Somebody signed in so many days ago."""
        log = self.env["res.users.log"].with_user(user).sudo().create({})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_users_log SET create_date = %s WHERE id = %s",
            [Datetime.now() - timedelta(days=days), log.id],
        )
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestAccountReport(AccountsCase):
    def reasons(self, user):
        report = self.env["dibao.account.report"]._make()
        mine = report.line_ids.filtered(lambda line: line.user_ref == user.id)
        return set(mine.mapped("reason"))

    def test_accounts_not_used(self):
        self.used(self.clerk, 89)
        self.assertEqual(self.reasons(self.clerk), set())
        self.env["res.users.log"].search([("create_uid", "=", self.clerk.id)]).unlink()
        self.used(self.clerk, 91)
        # 90 days, by the policy
        self.assertEqual(self.reasons(self.clerk), {"idle"})

    def test_accounts_never_used(self):
        self.assertEqual(self.reasons(self.clerk), set(), "it is new")
        with freeze_time(Datetime.now() + timedelta(days=91)):
            self.assertEqual(self.reasons(self.clerk), {"never"})

    def test_role_without_place(self):
        self.used(self.clerk, 1)
        self.clerk.dibao_division_ids = False
        self.assertEqual(self.reasons(self.clerk), {"no_place"})
        self.used(self.guard, 1)
        self.assertEqual(self.reasons(self.guard), set(), "needs none")

    def test_employee_left(self):
        self.used(self.clerk, 1)
        if "hr.employee" not in self.env:
            self.assertEqual(self.reasons(self.clerk), set())
            return
        employee = self.env["hr.employee"].create(
            {"name": "示例", "user_id": self.clerk.id}
        )
        self.assertEqual(self.reasons(self.clerk), set())
        employee.active = False
        self.assertEqual(self.reasons(self.clerk), {"left"})

    def test_demonstration_accounts(self):
        self.used(self.clerk, 1)
        self.env["ir.model.data"].create(
            {
                "module": "dibao_archive",
                "name": "user_demo_of_this_test",
                "model": "res.users",
                "res_id": self.clerk.id,
            }
        )
        self.assertEqual(self.reasons(self.clerk), {"demo"})

    def test_those_without_a_role_are_not_ours(self):
        admin = self.env.ref("base.user_admin")
        self.assertFalse(self.reasons(admin))

    def test_once_a_month(self):
        cron = self.env.ref("dibao_archive.ir_cron_account")
        self.assertEqual((cron.interval_number, cron.interval_type), (1, "months"))
        report = self.env["dibao.account.report"]._cron_make()
        told = report.activity_ids.user_id
        self.assertLessEqual(self.guard | self.auditor, told)

    def test_looked_through(self):
        self.clerk.dibao_division_ids = False
        reports = self.env["dibao.account.report"]
        with self.assertRaises(AccessError):
            reports.with_user(self.auditor).action_make()
        action = reports.with_user(self.guard).action_make()
        report = reports.with_user(self.guard).browse(action["res_id"])
        with self.assertRaises(UserError):
            report.action_settle()
        report.note = "已停用"
        report.action_settle()
        self.assertEqual(report.settled_by_id, self.guard)
        with self.assertRaises(UserError):
            report.note = "x"
        with self.assertRaises(UserError):
            report.sudo().unlink()
        with self.assertRaises(AccessError):
            report.line_ids[:1].write({"login": "x"})


@tagged("post_install", "-at_install")
class TestPosture(AccountsCase):
    def results(self, user=None):
        """{name of the look: result}, as a user sees them."""
        posture = self.env["dibao.posture"].with_user(user or self.guard)
        lines = posture.browse(posture.action_open()["res_id"]).line_ids
        names = (
            "passwords",
            "lock",
            "session",
            "second_factor",
            "rotation",
            "offices",
            "accounts",
            "transport",
            "manager",
            "key_file",
            "log",
            "backup",
        )
        self.assertEqual(len(lines), len(names))
        return dict(zip(names, lines.mapped("result"), strict=True))

    def set(self, name, value):
        self.env["ir.config_parameter"].sudo().set_param(name, value)

    def test_lock_and_session(self):
        # five failures and 15 minutes, an hour: by the policies
        cases = [
            ("base.login_cooldown_after", "5", "base.login_cooldown_duration", "900"),
            ("base.login_cooldown_after", "6", "base.login_cooldown_duration", "900"),
            ("base.login_cooldown_after", "5", "base.login_cooldown_duration", "899"),
            ("base.login_cooldown_after", "0", "base.login_cooldown_duration", "900"),
        ]
        for number, (one, first, other, second) in enumerate(cases):
            self.set(one, first)
            self.set(other, second)
            found = self.results()["lock"]
            self.assertEqual(found, "failed" if number else "passed", (first, second))
        for seconds, result in (("3600", "passed"), ("3601", "failed")):
            self.set("sessions.max_inactivity_seconds", seconds)
            self.assertEqual(self.results()["session"], result)

    def test_applied_by_the_security_officer(self):
        self.set("base.login_cooldown_after", "50")
        self.set("sessions.max_inactivity_seconds", "999999")
        postures = self.env["dibao.posture"]
        for user in (self.auditor, self.guard):
            mine = postures.with_user(user)
            mine = mine.browse(mine.action_open()["res_id"])
            if user == self.auditor:
                with self.assertRaises(AccessError):
                    mine.action_apply()
                self.assertEqual(self.results()["lock"], "failed")
            else:
                mine.action_apply()
        found = self.results()
        self.assertEqual((found["lock"], found["session"]), ("passed", "passed"))

    def test_passwords(self):
        self.set("auth_password_policy.minlength", "10")
        there = self.env["ir.module.module"].search(
            [("name", "=", "auth_password_policy"), ("state", "=", "installed")]
        )
        result = "passed" if there else "failed"
        self.assertEqual(self.results()["passwords"], result)
        self.set("auth_password_policy.minlength", "9")
        self.assertEqual(self.results()["passwords"], "failed")

    def test_old_passwords(self):
        self.clerk.sudo().dibao_password_on = Datetime.now() - timedelta(days=89)
        self.assertEqual(self.results()["rotation"], "passed")
        self.clerk.sudo().dibao_password_on = Datetime.now() - timedelta(days=91)
        self.assertEqual(self.results()["rotation"], "failed")

    def test_what_cannot_be_read_is_not_passed(self):
        path = type(self.env["dibao.key"])._path
        self.patch(type(self.env["dibao.key"]), "_path", lambda _self: "/nowhere")
        self.assertEqual(self.env["dibao.posture.line"]._key_file()[2], "not_run")
        self.patch(type(self.env["dibao.key"]), "_path", path)

    def test_second_factor(self):
        users = self.env["dibao.posture.line"]._staff()
        self.assertIn(self.clerk, users)
        self.assertEqual(self.results()["second_factor"], "failed")

    def test_offices_and_accounts(self):
        group = self.env.ref("dibao_archive.group_system_admin")
        group.user_ids = False
        self.assertEqual(self.results()["offices"], "failed")
        self.make_user("a_system", "system_admin", self.county.browse())
        self.assertEqual(self.results()["offices"], "passed")
        self.clerk.dibao_division_ids = False
        self.assertEqual(self.results()["accounts"], "failed")

    def test_server(self):
        self.set("web.base.url", "http://example.test")
        self.assertEqual(self.results()["transport"], "failed")
        self.set("web.base.url", "https://example.test")
        before = config["proxy_mode"], config["list_db"]
        try:
            config["proxy_mode"], config["list_db"] = True, False
            found = self.results()
            self.assertEqual((found["transport"], found["manager"]), ("passed",) * 2)
            config["list_db"] = True
            self.assertEqual(self.results()["manager"], "failed")
        finally:
            config["proxy_mode"], config["list_db"] = before

    def test_records(self):
        self.assertEqual(self.results()["key_file"], "passed")
        self.assertEqual(self.results()["backup"], "failed")
        self.env["dibao.backup"].create({"place": "示例机房"})
        self.assertEqual(self.results()["backup"], "passed")

    def test_who_may_look(self):
        with self.assertRaises(AccessError):
            self.env["dibao.posture"].with_user(self.clerk).action_open()


@tagged("post_install", "-at_install")
class TestLoginLock(AccountsCase):
    PASSWORD = "a_clerk-2026"

    def setUp(self):
        super().setUp()
        self.clerk.password = self.PASSWORD
        # The platform's own lock, by worker and address, is not what is tried here.
        self.env["ir.config_parameter"].set_param("base.login_cooldown_after", "0")
        self.env.flush_all()

    def signs_in(self, password=None, login="a_clerk", address="192.0.2.1"):
        """Does the platform's own sign-in let somebody in, from an address?

        Not over HTTP: there a failed request of a test takes back what was written in
        a transaction of its own, which it does not when it is served.
        """
        place = EnvironBuilder(environ_base={"REMOTE_ADDR": address})
        web = SimpleNamespace(httprequest=HTTPRequest(place.get_environ()), cookies={})
        credential = {"type": "password", "login": login}
        credential["password"] = password or self.PASSWORD
        try:
            with (
                patch.object(res_users_lock, "request", web),
                patch.object(base_users, "request", web),
                mute_logger(base_users.__name__, res_users_lock.__name__),
            ):
                self.env["res.users"]._login(credential, {"interactive": True})
        except AccessDenied:
            return False
        return True

    def try_wrong(self, times):
        for time in range(times):
            # Each from another address: the platform would not see them as one.
            address = f"192.0.2.{time + 10}"
            self.assertFalse(self.signs_in("wrong-2026", address=address))

    def test_locked_after_failures_and_free_again(self):
        self.try_wrong(4)
        self.assertTrue(self.signs_in())
        # Counting begins anew after a success; five, by the policy.
        self.try_wrong(4)
        self.assertTrue(self.signs_in())
        self.try_wrong(5)
        self.assertFalse(self.signs_in(), "the right password, too")
        self.env.cr.execute(
            "UPDATE dibao_login_lock SET last_on = last_on - interval '14 minutes'"
        )
        self.assertFalse(self.signs_in())
        # 15 minutes, by the policy
        self.env.cr.execute(
            "UPDATE dibao_login_lock SET last_on = last_on - interval '61 seconds'"
        )
        self.assertTrue(self.signs_in())

    def test_a_new_password_frees_the_account(self):
        self.try_wrong(5)
        self.clerk.with_user(self.guard).sudo().password = "another-2026"
        self.env.flush_all()
        self.assertTrue(self.signs_in("another-2026"))

    def test_unknown_names_leave_nothing(self):
        self.assertFalse(self.signs_in(login="nobody_at_all"))
        self.env.cr.execute("SELECT count(*) FROM dibao_login_lock")
        self.assertEqual(self.env.cr.fetchone()[0], 0)

    def test_others_are_not_locked(self):
        self.auditor.password = self.PASSWORD
        self.env.flush_all()
        self.try_wrong(5)
        self.assertTrue(self.signs_in(login="a_auditor"))
