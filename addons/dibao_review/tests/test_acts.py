# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import TransactionCase, freeze_time, tagged

from .common import CasePersonas

INVESTIGATED = ["accept", "investigate"]
NOTICED = [*INVESTIGATED, "opine_fits", "post_notice"]
UNNOTICED = [*INVESTIGATED, "opine_fits", "submit"]


@tagged("post_install", "-at_install")
@freeze_time("2024-06-14 02:00:00")  # a Friday morning in China
class TestActs(TransactionCase, CasePersonas):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()

    def test_number_and_clock_at_acceptance(self):
        case = self._case()
        self.assertFalse(case.number)
        case.action_accept()
        self.assertRegex(case.number, r"^C2024-\d{6}$")
        self.assertRecordValues(
            case,
            [
                {
                    "stage": "accepted",
                    "accepted_on": date(2024, 6, 14),
                    "accepted_by_id": self.clerk.id,
                    "officer_id": self.clerk.id,
                    # 3 working days over a weekend: 57号 art. 15
                    "due_on": date(2024, 6, 19),
                }
            ],
        )

    def test_task_of_the_officer(self):
        case = self._case(acts=["accept"], officer_id=self.reviewer.id)
        task = case.activity_ids
        self.assertEqual(
            (task.user_id, task.date_deadline), (self.reviewer, date(2024, 6, 19))
        )
        case.action_investigate()
        self.assertEqual(len(case.activity_ids), 1)
        self.assertNotEqual(case.activity_ids, task)

    def test_whole_case_has_thirty_working_days(self):
        case = self._case(acts=["accept", "investigate"])
        # six weeks of working days from Friday 14 June: 57号 art. 22
        self.assertEqual(case.due_on, date(2024, 7, 26))

    def test_what_ended_early_lacks_no_signature(self):
        """The promise is signed during the investigation, or never (art. 9, 29)."""
        case = self._case(acts=INVESTIGATED, reason="示例：撤回")

        def lacking():
            return set(self.household.volume_ids.gap_ids.kind_id.mapped("code"))

        self.assertLessEqual({"F01", "F02", "F07"}, lacking())
        case.action_withdraw()
        self.assertIn("F01", lacking(), "what was accepted has its proofs")
        self.assertFalse({"F02", "F07", "F13"} & lacking())

    def test_notice_runs_seven_days(self):
        case = self._case(acts=NOTICED)
        self.assertEqual(case.notice_until, date(2024, 6, 21))
        with freeze_time("2024-06-21 02:00:00"), self.assertRaises(UserError):
            case.with_user(self.clerk).action_submit()
        with self.assertRaises(UserError):
            case.with_user(self.confirmer).action_confirm()
        with freeze_time("2024-06-22 02:00:00"):
            case.with_user(self.clerk).action_submit()
            case.with_user(self.confirmer).action_confirm()
        self.assertRecordValues(
            case, [{"stage": "confirmed", "decided_by_id": self.confirmer.id}]
        )
        self.assertEqual(self.household.state, "active")
        self.assertEqual(self.household.state_date, date(2024, 6, 22))

    def test_stop_and_taper_change_the_household(self):
        for kind, state in (
            ("resume", "active"),
            ("taper", "tapering"),
            ("stop", "stopped"),
        ):
            self._case(kind, [*UNNOTICED, "confirm"])
            self.assertEqual(self.household.state, state)

    def test_which_kinds_are_posted_is_the_policy_of_the_place(self):
        key = self.env.ref("dibao_archive.policy_key_notice_kinds")
        rules = self.env["dibao.policy"].search([("key_id", "=", key.id)])
        case = self._case("increase", [*INVESTIGATED, "opine_fits"])
        self.assertEqual(case.next_act, "post_notice")
        rules.create(
            {
                "key_id": key.id,
                "division_id": self.county.id,
                "value": '["application"]',
                "legal_basis": "示例县规定",
            }
        )
        case.invalidate_recordset()
        self.assertEqual(case.next_act, "submit")
        case.with_user(self.clerk).action_submit()
        case.with_user(self.confirmer).action_confirm()
        self.assertEqual(case.stage, "confirmed")
        rules.search([("key_id", "=", key.id)]).unlink()
        # Where nothing is said, everything is posted.
        case = self._case("stop", [*INVESTIGATED, "opine_fits"])
        with self.assertRaises(UserError):
            case.with_user(self.clerk).action_submit()

    def test_refusal_leaves_the_household(self):
        acts = [*INVESTIGATED, "opine_fails", "submit"]
        case = self._case(acts=acts, reason="Income too high")
        case.with_user(self.confirmer).action_refuse()
        self.assertEqual((case.stage, self.household.state), ("refused", "draft"))

    def test_reasons_are_needed(self):
        case = self._case("stop", UNNOTICED)
        for act, user in (
            ("refuse", self.confirmer),
            ("send_back", self.officer),
            ("withdraw", self.clerk),
            ("end", self.reviewer),
        ):
            with self.assertRaises(UserError) as caught:
                getattr(case.with_user(user), f"action_{act}")()
            self.assertIn("Give the reasons", caught.exception.args[0])

    def test_sent_back_case_needs_a_new_notice(self):
        case = self._case(acts=NOTICED, reason="Objection")
        with freeze_time("2024-06-24 02:00:00"):
            case.with_user(self.clerk).action_submit()
            case.with_user(self.officer).action_send_back()
            self.assertEqual((case.stage, case.notice_until), ("investigation", False))
            self.assertFalse(case.opinion)
            case.with_user(self.reviewer).action_opine_fits()
        self.assertEqual(case.next_act, "post_notice")

    def test_end_clears_the_clock(self):
        case = self._case(acts=["accept"], reason="Withdrawn")
        case.with_user(self.reviewer).action_end()
        self.assertFalse(case.due_on or case.activity_ids)

    def test_while_the_notice_runs_nothing_is_pressed(self):
        """57号 art. 19: told until when, by which article, and what comes then."""
        case = self._case(acts=[*INVESTIGATED, "opine_fits", "post_notice"])
        self.assertTrue(case.notice_runs)
        for said in ("2024-06-21", "art. 19", "2024-06-22"):
            self.assertIn(said, case.hint)
        with freeze_time("2024-06-21 15:00:00"):
            case.invalidate_recordset()
            self.assertTrue(case.with_context(tz="Asia/Shanghai").notice_runs)
        with freeze_time("2024-06-22 02:00:00"):
            case.invalidate_recordset()
            self.assertFalse(case.notice_runs)
            self.assertEqual(case.next_act, "submit")
            self.assertIn("Hand the case up", case.hint)

    def test_the_next_limit_is_told_with_its_article(self):
        case = self._case()
        self.assertIn("art. 10", case.hint)
        case.with_user(self.clerk).action_accept()
        self.assertIn("art. 15", case.hint)
        case.with_user(self.clerk).action_investigate()
        self.assertIn("art. 22", case.hint)
        for limit in case.deadline_ids.filtered(lambda one: one.key == "total"):
            self.assertIn(str(limit.due_on), case.hint)

    def test_acts_belong_to_roles(self):
        allowed = {
            "accept": {self.clerk, self.reviewer},
            "investigate": {self.clerk, self.reviewer},
            "opine_fits": {self.reviewer},
            "post_notice": {self.reviewer},
            "submit": {self.clerk, self.reviewer},
            "confirm": {self.confirmer},
        }
        done = []  # acts 5 and later come after the days of the notice
        for act, users in allowed.items():
            case = self._case("member_change", done[:4], reason="Any")
            with freeze_time("2024-06-24 02:00:00"):
                for step in done[4:]:
                    getattr(case.with_user(self.clerk), f"action_{step}")()
            if act.startswith("opine"):
                self._found_out(case)
            for user in (self.clerk, self.reviewer, self.officer, self.confirmer):
                if user not in users:
                    with self.assertRaises(AccessError):
                        getattr(case.with_user(user), f"action_{act}")()
            # the one who did not handle it, and after the days of its notice
            with freeze_time("2024-07-24 02:00:00"):
                getattr(case.with_user(next(iter(users))), f"action_{act}")()
            done.append(act)
            if case.is_open:
                case.with_user(self.reviewer).action_end()

    def test_who_prepared_may_not_decide(self):
        both = self.clerk
        both.group_ids = [
            Command.link(self.env.ref("dibao_archive.group_county_confirmer").id)
        ]
        case = self._case("stop", ["accept"])
        for act in ("investigate", "opine_fits", "submit"):
            getattr(case.with_user(self.reviewer), f"action_{act}")()
        with self.assertRaises(AccessError) as caught:
            case.with_user(both).action_confirm()
        self.assertIn("may not decide", caught.exception.args[0])
        self.assertIn("somebody else", case.with_user(both).hint)
        case.with_user(self.confirmer).action_confirm()
        self.assertEqual(case.stage, "confirmed")

    def test_unqualified_user_is_refused(self):
        case = self._case(acts=["accept"])
        users = type(self.env["res.users"])
        with (
            patch.object(users, "_dibao_check_duty", lambda *args: "No certificate"),
            self.assertRaises(AccessError) as caught,
        ):
            case.action_investigate()
        self.assertIn("No certificate", caught.exception.args[0])

    def test_many_at_once(self):
        households = self.env["dibao.household"].create(
            [{"division_id": self.village.id} for _number in range(3)]
        )
        cases = (
            self.env["dibao.case"]
            .with_user(self.clerk)
            .create([{"household_id": household.id} for household in households])
        )
        cases.action_accept()
        self.assertEqual(len(set(cases.mapped("number"))), 3)
