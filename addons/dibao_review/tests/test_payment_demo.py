# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import tagged

from .payment_common import PaymentCase


@tagged("post_install", "-at_install")
class TestPaymentDemo(PaymentCase):
    def test_three_months(self):
        """The demo's own rules hold in it: sums agree, nobody is paid twice."""
        runs = self.runs.search([("division_id", "=", self.county.id)])
        if not runs:
            households = self.env["dibao.household"]
            for number in range(12):
                household = self.make_paid(number)
                household.benefit_ids._acting().write({"state": "cancelled"})
                self.env.cr.execute("DELETE FROM dibao_benefit")
                self.env.invalidate_all()
                household.allowance = 300.0 + number
                households |= household
            self.runs._demo_create()
            runs = self.runs.search([("division_id", "=", self.county.id)])
        self.assertEqual(
            runs.sorted("month").mapped("state"), ["closed", "closed", "checked"]
        )
        for run in runs:
            lines = run.line_ids.filtered(lambda line: line.state != "cancelled")
            self.assertAlmostEqual(sum(lines.mapped("amount")), run.total, 2)
            told = sum(run.difference_ids.mapped("amount"))
            if run.previous_id:
                self.assertAlmostEqual(told, run.total - run.previous_id.total, 2)
        before, last = runs.sorted("month")[1:]
        came_back = before.line_ids.filtered(
            lambda line: line.state in ("bounced", "closed_account")
        )
        self.assertEqual(
            sorted(came_back.mapped("state")), ["bounced", "closed_account"]
        )
        again = last.line_ids.filtered(lambda line: line.kind == "reissue")
        self.assertEqual(
            again.origin_id,
            came_back.filtered(lambda line: line.state == "bounced"),
        )
        answers = self.env["dibao.bank.return"].search(
            [("division_id", "=", self.county.id)], order="id"
        )
        self.assertEqual(set(answers.mapped("state")), {"applied"})
        self.assertEqual(answers.mapped("failed_count"), [0, 2])
        self.assertEqual(answers.mapped("missing_count"), [0, 0])
        self.assertNotIn("unexplained", runs.difference_ids.mapped("cause"))
        self.assertTrue(runs.difference_ids)
        self.runs._demo_create()
        self.assertEqual(
            self.runs.search_count([("division_id", "=", self.county.id)]), 3
        )
