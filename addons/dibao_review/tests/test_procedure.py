# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import BaseCase

from ..tools import procedure

KINDS = (
    "application",
    "member_change",
    "reverification",
    "increase",
    "reduction",
    "stop",
    "taper",
)


class TestProcedure(BaseCase):
    def _walk(self, kind):
        """Acts from receipt to the decision when nothing goes wrong."""
        stage, acts = "draft", []
        while act := procedure.next_act(kind, stage):
            self.assertTrue(procedure.is_possible(act, kind, stage))
            acts.append(act)
            stage = procedure.ACTS[act].target
        return acts, stage

    def test_what_may_begin_or_raise_a_payment_is_shown_first(self):
        for kind in ("application", "member_change", "increase"):
            acts, stage = self._walk(kind)
            self.assertEqual(acts, ["accept", "investigate", "post_notice", "confirm"])
            self.assertEqual(stage, "confirmed")

    def test_what_only_lowers_is_decided_after_the_investigation(self):
        for kind in ("reverification", "reduction", "stop", "taper"):
            self.assertEqual(self._walk(kind)[0], ["accept", "investigate", "confirm"])

    def test_no_application_is_confirmed_without_a_notice(self):
        self.assertFalse(
            procedure.is_possible("confirm", "application", "investigation")
        )

    def test_closed_cases_stay_closed(self):
        for stage in ("confirmed", "refused", "ended"):
            for act in procedure.ACTS:
                for kind in KINDS:
                    self.assertFalse(procedure.is_possible(act, kind, stage))

    def test_whoever_decides_prepares_nothing(self):
        prepare = {
            group
            for act in ("accept", "investigate", "post_notice")
            for group in procedure.ACTS[act].groups
        }
        for act in ("confirm", "refuse"):
            self.assertFalse(prepare & set(procedure.ACTS[act].groups))
