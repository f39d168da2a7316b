# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Complaints, spot checks, declared changes, job offers."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import TransactionCase, freeze_time, tagged

from odoo.addons.dibao_archive.tools import sampling

from .common import CasePersonas

READY = ["accept", "investigate", "opine_fits", "post_notice"]
INFORMANT = "匿名甲某"


class WatchCase(TransactionCase, CasePersonas):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()

    def _waiting(self, household=None):
        if household:
            type(self).household = household
        case = self._case(acts=READY)
        with freeze_time("2024-06-24 02:00:00"):
            case.with_user(self.clerk).action_submit()
        return case


@tagged("post_install", "-at_install")
@freeze_time("2024-06-14 02:00:00")
class TestComplaint(WatchCase):
    def _complaint(self, user=None, **values):
        return (
            self.env["dibao.complaint"]
            .with_user(user or self.officer)
            .create(
                {
                    "division_id": self.village.id,
                    "household_id": self.household.id,
                    "real_name": True,
                    "informant": INFORMANT,
                    "content": "示例：有车",
                    **values,
                }
            )
        )

    def test_real_name_reports_are_checked_and_answered(self):
        """57号 art. 37; 60 days unless the place is quicker."""
        one = self._complaint()
        self.assertEqual(one.due_on, date(2024, 8, 13))
        self.assertEqual(one.activity_ids.user_id, self.officer)
        one.write({"finding": "示例：车已报废", "result": "unfounded"})
        with self.assertRaises(UserError):
            one.action_settle()
        one.action_check()
        one.action_settle()
        with self.assertRaises(UserError):
            one.action_answer()
        one.answer = "示例：已电话答复"
        one.action_answer()
        self.assertEqual(one.state, "answered")
        self.assertFalse(one.activity_ids)
        with self.assertRaises(UserError):
            one.finding = "另说"
        with self.assertRaises(UserError):
            one.sudo().unlink()

    def test_who_informed_is_on_no_paper_and_read_by_nobody_else(self):
        one = self._complaint()
        one.action_check()
        one.write({"finding": f"示例：{INFORMANT}所述不实", "result": "unfounded"})
        with self.assertRaises(UserError):
            one.action_settle()
        one.finding = "示例：车已报废"
        one.action_settle()
        item = self.env["dibao.item"].search(
            [("source_key", "=", f"dibao.complaint,{one.id},F21")]
        )
        self.assertEqual(item.household_id, self.household)
        page = self.env["ir.actions.report"]._render_qweb_html(
            "dibao_review.report_complaint", one.ids
        )[0]
        self.assertNotIn(INFORMANT, page.decode())
        self.assertNotIn("有车", page.decode())
        self.assertIn("车已报废", page.decode())
        auditor = self._persona("w_auditor", "auditor", self.county)
        for hidden in ("informant", "informant_phone", "content", "answer"):
            with self.assertRaises(AccessError):
                one.with_user(auditor).read([hidden])
        self.assertTrue(one.with_user(auditor).read(["finding"]))
        for user in (self.clerk, self.reviewer):
            with self.assertRaises(AccessError):
                one.with_user(user).read(["name"])

    def test_whom_it_is_about_sees_nothing(self):
        one = self._complaint(about_ids=[Command.set(self.confirmer.ids)])
        complaints = self.env["dibao.complaint"].with_user(self.confirmer)
        self.assertFalse(complaints.search([("id", "=", one.id)]))
        with self.assertRaises(AccessError):
            one.with_user(self.confirmer).action_check()
        with self.assertRaises(AccessError):
            self._complaint(about_ids=[Command.set(self.officer.ids)])

    def test_many_cases_are_asked_for_their_complaints_together(self):
        homes = self.env["dibao.household"].create(
            [{"division_id": self.village.id} for _one in range(6)]
        )
        cases = self.env["dibao.case"].create([{"household_id": h.id} for h in homes])
        self.env["dibao.complaint"].create(
            {
                "division_id": self.village.id,
                "content": "示例：举报",
                "household_id": homes[4].id,
            }
        )
        self.env.flush_all()
        counts = []
        for some in (cases[:2], cases[3:]):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            grounds = [case.ground_of_visit for case in some]
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(grounds, [False, "complaint", False])
        self.assertEqual(counts[0], counts[1])

    def test_the_county_visits_where_somebody_complained(self):
        """57号 art. 20."""
        case = self._waiting()
        one = self._complaint()
        self.assertEqual(one.case_id, case)
        with self.assertRaises(UserError) as told:
            case.with_user(self.confirmer).action_confirm()
        self.assertIn("art. 20", str(told.exception))
        self.assertNotIn(INFORMANT, str(told.exception))


