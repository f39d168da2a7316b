# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, freeze_time, tagged

from .common import CasePersonas


@tagged("post_install", "-at_install")
@freeze_time("2024-06-14 02:00:00")
class TestApplication(TransactionCase, CasePersonas):
    """For whom and where it is applied for: 57号 art. 5 and 8."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()
        cls._set_rules()
        cls.household.urban_rural = "rural"
        cls.head = cls._member_of(cls.household)

    def _permit(self, **values):
        return self.env["dibao.certificate"].create(
            {
                "person_id": self.head.person_id.id,
                "kind_id": self.env["dibao.code"]._match("certificate", "residence"),
                "number": "示例居住证0001",
                **values,
            }
        )

    def test_a_permit_counts_where_the_place_has_opened_that_way(self):
        self._permit(issued_on="2023-01-01", expires_on="2025-01-01")
        case = self._case(applied_at="permit")
        with self.assertRaises(UserError) as caught:
            case.with_user(self.clerk).action_accept()
        self.assertIn("art. 5", str(caught.exception))
        self.assertEqual(case.stage, "draft")
        self._rule("residence_permit_application", "yes")
        case.with_user(self.clerk).action_accept()
        self.assertEqual(case.stage, "accepted")
        self.assertIn("place of registration", case.hint)

    def test_a_permit_is_there_and_valid_on_the_day_of_the_application(self):
        self._rule("residence_permit_application", "yes")
        case = self._case(applied_at="permit")
        with self.assertRaises(UserError):
            case.with_user(self.clerk).action_accept()
        permit = self._permit(expires_on="2024-06-13")
        with self.assertRaises(UserError) as caught:
            case.with_user(self.clerk).action_accept()
        self.assertIn("2024-06-14", str(caught.exception))
        permit.expires_on = "2024-06-14"
        case.with_user(self.clerk).action_accept()
        self.assertEqual(case.stage, "accepted")

    def test_who_is_registered_here_is_told_of_no_other_office(self):
        case = self._case(acts=["accept"])
        self.assertEqual(case.applied_at, "registered")
        self.assertNotIn("place of registration", case.hint)

    def test_one_member_alone_is_reckoned_alone(self):
        """Art. 8: the person and the ground of the case go into the means test."""
        adult = self._member_of(
            self.household,
            name="示例成年",
            birth_date="1990-05-05",
            relation_id=self.env["dibao.code"]._match("relation", "20"),
        )
        adult.person_id.write(
            {
                "disability_type": "4",
                "disability_grade": "1",
                "labour_ability": "lost",
            }
        )
        case = self._case(by_single="unemployed")
        with self.assertRaises(UserError) as caught:
            case.with_user(self.clerk).action_accept()
        self.assertIn("alone", str(caught.exception))
        case.single_person_id = adult.person_id
        case.with_user(self.clerk).action_accept()
        case.with_user(self.clerk).action_reckon()
        found = case._assessment()
        self.assertEqual(found.single_person_id, adult.person_id)
        self.assertEqual((found.single_ground, found.counted), ("unemployed", 1))
