# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""R-57: passwords of those with a role are complex and are changed in time."""

import re
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Datetime
from odoo.tests import BaseCase, HttpCase, tagged

from ..models.res_users_password import CHANGE_URL
from ..tools import password_rule
from .common import DibaoCase

GOOD, OTHER = "Kraniche-7-ziehen", "Schwalben-8-bauen"


class TestPasswordRule(BaseCase):
    def test_faults(self):
        for password, found in {
            "Kranich7": [],
            "kranich7": ["plain"],
            "Kran7": ["short"],
            "ab": ["short", "plain"],
            "低保档案Aa12": [],
            "x-LiMing-77": ["login"],
        }.items():
            told = password_rule.faults(password, "liming@example.org", 8, 3)
            self.assertEqual(told, found, password)

    def test_short_names_of_accounts_may_be_part(self):
        self.assertFalse(password_rule.faults("Relikt-77", "li", 8, 3))

    def test_age(self):
        day = datetime(2026, 1, 1)
        for days, left in ((0, 90), (89, 1), (90, 0), (91, -1)):
            now = day + timedelta(days=days)
            self.assertEqual(password_rule.days_left(day, now, 90), left)
        self.assertIsNone(password_rule.days_left(day, day, 0))
        self.assertIsNone(password_rule.days_left(None, day, 90))


@tagged("post_install", "-at_install")
class TestPassword(DibaoCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls.make_user("pw_clerk", "township_clerk", cls.east)
        cls.plain = cls.env["res.users"].create(
            {
                "name": "x",
                "login": "pw_plain",
                "group_ids": [(4, cls.env.ref("base.group_user").id)],
            }
        )
        cls.clerk.password = cls.plain.password = GOOD

    def setUp(self):
        super().setUp()
        self.set_registry_readonly_mode(False)

    def grow_old(self, days=91, user=None):
        (user or self.clerk).dibao_password_on = Datetime.now() - timedelta(days=days)
        self.env.flush_all()

    def change(self, user, new):
        user.with_user(user).change_password(GOOD, new)

    def test_what_is_typed_is_looked_at(self):
        for bad, why in {
            "kurz-7A": "10 characters",
            "nurkleinebuchstaben": "3 of",
            "Mein-pw_clerk-7": "name of the account",
            GOOD: "not the one before",
        }.items():
            with self.assertRaisesRegex(UserError, why):
                self.change(self.clerk, bad)
        self.change(self.clerk, OTHER)

    def test_rules_are_policies(self):
        policy = self.env["dibao.policy"]
        for key, value in (("password_kinds", "1"), ("password_length", "12")):
            policy.search([("key_id.code", "=", key)]).value = value
        with self.assertRaisesRegex(UserError, "12 characters"):
            self.change(self.clerk, "schwalben")
        self.change(self.clerk, "schwalbenbauen")

    def test_others_are_left_alone(self):
        self.change(self.plain, "x")
        self.grow_old(999, self.plain)
        self.assertFalse(self.plain._mfa_url())

    def test_an_administrator_is_bound_too(self):
        boss = self.make_user("pw_boss", "system_admin", self.county)
        with self.assertRaises(UserError):
            self.clerk.with_user(boss).sudo().password = "short"

    def sign_in(self, password=GOOD):
        page = self.url_open("/web/login")
        data = {
            "login": "pw_clerk",
            "password": password,
            "csrf_token": self.token(page),
        }
        return self.url_open("/web/login", data=data, allow_redirects=False)

    @staticmethod
    def token(page):
        return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text).group(1)

    def is_in(self):
        answer = self.url_open("/odoo", allow_redirects=False)
        return "/web/login" not in answer.headers.get("location", "")

    def set_new(self, new, again=None):
        page = self.url_open(CHANGE_URL)
        return self.url_open(
            CHANGE_URL,
            data={
                "new": new,
                "again": again or new,
                "csrf_token": self.token(page),
            },
        )

    def test_an_old_password_asks_for_a_new_one(self):
        self.grow_old()
        self.assertIn(CHANGE_URL, self.sign_in().headers["location"])
        self.assertFalse(self.is_in(), "not before there is a new one")
        for new, again in ((GOOD, None), ("short", None), (OTHER, "Another-7-word")):
            self.assertIn("alert-danger", self.set_new(new, again).text)
            self.assertFalse(self.is_in())
        self.set_new(OTHER)
        self.assertTrue(self.is_in())
        self.assertIn(self.clerk._dibao_password_days_left(), (89, 90))
        self.opener.cookies.clear()
        self.sign_in(OTHER)
        self.assertTrue(self.is_in())

    def test_a_young_password_asks_for_nothing(self):
        self.grow_old(89)
        self.sign_in()
        self.assertTrue(self.is_in())

    def test_the_page_is_nothing_without_the_right_password(self):
        self.grow_old()
        self.sign_in("wrong")
        answer = self.url_open(CHANGE_URL, allow_redirects=False)
        self.assertIn("/web/login", answer.headers["location"])

    def test_programs_need_a_key_then(self):
        self.assertFalse(self.clerk._rpc_api_keys_only())
        self.grow_old()
        self.assertTrue(self.clerk._rpc_api_keys_only())

    def test_owners_are_told_before(self):
        def told():
            with patch.object(type(self.clerk.partner_id), "message_notify") as sent:
                self.env["res.users"]._cron_dibao_password()
            return sent.call_count

        self.grow_old(80)
        self.assertEqual(told(), 0)
        self.grow_old(83)
        self.assertEqual(told(), 1)
