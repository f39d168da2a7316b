# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import TransactionCase, tagged

from ..hooks import uninstall_hook


@tagged("post_install", "-at_install")
class TestHooks(TransactionCase):
    def test_nothing_is_left_behind(self):
        sequence = self.env.ref("dibao_review.sequence_dibao_case")
        sequence._next()
        counters = sequence.date_range_ids.ids
        self.assertTrue(counters)
        names = self.env["ir.model.data"]
        foreign = [
            ("module", "!=", "dibao_review"),
            ("model", "in", ("ir.model.inherit", "ir.model.fields.selection")),
            ("name", "like", "dibao_case__"),
        ]
        household = [("name", "like", "dibao_household__")]
        households = names.search_count(household)
        uninstall_hook(self.env)
        self.assertFalse(names.search(foreign))
        self.assertEqual(names.search_count(household), households)
        self.assertFalse(self.env["ir.sequence.date_range"].browse(counters).exists())
        self.env.cr.execute(
            "SELECT count(*) FROM pg_sequences WHERE sequencename LIKE %s",
            [f"ir_sequence_{sequence.id:03d}_%"],
        )
        self.assertEqual(self.env.cr.fetchone()[0], 0)
