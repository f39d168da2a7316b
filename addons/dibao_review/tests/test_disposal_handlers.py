# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import TransactionCase, tagged

from .common import CasePersonas

REFUSED = ("accept", "investigate", "opine_fails", "submit", "refuse")


@tagged("post_install", "-at_install")
class TestBenefitHandlers(CasePersonas, TransactionCase):
    """Who recorded or approved a case supervises no destruction of its archives."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()

    def test_all_who_took_an_act(self):
        handlers = self.household._dibao_benefit_handlers
        self.assertEqual(handlers(), self.household.create_uid)
        case = self._case(acts=("accept", "investigate", "opine_fits", "post_notice"))
        self.assertEqual(
            handlers() - self.household.create_uid, self.clerk | self.reviewer
        )
        self.assertEqual(case.noticed_by_id, self.reviewer)
        self.assertNotIn(self.confirmer, handlers())

    def test_who_decided(self):
        case = self._case(acts=REFUSED, reason="x")
        self.assertEqual(case.decided_by_id, self.confirmer)
        self.assertIn(self.confirmer, self.household._dibao_benefit_handlers())
        other = self.env["dibao.household"].create({"division_id": self.village.id})
        self.assertNotIn(self.confirmer, other._dibao_benefit_handlers())
