# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import TransactionCase, freeze_time, tagged

from odoo.addons.dibao_archive.tests.common import make_id

from .common import CasePersonas

BEFORE = ["accept", "investigate"]


@tagged("post_install", "-at_install")
@freeze_time("2024-06-14 02:00:00")
class TestInvestigation(TransactionCase, CasePersonas):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()
        for code, value in (("people_min", "9"), ("representative_share", "50")):
            key = cls.env.ref(f"dibao_archive.policy_key_appraisal_{code}")
            cls.env["dibao.policy"].create(
                {
                    "key_id": key.id,
                    "division_id": cls.county.id,
                    "value": value,
                    "valid_from": "2024-01-01",
                    "legal_basis": "示例县规定",
                }
            )

    def _member(self, birth, relation="11"):
        codes = self.env["dibao.code"]
        member = self.env["dibao.household.member"].create(
            {
                "household_id": self.household.id,
                "name": f"示例{birth}",
                "no_id_reason": "other",
                "birth_date": birth,
                "relation_id": codes._match("relation", relation),
            }
        )
        return member.person_id

    def _visit(self, case, **values):
        return (
            self.env["dibao.visit"]
            .with_user(self.clerk)
            .create(
                {
                    "case_id": case.id,
                    "visitor_ids": [Command.set((self.clerk | self.reviewer).ids)],
                    "finding": "属实",
                    "verdict": "agrees",
                    **values,
                }
            )
        )

    def test_no_opinion_without_visit_and_check(self):
        """57号 art. 16, 17, 28."""
        case = self._case(acts=BEFORE).with_user(self.reviewer)
        with self.assertRaises(UserError) as caught:
            case.action_opine_fits()
        told = str(caught.exception)
        self.assertIn("home visit", told)
        self.assertIn("information check", told)
        self._visit(case).action_done()
        with self.assertRaises(UserError) as caught:
            case.action_opine_fits()
        self.assertNotIn("home visit", str(caught.exception))
        self._found_out(case)
        case.action_opine_fits()
        self.assertEqual(case.stage, "opinion")

    def test_two_people_visit(self):
        case = self._case(acts=BEFORE)
        alone = self._visit(case, visitor_ids=[Command.set(self.clerk.ids)])
        with self.assertRaises(UserError):
            alone.action_done()
        alone.other_visitor = "柳村协理员 示例丁"
        alone.action_done()
        self.assertEqual(alone.state, "done")
        with self.assertRaises(UserError):
            alone.finding = "另说"

    def test_from_afar_in_an_emergency_only(self):
        visit = self._visit(self._case(acts=BEFORE), kind="remote")
        with self.assertRaises(UserError):
            visit.action_done()
        visit.emergency = "示例疫情"
        visit.action_done()

    def test_the_form_is_filed_with_what_was_said(self):
        case = self._case(acts=BEFORE)
        self._visit(case, housing="两间瓦房").action_done()
        paper = case.paper_ids.filtered(lambda one: one.kind_id.code == "F07")
        self.assertEqual(paper.item_id.kind_id.code, "F07")
        self.assertEqual(paper.item_id.household_id, self.household)
        self.assertEqual(paper.item_id.act, "application")
        self.assertIn("两间瓦房", str(paper.content["texts"]))
        self.assertEqual(paper.state, "waiting")

    def test_every_grown_up_authorises_before_the_check(self):
        """57号 art. 9: the minor of 17 does not sign, the one of 18 today does."""
        grown = self._member("2006-06-14")
        self._member("2006-06-15", "21")
        case = self._case(acts=BEFORE).with_user(self.clerk)
        check = self.env["dibao.verification"].with_user(self.clerk)
        check = check.create({"case_id": case.id})
        with self.assertRaises(UserError) as caught:
            check.action_request()
        self.assertIn(grown.name, str(caught.exception))
        self.assertEqual(case._unsigned(), grown)
        self.env["dibao.authorisation"].with_user(self.clerk).create(
            {"case_id": case.id, "person_id": grown.id}
        ).action_done()
        check.action_request()
        self.assertEqual(check.requested_by_id, self.clerk)

    def test_a_check_without_a_period_leaves_its_cell_blank(self):
        case = self._case(acts=BEFORE)
        self._found_out(case)
        paper = case.paper_ids.filtered(lambda one: one.kind_id.code == "F10")
        said = [value for row in paper.content["rows"] for _label, value in row]
        self.assertIn("核〔2024〕1号", said)
        self.assertFalse([value for value in said if "–" in value])

    def test_who_may_ask_for_the_check(self):
        """The rights alone decide: who reads the case only, asks for nothing."""
        check = self.env["dibao.verification"].with_user(self.clerk)
        check = check.create({"case_id": self._case(acts=BEFORE).id})
        for user in (self.confirmer, self._persona("r_aud", "auditor", self.county)):
            with self.assertRaises(AccessError):
                check.with_user(user).action_request()
        self.assertFalse(check.requested_on)
        check.with_user(self.officer).action_request()
        self.assertEqual(check.requested_by_id, self.officer)

    def test_an_act_belongs_to_its_stage(self):
        """What is entered for a case that moved on meanwhile is not filed."""
        case = self._case(acts=BEFORE)
        visit = self._visit(case)
        check = self.env["dibao.verification"].with_user(self.clerk)
        check = check.create({"case_id": case.id})
        case.reason = "示例：申请人撤回"
        case.with_user(self.clerk).action_withdraw()
        for act in (visit.action_done, check.action_request, check.action_check_again):
            with self.assertRaisesRegex(UserError, "not possible"):
                act()
        self.assertRecordValues(visit, [{"state": "draft", "done_on": False}])
        self.assertFalse(check.requested_on)
        self.assertNotIn("F07", case.paper_ids.kind_id.mapped("code"))

    def test_nothing_is_begun_for_a_case_that_ended(self):
        case = self._case(acts=BEFORE, reason="示例：申请人撤回")
        case = case.with_user(self.clerk)
        case.action_withdraw()
        for act in ("reckon", "list_signers", "new_visit", "new_check"):
            with self.assertRaisesRegex(UserError, "has ended"):
                getattr(case, f"action_{act}")()
        self.assertFalse(case.authorisation_ids)
        assessments = self.env["dibao.assessment"]
        self.assertFalse(assessments.search_count([("case_id", "=", case.id)]))

    def test_clock_of_the_check(self):
        """57号 art. 17: three working days from the request, over a weekend."""
        case = self._case(acts=BEFORE)
        check = self.env["dibao.verification"].with_user(self.clerk)
        check = check.create({"case_id": case.id})
        check.action_request()
        limit = case.deadline_ids.filtered(lambda one: one.key == "start_check")
        self.assertEqual(limit.due_on, date(2024, 6, 19))
        check.write({"report_number": "1", "result": "clear"})
        check.action_done()
        self.assertEqual((limit.done_on, limit.status), (date(2024, 6, 14), "met"))

    def test_an_objection_to_the_check_is_checked_again(self):
        """57号 art. 18: with what the applicant says against it, as another check."""
        case = self._case(acts=BEFORE)
        check = self.env["dibao.verification"].with_user(self.clerk)
        check = check.create({"case_id": case.id})
        with self.assertRaises(UserError):
            check.action_check_again()
        check.action_request()
        check.write({"report_number": "1", "result": "over"})
        check.action_done()
        again = check.browse(check.action_check_again()["res_id"])
        self.assertEqual((again.previous_id, again.state), (check, "draft"))
        again.action_request()
        again.write({"report_number": "2", "result": "clear"})
        with self.assertRaises(UserError):
            again.action_done()
        again.objection = "示例：车已过户，附过户证明"
        again.action_done()
        self.assertEqual((check.result, again.result), ("over", "clear"))

    # ------------------------------------------------------------------ relatives

    def _officer(self, **values):
        return self.env["dibao.officer"].create(
            {
                "name": "示例干部",
                "unit": "东镇",
                "division_id": self.township.id,
                **values,
            }
        )

    def _relative(self, case, relation, **values):
        return self.env["dibao.near.relative"].create(
            {
                "case_id": case.id,
                "officer_id": self._officer(**values).id,
                "person_id": self._member("1980-01-01").id,
                "relation_id": self.env["dibao.code"]._match("relation", relation),
            }
        )

    def test_a_relative_is_locked_out(self):
        case = self._case(acts=["accept"])
        self._relative(case, "73", user_id=self.clerk.id)
        with self.assertRaises(AccessError):
            case.with_user(self.clerk).action_investigate()
        case.with_user(self.reviewer).action_investigate()
        with self.assertRaises(AccessError):
            self._visit(case).action_done()

    def test_who_is_no_near_relative(self):
        """A son-in-law (28) is none, a daughter (31) is one: 220号 art. 14."""
        case = self._case(acts=["accept"])
        far = self._relative(case, "28", user_id=self.clerk.id)
        self.assertFalse(far.is_near or case.has_relative)
        with self.assertRaises(UserError):
            far.action_done()
        case.with_user(self.clerk).action_investigate()
        near = self._relative(case, "31")
        near.action_done()
        self.assertTrue(case.has_relative)

    def test_an_officer_among_the_members_is_found(self):
        number = make_id("19800101")
        self._officer(id_number=number)
        person = self._member("1980-01-01")
        person.write({"id_number": number, "no_id_reason": False})
        case = self._case(acts=["accept"])
        self.assertEqual(case.relative_ids.person_id, person)
        self.assertEqual(case.relative_ids.origin, "matched")
        self.assertTrue(case.has_relative)

    def _declared(self, number, relation="73", **officer):
        """An officer whose declared relative has this ID number."""
        return self.env["dibao.officer.relative"].create(
            {
                "officer_id": self._officer(**officer).id,
                "name": "示例兄弟",
                "relation_id": self.env["dibao.code"]._match("relation", relation),
                "id_number": number,
            }
        )

    def _with_number(self, number):
        person = self._member("1980-01-01")
        person.write({"id_number": number, "no_id_reason": False})
        return person

    def test_a_declared_relative_is_found_by_itself(self):
        """57号 art. 11: by the officers' sheets; who declared it is locked out."""
        number = make_id("19800101")
        self._declared(number, user_id=self.clerk.id)
        person = self._with_number(number)
        case = self._case()
        with self.assertRaises(AccessError) as caught:
            case.with_user(self.clerk).action_accept()
        self.assertIn("near relative", str(caught.exception))
        case.with_user(self.reviewer).action_accept()
        found = case.relative_ids
        self.assertEqual((found.person_id, found.origin), (person, "matched"))
        self.assertEqual(found.relation_id.code, "73")
        self.assertTrue(case.has_relative)
        self.assertEqual(case.sudo().ground_of_visit, "relative")

    def test_who_left_the_post_is_no_officer_any_more(self):
        number = make_id("19800101")
        self._declared(number, valid_to="2024-06-13")
        self._with_number(number)
        self.assertFalse(self._case(acts=["accept"]).relative_ids)

    def test_a_declared_relation_is_a_near_one(self):
        with self.assertRaises(ValidationError):
            self._declared(make_id("19800101"), relation="28")

    def test_a_relative_declared_later_is_found_before_the_decision(self):
        number = make_id("19800101")
        self._with_number(number)
        case = self._case("resume", [*BEFORE, "opine_fits", "submit"])
        self.assertFalse(case.has_relative)
        self._declared(number)
        with self.assertRaises(UserError) as caught:
            case.with_user(self.confirmer).action_confirm()
        self.assertIn("art. 20", str(caught.exception))

    def test_a_relative_writes_nothing_into_the_case(self):
        case = self._case(acts=["accept"])
        self._relative(case, "73", user_id=self.clerk.id)
        with self.assertRaises(AccessError):
            case.with_user(self.clerk).write({"proxy_name": "示例代理人"})
        case.with_user(self.reviewer).write({"proxy_name": "示例代理人"})

    def test_the_county_visits_where_a_relative_is(self):
        """57号 art. 20."""
        acts = [*BEFORE, "opine_fits", "submit"]
        case = self._case("resume", BEFORE)
        self._relative(case, "71")
        self._found_out(case)
        for act, user in zip(acts[2:], (self.reviewer, self.clerk), strict=True):
            getattr(case.with_user(user), f"action_{act}")()
        with self.assertRaises(UserError) as caught:
            case.with_user(self.confirmer).action_confirm()
        self.assertIn("art. 20", str(caught.exception))
        visit = self._visit(case, other_visitor="示例丁").with_user(self.officer)
        visit.visitor_ids = self.officer
        visit.action_done()
        case.with_user(self.confirmer).action_confirm()
        self.assertEqual(case.stage, "confirmed")

    # ------------------------------------------------------------------ appraisal

    def _appraisal(self, case, **counts):
        values = {
            "case_id": case.id,
            "minutes": "示例会议记录",
            "staff_count": 2,
            "committee_count": 2,
            "representative_count": 9,
            "votes_for": 8,
            "votes_against": 4,
            "abstentions": 1,
        }
        appraisals = self.env["dibao.appraisal"].with_user(self.reviewer)
        return appraisals.create({**values, **counts})

    def test_appraisal_with_its_quorum(self):
        case = self._case(acts=BEFORE)
        self._found_out(case)
        case.with_user(self.reviewer).action_appraise()
        with self.assertRaises(ValidationError):
            self._appraisal(case, votes_for=9).action_done()
        with self.assertRaises(UserError):
            case.with_user(self.reviewer).action_opine_fits()
        held = self._appraisal(case)
        held.action_done()
        self.assertEqual(held.result, "passed")
        case.with_user(self.reviewer).action_opine_fits()
        self.assertEqual(case.stage, "opinion")

    def test_too_few_representatives(self):
        case = self._case(acts=BEFORE)
        case.with_user(self.reviewer).action_appraise()
        few = self._appraisal(case, representative_count=2, committee_count=9)
        with self.assertRaises(UserError):
            few.action_done()

    def test_what_else_a_place_asks_of_an_appraisal(self):
        """Ningguo: an odd number, a third of the committee; Tengchong: two thirds."""
        case = self._case(acts=BEFORE)
        case.with_user(self.reviewer).action_appraise()
        rules = {
            "appraisal_odd": ("yes", {"representative_count": 8, "votes_for": 7}),
            "appraisal_committee_share": ("10", {}),
            "appraisal_attendance_share": ("66.6", {"called_count": 20}),
        }
        for code, (value, counts) in rules.items():
            with self.subTest(code):
                held = self._appraisal(case, **{"called_count": 15, **counts})
                rule = self._rule(code, value)
                with self.assertRaises(UserError):
                    held.action_done()
                rule.unlink()
                held.action_done()
        self._rule("appraisal_attendance_share", "66.6")
        with self.assertRaises(UserError):
            self._appraisal(case).action_done()
        self._rule("appraisal_consent_share", "66.6")
        held = self._appraisal(case, called_count=15)
        held.action_done()
        self.assertEqual(held.result, "not_passed")  # 8 of 13

    def test_days_of_the_appraisal_that_do_not_count(self):
        """Chongqing: from the day after the call until the minutes are there."""
        self._rule("count_appraisal_days", "no")
        case = self._case(acts=BEFORE)
        total = case._running_total()
        self.assertEqual(total.due_on, date(2024, 7, 26))
        case.with_user(self.reviewer).action_appraise()
        with freeze_time("2024-06-19 02:00:00"):
            self._appraisal(case).action_done()
        self.assertEqual((total.paused_days, total.due_on), (3, date(2024, 7, 31)))

    def test_the_form_offers_the_next_step_of_the_investigation(self):
        self._member("1980-01-01", "02")
        case = self._case(acts=BEFORE).with_user(self.clerk)
        self.assertEqual(case.next_step, "list")
        self.assertIn("home visit", case.hint)
        case.action_list_signers()
        self.assertEqual(case.next_step, "sign")
        case.authorisation_ids.action_done()
        self.assertEqual(case.next_step, "visit")
        self._visit(case).action_done()
        self.assertEqual(case.next_step, "check")
        self._found_out(case)
        self.assertFalse(case.next_step)
        self.assertNotIn("home visit", case.hint)
