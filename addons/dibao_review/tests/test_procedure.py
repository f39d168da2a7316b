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
        self.assertEqual(acts, ["accept", "investigate", "post_notice", "confirm"])
        self.assertEqual(stage, "confirmed")

    def test_the_rest_is_decided_after_the_investigation(self):
        acts, stage = self._walk(noticed=False)
        self.assertEqual(acts, ["accept", "investigate", "confirm"])
        self.assertEqual(stage, "confirmed")

    def test_nothing_is_confirmed_without_its_notice(self):
        possible = procedure.is_possible
        self.assertFalse(possible("confirm", "investigation", noticed=True))
        self.assertFalse(possible("post_notice", "investigation", noticed=False))

    def test_closed_cases_stay_closed(self):
        for stage in ("confirmed", "refused", "ended"):
            for act in procedure.ACTS:
                for noticed in (True, False):
                    self.assertFalse(procedure.is_possible(act, stage, noticed))

    def test_whoever_decides_prepares_nothing(self):
        prepare = {
            group
            for act in ("accept", "investigate", "post_notice")
            for group in procedure.ACTS[act].groups
        }
        for act in ("confirm", "refuse"):
            self.assertFalse(prepare & set(procedure.ACTS[act].groups))
