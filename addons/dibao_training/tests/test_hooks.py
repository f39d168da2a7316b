# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import TransactionCase, tagged

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
