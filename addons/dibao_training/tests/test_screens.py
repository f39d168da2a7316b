# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import TransactionCase, tagged
from odoo.tools.safe_eval import safe_eval

from .common import TrainingPersonas

#: What the client reads of each kind of view: its fields, of all rows that it lists.
READS = ("list", "kanban", "form")


@tagged("post_install", "-at_install")
class TestScreens(TransactionCase, TrainingPersonas):
    """Every screen opens on what is there, as the client asks for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()

    def test_lists_open_for_the_coordinator(self):
        actions = self.env["ir.actions.act_window"].search(
            [("path", "=like", "dibao-%")], order="path"
        )
        ours = actions.filtered(
            lambda one: (one.get_external_id()[one.id] or "").startswith(
                "dibao_training."
            )
        )
        self.assertGreater(len(ours), 15)
        opened = 0
        for action in ours:
            model = self.env[action.res_model].with_user(self.coordinator)
            if not model.has_access("read"):
                continue
            context = safe_eval(
                action.context or "{}", {"uid": self.coordinator.id, "active_id": 0}
            )
            model = model.with_context(
                active_test=False, lang=self.coordinator.lang, **context
            )
            views = model.get_views(
                [(False, kind) for kind in action.view_mode.split(",")]
            )["models"]
            names = views[action.res_model]["fields"]
            with self.subTest(action=action.path):
                rows = model.search([], limit=40)
                rows.web_read({name: {} for name in names})
                opened += 1
        self.assertGreater(opened, 15)

    def test_rules_that_stand_by_have_no_grace_yet(self):
        rules = self.env["dibao.duty.requirement"].with_context(active_test=False)
        waiting = rules.search([("valid_from", "=", False)])
        self.assertTrue(waiting)
        self.assertEqual(set(waiting.mapped("grace_until")), {False})

    def test_labels_of_the_work(self):
        """Words that Chinese tells apart where English uses one."""
        words = self.env["ir.model.fields"].with_context(lang="zh_CN")
        told = {
            (field.model, field.name): field.field_description
            for field in words.search(
                [
                    ("model", "in", ("dibao.duty.handover", "dibao.duty.alert")),
                    ("name", "in", ("employee_id", "to_user_id", "since")),
                ]
            )
        }
        self.assertEqual(told["dibao.duty.handover", "employee_id"], "原经办人")
        self.assertEqual(told["dibao.duty.handover", "to_user_id"], "接办人")
        self.assertEqual(told["dibao.duty.alert", "since"], "预警起始日期")
        duty = self.env.ref("dibao_training.duty_file").with_context(lang="zh_CN")
        self.assertEqual(duty.name, "归档")
