# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Help between offices, and proofs that a household need not bring."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, freeze_time, tagged

from ..report.case_papers import CasePaper
from .common import CasePersonas


class AssistCase(TransactionCase, CasePersonas):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()
        cls.member = cls._member_of(cls.household)
        cls.person = cls.member.person_id


@tagged("post_install", "-at_install")
@freeze_time("2024-06-03 02:00:00")
class TestAssist(AssistCase):
    """57号 art. 5, 15; 2024-06-10 is the Dragon Boat holiday."""

    def _ask(self, case=None, **values):
        case = case or self._case(acts=["accept", "investigate"])
        return (
            self.env["dibao.assist"]
            .with_user(self.clerk)
            .create(
                {
                    "case_id": case.id,
                    "division_id": case.division_id.id,
                    "person_ids": [(6, 0, self.person.ids)],
                    "other_office": "示例省示例县民政局",
                    "content": "示例：请入户调查",
                    **values,
                }
            )
        )

    def test_ten_working_days_without_the_holiday(self):
        one = self._ask()
        one.action_open()
        # 4–7, 11–14, 17, 18 June: ten days, the 10th rests
        self.assertEqual(one.due_on, date(2024, 6, 18))
        self.assertEqual(one.activity_ids.date_deadline, date(2024, 6, 18))
        self.assertEqual(one.activity_ids.user_id, self.clerk)

    def test_the_answer_is_filed_with_the_request(self):
        one = self._ask()
        one.action_open()
        with self.assertRaisesRegex(UserError, "Write down the answer"):
            one.action_answer()
        one.write({"finding": "示例：属实", "verdict": "agrees"})
        one.action_answer()
        items = self.household.volume_ids.item_ids
        self.assertEqual(
            len(items.filtered(lambda item: item.kind_id.code == "F09")), 1
        )
        self.assertFalse(one.activity_ids)
        with self.assertRaisesRegex(UserError, "stays as it was"):
            one.finding = "示例：改"

    def test_what_was_asked_stays(self):
        one = self._ask()
        one.action_open()
        with self.assertRaisesRegex(UserError, "What was asked stays as it was"):
            one.content = "示例：别的"
        with self.assertRaisesRegex(UserError, "stays on record"):
            one.unlink()

    def test_overdue_is_found(self):
        one = self._ask()
        one.action_open()
        late = self.env["dibao.assist"].with_user(self.clerk)
        self.assertFalse(late.search([("is_late", "=", True)]) & one)
        with freeze_time("2024-06-19 02:00:00"):
            one.invalidate_recordset(["is_late"])
            self.assertTrue(one.is_late)
            self.assertIn(one, late.search([("is_late", "=", True)]))
            self.assertNotIn(one, late.search([("is_late", "=", False)]))

    def test_theirs_needs_a_person_and_no_case(self):
        one = (
            self.env["dibao.assist"]
            .with_user(self.clerk)
            .create(
                {
                    "direction": "in",
                    "division_id": self.village.id,
                    "other_office": "示例省示例县民政局",
                    "content": "示例：核对收入",
                }
            )
        )
        with self.assertRaisesRegex(UserError, "whom the other office asks about"):
            one.action_open()
        one.person_name = "示例甲"
        one.action_open()
        one.write({"finding": "示例：无收入", "verdict": "unknown"})
        one.action_answer()
        self.assertEqual(one.state, "answered")

    def test_only_members_are_named(self):
        stranger = self._member_of(
            self.env["dibao.household"].create({"division_id": self.village.id}),
            name="示例乙",
        ).person_id
        with self.assertRaisesRegex(UserError, "Only members"):
            self._ask(person_ids=[(6, 0, stranger.ids)])

    def test_it_belongs_to_the_place_of_its_case(self):
        with self.assertRaisesRegex(UserError, "place of its case"):
            self._ask(division_id=self.township.id)

    def test_another_township_does_not_see_it(self):
        one = self._ask()
        other = self._persona("r_other", "township_clerk", self.other_township)
        seen = self.env["dibao.assist"].with_user(other)
        self.assertFalse(seen.search([("id", "=", one.id)]))
        with self.assertRaises(AccessError):
            one.with_user(other).action_open()

    def test_a_confirmer_sends_nothing(self):
        """He may read it, and even with the right to write it is not his step."""
        one = self._ask()
        with self.assertRaises(AccessError):
            one.with_user(self.confirmer).action_open()
        self.env["ir.model.access"].create(
            {
                "name": "示例：确认人可写",
                "model_id": self.env["ir.model"]._get_id("dibao.assist"),
                "group_id": self.env.ref("dibao_archive.group_county_confirmer").id,
                "perm_read": True,
                "perm_write": True,
            }
        )
        with self.assertRaisesRegex(AccessError, "does not take this step"):
            one.with_user(self.confirmer).action_open()
        one.action_open()
        one.write({"finding": "示例：属实", "verdict": "agrees"})
        with self.assertRaisesRegex(AccessError, "does not take this step"):
            one.with_user(self.confirmer).action_answer()

    def test_a_relative_asks_and_answers_nothing(self):
        """57号 art. 11: nobody handles the case of a near relative."""
        officer = self.env["dibao.officer"].create(
            {
                "name": "示例干部",
                "unit": "示例镇",
                "division_id": self.village.id,
                "user_id": self.clerk.id,
            }
        )
        one = self._ask()
        sent = self._ask(one.case_id)
        sent.action_open()
        sent.write({"finding": "示例：属实", "verdict": "agrees"})
        self.env["dibao.near.relative"].create(
            {
                "case_id": one.case_id.id,
                "officer_id": officer.id,
                "person_id": self.person.id,
                "relation_id": self.env["dibao.code"]._match("relation", "11"),
            }
        )
        with self.assertRaisesRegex(AccessError, "near relative"):
            one.action_open()
        with self.assertRaisesRegex(AccessError, "near relative"):
            sent.action_answer()