@tagged("post_install", "-at_install")
@freeze_time("2024-06-14 02:00:00")
class TestSpotCheck(WatchCase):
    def _draw(self, **values):
        check = (
            self.env["dibao.spot.check"]
            .with_user(self.officer)
            .create({"division_id": self.county.id, **values})
        )
        check.action_draw()
        return check

    def test_the_draw_can_be_drawn_again(self):
        self._rule("sample_rate", "30")
        households = self.env["dibao.household"].create(
            [{"division_id": self.village.id} for _one in range(10)]
        )
        cases = self.env["dibao.case"].create(
            [{"household_id": one.id} for one in households]
        )
        for number, case in enumerate(cases):
            case._by_act({"stage": "county", "number": f"C2024-9{number:05d}"})
        cases[0].relative_ids.create(
            {
                "case_id": cases[0].id,
                "officer_id": self.env["dibao.officer"]
                .create(
                    {
                        "name": "示例干部",
                        "unit": "试验县",
                        "division_id": self.county.id,
                    }
                )
                .id,
                "person_id": self._member_of(households[0]).person_id.id,
                "relation_id": self.env["dibao.code"]._match("relation", "11"),
            }
        )
        check = self._draw()
        self.assertEqual((check.share, check.listed_count), (30, 10))
        drawn = sampling.draw(cases.mapped("number"), "random", check.share, check.seed)
        self.assertEqual(len(drawn), 3)
        lines = check.line_ids
        self.assertEqual(set(lines.case_id.mapped("number")), drawn | {cases[0].number})
        relative = lines.filtered(lambda one: one.case_id == cases[0])
        self.assertEqual(relative.ground, "relative")
        self.assertEqual(check.action_prove()["params"]["type"], "success")
        for change in ({"date_from": "2024-01-01"}, {"seed": "mine"}):
            with self.assertRaises(UserError):
                check.write(change)
        with self.assertRaises(UserError):
            check.action_draw()
        with self.assertRaises(UserError):
            check.sudo().unlink()

    def test_what_was_drawn_is_looked_at_before_it_is_decided(self):
        self._rule("sample_rate", "100")
        case = self._waiting()
        check = self._draw()
        with self.assertRaises(UserError):
            check.action_done()
        with self.assertRaises(UserError):
            case.with_user(self.confirmer).action_confirm()
        line = check.line_ids.with_user(self.officer)
        with self.assertRaises(UserError):
            line.result = "differs"
        line.write({"result": "agrees"})
        self.assertEqual(
            (line.done_by_id, line.done_on), (self.officer, date(2024, 6, 14))
        )
        check.action_done()
        case.with_user(self.confirmer).action_confirm()
        self.assertEqual(case.stage, "confirmed")

    def test_where_nothing_is_drawn_by_the_rule(self):
        self._rule("sample_rate", "0")
        self._waiting()
        self.assertFalse(self._draw().line_ids)


