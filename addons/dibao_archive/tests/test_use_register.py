# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import io
from datetime import timedelta

import pypdf
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Datetime
from odoo.tests import tagged

from .common import make_id
from .test_loan import LoanCase


@tagged("post_install", "-at_install")
class TestViewGrant(LoanCase):
    def test_a_grant_for_a_time(self):
        kind = self.env["dibao.document.kind"].create({"code": "T1", "name": "示例"})
        item, other = self.env["dibao.item"].create(
            [
                {"volume_id": volume.id, "kind_id": kind.id, "title": "件"}
                for volume in self.volumes[:2]
            ]
        )
        grants = self.env["dibao.view.grant"]
        with freeze_time("2026-03-02 08:00:00"):
            loan = self.lend(way="view", reader_id=self.clerk.id)
            self.assertFalse(self.volume.is_lent, "the paper stays where it is")
            grant = grants._for_item(item, self.clerk)
            self.assertEqual(grant, loan.grant_ids)
            self.assertTrue(grant.is_valid)
            self.assertFalse(grants._for_item(other, self.clerk))
            self.assertFalse(grants._for_item(item, self.archivist))
            # Others may look at the same time.
            self.lend(way="view", reader_id=self.archivist.id)
            self.assertTrue(grants._for_item(item, self.archivist))
        # Three days, to the end of the last one in China: 16:00 in UTC.
        self.assertEqual(grant.valid_to, Datetime.to_datetime("2026-03-05 16:00:00"))
        with freeze_time("2026-03-05 15:59:00"):
            self.assertTrue(grants._for_item(item, self.clerk))
        with freeze_time("2026-03-05 16:00:00"):
            self.assertFalse(grants._for_item(item, self.clerk))

    def test_ends_with_the_loan(self):
        loan = self.lend(way="view", reader_id=self.clerk.id)
        grant = loan.grant_ids
        with self.assertRaises(AccessError):
            grant.with_user(self.clerk).write(
                {"valid_to": Datetime.now() + timedelta(days=99)}
            )
        loan.action_take_back()
        self.assertTrue(grant.revoked_on)
        again = self.lend(way="view", reader_id=self.clerk.id)
        again.grant_ids.with_user(self.supervisor).action_revoke()
        self.assertFalse(again.grant_ids.is_valid)


@tagged("post_install", "-at_install")
class TestUseRegister(LoanCase):
    def setUp(self):
        super().setUp()
        self.household = self.make_household(
            members=[
                ("张三", make_id("19600101", 1), "02"),
                ("张小燕", make_id("20150601", 2), "31"),
            ]
        )
        self.own = self.make_volume("张三卷", household_id=self.household.id)
        self.officer = self.make_user("lo_officer", "county_officer", self.county)
        self.officer.name = "王金水"
        self.supervisor.name = "赵龙师"

    def register(self, user=None, **vals):
        made = (
            self.env["dibao.use.register"]
            .with_user(user or self.supervisor)
            .create(
                {
                    "person_id": self.household.head_id.id,
                    "identity_checked": True,
                    **vals,
                }
            )
        )
        made.action_list()
        return made

    def test_what_was_done_with_my_data(self):
        log = self.env["dibao.access.log"]
        self.lend(self.own, purpose="complaint")
        self.lend(self.volume)
        member = self.household.member_ids.sorted("is_head")[-1]
        member.with_user(self.officer).dibao_reveal("id_number", "audit", "A-1")
        strange = self.make_household(members=[("李四", make_id("19610101", 1), "02")])
        log._log("export", strange)
        log._log("refused", self.household)
        lines = self.register().line_ids
        # Its own look-up, the look at the number, and the loan: nothing of others.
        self.assertEqual(len(lines), 3)
        told = [(line.reference or "", line.officer) for line in lines]
        self.assertIn(("A-1", "王*"), told)
        self.assertEqual(lines[0].officer, "赵*")
        self.assertTrue(any("L20" in (line.reference or "") for line in lines))
        self.assertTrue(all(line.action and line.what for line in lines))

    def test_names_are_a_policy(self):
        self.policy("register_officer_names", "full")
        self.assertEqual(self.register().line_ids[0].officer, "赵龙师")
        self.policy("register_officer_names", "none")
        self.assertFalse(self.register().line_ids[0].officer)

    def test_for_whom(self):
        with self.assertRaises(UserError):
            self.register(identity_checked=False)
        with self.assertRaises(AccessError):
            self.register(self.clerk)
        west = self.make_user("lo_west", "archivist", self.west)
        with self.assertRaises(AccessError):
            self.register(west)

    def test_paper(self):
        self.lend(self.own, purpose="complaint")
        register = self.register()
        reports = self.env["ir.actions.report"].with_user(self.supervisor)
        content, _kind = reports.with_context(
            lang="en_US", force_report_rendering=True
        )._render_qweb_pdf("dibao_archive.use_register_report", register.ids)
        text = pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()
        self.assertIn("张三", text)
        self.assertIn("Lent or read", text)
        self.assertNotIn("9901", text)
