# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from .common import CasePersonas


@tagged("post_install", "-at_install")
class TestHousehold(TransactionCase, CasePersonas):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()

    def test_smart_button(self):
        cases = self._case() | self._case("stop")
        household = self.household.with_user(self.clerk)
        self.assertEqual(household.case_count, 2)
        action = household.action_view_cases()
        found = self.env["dibao.case"].search(action["domain"])
        self.assertEqual(found, cases)

    def _shown(self, user, label):
        """The `invisible` of each button of that label in a user's form."""
        arch = self.env["dibao.household"].with_user(user).get_view(view_type="form")
        found = etree.fromstring(arch["arch"]).xpath(
            f"//header/button[@string='{label}']"
        )
        return [button.get("invisible") for button in found]

    def test_a_decision_gives_way_to_the_case(self):
        first, second = self._shown(self.reviewer, "Record decision")
        self.assertIn(first, ("1", "True"))
        self.assertIn("open_case_count", second)
        self.assertEqual(len(self._shown(self.clerk, "New case")), 2)
        self.assertEqual(self._shown(self.officer, "New case"), [])
        household = self.household.with_user(self.clerk)
        action = household.action_new_case()
        case = self.env["dibao.case"].with_user(self.clerk)
        case = case.with_context(**action["context"]).create({"kind": "stop"})
        self.assertEqual(case.household_id, self.household)
        self.assertEqual(household.open_case_count, 1)
        case.reason = "Withdrawn"
        case.with_user(self.reviewer).action_end()
        self.assertEqual((household.case_count, household.open_case_count), (1, 0))

    def test_no_decision_beside_an_open_case(self):
        """Refused on the server, too: the button may be an old one."""
        case = self._case("stop")
        household = self.household
        decision = (
            self.env["dibao.household.decision"]
            .with_user(self.reviewer)
            .with_context(active_id=household.id)
            .create({"state": "active", "allowance": 777, "document": "2026-1"})
        )
        before = household.allowance
        with self.assertRaisesRegex(UserError, "is open for this"):
            decision.action_apply()
        self.assertEqual(household.allowance, before)
        case.reason = "Withdrawn"
        case.with_user(self.reviewer).action_end()
        decision.revision = household.revision
        decision.action_apply()
        self.assertEqual(household.allowance, 777)

    def test_roles_without_cases_still_read_households(self):
        for role in ("auditor", "archivist", "finance", "village_assistant"):
            reader = self._persona(f"r_{role}", role, self.county)
            self.household.with_user(reader).read(["case_count"])

    def test_timeline_tells_the_procedure(self):
        case = self._case(acts=["accept", "investigate"])
        events = self.env["dibao.event"].search(
            [("res_model", "=", "dibao.case"), ("res_id", "=", case.id)], order="id"
        )
        self.assertEqual(events.household_id, self.household)
        self.assertEqual(set(events.mapped("kind")), {"case"})
        self.assertEqual(len(events), 3)
        self.assertIn(case.number, events[-1].summary)

    def test_jurisdiction_follows_the_household(self):
        case = self._case()
        self.assertEqual(case.division_id, self.village)
        self.household.division_id = self.other_township
        self.assertEqual(case.division_id, self.other_township)
