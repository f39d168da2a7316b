# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Date
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import make_id
from .test_custody import CustodyCase


class LoanCase(CustodyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.volumes._place(cls.box)
        cls.volume = cls.volumes[0]

    def ask(self, volumes=None, user=None, **vals):
        volumes = self.volume if volumes is None else volumes
        loan = (
            self.env["dibao.loan"]
            .with_user(user or self.archivist)
            .create(
                {
                    "line_ids": [
                        Command.create({"volume_id": volume.id}) for volume in volumes
                    ],
                    **vals,
                }
            )
        )
        return loan

    def approve(self, loan, user=None):
        loan.action_request()
        loan.with_user(user or self.supervisor).action_approve()
        return loan

    def lend(self, volumes=None, **vals):
        loan = self.approve(self.ask(volumes, **vals))
        loan.action_hand_out()
        return loan

    def policy(self, key, value):
        rule = self.env.ref(f"dibao_archive.policy_{key}")
        rule.sudo().value = value


@tagged("post_install", "-at_install")
class TestLoan(LoanCase):
    def test_from_request_to_return(self):
        with freeze_time("2026-03-02 08:00:00"):
            loan = self.lend()
        self.assertRecordValues(
            loan,
            [
                {
                    "state": "out",
                    "requested_by_id": self.archivist.id,
                    "approved_by_id": self.supervisor.id,
                    "out_by_id": self.archivist.id,
                    # Fifteen days by the national default.
                    "due_date": Date.to_date("2026-03-17"),
                    "holder": self.archivist.name,
                    "division_id": self.east_village.id,
                }
            ],
        )
        self.assertRegex(loan.name, r"^L\d{4}-\d{5}$")
        self.assertTrue(self.volume.is_lent)
        self.assertEqual(self.volume.with_user(self.clerk).holder, self.archivist.name)
        self.assertEqual(self.volume.loan_id, loan)
        found = self.env["dibao.volume"].search([("is_lent", "=", True)])
        self.assertEqual(found, self.volume)
        self.assertEqual(self.box.lent_count, 1)
        loan.action_take_back()
        self.assertEqual(loan.state, "returned")
        self.assertEqual(loan.line_ids.condition, "intact")
        self.assertFalse(self.volume.is_lent)
        self.assertFalse(self.volume.holder)
        moves = self.volume.movement_ids.sorted("id")
        self.assertEqual(moves.mapped("reason"), ["placed", "lent", "returned"])
        self.assertEqual(moves[1].holder, self.archivist.name)
        self.assertEqual(moves[2].to_id, self.box)

    def test_hand_out_is_logged(self):
        loan = self.lend(purpose="complaint")
        log = self.env["dibao.access.log"].sudo().search([], limit=1)
        self.assertRecordValues(
            log,
            [
                {
                    "action": "lend",
                    "model": "dibao.volume",
                    "res_ids": str(self.volume.id),
                    "reference": loan.name,
                    "purpose": "complaint",
                    "user_ref": self.archivist.id,
                }
            ],
        )

    def test_nobody_approves_his_own(self):
        both = self.make_user("lo_both", "archive_supervisor", self.county)
        loan = self.ask(user=both)
        loan.action_request()
        with self.assertRaises(AccessError):
            loan.action_approve()
        asked_for = self.ask()
        asked_for.with_user(both).action_request()
        with self.assertRaises(AccessError):
            asked_for.with_user(both).action_approve()
        for user in (self.archivist, self.clerk):
            with self.assertRaises(AccessError):
                loan.with_user(user).action_approve()
        loan.with_user(self.supervisor).action_approve()

    def test_steps_in_order(self):
        loan = self.ask()
        for act in ("action_approve", "action_hand_out", "action_take_back"):
            with self.assertRaises(UserError):
                getattr(loan.with_user(self.supervisor), act)()
        with self.assertRaises(AccessError):
            loan.state = "out"
        with self.assertRaises(AccessError):
            self.env["dibao.loan"].with_user(self.archivist).create({"state": "out"})
        with self.assertRaises(AccessError):
            loan.line_ids.with_user(self.archivist).state = "out"

    def test_two_who_approve(self):
        self.policy("loan_approval", "both")
        confirmer = self.make_user("lo_conf", "county_confirmer", self.county)
        other_boss = self.make_user("lo_boss", "archive_supervisor", self.county)
        loan = self.approve(self.ask())
        self.assertEqual(loan.state, "requested")
        with self.assertRaises(AccessError):
            loan.with_user(other_boss).action_approve()
        loan.with_user(confirmer).action_approve()
        self.assertRecordValues(
            loan,
            [
                {
                    "state": "approved",
                    "approved_by_id": self.supervisor.id,
                    "second_approved_by_id": confirmer.id,
                }
            ],
        )

    def test_what_was_approved_stays(self):
        self.policy("loan_approval", "both")
        loan = self.approve(self.ask())
        loan.scope = "申请书"
        self.assertFalse(loan.approved_by_id, "half an approval is withdrawn")
        self.policy("loan_approval", "supervisor")
        loan.with_user(self.supervisor).action_approve()
        for vals in (
            {"scope": "全部"},
            {"line_ids": [Command.create({"volume_id": self.volumes[1].id})]},
        ):
            with self.assertRaises(UserError):
                loan.write(vals)
        with self.assertRaises(UserError):
            loan.line_ids.volume_id = self.volumes[1]
        with self.assertRaises(UserError):
            loan.line_ids.unlink()
        loan.note = "x"

    def test_no_second_loan_of_what_is_out(self):
        loan = self.lend()
        again = self.ask()
        again.action_request()
        with self.assertRaisesRegex(UserError, loan.name):
            again.with_user(self.supervisor).action_approve()
        # Approved before the first went out, and handed out at the same moment.
        third = self.ask()
        third._by_act({"state": "approved"})
        with self.assertRaises(UserError):
            third.action_hand_out()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.ExclusionViolation),
            self.env.cr.savepoint(),
        ):
            third.line_ids._by_act({"state": "out"})
            self.env.flush_all()
        loan.action_take_back()
        third.action_hand_out()
        self.assertEqual(self.volume.loan_id, third)

    def test_a_volume_and_its_items(self):
        kind = self.env["dibao.document.kind"].create({"code": "T1", "name": "示例"})
        items = self.env["dibao.item"].create(
            [
                {"volume_id": self.volume.id, "kind_id": kind.id, "title": f"件{n}"}
                for n in range(2)
            ]
        )

        def lines(item):
            vals = {"volume_id": self.volume.id, "item_id": item.id}
            return {"line_ids": [Command.create(vals)]}

        first = self.approve(self.ask(self.volume.browse(), **lines(items[0])))
        first.action_hand_out()
        second = self.approve(self.ask(self.volume.browse(), **lines(items[1])))
        second.action_hand_out()
        whole = self.ask()
        whole.action_request()
        with self.assertRaises(UserError):
            whole.with_user(self.supervisor).action_approve()
        whole._by_act({"state": "approved"})
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.ExclusionViolation),
            self.env.cr.savepoint(),
        ):
            whole.line_ids._by_act({"state": "out"})
            self.env.flush_all()
        other = self.ask(self.volumes[1])
        with self.assertRaises(ValidationError):
            other.line_ids.item_id = items[0]

    def test_what_a_unit_brings(self):
        loan = self.ask(kind="unit", applicant_unit="示例法院")
        with self.assertRaisesRegex(UserError, "Letter no."):
            loan.with_context(lang="en_US").action_request()
        loan.write(
            {
                "applicant_name": "示例甲",
                "letter_number": "示法函1号",
                "identity_checked": True,
            }
        )
        loan.action_request()
        self.assertEqual(loan.consent_unit, "示例县民政局")
        with self.assertRaisesRegex(UserError, "示例县民政局"):
            loan.with_user(self.supervisor).action_approve()
        loan.write({"consent_letter": "示民函2号", "consent_on": "2026-03-01"})
        loan.with_user(self.supervisor).action_approve()
        self.assertEqual(loan.holder, "示例法院 示例甲")

    def test_consent_is_a_policy(self):
        vals = {
            "kind": "unit",
            "applicant_unit": "示例法院",
            "applicant_name": "示例甲",
            "letter_number": "示法函1号",
            "identity_checked": True,
        }
        self.policy("loan_consent", "none")
        self.assertFalse(self.ask(**vals).consent_needed)
        self.policy("loan_consent", "outside")
        self.assertTrue(self.ask(**vals).consent_needed)
        self.assertFalse(self.ask().consent_needed)
        self.volume._by_act({"state": "transferred"})
        with self.assertRaises(ValidationError):
            self.ask(**vals)

    def test_own_file_only(self):
        mine = self.make_household(members=[("张三", make_id("19600101", 1), "02")])
        other = self.make_household(members=[("李四", make_id("19610101", 1), "02")])
        volume = self.make_volume("张三卷", household_id=mine.id)
        strange = self.make_volume("李四卷", household_id=other.id)
        person = mine.head_id.id
        for wrong in (strange, volume + strange, self.volume):
            with self.assertRaises(ValidationError):
                self.ask(wrong, kind="own", person_id=person)
        loan = self.ask(volume, kind="own", person_id=person, way="reading")
        with self.assertRaises(UserError):
            loan.action_request()
        loan.identity_checked = True
        self.approve(loan)
        with freeze_time("2026-03-02 08:00:00"):
            loan.action_hand_out()
        self.assertEqual(loan.due_date, Date.to_date("2026-03-02"))
        self.assertEqual(loan.holder, "张三")

    def test_duty(self):
        loan = self.ask()
        loan.action_request()
        with (
            patch.object(
                type(self.env["res.users"]), "_dibao_check_duty", return_value="lapsed"
            ) as asked,
            self.assertRaisesRegex(UserError, "lapsed"),
        ):
            loan.with_user(self.supervisor).action_approve()
        asked.assert_called_once_with("lend", loan)

    def test_refused_with_a_reason(self):
        loan = self.ask()
        loan.action_request()
        with self.assertRaises(AccessError):
            loan.action_refuse()
        with self.assertRaises(UserError):
            loan.with_user(self.supervisor).action_refuse()
        loan.with_user(self.supervisor).refusal = "与申请目的无关"
        loan.with_user(self.supervisor).action_refuse()
        self.assertEqual(loan.state, "refused")
        self.assertEqual(loan.line_ids.state, "cancelled")

    def test_condition(self):
        loan = self.lend(self.volumes[:2])
        first, second = loan.line_ids
        with self.assertRaises(UserError):
            first._take_back("damaged", " ")
        first._take_back("damaged", "第3页撕裂")
        self.assertEqual(loan.state, "out")
        self.assertIn("第3页撕裂", self.volumes[0].message_ids[0].body)
        second._take_back("intact", False)
        self.assertEqual(loan.state, "returned")
        with self.assertRaises(UserError):
            second._take_back("intact", False)

    def test_scanning_out_and_back(self):
        loan = self.approve(self.ask(self.volumes[:2]))
        tokens = [volume._token() for volume in self.volumes]
        scan = self.env["dibao.scan"].browse(loan.action_scan_out()["res_id"])
        told = self.scan(scan.with_user(self.archivist), tokens[0], tokens[2])
        self.assertIn(loan.name, told)
        scan.with_user(self.archivist).action_apply()
        self.assertEqual(loan.state, "out")
        self.assertTrue(self.volumes[0].is_lent)
        self.assertFalse(self.volumes[1].is_lent)
        loan.action_hand_out()
        # At the desk nobody looks for the loan: the label tells it.
        back = self.env["dibao.scan"].with_user(self.archivist)
        back = back.create({"purpose": "return"})
        self.scan(back, *tokens)
        self.assertEqual(back.line_ids.volume_id, self.volumes[:2])
        back.action_apply()
        self.assertEqual(loan.state, "returned")

    def test_overdue_and_reminders(self):
        cron = self.env.ref("dibao_archive.ir_cron_loans")
        kind = self.env.ref("dibao_archive.activity_loan_due")
        with freeze_time("2026-03-02 08:00:00"):
            loan = self.lend()
        tasks = []
        for day in ("03-14", "03-15", "03-18", "03-23", "03-24", "03-25", "03-31"):
            with freeze_time(f"2026-{day} 08:00:00"):
                loan.invalidate_recordset(["is_overdue"])
                self.env["dibao.loan"]._cron_remind()
                overdue = self.env["dibao.loan"].search([("is_overdue", "=", True)])
                self.assertEqual(loan in overdue, loan.is_overdue)
                users = loan.activity_ids.filtered(
                    lambda task: task.activity_type_id == kind
                ).user_id
                tasks.append((day, loan.is_overdue, len(loan.activity_ids), len(users)))
        self.assertEqual(
            tasks,
            [
                ("03-14", False, 0, 0),
                ("03-15", False, 1, 1),
                ("03-18", True, 1, 1),
                ("03-23", True, 1, 1),
                ("03-24", True, 2, 2),
                ("03-25", True, 2, 2),
                ("03-31", True, 3, 2),
            ],
        )
        for task in loan.activity_ids:
            self.assertNotIn(self.archivist.name, task.summary)
            self.assertIn(loan.name, task.summary)
        self.assertTrue(cron.active)
        loan.action_take_back()
        self.assertFalse(loan.activity_ids)

    def test_extension(self):
        with freeze_time("2026-03-02 08:00:00"):
            loan = self.lend()
            with self.assertRaises(AccessError):
                loan.action_extend()
            loan.with_user(self.supervisor).action_extend()
        self.assertEqual(loan.due_date, Date.to_date("2026-04-01"))
        self.assertEqual(loan.extended_count, 1)

    def test_a_lent_volume_is_not_moved(self):
        self.lend()
        with self.assertRaisesRegex(UserError, "is out, with cu_archivist"):
            self.volume.with_context(lang="en_US")._place(self.other_box)

    def test_other_areas(self):
        loan = self.lend()
        stranger = loan.with_user(self.west_clerk)
        self.assertFalse(stranger.search([]))
        with self.assertRaises(AccessError):
            self.ask(user=self.west_clerk)
        west = self.make_volume("西卷", self.west_village)
        county = self.ask(self.volumes[1] + west)
        self.assertEqual(county.division_id, self.county)
        self.assertFalse(county.with_user(self.clerk).search([("id", "=", county.id)]))

    def test_kept(self):
        loan = self.ask()
        loan.action_request()
        with self.assertRaises(UserError):
            loan.unlink()
        self.ask().unlink()

    def test_no_number_in_clear(self):
        with self.assertRaises(ValidationError):
            self.ask(purpose_note=make_id("19600101", 1))
        loan = self.lend()
        with self.assertRaises(ValidationError):
            loan.line_ids._take_back("damaged", f"x {make_id('19600101', 1)}")