@tagged("post_install", "-at_install")
@freeze_time("2024-06-03 02:00:00")
class TestWaiver(AssistCase):
    """57号 art. 10, 2022 notice 1 (2)."""

    def setUp(self):
        super().setUp()
        self.case = self._case()
        self.household._dibao_file("F01", self.case, act="application")
        self.missing = self.case._missing_papers()
        self.kind = self.missing.filtered(lambda kind: kind.code == "HUKOU")
        self.assertTrue(self.kind, "the household register is asked for")

    def _waive(self, **values):
        return (
            self.env["dibao.case.waiver"]
            .with_user(self.clerk)
            .create({"case_id": self.case.id, "kind_id": self.kind.id, **values})
        )

    def test_what_a_platform_tells_is_not_asked_for(self):
        one = self._waive(source="政务服务平台 A1")
        self.assertIn(self.kind, self.case._missing_papers())
        one.action_done()
        self.assertEqual(self.case._missing_papers(), self.missing - self.kind)
        gaps = self.household.volume_ids.gap_ids.kind_id
        self.assertNotIn(self.kind, gaps)

    def test_the_source_is_named(self):
        with self.assertRaisesRegex(UserError, "where it was looked up"):
            self._waive().action_done()

    def test_asked_for_after_all(self):
        one = self._waive(source="政务服务平台 A1")
        one.action_done()
        with self.assertRaisesRegex(UserError, "remarks"):
            one.action_ask_after_all()
        one.note = "示例：信息有误"
        one.action_ask_after_all()
        self.assertIn(self.kind, self.case._missing_papers())
        with self.assertRaisesRegex(UserError, "stays as it was"):
            one.source = "别处"
        with self.assertRaisesRegex(UserError, "stays as it was"):
            one.unlink()

    def test_a_promise_where_the_place_takes_promises(self):
        one = self._waive(ground="promise", person_id=self.person.id)
        with self.assertRaisesRegex(UserError, "asks for the proof itself"):
            one.action_done()
        self.env["dibao.policy"].create(
            {
                "key_id": self.env.ref("dibao_review.policy_key_promise_for_proof").id,
                "division_id": self.county.id,
                "value": "true",
                "valid_from": "2024-01-01",
                "legal_basis": "示例",
            }
        )
        one.action_done()
        self.assertNotIn(self.kind, self.case._missing_papers())

    def test_a_child_promises_nothing(self):
        self._rule("promise_for_proof", "yes")
        child = self._member_of(
            self.household,
            name="示例童",
            birth_date="2010-01-01",
            relation_id=self.env["dibao.code"]._match("relation", "20"),
        )
        one = self._waive(ground="promise", person_id=child.person_id.id)
        with self.assertRaisesRegex(UserError, "grown-up"):
            one.action_done()
        one.person_id = self.person
        one.action_done()
        self.assertEqual(one.state, "done")

    def test_what_lies_ahead_is_not_seen_yet(self):
        one = self._waive(source="政务服务平台 A1", seen_on="2024-06-04")
        with self.assertRaisesRegex(UserError, "lies ahead"):
            one.action_done()

    def test_a_form_is_no_proof(self):
        form = self.env["dibao.document.kind"]._by_code("F01")
        with self.assertRaisesRegex(UserError, "form of the procedure"):
            self._waive(kind_id=form.id)

    def test_the_acceptance_tells_it(self):
        self._waive(source="政务服务平台 A1").action_done()
        with freeze_time("2024-06-04 02:00:00"):
            self.case.with_user(self.clerk).action_accept()
        paper = self.case.paper_ids.filtered(lambda one: one.kind_id.code == "F05")
        self.assertIn("政务服务平台 A1", str(paper.read()))

    def test_another_township_waives_nothing(self):
        other = self._persona("r_other", "township_clerk", self.other_township)
        with self.assertRaises(AccessError):
            self.env["dibao.case.waiver"].with_user(other).create(
                {"case_id": self.case.id, "kind_id": self.kind.id}
            )


@tagged("post_install", "-at_install")
@freeze_time("2024-06-03 02:00:00")
class TestAppeal(AssistCase):
    """57号 art. 38: reconsideration or a court, told with each decision.

    60 days: Administrative Reconsideration Law (2023) art. 20; 6 months: Administrative
    Litigation Law art. 46.
    """

    def test_each_decision_tells_how_to_appeal(self):
        case = self._case(acts=["accept", "investigate"])
        for code, told in (("F14", 1), ("F15", 1), ("F17", 1), ("F05", 0)):
            paper = self.env["dibao.case.paper"]._file([(case, CasePaper(case, code))])
            html, _kind = self.env["ir.actions.report"]._render_qweb_html(
                "dibao_review.report_case_paper", paper.ids
            )
            said = " ".join(html.decode().split())
            with self.subTest(code):
                self.assertEqual(said.count("within 60 days"), told)
                self.assertEqual(said.count("within 6 months"), told)