@tagged("post_install", "-at_install")
@freeze_time("2024-06-14 02:00:00")
class TestDeclared(WatchCase):
    def _declared(self, **values):
        return (
            self.env["dibao.declaration"]
            .with_user(self.clerk)
            .create(
                {
                    "household_id": self.household.id,
                    "happened_on": "2024-06-01",
                    "content": "示例：开始打工",
                    **values,
                }
            )
        )

    def test_a_declared_change_opens_its_case_once(self):
        one = self._declared()
        with self.assertRaises(UserError):
            one.action_open_case()
        one.case_kind = "reduction"
        one.action_open_case()
        self.assertEqual((one.case_id.kind, one.state), ("reduction", "case"))
        other = self._declared(case_kind="reduction")
        other.action_open_case()
        self.assertEqual(other.case_id, one.case_id)
        with self.assertRaises(UserError):
            one.content = "另说"

    def _due(self):
        self.env["dibao.due"]._search_all(date(2024, 6, 14))
        return self.env["dibao.due"].search(
            [("kind", "=", "declared"), ("household_id", "=", self.household.id)]
        )

    def test_what_is_declared_waits_on_the_list_of_what_is_due(self):
        """57号 art. 30: found each night until it is dealt with."""
        one = self._declared(received_on="2024-06-10")
        due = self._due()
        self.assertEqual((due.state, due.fact_on), ("open", date(2024, 6, 10)))
        self.assertEqual(due.due_on, date(2024, 7, 10))
        with self.assertRaises(UserError) as told, self.env.cr.savepoint():
            due.with_user(self.clerk).action_open_cases()
        self.assertIn("as what it is dealt with", str(told.exception))
        one.write({"case_kind": "taper"})
        made = due.with_user(self.clerk).action_open_cases()
        self.assertEqual((made, made.kind), (one.case_id, "taper"))
        self.assertEqual((due.state, due.case_id), ("case", made))
        self.assertEqual(self._due(), due)

    def test_what_changes_nothing_is_off_the_list_at_once(self):
        one = self._declared(received_on="2024-06-10")
        due = self._due()
        one.reason = "示例：零星收入已计入"
        one.action_changes_nothing()
        self.assertEqual((due.state, due.case_id.id), ("gone", False))
        self.assertEqual(self._due().state, "gone")
        quick = self._declared(received_on="2024-06-12", reason="示例：无影响")
        quick.action_changes_nothing()
        self.assertEqual(self._due(), due)

    def test_told_too_late(self):
        """2022 notice: more than three months."""
        self.assertFalse(self._declared(happened_on="2024-03-14").told_late)
        self.assertTrue(self._declared(happened_on="2024-03-13").told_late)

    def test_three_refused_offers(self):
        """57号 art. 34: in a row, suitable, and without a good reason."""
        self.household.write({"state": "active", "state_date": "2024-06-01"})
        person = self._member_of(self.household).person_id
        offers = self.env["dibao.job.offer"].with_user(self.clerk)

        def offer(day, outcome="refused", **values):
            return offers.create(
                {
                    "household_id": self.household.id,
                    "person_id": person.id,
                    "offered_on": day,
                    "work": "保洁",
                    "outcome": outcome,
                    "reason": "示例",
                    **values,
                }
            )

        def found():
            self.env["dibao.due"]._search_all(date(2024, 6, 14))
            return self.env["dibao.due"].search(
                [("kind", "=", "refused"), ("household_id", "=", self.household.id)]
            )

        offer("2024-03-01")
        offer("2024-04-01", "excused")
        offer("2024-05-01")
        offer("2024-05-10", suitable=False)
        offer("2024-05-20")
        self.assertFalse(found())
        last = offer("2024-06-10")
        self.assertEqual(last.refused_in_row, 3)
        due = found()
        self.assertEqual((due.person_id, due.fact_on), (person, date(2024, 6, 10)))
        self.assertFalse(
            self.env["dibao.due"]._search_all(date(2024, 6, 14))["refused"]
        )
        due.with_user(self.clerk).action_open_cases()
        self.assertEqual(due.case_id.kind, "reduction")

    def test_offers_count_within_the_months_of_the_place(self):
        self._rule("refused_offers_months", "6")
        self.test_three_refused_offers()

    def test_who_ended_studies(self):
        self.household.write({"state": "active", "state_date": "2024-01-01"})
        member = self._member_of(self.household, birth_date="2002-02-02")
        member.study_until = "2024-06-30"
        dues = self.env["dibao.due"]
        mine = [("kind", "=", "graduated"), ("household_id", "=", self.household.id)]
        dues._search_all(date(2024, 6, 29))
        self.assertFalse(dues.search(mine))
        dues._search_all(date(2024, 6, 30))
        self.assertEqual(dues.search(mine).person_id, member.person_id)
