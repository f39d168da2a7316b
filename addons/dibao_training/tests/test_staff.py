# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import io

import pikepdf
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, TransactionCase, freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.dibao_archive.tests.common import make_id

from ..tools import staff_structure
from .common import TrainingPersonas


def pdf_bytes():
    """A PDF of one empty page."""
    pdf, out = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.save(out)
    return out.getvalue()


class StaffCase(TransactionCase, TrainingPersonas):
    allow_inherited_tests_method = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls._registry_patched:
            cls.registry_enter_test_mode_cls()
        # under test the platform draws no pages unless told to
        cls.env = cls.env(context={**cls.env.context, "force_report_rendering": True})
        cls._setup_personas()

    @classmethod
    def _staff(cls, name="赵测试", user=None, **values):
        staff = cls.env["dibao.staff"].with_user(user or cls.coordinator)
        return staff.create({"name": name, "division_id": cls.township.id, **values})

    @classmethod
    def _post(cls, staff, since, until=False, **values):
        return cls.env["dibao.staff.post"].create(
            {
                "staff_id": staff.id,
                "date_from": since,
                "date_to": until,
                **values,
            }
        )


@tagged("post_install", "-at_install")
class TestStaff(StaffCase):
    def test_employee_with_anything_on_record_is_kept(self):
        """Certificates, exams, leaves and promises outlive the contract."""
        staff = self._staff("丁测试")
        employee = staff.sudo().employee_id
        kind = self.env.ref("dibao_training.certificate_kind_archive")
        held = self.env["dibao.training.certificate"]._acting()
        held = held.create(
            {
                "kind_id": kind.id,
                "employee_id": employee.id,
                "issued_on": "2026-01-01",
                "valid_from": "2026-01-01",
            }
        )
        with self.assertRaisesRegex(UserError, "certificates on record"):
            employee.unlink()
        held.sudo().unlink()  # pending, never given
        leave = self.env["dibao.duty.leave"].create(
            {
                "employee_id": employee.id,
                "duty_id": self.env.ref("dibao_training.duty_file").id,
                "date_to": fields.Date.add(fields.Date.today(), days=3),
                "reason": "x",
            }
        )
        with self.assertRaisesRegex(UserError, "leaves on record"):
            employee.unlink()
        leave.unlink()
        employee.unlink()
        self.assertFalse(staff.exists())

    def test_coordinator_enters_a_person(self):
        """Without a right of the personnel office; the employee is made along."""
        staff = self._staff(birth_year=1980)
        employee = staff.sudo().employee_id
        self.assertEqual(employee.name, "赵测试")
        self.assertEqual(employee.dibao_division_id, self.township)
        self.assertFalse(employee.work_contact_id.email)

    def test_staff_record_of_an_employee(self):
        staff = self._staff(employee_id=self.employee.id)
        self.assertEqual((staff.name, staff.division_id), ("周测试", self.township))
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._staff(employee_id=self.employee.id)

    def test_employee_of_another_office_is_not_taken(self):
        foreign = self.env["hr.employee"].create(
            {"name": "外测试", "dibao_division_id": self.other_county.id}
        )
        with self.assertRaisesRegex(UserError, "another office"):
            self._staff(employee_id=foreign.id)
        self.assertEqual(foreign.dibao_division_id, self.other_county)

    def test_not_pushed_into_another_office(self):
        staff = self._staff()
        with self.assertRaises(AccessError):
            staff.division_id = self.other_county

    def test_two_records_of_one_number(self):
        number = make_id("19800101", 7)
        self._staff(id_number=number)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._staff("赵复本", id_number=number)

    def test_two_employees_of_one_number(self):
        """The personnel office may have entered one person twice."""
        number = make_id("19810101", 9)
        one, other = self.env["hr.employee"].create(
            [
                {"name": "李测试", "identification_id": number},
                {"name": "李测试", "identification_id": f" {number.lower()}"},
            ]
        )
        self._staff(employee_id=one.id)
        with self.assertRaisesRegex(ValidationError, "on the staff already"):
            self._staff(employee_id=other.id)

    def test_public_profile_tells_nothing(self):
        """What any user reads of an employee has no word of the staff record."""
        self._staff(employee_id=self.employee.id, birth_year=1970)
        public = self.env["hr.employee.public"]._fields
        private = {"birth_year", "education_id", "title_level", "id_number"}
        self.assertFalse(private & set(public))
        with self.assertRaises(AccessError):
            self.env["dibao.staff"].with_user(
                self._persona("t_clerk", "township_clerk")
            ).search([])

    @freeze_time("2026-06-30")
    def test_post_now_and_years(self):
        staff = self._staff()
        self._post(staff, "2018-07-01", "2022-06-30", engagement="part")
        self._post(staff, "2022-07-01", kind="officer")
        self.assertRecordValues(
            staff,
            [
                {
                    "kind": "officer",
                    "engagement": "full",
                    "post_since": staff.post_since.replace(2022, 7, 1),
                    "working_since": staff.post_since.replace(2018, 7, 1),
                    "left_on": False,
                    "years_in_post": 4.0,
                }
            ],
        )

    def test_one_full_time_post_at_a_time(self):
        staff = self._staff()
        self._post(staff, "2020-01-01")
        self._post(staff, "2021-01-01", engagement="part")
        with self.assertRaisesRegex(ValidationError, "two full-time posts"):
            self._post(staff, "2022-01-01")

    def test_highest_title_counts(self):
        staff = self._staff()
        self.env["dibao.staff.title"].create(
            [
                {"staff_id": staff.id, "level": "2", "awarded_on": "2012-01-01"},
                {"staff_id": staff.id, "level": "3", "awarded_on": "2018-01-01"},
            ]
        )
        self.assertEqual(staff.title_level, "3")
        self.assertEqual(str(staff.title_on), "2018-01-01")

    def test_promise_is_filed(self):
        staff = self._staff()
        content = pdf_bytes()
        wizard = self.env["dibao.staff.promise"].with_user(self.coordinator)
        wizard = wizard.create(
            {
                "staff_id": staff.id,
                "signed_on": "2026-01-05",
                "file": base64.b64encode(content),
                "file_name": "承诺书.pdf",
            }
        )
        wizard.action_file()
        item = staff.sudo().promise_item_id
        self.assertEqual(item.kind_id.code, "PROMISE")
        self.assertEqual(item.volume_id.category_kind, "daily")
        self.assertEqual(item.volume_id.year, 2026)
        self.assertEqual(item.volume_id.division_id, self.township)
        self.assertEqual(item.original_ids.size, len(content))
        self.assertFalse(wizard.file)
        self.assertEqual(str(staff.promise_on), "2026-01-05")

    def test_promise_is_a_pdf(self):
        wizard = self.env["dibao.staff.promise"].create(
            {"staff_id": self._staff().id, "file": base64.b64encode(b"GIF89a")}
        )
        with self.assertRaisesRegex(UserError, "as a PDF"):
            wizard.action_file()

    def test_form(self):
        with Form(self.env["dibao.staff"].with_user(self.coordinator)) as form:
            form.name = "钱测试"
            form.division_id = self.township
        self.assertEqual(form.record.sudo().employee_id.name, "钱测试")


