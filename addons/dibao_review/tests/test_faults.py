# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What goes wrong in offices: missing rules, odd days, one person in two cases."""

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, freeze_time, tagged

from .common import CasePersonas
from .payment_common import FEB, JAN, PaymentCase

UNNOTICED = ["accept", "investigate", "opine_fits", "submit"]
#: The act that asks for each limit or rule of the procedure, and what comes before.
ASKED_BY = {
    "confirming_level": ("accept", []),
    "start_investigation_wd": ("accept", []),
    "total_wd": ("accept", []),
    "notice_cd": ("post_notice", ["accept", "investigate", "opine_fits"]),
    "county_opinion_wd": ("submit", UNNOTICED[:-1]),
    "refusal_notice_wd": ("refuse", UNNOTICED),
    "payment_start": ("confirm", UNNOTICED),
    "tapering_months": ("confirm", UNNOTICED),
    "taper_share": ("confirm", UNNOTICED),
}
KINDS = {
    "post_notice": "application",
    "tapering_months": "taper",
    "taper_share": "taper",
}


@tagged("post_install", "-at_install")
@freeze_time("2024-06-14 02:00:00")
class TestMissingRules(TransactionCase, CasePersonas):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()
        cls._set_rules()

    def test_each_missing_rule_stops_its_act_and_is_named(self):
        """With the place and the day it is missing for; nothing is half done."""
        for code, (act, before) in ASKED_BY.items():
            with self.subTest(code), self.env.cr.savepoint() as savepoint:
                self._stops(code, act, before)
                savepoint.rollback()
                self.env.invalidate_all()
                # What a place's rule is is remembered beyond the transaction.
                self.env.registry.clear_all_caches()

    def _stops(self, code, act, before):
        kind = KINDS.get(code, KINDS.get(act, "resume"))
        if kind == "taper":
            self._case("resume", [*UNNOTICED, "confirm"])
        case = self._case(kind, before, reason="示例理由")
        key = self.env["dibao.policy.key"].search([("code", "=", code)])
        self.env["dibao.policy"].search([("key_id", "=", key.id)]).unlink()
        stage = case.stage
        with self.assertRaises(UserError) as caught:
            self._case_act(case, act)
        told = str(caught.exception)
        self.assertIn(key.name, told)
        self.assertIn("2024-06-14", told)
        self.assertIn(self.village.name, told)
        case.invalidate_recordset()
        self.assertEqual(case.stage, stage)

    def _case_act(self, case, act):
        who = {"accept": self.clerk, "submit": self.clerk, "post_notice": self.reviewer}
        with self.env.cr.savepoint():
            getattr(case.with_user(who.get(act, self.confirmer)), f"action_{act}")()
            self.env.flush_all()


