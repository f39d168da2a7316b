# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import BaseCase

from ..tools import procedure


class TestProcedure(BaseCase):
    def _walk(self, noticed):
        """Acts from receipt to the decision when nothing goes wrong."""
        stage, acts = "draft", []
        while act := procedure.next_act(stage, noticed):
            self.assertTrue(procedure.is_possible(act, stage, noticed))
            acts.append(act)
            stage = procedure.ACTS[act].target
        return acts, stage

    def test_what_is_shown_in_the_village_is_shown_before_the_decision(self):
        acts, stage = self._walk(noticed=True)
        expected = ["accept", "investigate", "opine", "post_notice", "submit"]
        self.assertEqual(acts, [*expected, "confirm"])
        self.assertEqual(stage, "confirmed")

    def test_the_rest_is_decided_after_the_investigation(self):
        acts, stage = self._walk(noticed=False)
        expected = ["accept", "investigate", "opine", "submit", "confirm"]
        self.assertEqual(acts, expected)
        self.assertEqual(stage, "confirmed")

    def test_nothing_is_confirmed_without_its_notice(self):
        possible = procedure.is_possible
        self.assertFalse(possible("submit", "opinion", noticed=True))
        self.assertFalse(possible("post_notice", "opinion", noticed=False))
        self.assertFalse(possible("confirm", "notice", noticed=True))

    def test_what_fails_is_not_shown_in_the_village(self):
        # 57号 art. 19 posts the opinion of those who meet the conditions
        self.assertEqual(procedure.next_act("opinion", True, fits=False), "submit")
        self.assertEqual(procedure.next_act("county", True, fits=False), "refuse")
        self.assertFalse(procedure.is_possible("confirm", "county", True, fits=False))

    def test_closed_cases_stay_closed(self):
        for stage in procedure.CLOSED_STAGES:
            for act in procedure.ACTS:
                for noticed in (True, False):
                    self.assertFalse(procedure.is_possible(act, stage, noticed))

    def test_whoever_decides_prepares_nothing(self):
        prepare = {
            group
            for act in ("accept", "investigate", "opine", "post_notice", "submit")
            for group in procedure.ACTS[act].groups
        }
        self.assertFalse(prepare & set(procedure.DECIDERS["county"]))

    def test_limits_of_the_measures(self):
        """57号 art. 15, 17, 19-22; the county's own limit is not that of a township."""

        def clocks(act, level):
            return tuple(
                [key for key in keys if not procedure.CLOCKS[key].local]
                for keys in procedure.clocks_of(act, level)
            )

        self.assertEqual(
            clocks("accept", "county")[0], ["start_investigation", "total"]
        )
        self.assertEqual(clocks("submit", "county"), (["county_opinion"], ["notice"]))
        self.assertEqual(clocks("submit", "township"), ([], ["notice"]))
        self.assertEqual(clocks("refuse", "county")[0], ["refusal_notice"])
        self.assertEqual(procedure.length_policy("total", "county"), "total_wd")
        self.assertEqual(procedure.length_policy("total", "township"), "delegated_wd")

    def test_every_act_of_an_open_stage_leads_somewhere_known(self):
        stages = {*procedure.OPEN_STAGES, *procedure.CLOSED_STAGES}
        for act in procedure.ACTS.values():
            self.assertLessEqual({*act.sources, act.target}, stages)
