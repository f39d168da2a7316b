# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What people type to find somebody must not come to rest: favourites, lists, logs."""

import logging

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.service.model import call_kw
from odoo.tests import tagged

from .. import log_guard
from ..protected_domain import holds_value
from .common import DibaoCase, make_id


@tagged("post_install", "-at_install")
class TestKeptValues(DibaoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number = make_id("19600101", 1)
        cls.household = cls.make_household(members=[("示例甲", cls.number, "02")])
        cls.clerk = cls.make_user("kept_clerk", "township_clerk", cls.east)

    def test_what_holds_a_value(self):
        persons, households = self.env["dibao.person"], self.env["dibao.household"]
        number = self.number
        for model, domain in (
            (persons, [("id_number", "=", number)]),
            (persons, [("phone", "in", ["19900000001"])]),
            (persons, ["|", ("name", "=", "x"), ("display_name", "ilike", number)]),
            (persons, [("name", "ilike", f"no. {number}")]),
            (persons, [("name", "ilike", f"{number[:6]} {number[6:]}")]),
            (persons, [("certificate_ids.number", "=", "AB12345678")]),
            (households, [("id_number", "=", number)]),
            (households, [("account_number", "!=", "6222000000000")]),
            (households, [("member_ids.id_number", "in", [number])]),
            (households, [("member_ids", "any", [("phone", "=", "19900000001")])]),
        ):
            self.assertTrue(holds_value(model, domain), domain)
        for model, domain in (
            (persons, []),
            (persons, [("name", "ilike", "张三")]),
            (persons, [("id_number", "=", False)]),
            (persons, [("birth_date", ">=", "1960-01-01")]),
            (persons, [("id", "in", [123456789012345678])]),
            (households, [("number", "=", "H2026-000001")]),
            (households, [("division_id", "child_of", 3)]),
            (households, ["&", ("state", "=", "active"), ("member_count", ">", 2)]),
        ):
            self.assertFalse(holds_value(model, domain), domain)

    def test_favourite(self):
        filters = self.env["ir.filters"].with_user(self.clerk)
        vals = {"name": "x", "model_id": "dibao.person", "user_ids": self.clerk.ids}
        for domain in (
            f"[('id_number', '=', '{self.number}')]",
            f"[('id_number', '=', '{self.number}'), ('unknown', '=', foo)]",
            str(["|", ("display_name", "ilike", self.number), ("id", "=", 1)]),
        ):
            with self.assertRaises(UserError) as caught:
                filters.create({**vals, "domain": domain})
            self.assertNotIn(self.number, str(caught.exception))
        kept = filters.create(
            {**vals, "domain": "[('create_uid', '=', uid), ('name', '=', 'x')]"}
        )
        with self.assertRaises(UserError):
            kept.write({"domain": f"[('id_number', '=', '{self.number}')]"})
        # Of another application's list nothing is asked.
        filters.create(
            {**vals, "model_id": "res.partner", "domain": "[('id', '=', 12345678)]"}
        )

    def test_list_taken_out(self):
        exports = self.env["dibao.export"].with_user(self.clerk)
        domain = [("id_number", "=", self.number)]
        made = exports.create(
            {"model": "dibao.person", "purpose": "audit", "record_domain": domain}
        )
        person = self.household.head_id
        self.assertEqual(made.record_domain, [["id", "in", person.ids]])
        made.write({"record_domain": domain})
        made.invalidate_recordset()
        self.assertEqual(made.record_domain, [["id", "in", person.ids]])
        self.assertEqual(made.count, 1)

    def test_list_taken_out_by_default(self):
        # What a create leaves out is filled in from the list that is open.
        exports = self.env["dibao.export"].with_user(self.clerk)
        opened = exports.with_context(
            active_model="dibao.person",
            active_domain=[("id_number", "=", self.number)],
        )
        found = [("id", "in", self.household.head_id.ids)]
        told = opened.default_get(["model", "record_domain"])
        self.assertEqual(told["record_domain"], found)
        made = opened.create({"purpose": "audit"})
        self.assertEqual(made.record_domain, [list(found[0])])

    def test_file_for_the_platforms_import(self):
        if "base_import.import" not in self.env:
            # The model comes with another add-on; the guard goes by its name.
            self.assertEqual(self.env["base"]._dibao_check_upload([{}]), None)
        for vals in ({"res_model": "dibao.person"}, {"res_model": "dibao.household"}):
            with self.assertRaises(UserError):
                self.env["base"]._dibao_check_upload([vals])
        self.env["base"]._dibao_check_upload([{"res_model": "res.partner"}])

    def test_log_of_calls_and_searches(self):
        """At the level debug the platform logs what was entered; not here."""
        model = self.env["dibao.person"].with_user(self.clerk)
        lines = []
        catcher = logging.Handler()
        catcher.emit = lambda record: lines.append(record.getMessage())
        for name in log_guard.FILTERS:
            logger = logging.getLogger(name)
            level = logger.level
            logger.addHandler(catcher)
            logger.setLevel(logging.DEBUG)
            logger.propagate = False
            self.addCleanup(logger.removeHandler, catcher)
            self.addCleanup(logger.setLevel, level)
            self.addCleanup(setattr, logger, "propagate", True)
        domain = [("id_number", "=", self.number)]
        call_kw(model, "search_count", [domain], {})
        call_kw(model, "search_read", [], {"domain": domain, "fields": ["name"]})
        model.search(Domain("id_number", "=", self.number))
        logging.getLogger("odoo.domains").warning("%r", ("id_number", "=", self.number))
        text = "\n".join(lines)
        self.assertIn("search_count", text)
        self.assertNotIn(self.number, text)
