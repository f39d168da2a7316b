# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""R-43 and R-48: what is done with personal information, and its assessments."""

import io

import pypdf
from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import DibaoCase


class ProcessingCase(DibaoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = cls.make_user("p_officer", "county_officer", cls.county)
        cls.confirmer = cls.make_user("p_confirmer", "county_confirmer", cls.county)
        cls.guard = cls.make_user("p_security", "security_officer", cls.county.browse())
        cls.auditor = cls.make_user("p_auditor", "auditor", cls.county)

    def activity(self, user=None, **vals):
        register = self.env["dibao.processing"].with_user(user or self.officer)
        return register.create(
            {
                "code": "T1",
                "name": "示例活动",
                "purpose": "示例",
                "legal_basis": "《个人信息保护法》第13条",
                "person_categories": "申请人",
                "data_fields": "健康信息",
                "retention_rule": "3年",
                "office": "示例县民政局",
                "division_id": self.county.id,
                "is_sensitive": True,
                **vals,
            }
        )

    def assessment(self, activity, **vals):
        return (
            self.env["dibao.impact"]
            .with_user(self.officer)
            .create(
                {
                    "name": "示例评估",
                    "processing_id": activity.id,
                    "necessity": "必要",
                    "effects": "影响有限",
                    "measures": "加密、打码",
                    "result": "measures",
                    **vals,
                }
            )
        )


@tagged("post_install", "-at_install")
class TestProcessing(ProcessingCase):
    def test_what_comes_with_the_program(self):
        """Each activity names its article; those with sensitive data say so."""
        shipped = self.env["dibao.processing"].search([("division_id", "=", False)])
        self.assertGreaterEqual(len(shipped), 13)
        for one in shipped:
            self.assertRegex(one.legal_basis, r"《.+》第\d+条")
            for name in ("purpose", "person_categories", "data_fields", "office"):
                self.assertTrue(one[name], one.name)
        sensitive = shipped.filtered("is_sensitive").mapped("name")
        self.assertIn("低保金发放", sensitive)
        self.assertNotIn("统计与报表", sensitive)
        self.assertEqual(set(shipped.mapped("state")), {"draft"})

    def test_sensitive_ones_are_assessed_before(self):
        activity = self.activity()
        self.assertEqual(activity.impact_state, "missing")
        with self.assertRaisesRegex(ValidationError, "art. 55"):
            activity.action_start()
        paper = self.assessment(activity)
        with self.assertRaises(ValidationError):
            activity.action_start()
        paper.with_user(self.confirmer).action_approve()
        activity.action_start()
        self.assertEqual((activity.state, activity.impact_state), ("running", "valid"))
        plain = self.activity(code="T2", is_sensitive=False)
        plain.action_start()
        with self.assertRaises(ValidationError):
            plain.is_sensitive = True

    def test_one_that_must_not_be_carried_out(self):
        activity = self.activity()
        paper = self.assessment(activity, result="refused")
        paper.with_user(self.confirmer).action_approve()
        with self.assertRaises(ValidationError):
            activity.action_start()

    def test_the_register_keeps_what_was_done(self):
        activity = self.activity(is_sensitive=False)
        activity.action_start()
        with self.assertRaises(UserError):
            activity.sudo().unlink()
        activity.action_end()
        with self.assertRaises(UserError):
            activity.write({"purpose": "x"})
        with self.assertRaises(AccessError):
            self.activity(code="T3").write({"state": "running"})

    def test_each_office_keeps_its_own(self):
        with self.assertRaises(AccessError):
            self.activity(division_id=False)
        shared = self.activity(self.guard, division_id=False)
        with self.assertRaises(AccessError):
            shared.with_user(self.officer).write({"note": "x"})
        east = self.make_user("p_east", "county_officer", self.east)
        with self.assertRaises(AccessError):
            self.activity(east, code="T4", division_id=self.west.id)
        self.activity(east, code="T5", division_id=self.east.id)

    def test_found_by_its_assessment(self):
        activity = self.activity()
        missing = self.env["dibao.processing"].search(
            [("impact_state", "=", "missing")]
        )
        self.assertIn(activity, missing)
        self.assessment(activity).with_user(self.confirmer).action_approve()
        missing = self.env["dibao.processing"].search(
            [("impact_state", "=", "missing")]
        )
        self.assertNotIn(activity, missing)

    def test_paper(self):
        activity = self.activity()
        report = self.env.ref("dibao_archive.processing_register_report")
        content, kind = report.with_context(force_report_rendering=True)._render(
            report.report_name, activity.ids
        )
        self.assertEqual(kind, "pdf")
        text = "".join(
            page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages
        )
        for told in ("示例活动", "第13条", "健康信息", "示例县民政局"):
            self.assertIn(told, text)

    def test_one_paper_of_all(self):
        """A register of several activities is one document with one count of pages."""
        activities = self.activity() | self.activity(code="T2", name="示例活动二")
        report = self.env.ref("dibao_archive.processing_register_report")
        content, _kind = report.with_context(force_report_rendering=True)._render(
            report.report_name, activities.ids
        )
        [page] = pypdf.PdfReader(io.BytesIO(content)).pages
        self.assertIn("示例活动二", page.extract_text())

    def test_workbook(self):
        """The existing export takes the register out."""
        wizard = self.env["dibao.export"].with_user(self.officer)
        context = {"active_model": "dibao.processing", "active_ids": []}
        made = wizard.with_context(**context).create({"purpose": "audit"})
        self.assertIn("legal_basis", made._field_names())


@tagged("post_install", "-at_install")
class TestImpact(ProcessingCase):
    def test_dates(self):
        paper = self.assessment(self.activity(), done_on="2026-01-31")
        # 12 months and three years, by the policies (PIPL art. 56)
        self.assertEqual(str(paper.review_date), "2027-01-31")
        self.assertEqual(str(paper.keep_until), "2029-01-31")

    def test_another_person_approves(self):
        paper = self.assessment(self.activity())
        with self.assertRaises(AccessError):
            paper.action_approve()
        paper.with_user(self.confirmer).action_approve()
        self.assertEqual(paper.approved_by_id, self.confirmer)
        with self.assertRaises(UserError):
            paper.write({"measures": "x"})
        self.env.flush_all()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env.cr.execute(
                "UPDATE dibao_impact SET approved_by_id = author_id WHERE id = %s",
                [paper.id],
            )

    def test_all_of_it_is_told(self):
        for name in ("necessity", "effects", "measures", "result"):
            paper = self.assessment(self.activity(code=name), **{name: False})
            with self.assertRaises(ValidationError):
                paper.with_user(self.confirmer).action_approve()

    def test_reports_are_kept(self):
        paper = self.assessment(self.activity(), done_on="2026-01-31")
        paper.with_user(self.confirmer).action_approve()
        with freeze_time("2029-01-31"), self.assertRaisesRegex(UserError, "art. 56"):
            paper.sudo().unlink()
        with freeze_time("2029-02-01"):
            paper.sudo().unlink()

    def test_tasks(self):
        """A missing assessment and one that is due are brought to mind, once."""
        self.env["dibao.processing"].search([]).write({"is_sensitive": False})
        register = self.env["dibao.processing"]
        with freeze_time("2026-01-31"):
            activity = self.activity(officer_id=self.confirmer.id)
            register._cron_impact()
            register._cron_impact()
            self.assertEqual(activity.activity_ids.user_id, self.confirmer)
            self.assertEqual(len(activity.activity_ids), 1)
            paper = self.assessment(activity)
            paper.with_user(self.confirmer).action_approve()
            self.assertFalse(activity.activity_ids)
        with freeze_time("2027-01-01"):
            # 30 days before the review of 31 January
            register._cron_impact()
            self.assertEqual(activity.activity_ids.date_deadline, paper.review_date)
        with freeze_time("2027-01-31"):
            activity.invalidate_recordset()
            self.assertEqual(activity.impact_state, "due")
