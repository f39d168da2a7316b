# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import HttpCase, tagged

from .common import TrainingPersonas


@tagged("post_install", "-at_install")
class TestTour(HttpCase, TrainingPersonas):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()

    def test_coordinator_books_hours(self):
        self.start_tour(
            "/odoo/dibao-courses", "dibao_training_tour", login="t_coordinator"
        )
        courses = self.env["dibao.training.course"]
        course = courses.search([("name", "=", "Tour course")])
        self.assertEqual(course.state, "held")
        self.assertRecordValues(
            course.credit_ids,
            [{"employee_id": self.employee.id, "hours": 6, "subject": "Tour course"}],
        )
