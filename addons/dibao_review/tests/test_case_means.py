# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, freeze_time, tagged

from .common import CasePersonas

BEFORE = ["accept", "investigate"]
ALL = [*BEFORE, "opine_fits", "submit", "confirm"]


@tagged("post_install", "-at_install")
@freeze_time("2024-06-14 02:00:00")
class TestCaseMeans(TransactionCase, CasePersonas):
    """From the means test to the benefit and the household."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()
        cls._set_rules()
        cls.household.urban_rural = "rural"
        cls.head = cls._member_of(cls.household, birth_date="1980-05-05")
        cls.household.head_id = cls.head.person_id

    def _granted(self):
        """A household that resumed, by which nothing is posted."""
        return self._case("resume", ALL)

    def test_decision_grants_what_was_reckoned(self):
        """57号 art. 21: paid from the month after the decision; 600 less nothing."""
        case = self._granted()
        benefit = case.benefit_ids
        self.assertRecordValues(
            benefit,
            [
                {
                    "state": "in_force",
                    "amount": 600,
                    "date_from": date(2024, 7, 1),
                    "counted": 1,
                    "assessment_id": case.assessment_ids.id,
                }
            ],
        )
        self.assertEqual(case.assessment_ids.state, "frozen")
        self.assertRecordValues(self.household, [{"state": "active", "allowance": 600}])
        self.assertTrue(self.household.certificate_number)

    def test_no_favourable_opinion_above_the_standard(self):
        self.env["dibao.income"].create(
            {
                "household_id": self.household.id,
                "person_id": self.head.person_id.id,
                "kind_id": self.env["dibao.code"]._match("income", "wage"),
                "period_from": "2023-06-01",
                "period_to": "2024-05-31",
                "declared": 12 * 601,
            }
        )
        case = self._case("resume", BEFORE)
        self._found_out(case)
        with self.assertRaises(UserError) as caught:
            case.with_user(self.reviewer).action_opine_fits()
        self.assertIn("means test", str(caught.exception))
        case.reason = "示例：收入高于标准"
        case.with_user(self.reviewer).action_opine_fails()
        self.assertEqual((case.stage, case.opinion), ("opinion", "fails"))

    def test_reckoned_anew_after_the_opinion_is_not_decided(self):
        """What is decided upon is what the opinion was given on; a change says so."""
        case = self._case("resume", [*BEFORE, "opine_fits"])
        shown = case._proposed_amount()
        self.env["dibao.income"].create(
            {
                "household_id": self.household.id,
                "person_id": self.head.person_id.id,
                "kind_id": self.env["dibao.code"]._match("income", "wage"),
                "period_from": "2023-06-01",
                "period_to": "2024-05-31",
                "declared": 12 * 200,
            }
        )
        case.with_user(self.clerk).action_reckon()
        self.assertNotEqual(case._proposed_amount(), shown)
        with self.assertRaises(UserError) as caught:
            case.with_user(self.clerk).action_submit()
        self.assertIn("version 2", str(caught.exception))
        self.assertIn(case._assessment().change_note, str(caught.exception))
        case.reason = "示例：收入有变化"
        case.with_user(self.reviewer).action_reopen()
        case.with_user(self.reviewer).action_opine_fits()
        case.with_user(self.clerk).action_submit()
        case.with_user(self.clerk).action_reckon()
        self.assertEqual(case._assessment().state, "frozen")
        case.with_user(self.confirmer).action_confirm()
        self.assertEqual(case.benefit_ids.amount, 400)

    def test_reckoned_anew_at_the_county_is_sent_back(self):
        case = self._case("resume", [*BEFORE, "opine_fits", "submit"])
        self.head.person_id.labour_ability = "lost"
        self.env["dibao.income"].create(
            {
                "household_id": self.household.id,
                "person_id": self.head.person_id.id,
                "kind_id": self.env["dibao.code"]._match("income", "wage"),
                "period_from": "2023-06-01",
                "period_to": "2024-05-31",
                "declared": 12 * 200,
            }
        )
        case.with_user(self.clerk).action_reckon()
        with self.assertRaises(UserError):
            case.with_user(self.confirmer).action_confirm()
        self.assertEqual(case.stage, "county")
        self.assertFalse(case.benefit_ids)

    def test_nothing_new_at_a_recheck_without_change(self):
        """57号 art. 31: the amount is not touched when nothing material changed."""
        self._granted()
        case = self._case("reverification", ALL)
        self.assertFalse(case.benefit_ids)
        self.assertEqual(len(self.household.benefit_ids), 1)

    def test_another_member_gets_another_amount(self):
        first = self._granted().benefit_ids
        self._member_of(
            self.household,
            name="示例月",
            birth_date="1982-01-01",
            relation_id=self.env["dibao.code"]._match("relation", "10"),
        )
        # the change is posted: seven days lie between
        noticed = [*BEFORE, "opine_fits", "post_notice"]
        case = self._case("member_change", noticed, member_event="added")
        with freeze_time("2024-07-24 02:00:00"):
            case.with_user(self.clerk).action_submit()
            case.with_user(self.confirmer).action_confirm()
        self.assertRecordValues(
            case.benefit_ids, [{"amount": 1200, "date_from": date(2024, 8, 1)}]
        )
        self.assertEqual((first.state, first.date_to), ("ended", date(2024, 7, 31)))

    def test_stop_ends_the_benefit(self):
        benefit = self._granted().benefit_ids
        with freeze_time("2024-08-05 02:00:00"):
            self._case("stop", ALL)
        self.assertEqual((benefit.state, benefit.date_to), ("ended", date(2024, 8, 31)))
        self.assertEqual(self.household.state, "stopped")

    def test_taper(self):
        """2022 notice: up to six months, by the share of the place."""
        self._granted()
        self._rule("taper_share", "50")
        with freeze_time("2024-08-05 02:00:00"):
            case = self._case("taper", ALL)
        self.assertRecordValues(
            case.benefit_ids,
            [
                {
                    "kind": "taper",
                    "amount": 300,
                    "date_from": date(2024, 9, 1),
                    "date_to": date(2025, 2, 28),
                }
            ],
        )
        self.assertEqual(self.household.state, "tapering")

    def test_taper_from_the_month_after_the_rise(self):
        """Where the place says so; without its day nothing begins."""
        self._granted()
        self._rule("taper_first_month", "income")
        with freeze_time("2024-09-05 02:00:00"):
            case = self._case("taper", BEFORE)
            self._found_out(case)
            with self.assertRaises(UserError) as caught:
                case.with_user(self.reviewer).action_opine_fits()
            self.assertIn("day on which the income rose", str(caught.exception))
            case.happened_on = "2024-07-20"
            case.with_user(self.reviewer).action_opine_fits()
            case.with_user(self.clerk).action_submit()
            case.with_user(self.confirmer).action_confirm()
        self.assertRecordValues(
            case.benefit_ids,
            [{"date_from": date(2024, 8, 1), "date_to": date(2025, 1, 31)}],
        )

    def test_taper_for_the_causes_of_the_place(self):
        """2022 notice: a job; other rises only where the place says so."""
        self._granted()
        case = self._case("taper", BEFORE, taper_cause="other")
        self._found_out(case)
        with self.assertRaises(UserError) as caught:
            case.with_user(self.reviewer).action_opine_fits()
        self.assertIn("Open a stop instead", str(caught.exception))
        self._rule("taper_causes", '["any"]')
        case.with_user(self.reviewer).action_opine_fits()
        self.assertEqual(case.opinion, "fits")

    def _after_a_death(self):
        """The second of two died on 20 July; decided in October. -> benefits"""
        other = self._member_of(
            self.household,
            birth_date="1980-06-06",
            relation_id=self.env["dibao.code"]._match("relation", "10"),
        )
        self._granted()
        other.person_id.death_date = "2024-07-20"
        other.write({"date_to": "2024-07-20", "end_reason": "death"})
        self._rule("notice_kinds", '["application"]')
        with freeze_time("2024-10-05 02:00:00"):
            case = self._case("member_change", ALL, member_event="died")
        self.assertEqual(case.benefit_ids.amount, 600)
        return self.household.benefit_ids.sorted("version")

    def test_a_dead_member_counts_until_the_month_of_the_death(self):
        """The month after the death is the first without the dead member's share."""
        before, after = self._after_a_death()
        self.assertEqual(
            (before.amount, before.date_from, before.date_to),
            (1200, date(2024, 7, 1), date(2024, 7, 31)),
        )
        self.assertEqual((after.date_from, after.date_to), (date(2024, 8, 1), False))

    def test_a_dead_member_counts_until_the_decision_where_it_is_so(self):
        self._rule("death_first_month", "decision")
        before, after = self._after_a_death()
        self.assertEqual(before.date_to, date(2024, 10, 31))
        self.assertEqual(after.date_from, date(2024, 11, 1))

    def test_failed_recheck_opens_the_stop(self):
        """57号 art. 32: what ends, ends by its own procedure with its own notice."""
        self._granted()
        acts = [*BEFORE, "opine_fails", "submit", "refuse"]
        self._case("reverification", acts, reason="示例：有固定收入")
        stop = self.household.case_ids.filtered(lambda one: one.kind == "stop")
        self.assertEqual(stop.stage, "draft")
        self.assertEqual(self.household.state, "active")

    def test_missing_standard_is_named(self):
        self.env["dibao.standard"].search([]).unlink()
        case = self._case("resume", BEFORE)
        with self.assertRaises(UserError):
            case.with_user(self.reviewer).action_reckon()
