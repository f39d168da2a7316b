# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.tests import HttpCase, tagged

from .statistics_common import DEC, JAN, StatisticsCase


@tagged("post_install", "-at_install")
class TestDisclosureTour(StatisticsCase, HttpCase):
    """From the frozen month to what everybody reads, in a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for _household in range(6):
            cls.make_people([cls.person_values()], 300.0, DEC)
        cls.make_people([cls.person_values()], 200.0, DEC, cls.west_village)
        cls.freeze(JAN)

    def test_compose_approve_publish_and_read(self):
        where = "/odoo/action-dibao_review.dibao_disclosure_action"
        page = f"/dibao/public/{self.county.code}"
        # The month that the form proposes is the one that was frozen.
        self.patch(
            type(self.env["dibao.disclosure"]),
            "_default_month",
            lambda _model: date(2026, 1, 1),
        )
        self.start_tour(where, "dibao_disclosure_prepare_tour", login="p_officer")
        self.assertEqual(self.url_open(page).status_code, 404)
        self.start_tour(where, "dibao_disclosure_publish_tour", login="p_confirmer")
        one = self.env["dibao.disclosure"].search(
            [("division_id", "=", self.county.id)]
        )
        self.assertEqual((one.state, one.hotline), ("published", "12345"))
        self.assertEqual(one.approved_by_id, self.confirmer)
        shown = self.url_open(page)
        self.assertEqual(shown.status_code, 200)
        self.assertIn("东镇", shown.text)
        # One household alone in the western township: held back, and another with it.
        self.assertIn(">*<", shown.text.replace("\n", "").replace(" ", ""))
