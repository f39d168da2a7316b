# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import TransactionCase, tagged

from .common import TrainingPersonas


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase, TrainingPersonas):
    def test_demo_courses(self):
        self._setup_personas()
        self.env["ir.model.data"].search(
            [("module", "=", "dibao_training"), ("name", "=like", "demo_%")]
        ).unlink()
        courses = self.env["dibao.training.course"]
        before = courses.search([])
        courses._demo_create()
        made = courses.search([]) - before
        self.assertEqual(sorted(made.mapped("state")), ["held", "held", "planned"])
        self.assertEqual(len(made.credit_ids), 4)
        courses._demo_create()
        self.assertEqual(courses.search([]) - before, made)
