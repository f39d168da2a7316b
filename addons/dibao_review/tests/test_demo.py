# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import TransactionCase, tagged

from ..models.dibao_case_demo import CASES
from .common import CasePersonas


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase, CasePersonas):
    def test_demo_cases(self):
        self._setup_personas()
        self._set_rules()
        self.env.cr.execute("DELETE FROM dibao_case")
        self.env.invalidate_all()
        clerk = self.env.ref("dibao_archive.user_demo_clerk", raise_if_not_found=False)
        if clerk:
            clerk.dibao_division_ids = self.township
        for household in self.env["dibao.household"].create(
            [
                {"division_id": self.village.id, "urban_rural": "rural"}
                for _case in CASES
            ]
        ):
            self._member_of(household)
        cases = self.env["dibao.case"]
        cases._demo_create()
        found = cases.search([])
        self.assertEqual(len(found), len(CASES))
        stages = set(found.mapped("stage"))
        self.assertLessEqual({"draft", "notice", "confirmed", "refused"}, stages)
        cases._demo_create()
        self.assertEqual(cases.search_count([]), len(CASES))
