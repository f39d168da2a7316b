# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import BaseCase, TransactionCase, freeze_time, tagged

from ..tools import notice_name
from .common import CasePersonas

NOTICED = ["accept", "investigate", "opine_fits", "post_notice"]


class TestNoticeName(BaseCase):
    def test_names(self):
        for name, shown in (
            ("王小明", "王*明"),
            ("王明", "王*"),
            ("欧阳明", "欧阳*"),
            ("欧阳小明", "欧阳*明"),
            ("阿依古丽·买买提", "阿***·***"),
            ("", ""),
        ):
            self.assertEqual(notice_name.shown(name, True), shown)
            self.assertEqual(notice_name.shown(name, False), name)


@tagged("post_install", "-at_install")
@freeze_time("2024-06-14 02:00:00")
class TestNotice(TransactionCase, CasePersonas):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()
        cls.household.write(
            {"registered_address": "柳村示例路9号", "urban_rural": "rural"}
        )
        member = cls._member_of(cls.household)
        cls.household.head_id = member.person_id

    def _objection(self, case, **values):
        objections = self.env["dibao.objection"].with_user(self.clerk)
        return objections.create(
            {"notice_id": case.notice_ids[:1].id, "content": "示例：有车", **values}
        )

    def test_only_name_number_and_amount(self):
        """57号 art. 24; domain of what a notice never shows: 1.15."""
        case = self._case(acts=NOTICED)
        notice = case.notice_ids
        self.assertRecordValues(
            notice,
            [
                {
                    "shown_name": "示例欣",
                    "shown_count": 1,
                    # 600 and 10 % for somebody of 64
                    "shown_amount": 660,
                    "posted_on": date(2024, 6, 14),
                    "until": date(2024, 6, 21),
                }
            ],
        )
        paper = case.paper_ids.filtered(lambda one: one.kind_id.code == "F13")
        said = str(paper.content)
        self.assertIn("660.00", said)
        for hidden in ("示例路", "1960", case.number, self.household.number):
            self.assertNotIn(hidden, said)

    def test_a_minor_is_never_named(self):
        self.household.head_id.birth_date = "2010-01-01"
        self.assertEqual(self._case(acts=NOTICED).notice_ids.shown_name, "示*欣")

    def test_it_is_taken_down_by_itself(self):
        notice = self._case(acts=NOTICED).notice_ids
        with freeze_time("2024-06-21 02:00:00"):
            notice._cron_take_down()
            self.assertTrue(notice.is_running)
        with freeze_time("2024-06-22 02:00:00"):
            notice._cron_take_down()
            self.assertFalse(notice.is_running)
        self.assertEqual(notice.taken_down_on, date(2024, 6, 21))

    def test_objection_bars_until_it_is_settled(self):
        case = self._case(acts=NOTICED)
        objection = self._objection(case)
        with freeze_time("2024-06-24 02:00:00"):
            with self.assertRaises(UserError):
                case.with_user(self.clerk).action_submit()
            with self.assertRaises(UserError):
                objection.action_dismiss()
            objection.answer = "示例：车已报废"
            objection.action_dismiss()
            case.with_user(self.clerk).action_submit()
        self.assertEqual(case.stage, "county")
        with self.assertRaises(UserError):
            objection.content = "另说"

    def test_well_founded_goes_to_the_appraisal(self):
        """57号 art. 19, and the second notice by its own policy."""
        case = self._case(acts=NOTICED)
        objection = self._objection(case, answer="示例：属实")
        other = self._objection(case, answer="示例：亦属实")
        self.assertEqual(objection.sent_to, "appraisal")
        with freeze_time("2024-06-17 02:00:00"):
            objection.action_uphold()
            self.assertEqual(case.stage, "appraisal")
            other.action_uphold()
        self.assertEqual(case.stage, "appraisal")
        self.assertEqual(case.notice_ids.taken_down_on, date(2024, 6, 17))
        limit = case.deadline_ids.filtered(lambda one: one.key == "notice")
        self.assertTrue(limit.done_on)

    def test_well_founded_is_investigated_anew(self):
        """Where nothing is appraised, or the officer says so: the opinion falls."""
        case = self._case(acts=NOTICED)
        self.env["dibao.policy"].create(
            {
                "key_id": self.env.ref("dibao_archive.policy_key_appraisal_mode").id,
                "division_id": case.division_id.id,
                "value": "never",
                "legal_basis": "示例",
            }
        )
        objection = self._objection(case, answer="示例：属实")
        self.assertEqual(objection.sent_to, "investigation")
        with freeze_time("2024-06-17 02:00:00"):
            objection.action_uphold()
        self.assertEqual(case.stage, "investigation")
        self.assertFalse(case.opinion or case.opined_by_id or case.notice_until)
        self.assertTrue(case.notice_ids.taken_down_on)

    def test_an_open_objection_outlives_its_notice(self):
        """Sent back for one objection: the other is settled before it is handed up."""
        case = self._case(acts=NOTICED)
        objection = self._objection(case, answer="示例：属实")
        other = self._objection(case)
        with freeze_time("2024-06-17 02:00:00"):
            objection.sent_to = "investigation"
            objection.action_uphold()
            case.with_user(self.reviewer).action_opine_fits()
            case.with_user(self.reviewer).action_post_notice()
        with freeze_time("2024-07-24 02:00:00"):
            with self.assertRaisesRegex(UserError, "not settled yet"):
                case.with_user(self.clerk).action_submit()
            other.answer = "示例：不实"
            other.action_dismiss()
            case.with_user(self.clerk).action_submit()
        self.assertEqual(case.stage, "county")

    def test_days_of_the_notice_that_do_not_count(self):
        """Chongqing leaves them out: six working days from 14 to 21 June are added."""
        key = self.env.ref("dibao_archive.policy_key_count_notice_days")
        self.env["dibao.policy"].create(
            {
                "key_id": key.id,
                "division_id": self.county.id,
                "value": "false",
                "valid_from": "2024-01-01",
                "legal_basis": "示例地方规定",
            }
        )
        case = self._case(acts=NOTICED)
        total = case.deadline_ids.filtered(lambda one: one.key == "total")
        self.assertEqual(total.due_on, date(2024, 7, 26))
        with freeze_time("2024-06-24 02:00:00"):
            case.with_user(self.clerk).action_submit()
        self.assertEqual((total.paused_days, total.due_on), (6, date(2024, 8, 5)))
