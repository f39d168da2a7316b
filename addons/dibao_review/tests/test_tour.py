# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import HttpCase, tagged

from .common import CasePersonas


@tagged("post_install", "-at_install")
class TestTour(HttpCase, CasePersonas):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()
        cls.household.number = "TOUR"

    def test_clerk_accepts_an_application(self):
        self.start_tour("/odoo/dibao-cases/new", "dibao_review_tour", login="r_clerk")
        case = self.household.case_ids
        self.assertRecordValues(
            case,
            [
                {
                    "stage": "investigation",
                    "accepted_by_id": self.clerk.id,
                    "investigated_by_id": self.clerk.id,
                }
            ],
        )
