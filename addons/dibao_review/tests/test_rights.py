# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, JsonRpcException, TransactionCase, tagged
from odoo.tools import mute_logger

from .common import CasePersonas


@tagged("post_install", "-at_install")
class TestJurisdiction(TransactionCase, CasePersonas):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()
        cls.case = cls._case(reason="Any")

    def _found(self, user):
        return (
            self.env["dibao.case"].with_user(user).search([("id", "=", self.case.id)])
        )

    def test_those_in_charge_see(self):
        for user in (self.clerk, self.reviewer, self.officer, self.confirmer):
            self.assertTrue(self._found(user), user.login)

    def test_neighbours_see_nothing(self):
        stranger = self._persona("r_west", "township_clerk", self.other_township)
        nobody = self._persona("r_none", "county_confirmer", self.env["dibao.division"])
        for user in (stranger, nobody):
            self.assertFalse(self._found(user))
            with self.assertRaises(AccessError):
                self.case.with_user(user).read(["number"])
            groups = (
                self.env["dibao.case"]
                .with_user(user)
                ._read_group([("id", "=", self.case.id)], ["stage"], ["__count"])
            )
            self.assertFalse(groups)
        with self.assertRaises(AccessError):
            self.case.with_user(stranger).action_accept()
        with self.assertRaises(AccessError):
            self.env["dibao.case"].with_user(stranger).create(
                {"household_id": self.household.id, "kind": "stop"}
            )

    def test_readers_write_nothing(self):
        for role in (
            "village_assistant",
            "finance",
            "archivist",
            "archive_supervisor",
            "auditor",
        ):
            reader = self._persona(f"r_{role}", role, self.county)
            self.assertTrue(self._found(reader), role)
            with self.assertRaises(AccessError):
                self.case.with_user(reader).write({"note": "x"})
            with self.assertRaises(AccessError):
                self.case.with_user(reader).action_accept()

    def test_others_have_no_access(self):
        for role in ("statistics", "training_coordinator", "system_admin"):
            other = self._persona(f"r_{role}", role, self.county)
            with self.assertRaises(AccessError):
                self._found(other)

    def test_county_opens_no_case(self):
        for user in (self.officer, self.confirmer):
            with self.assertRaises(AccessError):
                self.env["dibao.case"].with_user(user).create(
                    {"household_id": self.household.id, "kind": "stop"}
                )


@tagged("post_install", "-at_install")
class TestRpc(HttpCase, CasePersonas):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()
        cls.case = cls._case()
        cls._persona("r_west", "township_clerk", cls.other_township)

    def _call(self, method, *args, **kwargs):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/dibao.case/{method}",
            {"model": "dibao.case", "method": method, "args": args, "kwargs": kwargs},
        )

    def _refused(self, method, *args, **kwargs):
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            self._call(method, *args, **kwargs)

    def test_neighbour(self):
        self.authenticate("r_west", "r_west")
        self.assertEqual(self._call("search_count", [("id", "=", self.case.id)]), 0)
        self._refused("read", [self.case.id], ["number"])
        self._refused("action_accept", [self.case.id])
        self._refused("web_read", [self.case.id], specification={"stage": {}})

    def test_clerk_cannot_confirm(self):
        self.authenticate("r_clerk", "r_clerk")
        self._refused("action_confirm", [self.case.id])
        self._refused("write", [self.case.id], {"stage": "confirmed"})
        self._refused(
            "web_save",
            [self.case.id],
            {"stage": "confirmed"},
            specification={},
            context={"dibao_case_act": True},
        )
        self._refused("_do", [self.case.id], "confirm")
        self._call("action_accept", [self.case.id])
        self.case.invalidate_recordset()
        self.assertEqual(self.case.stage, "accepted")
