# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date, datetime
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, freeze_time, tagged

from ..tools import workdays
from .common import CasePersonas


@tagged("post_install", "-at_install")
class TestDeadlines(TransactionCase, CasePersonas):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()
        calendar = cls.env["resource.calendar"].create(
            {"name": "机关", "tz": "Asia/Shanghai"}
        )
        cls.env.company.resource_calendar_id = calendar
        cls.calendar = calendar
        cls.clerk.tz = "Asia/Shanghai"

    def test_public_holidays_of_the_calendar(self):
        # 1 to 7 October 2024, kept in UTC: China is eight hours ahead
        self.env["resource.calendar.leaves"].create(
            {
                "name": "国庆节",
                "calendar_id": self.calendar.id,
                "date_from": datetime(2024, 9, 30, 16, 0),
                "date_to": datetime(2024, 10, 7, 15, 59, 59),
            }
        )
        with freeze_time("2024-09-27 02:00:00"):
            case = self._case(acts=["accept"])
        # Sunday 29 September is worked in exchange (国办发明电〔2023〕7号), Monday 30,
        # then Tuesday 8 October
        self.assertEqual(case.due_on, date(2024, 10, 8))

    def test_half_a_day_off_is_a_working_day(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Afternoon off",
                "calendar_id": self.calendar.id,
                "date_from": datetime(2024, 6, 17, 5, 0),
                "date_to": datetime(2024, 6, 17, 15, 0),
            }
        )
        with freeze_time("2024-06-14 02:00:00"):
            case = self._case(acts=["accept"])
        self.assertEqual(case.due_on, date(2024, 6, 19))

    def test_day_of_the_office_counts_not_utc(self):
        # Thursday evening in UTC is Friday morning in China
        with freeze_time("2024-06-13 23:00:00"):
            case = self._case(acts=["accept"])
        self.assertEqual(case.accepted_on, date(2024, 6, 14))

    def test_clock_of_what_is_not_accepted_yet(self):
        case = self._case(received_on="2024-06-12")
        # five working days from a Wednesday
        self.assertEqual(case.due_on, date(2024, 6, 19))
        case.received_on = "2024-06-13"
        self.assertEqual(case.due_on, date(2024, 6, 20))

    def test_no_clock_from_the_context(self):
        case = self.env["dibao.case"].with_user(self.clerk)
        case = case.with_context(default_due_on="2099-01-01").create(
            {"household_id": self.household.id, "received_on": "2024-06-12"}
        )
        self.assertEqual(case.due_on, date(2024, 6, 19))

    def test_later_policy_leaves_a_running_clock(self):
        with freeze_time("2024-06-14 02:00:00"):
            case = self._case(acts=["accept"])
        self._set_policy("start_investigation_wd", "20")
        self.household.division_id = self.other_township
        self.assertEqual(case.due_on, date(2024, 6, 19))

    def test_limit_of_the_area(self):
        self._set_policy("start_investigation_wd", "1")
        with freeze_time("2024-06-14 02:00:00"):
            case = self._case(acts=["accept"])
        self.assertEqual(case.due_on, date(2024, 6, 17))

    def test_longer_notice_of_the_area(self):
        self._set_policy("notice_cd", "10")
        with freeze_time("2024-06-14 02:00:00"):
            acts = ["accept", "investigate", "opine_fits", "post_notice"]
            case = self._case(acts=acts)
        self.assertEqual(case.notice_until, date(2024, 6, 24))

    def test_missing_limit_stops_the_act(self):
        key = self.env["dibao.policy.key"].search(
            [("code", "=", "start_investigation_wd")]
        )
        self.env["dibao.policy"].search([("key_id", "=", key.id)]).unlink()
        case = self._case()
        with self.assertRaises(UserError) as caught:
            case.action_accept()
        self.assertIn(key.name, caught.exception.args[0])
        self.assertEqual(case.stage, "draft")

    def test_extended_once_for_a_listed_reason(self):
        """2022 notice: 45 working days in all, from the day of acceptance."""
        with freeze_time("2024-06-14 02:00:00"):
            case = self._case(acts=["accept", "investigate"])
            total = case._running_total()
            self.assertEqual(total.due_on, date(2024, 7, 26))
            with self.assertRaises(AccessError):
                total.with_user(self.clerk)._extend("cross_area")
            with self.assertRaises(UserError):
                total.with_user(self.reviewer)._extend("busy")
            extend = self.env["dibao.case.extend"].with_user(self.reviewer)
            extend.create({"case_id": case.id, "reason": "objection"}).action_extend()
            # nine weeks of working days
            self.assertEqual(total.due_on, date(2024, 8, 16))
            self.assertEqual((case.due_on, total.extended), (total.due_on, "objection"))
            with self.assertRaises(UserError):
                total.with_user(self.reviewer)._extend("cross_area")

    def test_a_year_that_is_not_published(self):
        """Reckoned by weekends meanwhile, told so, and again when it is published."""
        with freeze_time("2026-12-28 02:00:00"):
            case = self._case(acts=["accept"])
            limit = case.deadline_ids.filtered(
                lambda one: one.key == "start_investigation"
            )
            self.assertFalse(limit.is_provisional)
            self.assertEqual(limit.due_on, date(2026, 12, 31))
            total = case._running_total()
            self.assertTrue(total.is_provisional)
            self.assertEqual(total.due_on, date(2027, 2, 8))
        # the notice on 2027 is out, and the first of January is a holiday in it
        free = {date(2027, 1, 1)}

        def official(day):
            return day.weekday() < 5 and day not in free

        with (
            freeze_time("2026-12-29 02:00:00"),
            patch.object(workdays, "official", official),
        ):
            self.env["dibao.case.deadline"]._cron_published()
        self.assertFalse(total.is_provisional)
        self.assertEqual(total.due_on, date(2027, 2, 9))

    def _set_policy(self, code, value, valid_from="2024-01-01"):
        key = self.env["dibao.policy.key"].search([("code", "=", code)])
        self.env["dibao.policy"].create(
            {
                "key_id": key.id,
                "division_id": self.county.id,
                "value": value,
                "valid_from": valid_from,
                "legal_basis": "Local notice",
            }
        )

    def test_reminded_before_on_and_after(self):
        """The officer at each step, once; those above when it is over."""
        (self.clerk | self.reviewer).lang = "en_US"
        with freeze_time("2024-06-14 02:00:00"):
            case = self._case(acts=["accept"])
        case.activity_ids.unlink()
        limits = self.env["dibao.case.deadline"]
        seen = []
        # the investigation begins within three working days: 19 June
        for day in ("2024-06-16", "2024-06-17", "2024-06-18", "2024-06-19"):
            with freeze_time(f"{day} 02:00:00"):
                limits._cron_remind()
                limits._cron_remind()
            seen.append(len(case.activity_ids))
        # one task a person: what comes today takes the place of what comes soon
        self.assertEqual(seen, [0, 1, 1, 1])
        self.assertEqual(case.activity_ids.user_id, self.clerk)
        self.assertIn("Last day today", case.activity_ids.summary)
        with freeze_time("2024-06-20 02:00:00"):
            limits._cron_remind()
            limits._cron_remind()
            self.assertEqual(len(case.activity_ids), 2)
            self.assertEqual(case.activity_ids.user_id, self.clerk | self.reviewer)
            self.assertEqual(
                set(case.activity_ids.mapped("summary")),
                {"Overdue: Start of the investigation"},
            )
            case.with_user(self.clerk).action_investigate()
        # what was met reminds nobody any more
        self.assertNotIn("Overdue", " ".join(case.activity_ids.mapped("summary")))

    def test_a_place_reminds_as_early_as_it_says(self):
        self._set_policy("remind_days", "5")
        self.clerk.lang = "en_US"
        with freeze_time("2024-06-14 02:00:00"):
            case = self._case(acts=["accept"])
            case.activity_ids.unlink()
            self.env["dibao.case.deadline"]._cron_remind()
        self.assertIn("Comes soon", case.activity_ids.summary)

    def test_at_the_county_the_county_is_reminded(self):
        """The limit of art. 20 is met by who decides, not by the township's clerk."""
        with freeze_time("2024-06-14 02:00:00"):
            acts = ["accept", "investigate", "opine_fits", "submit"]
            case = self._case("resume", acts)
        limit = case.deadline_ids.filtered(lambda one: one.key == "county_opinion")
        self.assertEqual(limit.due_on, date(2024, 6, 28))
        with freeze_time("2024-06-27 02:00:00"):
            self.env["dibao.case.deadline"]._cron_remind()
        self.assertEqual(limit.reminder_ids.user_id, self.officer | self.confirmer)

    def test_each_is_reminded_in_his_own_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.clerk.lang, self.reviewer.lang = "zh_CN", "en_US"
        with freeze_time("2024-06-14 02:00:00"):
            case = self._case(acts=["accept"])
        with freeze_time("2024-06-20 02:00:00"):
            self.env["dibao.case.deadline"]._cron_remind()
        limit = case.deadline_ids.filtered(lambda one: one.key != "total")
        told = {one.user_id: one.summary for one in limit.reminder_ids}
        self.assertTrue(told[self.clerk].startswith("已超期"), told[self.clerk])
        self.assertTrue(told[self.reviewer].startswith("Overdue"))

    def test_limits_that_only_places_set(self):
        """Home visit, opinion, handing up: none by national text, some by local."""
        with freeze_time("2024-06-14 02:00:00"):
            bare = self._case("increase", acts=["accept"])
        self.assertFalse({"visit", "opinion"} & set(bare.deadline_ids.mapped("key")))
        for code, days in (("visit", "4"), ("opinion", "10"), ("hand_up", "3")):
            self._set_policy(f"{code}_wd", days)
        with freeze_time("2024-06-14 02:00:00"):
            acts = ["accept", "investigate", "opine_fits", "post_notice"]
            case = self._case(acts=acts)
        limits = {one.key: one for one in case.deadline_ids}
        self.assertEqual(limits["visit"].due_on, date(2024, 6, 20))
        self.assertEqual(limits["opinion"].due_on, date(2024, 6, 28))
        self.assertTrue(limits["visit"].done_on and limits["opinion"].done_on)
        # three working days from the last day of the notice, Friday 21 June
        self.assertEqual(limits["hand_up"].started_on, date(2024, 6, 21))
        self.assertEqual(limits["hand_up"].due_on, date(2024, 6, 26))
        self.assertEqual(case.due_on, date(2024, 6, 26))
        with freeze_time("2024-06-27 02:00:00"):
            case.with_user(self.clerk).action_submit()
        self.assertTrue(limits["hand_up"].met_late)

    def test_a_place_that_counts_days_of_the_calendar(self):
        """Chongqing: 30 days for the whole case, and 45 where it is extended."""
        self._set_policy("calendar_day_limits", '["total"]')
        with freeze_time("2024-06-14 02:00:00"):
            case = self._case(acts=["accept"])
            total = case._running_total()
            self.assertEqual(total.due_on, date(2024, 7, 14))
            total.with_user(self.reviewer)._extend("objection")
        self.assertEqual(total.due_on, date(2024, 7, 29))
        start = case.deadline_ids.filtered(lambda one: one.key == "start_investigation")
        self.assertEqual(start.due_on, date(2024, 6, 19))

    def test_a_running_case_keeps_the_rules_it_started_under(self):
        """Not those of the day of an act: neither the notice nor the county's days."""
        with freeze_time("2024-06-14 02:00:00"):
            case = self._case(acts=["accept", "investigate", "opine_fits"])
        for code, days in (("notice_cd", "10"), ("county_opinion_wd", "2")):
            self._set_policy(code, days, valid_from="2024-06-15")
        with freeze_time("2024-06-17 02:00:00"):
            case.with_user(self.reviewer).action_post_notice()
            self.assertEqual(case.notice_until, date(2024, 6, 24))
        with freeze_time("2024-06-25 02:00:00"):
            case.with_user(self.clerk).action_submit()
        limit = case.deadline_ids.filtered(lambda one: one.key == "county_opinion")
        self.assertEqual(limit.day_count, 10)
