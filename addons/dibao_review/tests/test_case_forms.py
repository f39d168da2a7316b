# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, freeze_time, tagged

from odoo.addons.dibao_archive.tests.common import make_id

from .common import CasePersonas


@tagged("post_install", "-at_install")
@freeze_time("2024-06-14 02:00:00")
class TestCaseForms(TransactionCase, CasePersonas):
    """F01, F03 and F20 are printed for the household to sign."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()
        cls.member = cls._member_of(cls.household, name="示例户主")
        cls.case = cls._case(proxy_name="示例代理人")

    def _print(self, code, user=None):
        report = self.env["ir.actions.report"].with_user(user or self.clerk)
        name = f"dibao_review.case_form_{code}"
        html = report._render_qweb_html(name, self.case.ids)[0]
        return html.decode()

    def test_application(self):
        text = self._print("f01")
        for said in (
            "示例户主",
            "art. 4, 9",
            "Why the household applies",
            "fingerprint",
        ):
            self.assertIn(said, text)

    def test_mandate_needs_a_proxy(self):
        text = self._print("f03")
        self.assertIn("示例代理人", text)
        self.assertIn("art. 6", text)
        self.case.proxy_name = False
        with self.assertRaisesRegex(UserError, "enter the proxy"):
            self._print("f03")

    def test_custody_needs_a_custodian(self):
        with self.assertRaisesRegex(UserError, "custodian"):
            self._print("f20")
        number = make_id("19700101", 7)
        self.env["dibao.custodian"].create(
            {
                "household_id": self.household.id,
                "name": "示例代管人",
                "id_number": number,
                "relation": "侄子",
                "agreement_date": "2024-06-01",
            }
        )
        text = self._print("f20")
        self.assertIn("示例代管人", text)
        self.assertIn("art. 26", text)
        self.assertNotIn(number, text)

    def test_logged_and_for_the_own_place(self):
        logs = self.env["dibao.access.log"]
        before = logs.search_count([("action", "=", "export")])
        self._print("f01")
        self.assertEqual(logs.search_count([("action", "=", "export")]), before + 1)
        other = self._persona("r_forms", "township_clerk", self.other_township)
        with self.assertRaises(AccessError):
            self._print("f01", other)
