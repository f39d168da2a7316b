# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import tagged

from .test_tours import DibaoHttpCase


@tagged("post_install", "-at_install")
class TestLoanTours(DibaoHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls.make_user("tour_archivist", "archivist", cls.county)
        cls.boss = cls.make_user("tour_boss", "archive_supervisor", cls.county)
        category = cls.env["dibao.category"].create({"code": "ZT", "name": "示例"})
        cls.volume = cls.env["dibao.volume"].create(
            {
                "title": "东一户卷",
                "category_id": category.id,
                "division_id": cls.east_village.id,
            }
        )
        cls.volume._by_act(
            {"reference_code": "J019-ZT·2026-001", "reference_key": "J019ZT2026001"}
        )

    def _tour(self, name, url="/odoo/dibao-loans"):
        self.start_tour(url, f"dibao_loan_{name}", login="tour_archivist")
        self.env.invalidate_all()

    def test_lend_and_return(self):
        self._tour(
            "request",
            f"/odoo/action-dibao_archive.dibao_volume_action/{self.volume.id}",
        )
        loan = self.env["dibao.loan"].search([("requested_by_id", "=", self.clerk.id)])
        self.assertRecordValues(
            loan, [{"state": "requested", "reader_id": self.clerk.id, "way": "paper"}]
        )
        loan.with_user(self.boss).action_approve()
        self._tour("handOut")
        self.assertEqual(loan.state, "out")
        self.assertEqual(self.volume.holder, self.clerk.name)
        self._tour("takeBack")
        self.assertEqual(loan.state, "returned")
        self.assertEqual(loan.line_ids.condition, "intact")
        moves = self.volume.movement_ids.sorted("id")
        self.assertEqual(moves.mapped("reason"), ["lent", "returned"])

    def test_take_back_by_scanning(self):
        loan = (
            self.env["dibao.loan"]
            .with_user(self.clerk)
            .create({"line_ids": [(0, 0, {"volume_id": self.volume.id})]})
        )
        loan.action_request()
        loan.with_user(self.boss).action_approve()
        loan.action_hand_out()
        self._tour("scan")
        self.assertEqual(loan.state, "returned")
