# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields
from odoo.tests import HttpCase, tagged

from odoo.addons.dibao_archive.tools import pages

from .test_session import SessionCase


@tagged("post_install", "-at_install")
class TestTrainingTours(SessionCase, HttpCase):
    """A coordinator plans a year, and holds a session, in the browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.coordinator.lang = "en_US"
        cls.coordinator.tz = "Asia/Shanghai"

    def setUp(self):
        super().setUp()
        # Papers log their printing in a transaction of its own.
        self.set_registry_readonly_mode(False)
        # They are drawn by the engine, which a test leaves out unless it is told.
        items = type(self.env["dibao.item"])
        plain = items._take_original

        def drawn(this, *args):
            return plain(this.with_context(force_report_rendering=True), *args)

        self.patch(items, "_take_original", drawn)

    def test_plan_a_year(self):
        self.start_tour(
            "/odoo/dibao-training", "dibao_plan_year", login="t_coordinator"
        )
        plan = self.env["dibao.training.plan"].search(
            [("division_id", "=", self.county.id)]
        )
        self.assertRecordValues(
            plan,
            [
                {
                    "state": "approved",
                    "year": fields.Date.today().year,
                    "budget": 8000,
                    "approved_by_id": self.coordinator.id,
                }
            ],
        )
        self.assertEqual(plan.target_ids.kind, "lecture")
        self.assertEqual(plan.target_ids.courses, 3)
        self.assertTrue(plan.sudo().item_id.original_ids)

    def test_hold_a_session(self):
        self.lesson.name = "Tour session"
        self.start_tour("/odoo/dibao-sessions", "dibao_hold", login="t_coordinator")
        self.lesson.invalidate_recordset()
        self.assertTrue(self.lesson.dibao_closed_on)
        attended = self.lesson.registration_ids.filtered(
            lambda one: one.state == "done"
        )
        self.assertEqual(attended.dibao_employee_id.name, "甲测试")
        self.assertEqual(self._hours(self.one), 8)
        self.assertEqual(self._hours(self.two), 0)
        self.assertTrue(self.lesson.sudo().dibao_sheet_item_id.original_ids)

    def test_printed_code_is_what_the_desk_reads(self):
        """The platform's desk finds the seat by the code beside the name."""
        self._register(self.one)
        content, _kind = self.env["ir.actions.report"]._render_qweb_pdf(
            "dibao_training.attendance_sheet_report", self.lesson.ids
        )
        with pages.PageReader() as reader:
            texts = [
                text
                for _page, text in reader.codes(content, "application/pdf", dpi=300)
            ]
        desk = self.env["event.registration"].with_user(self.coordinator)
        found = [desk.register_attendee(text, self.lesson.id) for text in texts]
        self.assertIn("confirmed_registration", [one.get("status") for one in found])
        self.assertEqual(self._hours(self.one), 8)
