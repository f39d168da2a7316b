# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, JsonRpcException, TransactionCase, tagged
from odoo.tools import mute_logger

from .common import TrainingPersonas

MODELS = ("dibao.training.course", "dibao.training.credit", "dibao.training.year")


@tagged("post_install", "-at_install")
class TestJurisdiction(TransactionCase, TrainingPersonas):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()
        cls._hold()
        cls.credit = cls.env["dibao.training.credit"].create(
            {"course_id": cls.course.id, "employee_id": cls.employee.id}
        )

    def _rows(self, model, user):
        """What a user sees of the own course, the own credit and its year."""
        field = "id" if model == "dibao.training.course" else "employee_id"
        own = self.course if field == "id" else self.employee
        return self.env[model].with_user(user).search([(field, "=", own.id)])

    def test_own_county_sees(self):
        for model in MODELS:
            self.assertTrue(self._rows(model, self.coordinator), model)

    def test_other_county_sees_nothing(self):
        for model in MODELS:
            self.assertFalse(self._rows(model, self.other_coordinator), model)
        for record in (self.course, self.credit):
            with self.assertRaises(AccessError):
                record.with_user(self.other_coordinator).read(["display_name"])
            with self.assertRaises(AccessError):
                record.with_user(self.other_coordinator).write({"hours": 1})

    def test_without_division_nothing(self):
        nobody = self._persona(
            "t_nobody", "training_coordinator", self.env["dibao.division"]
        )
        for model in MODELS:
            self.assertFalse(self._rows(model, nobody), model)

    def test_nothing_into_a_foreign_county(self):
        courses = self.env["dibao.training.course"].with_user(self.coordinator)
        with self.assertRaises(AccessError):
            courses.create({"name": "X", "division_id": self.other_county.id})
        with self.assertRaises(AccessError):
            self.course.with_user(self.coordinator).division_id = self.other_county
        with self.assertRaises(AccessError):
            self.credit.with_user(self.coordinator).division_id = self.other_county

    def test_only_own_staff_is_offered(self):
        Employee = self.env["hr.employee"]
        elsewhere, nowhere = Employee.create(
            [
                {"name": "周测试二", "dibao_division_id": self.other_county.id},
                {"name": "周测试三"},
            ]
        )
        credits = self.env["dibao.training.credit"].with_user(self.coordinator)
        domain = credits.fields_get(["employee_id"])["employee_id"]["domain"]
        offered = Employee.with_user(self.coordinator).name_search("周测试", domain)
        ids = {row[0] for row in offered}
        self.assertEqual(ids & {elsewhere.id, nowhere.id}, {nowhere.id})
        self.assertIn(self.employee.id, ids)

    def test_hours_are_not_deleted(self):
        with self.assertRaises(AccessError):
            self.credit.with_user(self.coordinator).unlink()

    def test_readers_write_nothing(self):
        for role in ("archivist", "archive_supervisor", "auditor"):
            reader = self._persona(f"t_{role}", role)
            for model in MODELS:
                self.assertTrue(self._rows(model, reader), (role, model))
            with self.assertRaises(AccessError):
                self.credit.with_user(reader).write({"hours": 1})
            with self.assertRaises(AccessError):
                self.course.with_user(reader).action_cancel()

    def test_other_roles_have_no_access(self):
        for role in ("township_clerk", "finance", "statistics", "system_admin"):
            other = self._persona(f"t_{role}", role)
            for model in MODELS:
                with self.assertRaises(AccessError):
                    self._rows(model, other)

    def test_reader_opens_the_form(self):
        """Sessions and exams belong to other apps: the form does without them."""
        reader = self._persona("t_reader", "archivist")
        courses = self.env["dibao.training.course"].with_user(reader)
        arch = courses.get_view(view_type="form")["arch"]
        self.assertNotIn("event_ids", arch)
        self.assertNotIn("survey_id", arch)


@tagged("post_install", "-at_install")
class TestRpc(HttpCase, TrainingPersonas):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()

    def _call(self, model, method, *args):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": {}},
        )

    def test_jurisdiction_over_rpc(self):
        domain = [("id", "=", self.course.id)]
        self.authenticate("t_coordinator", "t_coordinator")
        model = "dibao.training.course"
        self.assertEqual(self._call(model, "search_count", domain), 1)
        self.authenticate("t_other", "t_other")
        self.assertEqual(self._call(model, "search_count", domain), 0)
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            self._call(model, "read", [self.course.id], ["name"])
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            self._call(model, "action_plan", [self.course.id])