@tagged("post_install", "-at_install")
class TestStructure(StaffCase):
    """The staff over the years, and what it says in words."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old = cls._staff("甲测试", birth_year=1968)
        cls._post(cls.old, "2010-01-01", engagement="part")
        cls.young = cls._staff("乙测试", birth_year=1995)
        cls._post(cls.young, "2025-03-01")
        cls.gone = cls._staff("丙测试", birth_year=1990)
        cls._post(cls.gone, "2015-01-01", "2025-08-31", end_reason="left")
        cls.env.flush_all()

    def _rows(self, year):
        return (
            self.env["dibao.staff.structure"]
            .with_user(self.coordinator)
            .search([("year", "=", year), ("division_id", "child_of", self.county.id)])
        )

    @freeze_time("2026-03-01")
    def test_each_year_as_it_stood(self):
        # the database's own day is real: years before it are closed either way
        self.assertEqual(
            set(self._rows("2024").staff_id.mapped("name")), {"丙测试", "甲测试"}
        )
        rows = {row.staff_id: row for row in self._rows("2025")}
        self.assertEqual(len(rows), 3)
        self.assertEqual(rows[self.gone].left_count, 1)
        self.assertEqual(rows[self.gone].present_count, 0)
        self.assertEqual(rows[self.young].joined_count, 1)
        self.assertEqual(rows[self.old].age_band, "50")
        self.assertEqual(rows[self.old].age, 57)

    def test_report_says_where(self):
        report = self.env["dibao.staff.report"].with_user(self.coordinator)
        report = report.create({"division_id": self.county.id, "year": "2025"})
        figures = report._figures(self.county)
        self.assertEqual((figures["staff"], figures["old"]), (2, 1))
        self.assertEqual((figures["left"], figures["staff_before"]), (1, 2))
        said = "\n".join(report._sentences())
        # 1 of 2 near retirement is 50 %, above 30 %; half part-time is not above 50 %
        self.assertIn("试验县 is too old: 1 of 2", said)
        self.assertIn("东镇 is too old: 1 of 2", said)
        self.assertIn("changes too often: 1 of 2 left in the year (50.0%", said)
        self.assertNotIn("too part-time", said)
        self.assertIn("is untrained: 2 of 2", said)

    def test_report_is_printed(self):
        report = self.env["dibao.staff.report"].with_user(self.coordinator)
        report = report.create({"division_id": self.county.id, "year": "2025"})
        content, kind = self.env["ir.actions.report"]._render_qweb_pdf(
            "dibao_training.staff_report_report", report.ids
        )
        self.assertEqual(kind, "pdf")
        self.assertTrue(content.startswith(b"%PDF"))


@tagged("post_install", "-at_install")
class TestStructureTool(TransactionCase):
    def test_limits_are_limits(self):
        """A share at its limit is not above it; without a rule nothing is judged."""
        figures = {"staff": 10, "part_time": 5, "untrained": 10}
        limits = {"staff_part_time_share": 50, "staff_untrained_share": None}
        self.assertEqual(staff_structure.findings(figures, limits), [])
        figures["part_time"] = 6
        [found] = staff_structure.findings(figures, limits)
        self.assertEqual((found.code, found.share), ("part_time", 60.0))

    def test_worst_first(self):
        figures = {"staff": 10, "part_time": 6, "untrained": 9}
        limits = {"staff_part_time_share": 50, "staff_untrained_share": 20}
        found = staff_structure.findings(figures, limits)
        self.assertEqual([one.code for one in found], ["untrained", "part_time"])
