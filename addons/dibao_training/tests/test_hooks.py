# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import TransactionCase, tagged

from ..demo_rows import named
from ..hooks import uninstall_hook


@tagged("post_install", "-at_install")
class TestHooks(TransactionCase):
    def test_lent_groups_are_taken_back(self):
        coordinator = self.env.ref("dibao_archive.group_training_coordinator")
        lent = self.env.ref("event.group_event_user") | self.env.ref(
            "survey.group_survey_user"
        )
        self.assertLessEqual(lent, coordinator.implied_ids)
        uninstall_hook(self.env)
        self.assertFalse(lent & coordinator.implied_ids)
        self.assertIn(self.env.ref("dibao_archive.group_user"), coordinator.implied_ids)

    def test_what_demo_data_make_elsewhere_has_names(self):
        before = self.env["hr.employee"].create({"name": "Of the office"})
        with named(self.env, "dibao_training"):
            made = self.env["hr.employee"].create({"name": "Of the demo"})
        for record in (made, made.work_contact_id):
            [xml_id] = record.get_external_id().values()
            self.assertTrue(xml_id.startswith("dibao_training.demo_"), record)
        self.assertFalse(before.get_external_id()[before.id])
