# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""R-28: three administrators, and who may grant a role, through the ORM and RPC."""

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, JsonRpcException, new_test_user, tagged
from odoo.tools import mute_logger

from ..tools import log_detail
from .common import DibaoCase

REFUSED = (AccessError, ValidationError)


class Grants(DibaoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = cls.make_user("t_officer", "security_officer", cls.county)
        cls.auditor = cls.make_user("t_auditor", "auditor", cls.county)
        cls.clerk = cls.make_user("t_clerk", "township_clerk", cls.east)
        cls.nobody = new_test_user(cls.env, "t_nobody", "base.group_user")
        cls.admin = new_test_user(cls.env, "t_admin", "base.group_erp_manager")
        cls.platform = new_test_user(cls.env, "t_platform", "base.group_system")
        cls.group = {
            name: cls.env.ref(f"dibao_archive.group_{name}")
            for name in (
                "township_clerk",
                "auditor",
                "security_officer",
                "system_admin",
                "reveal",
                "user",
            )
        }

    def _as(self, user, record):
        return record.with_user(user).with_context(tracking_disable=True)

    def _refuse(self, act, *args, **kwargs):
        users = self.officer | self.auditor | self.clerk | self.nobody
        users |= self.admin | self.platform
        before = {user: user._dibao_groups() for user in users}
        refusal = None
        try:
            with self.env.cr.savepoint():
                act(*args, **kwargs)
        except REFUSED as error:
            refusal = error
        self.assertIsNotNone(refusal, "it was not refused")
        self.env.invalidate_all()
        self.env.registry.clear_cache("default", "groups")
        for user, groups in before.items():
            self.assertEqual(user._dibao_groups(), groups, user.login)


@tagged("post_install", "-at_install")
class TestThreeAdministrators(Grants):
    def test_two_offices_in_one_person(self):
        pairs = [
            ("auditor", "security_officer"),
            ("auditor", "system_admin"),
            ("security_officer", "system_admin"),
        ]
        for pair in pairs:
            groups = [self.group[name].id for name in pair]
            for user in (self.nobody, self.clerk):
                self._refuse(user.write, {"group_ids": [Command.set(groups)]})
            self._refuse(
                new_test_user,
                self.env,
                "t_both",
                ",".join(f"dibao_archive.group_{name}" for name in pair),
            )

    def test_second_office_through_the_group(self):
        """Filling the group from its own side passes no check of the user."""
        for user, name in (
            (self.auditor, "system_admin"),
            (self.officer, "auditor"),
            (self.auditor, "security_officer"),
        ):
            for field in ("user_ids", "all_user_ids"):
                self._refuse(self.group[name].write, {field: [Command.link(user.id)]})

    def test_second_office_through_an_implied_group(self):
        group = self.env["res.groups"].create({"name": "Both"})
        group.user_ids = self.auditor
        for field, record, other in (
            ("implied_ids", group, self.group["system_admin"]),
            ("implied_by_ids", self.group["system_admin"], group),
            ("implied_ids", self.group["auditor"], self.group["security_officer"]),
        ):
            self._refuse(record.write, {field: [Command.link(other.id)]})
        self._refuse(
            self.env["res.groups"].create,
            {
                "name": "Both again",
                "user_ids": [Command.link(self.auditor.id)],
                "implied_ids": [Command.link(self.group["system_admin"].id)],
            },
        )

    def test_platform_administrator_holds_no_other_office(self):
        for name in ("auditor", "security_officer"):
            self._refuse(
                self.platform.write,
                {"group_ids": [Command.link(self.group[name].id)]},
            )
        self.platform.write(
            {"group_ids": [Command.link(self.group["system_admin"].id)]}
        )

    def test_officer_does_not_become_platform_administrator(self):
        system = self.env.ref("base.group_system")
        me = self._as(self.officer, self.officer)
        self._refuse(me.write, {"group_ids": [Command.link(system.id)]})
        self._refuse(
            self._as(self.officer, system).write,
            {"user_ids": [Command.link(self.officer.id)]},
        )

    def test_who_reads_the_log(self):
        logs = self.env["dibao.access.log"]
        for user in (self.officer, self.clerk, self.nobody, self.admin, self.platform):
            with self.assertRaises(AccessError):
                logs.with_user(user).search_count([])
        self.assertGreaterEqual(logs.with_user(self.auditor).search_count([]), 0)

    def test_officer_reads_no_content(self):
        for model in ("dibao.person", "dibao.household", "dibao.household.member"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.officer).search([])


@tagged("post_install", "-at_install")
class TestGrants(Grants):
    def test_administrators_grant_nothing(self):
        link = [Command.link(self.group["township_clerk"].id)]
        for who in (self.admin, self.platform):
            for target in (who, self.nobody, self.clerk, self.auditor):
                if target != self.clerk:
                    self._refuse(self._as(who, target).write, {"group_ids": link})
                self._refuse(
                    self._as(who, target).write,
                    {"dibao_division_ids": [Command.set(self.west.ids)]},
                )
                self._refuse(
                    self._as(who, target).write,
                    {"group_ids": [Command.link(self.group["reveal"].id)]}
                    if target != self.clerk
                    else {"group_ids": [Command.set([])]},
                )

    def test_role_field(self):
        """The platform's own role switches nothing of ours."""
        with self.env.cr.savepoint():
            self._as(self.platform, self.nobody).write({"role": "group_system"})
        self.assertFalse(self.nobody._dibao_groups())

    def test_through_groups(self):
        clerk, link = self.group["township_clerk"], [Command.link(self.nobody.id)]
        for who in (self.admin, self.platform):
            for field in ("user_ids", "all_user_ids"):
                self._refuse(self._as(who, clerk).write, {field: link})
            groups = self._as(who, self.env["res.groups"])
            implied = [Command.link(clerk.id)]
            self._refuse(groups.create, {"name": "Back door", "implied_ids": implied})
            own = groups.create({"name": "Side door", "user_ids": link})
            self._refuse(own.write, {"implied_ids": implied})
            self._refuse(
                self._as(who, clerk).write, {"implied_by_ids": [Command.link(own.id)]}
            )
            everybody = self._as(who, self.env.ref("base.group_user"))
            self._refuse(everybody.write, {"implied_ids": implied})
            self._refuse(self._as(who, clerk).unlink)

    def test_through_a_group_that_implies_one(self):
        """A group of the office's own, made by the officer: the same check holds."""
        group = self._as(self.officer, self.env["res.groups"]).create(
            {
                "name": "Branch clerks",
                "implied_ids": [Command.link(self.group["township_clerk"].id)],
            }
        )
        for who in (self.admin, self.platform):
            self._refuse(
                self._as(who, group).write, {"user_ids": [Command.link(self.nobody.id)]}
            )
            self._refuse(
                self._as(who, self.nobody).write,
                {"group_ids": [Command.link(group.id)]},
            )

    def test_through_create_and_copy(self):
        for who in (self.admin, self.platform):
            users = self._as(who, self.env["res.users"])
            new = {"name": "N", "login": f"new_{who.login}"}
            self._refuse(
                users.create,
                {**new, "group_ids": [Command.link(self.group["auditor"].id)]},
            )
            self._refuse(
                users.create,
                {**new, "dibao_division_ids": [Command.link(self.east.id)]},
            )
            self._refuse(self._as(who, self.clerk).copy, {"login": f"copy_{who.login}"})

    def test_renaming_a_group_hides_nothing(self):
        """Groups are known by their external ids, which nobody moves."""
        clerk = self._as(self.admin, self.group["township_clerk"])
        clerk.write({"privilege_id": False, "name": "Harmless"})
        self._refuse(clerk.write, {"user_ids": [Command.link(self.nobody.id)]})
        names = self._as(self.admin, self.env["ir.model.data"])
        row = names.search(
            [("module", "=", "dibao_archive"), ("name", "=", "group_security_officer")]
        )
        own = self._as(self.admin, self.env["res.groups"]).create({"name": "Mine"})
        self._refuse(row.write, {"res_id": own.id})
        self._refuse(row.write, {"name": "group_gone"})
        self._refuse(row.unlink)
        self._refuse(
            names.create,
            {
                "module": "dibao_archive",
                "name": "group_new",
                "model": "res.groups",
                "res_id": own.id,
            },
        )

    def test_lines_and_rules_stay_as_specified(self):
        model = self.env["ir.model"]._get_id("dibao.person")
        everybody = self.env.ref("base.group_user").id
        for who in (self.admin, self.platform, self.officer):
            lines = self._as(who, self.env["ir.model.access"])
            self._refuse(
                lines.create,
                {
                    "name": "all",
                    "model_id": model,
                    "perm_read": True,
                    "group_id": everybody,
                },
            )
            line = lines.search([("model_id", "=", model)], limit=1)
            self._refuse(line.write, {"perm_unlink": True})
            self._refuse(line.unlink)
            rules = self._as(who, self.env["ir.rule"])
            rule = rules.search([("model_id", "=", model)], limit=1)
            self.assertTrue(rule)
            self._refuse(rule.write, {"domain_force": "[(1, '=', 1)]"})
            self._refuse(rule.write, {"active": False})
            self._refuse(rule.unlink)
            group = self._as(who, self.env["res.groups"]).create({"name": "G"})
            # A global rule tied to a group would bind its members alone.
            self._refuse(group.write, {"rule_groups": [Command.link(rule.id)]})
            self._refuse(
                self._as(who, self.env["res.groups"]).create,
                {"name": "H", "rule_groups": [Command.link(rule.id)]},
            )

    def test_rights_of_other_apps_are_none_of_ours(self):
        model = self.env["ir.model"]._get_id("res.partner.category")
        line = self._as(self.admin, self.env["ir.model.access"]).create(
            {
                "name": "x",
                "model_id": model,
                "perm_read": True,
                "group_id": self.env.ref("base.group_user").id,
            }
        )
        line.write({"perm_write": True})
        line.unlink()

    def test_officer_grants_to_others(self):
        logs = self.env["dibao.access.log"]
        before = logs.search_count([("action", "=", "grant")])
        self._as(self.officer, self.nobody).write(
            {
                "group_ids": [Command.link(self.group["township_clerk"].id)],
                "dibao_division_ids": [Command.set(self.east.ids)],
            }
        )
        self.assertTrue(self.nobody.has_group("dibao_archive.group_township_clerk"))
        self.assertEqual(logs.search_count([("action", "=", "grant")]), before + 1)
        self._as(self.officer, self.group["auditor"]).write(
            {"user_ids": [Command.link(self.admin.id)]}
        )
        self.assertEqual(logs.search_count([("action", "=", "grant")]), before + 2)

    def test_officer_grants_himself_nothing(self):
        me = self._as(self.officer, self.officer)
        clerk = self.group["township_clerk"]
        self._refuse(me.write, {"group_ids": [Command.link(clerk.id)]})
        self._refuse(me.write, {"dibao_division_ids": [Command.set(self.west.ids)]})
        self._refuse(
            self._as(self.officer, clerk).write,
            {"user_ids": [Command.link(self.officer.id)]},
        )
        self._refuse(
            self._as(self.officer, self.env["res.groups"]).create,
            {
                "name": "For me",
                "user_ids": [Command.link(self.officer.id)],
                "implied_ids": [Command.link(clerk.id)],
            },
        )
        group = self._as(self.officer, self.env["res.groups"]).create(
            {"name": "Mine", "user_ids": [Command.link(self.officer.id)]}
        )
        self._refuse(group.write, {"implied_ids": [Command.link(clerk.id)]})

    def test_first_officer(self):
        """With the office vacant, an administrator appoints another person to it."""
        self.group["security_officer"].user_ids = [Command.clear()]
        office = [Command.link(self.group["security_officer"].id)]
        self._refuse(self._as(self.admin, self.admin).write, {"group_ids": office})
        self._refuse(
            self._as(self.admin, self.nobody).write,
            {
                "group_ids": [
                    *office,
                    Command.link(self.group["township_clerk"].id),
                ]
            },
        )
        self._refuse(self._as(self.clerk, self.nobody).write, {"group_ids": office})
        self._as(self.admin, self.nobody).write({"group_ids": office})
        self.assertTrue(self.nobody.has_group("dibao_archive.group_security_officer"))
        second = new_test_user(self.env, "t_second", "base.group_user")
        self._refuse(self._as(self.admin, second).write, {"group_ids": office})

    def test_accounts_of_administrators(self):
        """Nobody gets in by way of their password, nor empties an office to fill it."""
        for who in (self.admin, self.platform):
            for target in (self.officer, self.auditor):
                as_who = self._as(who, target)
                self._refuse(as_who.write, {"password": "taken-over-9"})
                self._refuse(as_who.write, {"active": False})
                self._refuse(as_who.write, {"login": "mine"})
                self._refuse(as_who.unlink)

    def test_password_set_by_another_is_logged(self):
        logs = self.env["dibao.access.log"]
        self._as(self.admin, self.clerk).write({"password": "taken-over-9"})
        row = logs.search([("action", "=", "grant")], limit=1)
        self.assertEqual(
            log_detail.unpack(row.detail),
            ("account_set", {"users": self.clerk.ids, "fields": ["password"]}),
        )
        self.assertEqual(row.login, "t_admin")
        self.assertNotIn("taken-over", row.detail)


@tagged("post_install", "-at_install")
class TestGrantsRpc(Grants, HttpCase):
    def _call(self, user, model, method, *args):
        self.authenticate(user.login, user.login)
        with mute_logger("odoo.http"):
            return self.make_jsonrpc_request(
                f"/web/dataset/call_kw/{model}/{method}",
                {"model": model, "method": method, "args": args, "kwargs": {}},
            )

    def test_over_rpc(self):
        clerk = self.group["township_clerk"].id
        person = self.env["ir.model"]._get_id("dibao.person")
        line = {"name": "all", "perm_read": True}
        calls = [
            ("res.users", "write", [self.admin.id], {"group_ids": [[4, clerk]]}),
            ("res.users", "web_save", [self.admin.id], {"group_ids": [[4, clerk]]}, {}),
            ("res.groups", "write", [clerk], {"user_ids": [[4, self.admin.id]]}),
            (
                "res.groups",
                "create",
                [{"name": "x", "implied_ids": [[4, clerk]], "user_ids": [[4, 1]]}],
            ),
            ("res.users", "copy", [self.clerk.id]),
            (
                "res.users",
                "create",
                [{"name": "x", "login": "x", "group_ids": [[4, clerk]]}],
            ),
            (
                "res.groups",
                "write",
                [self.env.ref("base.group_erp_manager").id],
                {"model_access": [[0, 0, {**line, "model_id": person}]]},
            ),
            (
                "res.partner",
                "write",
                [self.nobody.partner_id.id],
                {"user_ids": [[1, self.nobody.id, {"group_ids": [[4, clerk]]}]]},
            ),
        ]
        for who in (self.admin, self.platform):
            for call in calls:
                with self.assertRaises(JsonRpcException, msg=str(call)):
                    self._call(who, *call)
        self.env.invalidate_all()
        self.assertFalse((self.admin | self.nobody)._dibao_groups())

    def test_helpers_are_not_callable(self):
        for method in ("_dibao_check_grant", "_dibao_check_duty", "_dibao_groups"):
            with self.assertRaises(JsonRpcException):
                self._call(self.officer, "res.users", method, [self.clerk.id])

    def test_officer_over_rpc(self):
        clerk = self.group["township_clerk"].id
        vals = {
            "group_ids": [[4, clerk]],
            "dibao_division_ids": [[6, 0, self.east.ids]],
        }
        self.assertTrue(
            self._call(self.officer, "res.users", "write", [self.nobody.id], vals)
        )
