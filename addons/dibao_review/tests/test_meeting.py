# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import TransactionCase, freeze_time, tagged

from .common import CasePersonas

READY = ["accept", "investigate", "opine_fits", "post_notice"]


@tagged("post_install", "-at_install")
@freeze_time("2024-06-14 02:00:00")
class TestMeeting(TransactionCase, CasePersonas):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()
        cls.first = cls.household
        cls.others = cls.env["dibao.household"].create(
            [{"division_id": cls.village.id} for _one in range(3)]
        )

    def _handed_up(self, household, fails=False, kind="application"):
        """A case that waits for the county."""
        self.household = household
        type(self).household = household
        if fails:
            case = self._case(
                kind, ["accept", "investigate", "opine_fails"], reason="示例：收入超标"
            )
            case.with_user(self.clerk).action_submit()
            return case
        case = self._case(kind, READY)
        with freeze_time("2024-06-24 02:00:00"):
            case.with_user(self.clerk).action_submit()
        return case

    def _meeting(self, user=None, **values):
        return (
            self.env["dibao.meeting"]
            .with_user(user or self.confirmer)
            .create(
                {
                    "division_id": self.county.id,
                    "present_ids": [Command.set((self.confirmer | self.officer).ids)],
                    "minutes": "示例：逐户审议。",
                    **values,
                }
            )
        )

    def test_a_list_is_decided_in_one_act(self):
        """Each case has its own result; who cannot be decided stops nobody."""
        cases = [self._handed_up(self.first), *map(self._handed_up, self.others[:2])]
        failing = self._handed_up(self.others[2], fails=True)
        with freeze_time("2024-06-25 02:00:00"):
            meeting = self._meeting(self.officer)
            meeting.action_take_waiting()
            lines = {line.case_id: line for line in meeting.line_ids}
            self.assertEqual(set(lines), {*cases, failing})
            self.assertEqual(lines[failing].result, "refuse")
            # 600 and 10 % for somebody of 64
            self.assertEqual(lines[cases[0]].amount, 660)
            lines[cases[1]].write({"result": "send_back", "reason": "示例：补充调查"})
            lines[cases[2]].result = "defer"
            with self.assertRaises(AccessError):
                self.env["dibao.meeting"].with_user(self.clerk).search([])
            meeting.with_user(self.confirmer).action_decide()
        self.assertEqual(cases[0].stage, "confirmed")
        self.assertEqual(cases[0].decided_by_id, self.confirmer)
        self.assertEqual(cases[1].stage, "investigation")
        self.assertEqual(cases[1].reason, "示例：补充调查")
        self.assertEqual(cases[2].stage, "county")
        self.assertEqual(failing.stage, "refused")
        self.assertEqual(
            [lines[one].state for one in (*cases, failing)],
            ["done", "done", "deferred", "done"],
        )
        self.assertEqual(meeting.state, "done")
        # What was put off is free for another meeting, what was decided is not.
        with freeze_time("2024-06-26 02:00:00"):
            other = self._meeting()
            other.action_take_waiting()
        self.assertEqual(other.line_ids.case_id, cases[2])

    def test_notices_are_queued_and_filed(self):
        case = self._handed_up(self.first)
        meeting = self._meeting()
        meeting.action_take_waiting()
        meeting.action_decide()
        papers = case.paper_ids.filtered(lambda one: one.kind_id.code in ("F12", "F15"))
        self.assertEqual(len(papers), 2)
        self.assertEqual(set(papers.mapped("state")), {"waiting"})
        self.assertFalse(papers.item_id)
        papers = papers.sudo().with_context(force_report_rendering=True)
        papers._print()
        self.assertEqual(set(papers.mapped("state")), {"kept"})
        self.assertEqual(len(papers.item_id), 2)
        meeting = meeting.sudo().with_context(force_report_rendering=True, lang="en_US")
        meeting._file_minutes()
        self.assertTrue(meeting.item_id.sudo().original_ids)
        # whoever files it, the background too: the catalogue is in Chinese
        self.assertTrue(meeting.item_id.sudo().title.startswith("审核确认会议记录"))
        meeting = meeting.sudo().with_context(force_report_rendering=True)
        meeting._file_minutes()
        same = [("source_key", "=", f"dibao.meeting,{meeting.id},MEETING")]
        self.assertEqual(self.env["dibao.item"].search_count(same), 1)

    def test_looking_at_the_list_asks_for_no_second_person(self):
        """Nor does it use up an approval; deciding does ask."""
        self.env["dibao.policy"].create(
            {
                "key_id": self.env.ref(
                    "dibao_archive.policy_key_second_person_duties"
                ).id,
                "division_id": self.county.id,
                "value": '["confirm"]',
                "legal_basis": "示例县民政局规定",
            }
        )
        case = self._handed_up(self.first)
        meeting = self._meeting()
        meeting.action_take_waiting()
        requests = self.env["dibao.second.person"].sudo()
        before = requests.search_count([])
        line = meeting.line_ids.with_user(self.confirmer)
        self.assertFalse(line.obstacle)
        self.assertEqual(requests.search_count([]), before)
        meeting.with_user(self.confirmer).action_decide()
        self.assertEqual(meeting.line_ids.state, "failed")
        self.assertIn("second person", meeting.line_ids.problem)
        self.assertEqual(case.stage, "county")

    def test_twice_decides_nothing_twice(self):
        case = self._handed_up(self.first)
        meeting = self._meeting()
        meeting.action_take_waiting()
        meeting.action_decide()
        benefit = case.benefit_ids
        with self.assertRaises(UserError):
            meeting.action_decide()
        self.assertEqual(case.benefit_ids, benefit)
        self.assertEqual(len(benefit), 1)

    def test_who_decided_meanwhile(self):
        """Another officer was quicker: told on the line, the others are decided."""
        one, two = self._handed_up(self.first), self._handed_up(self.others[0])
        meeting = self._meeting()
        meeting.action_take_waiting()
        with freeze_time("2024-06-25 02:00:00"):
            one.with_user(self.confirmer).action_confirm()
            meeting.action_decide()
        lines = {line.case_id: line for line in meeting.line_ids}
        self.assertEqual(lines[one].state, "failed")
        self.assertTrue(lines[one].problem)
        self.assertEqual((two.stage, lines[two].state), ("confirmed", "done"))
        self.assertEqual(len(one.benefit_ids), 1)

    def test_another_reckoning_is_another_matter(self):
        """Sent back and handed up anew since it was listed: not decided blindly."""
        case = self._handed_up(self.first)
        meeting = self._meeting()
        meeting.action_take_waiting()
        case.reason = "示例：补充"
        case.with_user(self.officer).action_send_back()
        self._found_out(case)
        case.with_user(self.reviewer).action_opine_fits()
        case.with_user(self.reviewer).action_post_notice()
        with freeze_time("2024-07-02 02:00:00"):
            case.with_user(self.clerk).action_submit()
            meeting.action_decide()
        self.assertEqual(case.stage, "county")
        self.assertEqual(meeting.line_ids.state, "failed")

    def test_what_stands_in_the_way_is_told_before(self):
        """57号 art. 20: a near relative is in it, and the county has not visited."""
        case = self._handed_up(self.first)
        relative = self.env["dibao.near.relative"].create(
            {
                "case_id": case.id,
                "officer_id": self.env["dibao.officer"]
                .create(
                    {
                        "name": "示例干部",
                        "unit": "试验县民政局",
                        "division_id": self.county.id,
                        "user_id": self.officer.id,
                    }
                )
                .id,
                "person_id": case.household_id.live_member_ids.person_id[:1].id,
                "relation_id": self.env["dibao.code"]._match("relation", "11"),
            }
        )
        self.assertTrue(relative.is_near)
        meeting = self._meeting()
        meeting.action_take_waiting()
        self.assertIn("art. 20", meeting.line_ids.obstacle)
        meeting.action_decide()
        self.assertEqual(meeting.line_ids.state, "failed")
        self.assertEqual(case.stage, "county")

    def test_reasons_minutes_and_people_are_needed(self):
        self._handed_up(self.first)
        meeting = self._meeting(minutes=False)
        with self.assertRaises(UserError):
            meeting.action_decide()
        meeting.action_take_waiting()
        with self.assertRaises(UserError):
            meeting.action_decide()
        meeting.minutes = "示例"
        meeting.line_ids.result = "refuse"
        with self.assertRaises(UserError):
            meeting.action_decide()
        meeting.line_ids.reason = "示例：不符合条件"
        meeting.action_decide()
        self.assertEqual(meeting.line_ids.case_id.stage, "refused")
        with self.assertRaises(UserError):
            meeting.minutes = "另说"
        with self.assertRaises(UserError):
            meeting.line_ids.reason = "另说"

    def test_who_only_prepares_decides_nothing(self):
        self._handed_up(self.first)
        meeting = self._meeting(self.officer)
        meeting.action_take_waiting()
        # What is in the way lies in the case: not in the role of who looks.
        self.assertFalse(meeting.line_ids.obstacle)
        meeting.line_ids.result = "refuse"
        self.assertIn("reasons", meeting.line_ids.obstacle)
        meeting.line_ids.result = "confirm"
        with self.assertRaises(AccessError):
            meeting.action_decide()
        self.assertEqual(meeting.line_ids.case_id.stage, "county")
