# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A30 (papers not in order) and A32 (money late, or not to an account)."""

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.dibao_archive.tests.common import make_id

from .exchange_common import ExchangeCase
from .payment_common import PaymentCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-20 02:00:00")
class TestAlertPapers(ExchangeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.household = cls.make_household(
            None, [("示例甲", make_id("19700101", 1), "02")], state="active"
        )
        cls.local_rule("alert_visit_photo", "no")
        case = cls.env["dibao.case"].create(
            {
                "household_id": cls.household.id,
                "kind": "reverification",
                "received_on": "2026-02-01",
            }
        )
        cls.visit = (
            cls.env["dibao.visit"]
            ._acting()
            .create(
                {
                    "case_id": case.id,
                    "visitor_ids": [Command.set(cls.officer.ids)],
                    "member_ids": [Command.set(cls.household.head_id.ids)],
                    "visited_on": "2026-02-12 02:30:10",
                    "kind": "home",
                    "housing": "砖混三间",
                    "state": "done",
                }
            )
        )

    def faults(self):
        alert = self.found("A30", self.household)
        return set((alert.said or {}).get("faults", ())), alert

    def test_in_order(self):
        self.assertEqual(self.faults()[0], set())

    def test_unsigned_and_blank(self):
        self.visit.sudo()._by_act({"member_ids": [Command.clear()], "housing": False})
        faults, alert = self.faults()
        self.assertEqual(faults, {"form_unsigned", "form_blank"})
        self.assertEqual(str(alert.fact_on), "2026-02-12")
        self.assertIn("the visit's form is blank", alert.sentence)
        self.assertIn("(2)", alert.sentence)
        self.visit.sudo()._by_act(
            {
                "member_ids": [Command.set(self.household.head_id.ids)],
                "housing": "砖混三间",
            }
        )
        self.assertFalse(self.faults()[1])
        self.assertEqual(alert.state, "gone")

    def test_no_photograph_where_one_is_asked_for(self):
        self.env["dibao.policy"].search(
            [
                ("key_id.code", "=", "alert_visit_photo"),
                ("division_id", "=", self.county.id),
            ]
        ).value = "yes"
        self.assertEqual(self.faults()[0], {"no_photo"})

    def test_a_photograph_of_the_notice_is_none_of_the_visit(self):
        self.test_no_photograph_where_one_is_asked_for()
        case = self.visit.case_id
        notice = self.env["dibao.notice"]._post(case, "2026-02-13", "2026-02-20")
        photos = self.env["dibao.visit.photo"].sudo()
        photo = photos.create({"notice_id": notice.id, "name": "照片"})
        item = self.household._dibao_file("PHOTO", photo, act=case.kind)
        photo._by_act({"item_id": item.id})
        self.assertIn("no_photo", self.faults()[0])
        other = photos.create({"visit_id": self.visit_in_draft().id, "name": "照片"})
        item = self.household._dibao_file("PHOTO", other, act=case.kind)
        other._by_act({"item_id": item.id})
        self.assertNotIn("no_photo", self.faults()[0])

    def visit_in_draft(self):
        return self.visit.sudo().copy({"case_id": self.visit.case_id.id})

    def scan(self, findings):
        """A scan of the household as taking in would leave it."""
        kind = self.env["dibao.document.kind"].search([("code", "=", "HUKOU")])
        item = self.env["dibao.item"].create(
            {"volume_id": self.volume.id, "kind_id": kind.id, "title": "户口簿复印件"}
        )
        self.env.flush_all()
        self.env.cr.execute(
            """INSERT INTO dibao_original (item_id, household_id, division_id, name,
                      role, state, malware, text_state, captured_on, findings)
               VALUES (%s, %s, %s, '户口簿.jpg', 'scan', 'kept', 'clean', 'none', now(),
                       %s::jsonb)""",
            [item.id, self.household.id, self.household.division_id.id, findings],
        )

    def test_scan_that_cannot_be_read(self):
        self.env["dibao.fonds"].create(
            {
                "code": "J900",
                "name": "示例县民政局",
                "agency_name": "示例县民政局",
                "division_id": self.county.id,
            }
        )
        self.volume = self.env["dibao.volume"]._for_household(self.household)
        self.scan('[["name_changed", ""]]')
        # An almost empty volume lacks papers; that is another fault.
        self.assertEqual(self.faults()[0], {"papers_missing"})
        self.scan('[["dpi_low", "90 dpi"]]')
        self.assertEqual(self.faults()[0], {"papers_missing", "scan_poor"})


@tagged("post_install", "-at_install")
class TestAlertMoney(PaymentCase):
    def alerts(self, household):
        self.env["dibao.alert"]._search_all("2026-01-12", codes=["A32"])
        return self.env["dibao.alert"].search(
            [("rule_id.code", "=", "A32"), ("household_id", "=", household.id)]
        )

    def test_paid_without_an_account(self):
        """Cash is told at once; the same payment to an account is in order."""
        household = self.make_paid(7300)
        poor = self.make_paid(7301)
        poor.sudo().account_number = False
        run = self.locked()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE dibao_payment_line SET state = 'paid' WHERE run_id = %s", [run.id]
        )
        self.assertFalse(self.alerts(household))
        alert = self.alerts(poor)
        self.assertEqual((alert.material, alert.amount > 0), ("cash", True))
        self.assertIn("not to an account", alert.sentence)
