# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestArchiveDemo(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.county = cls.env["dibao.county"]
        cls.county._load_demo()
        cls.county._load_archive_demo()
        domain = [("fonds_id.code", "=", "J019"), ("household_id", "!=", False)]
        cls.volumes = cls.env["dibao.volume"].search(domain, order="id")

    def test_what_there_is_to_see(self):
        self.assertEqual(len(self.volumes), 24)
        states = self.volumes.mapped("state")
        self.assertEqual((states.count("filed"), states.count("open")), (6, 18))
        gaps = self.volumes.filtered("missing_count")
        self.assertTrue(10 <= len(gaps) <= 12)
        filed = self.volumes.filtered(lambda v: v.state == "filed")
        self.assertTrue(all(filed.mapped("reference_code")))
        self.assertFalse(any(filed.mapped("gap_reason")))
        self.assertEqual(len(set(filed.mapped("reference_code"))), 6)
        numbers = filed[0].item_ids.sorted("sequence").mapped("number")
        self.assertEqual(numbers, list(range(1, len(numbers) + 1)))
        daily = self.env["dibao.item"].search([("kind_id.code", "=", "VISITS")])
        self.assertGreaterEqual(len(daily), 6)

    def test_loads_once(self):
        self.county._load_archive_demo()
        domain = [("fonds_id.code", "=", "J019"), ("household_id", "!=", False)]
        self.assertEqual(self.env["dibao.volume"].search_count(domain), 24)