@tagged("post_install", "-at_install")
class TestOddDays(TransactionCase, CasePersonas):
    """Expected days are counted by hand on the published calendars."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()
        cls._set_rules()

    def limit(self, case, key):
        return case.deadline_ids.filtered(lambda one: one.key == key).due_on

    def test_over_new_year_and_spring_festival(self):
        # Accepted on Friday 20 December 2024. Working: 23-27 and 30-31 December (7),
        # 2-3, 6-10, 13-17, 20-24 January (24), Sunday 26 made up and 27 (26); the
        # festival is off from 28 January to 4 February; 5-7 February (29), Saturday 8
        # February made up (30).
        with freeze_time("2024-12-20 02:00:00"):
            case = self._case(acts=["accept"])
        self.assertEqual(self.limit(case, "total"), date(2025, 2, 8))

    def test_the_evening_of_the_last_day_of_the_year(self):
        # 16:30 UTC on 31 December is half past midnight of 1 January in China: day one
        # is Thursday 2 January, the third working day Monday 6 January.
        self.clerk.tz = "Asia/Shanghai"
        with freeze_time("2024-12-31 16:30:00"):
            case = self._case()
            case.with_user(self.clerk).with_context(tz="Asia/Shanghai").action_accept()
        self.assertEqual(case.accepted_on, date(2025, 1, 1))
        self.assertEqual(self.limit(case, "start_investigation"), date(2025, 1, 6))

    def test_notice_over_a_leap_day(self):
        with freeze_time("2024-02-19 02:00:00"):
            case = self._case(acts=["accept", "investigate", "opine_fits"])
        with freeze_time("2024-02-26 02:00:00"):
            case.with_user(self.reviewer).action_post_notice()
        # 27, 28, 29 February, 1, 2, 3, 4 March
        self.assertEqual(case.notice_until, date(2024, 3, 4))

    def test_recheck_of_what_was_decided_on_a_leap_day(self):
        with freeze_time("2024-02-29 02:00:00"):
            self._case("resume", [*UNNOTICED, "confirm"])
        self.household.recheck_class = "stable"
        self.env["dibao.due"]._search_all(date(2025, 2, 1))
        dues = self.env["dibao.due"].search([("household_id", "=", self.household.id)])
        self.assertEqual(dues.mapped("due_on"), [date(2025, 2, 28)])

    def test_first_month_after_a_decision_in_december(self):
        with freeze_time("2024-12-31 02:00:00"):
            case = self._case("resume", [*UNNOTICED, "confirm"])
        self.assertEqual(case.benefit_ids.date_from, date(2025, 1, 1))


@tagged("post_install", "-at_install")
class TestTwoCases(TransactionCase, CasePersonas):
    """One person, two households, two cases: never paid for twice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()
        cls._set_rules()
        cls._rule("notice_kinds", '["application"]')
        cls.other = cls.household.create({"division_id": cls.village.id})
        cls.relation = cls.env["dibao.code"]._match

    def _granted(self, household, kind="resume"):
        case = self._case(kind, [*UNNOTICED, "confirm"], household_id=household.id)
        return case.benefit_ids

    def _moves(self):
        """A daughter of the one household joins the other; both have a case."""
        self._member_of(self.household, birth_date="1980-05-05")
        daughter = self._member_of(
            self.household,
            date_from="2020-01-01",
            birth_date="2000-02-02",
            relation_id=self.relation("relation", "30"),
        )
        self._member_of(self.other, name="示例另", birth_date="1980-06-06")
        first = self._granted(self.household)
        self.assertEqual((first.counted, first.amount), (2, 1200))
        self._granted(self.other)
        daughter.write({"date_to": "2024-06-13", "end_reason": "marriage"})
        # One live membership a person, by index: the former must be out first.
        self.env.flush_all()
        joined = self.env["dibao.household.member"].create(
            {
                "household_id": self.other.id,
                "person_id": daughter.person_id.id,
                "relation_id": self.relation("relation", "38"),
            }
        )
        return joined

    @freeze_time("2024-06-14 02:00:00")
    def test_a_live_member_of_one_household_only(self):
        member = self._member_of(self.household)
        with self.assertRaises(Exception) as caught, self.env.cr.savepoint():
            self.env["dibao.household.member"].create(
                {
                    "household_id": self.other.id,
                    "person_id": member.person_id.id,
                    "relation_id": self.relation("relation", "02"),
                }
            )
            self.env.flush_all()
        self.assertIn("one_live_membership", str(caught.exception))

    @freeze_time("2024-06-14 02:00:00")
    def test_the_new_household_waits_for_the_old_one(self):
        self._moves()
        added = self._case(
            "member_change",
            UNNOTICED,
            household_id=self.other.id,
            member_event="added",
        )
        left = self._case("member_change", UNNOTICED, member_event="removed")
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            added.with_user(self.confirmer).action_confirm()
        self.assertIn(self.household.number, str(caught.exception))
        self.assertIn("nobody is paid for twice", str(caught.exception))
        added.invalidate_recordset()
        self.assertEqual(added.stage, "county")
        left.with_user(self.confirmer).action_confirm()
        self.assertEqual(left.benefit_ids.amount, 600)
        added.with_user(self.confirmer).action_confirm()
        self.assertEqual(added.benefit_ids.amount, 1200)


@tagged("post_install", "-at_install")
class TestStandardInTheMonth(PaymentCase):
    def test_standard_changed_in_the_middle_of_a_month(self):
        """The month is paid by the standard of its first day; the next one tells."""
        paid = self.make_paid(1, 500.0)
        for amount, since, until in (
            (800.0, "2025-01-01", "2026-01-15"),
            (850.0, "2026-01-16", False),
        ):
            self.env["dibao.standard"].create(
                {
                    "division_id": self.county.id,
                    "urban_rural": "rural",
                    "amount": amount,
                    "valid_from": since,
                    "valid_to": until,
                    "legal_basis": "测试",
                }
            )
        run = self.locked(JAN)
        self.assertFalse(run.finding_ids)
        self.settled(run)
        run = self.computed(FEB)
        self.assertEqual(self.told(paid)[-1], ("regular", FEB, 500.0))
        self.assertEqual(
            [(one.code, one.found, one.expected) for one in run.finding_ids],
            [("standard", 800.0, 850.0)],
        )
