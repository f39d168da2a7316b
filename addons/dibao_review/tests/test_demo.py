# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import TransactionCase, tagged

from ..models.dibao_case_demo import CASES
from ..models.dibao_meeting_demo import COUNTY, DECIDED, WAITING
from .common import CasePersonas


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase, CasePersonas):
    def test_demo_cases(self):
        self._setup_personas()
        self._set_rules()
        self.env.cr.execute("DELETE FROM dibao_case")
        self.env.invalidate_all()
        clerk = self.env.ref("dibao_archive.user_demo_clerk", raise_if_not_found=False)
        if clerk:
            clerk.dibao_division_ids = self.township
        for household in self.env["dibao.household"].create(
            [
                {"division_id": self.village.id, "urban_rural": "rural"}
                for _case in CASES
            ]
        ):
            self._member_of(household)
        cases = self.env["dibao.case"]
        cases._demo_create()
        found = cases.search([])
        self.assertEqual(len(found), len(CASES))
        stages = set(found.mapped("stage"))
        self.assertLessEqual({"draft", "notice", "confirmed", "refused"}, stages)
        cases._demo_create()
        self.assertEqual(cases.search_count([]), len(CASES))

    def test_demo_around_the_cases(self):
        """Meetings, checks, complaints, declarations and offers, once."""
        self._setup_personas()
        places = self.env["dibao.division"]
        if not places._live_by_code([COUNTY]):
            self.county.code = COUNTY
        county = places._live_by_code([COUNTY])[COUNTY]
        if not self.env.ref("dibao_archive.user_demo_officer", False):
            self._set_rules()
            names = ("clerk", "reviewer", "officer", "confirmer")
            self.env["ir.model.data"]._update_xmlids(
                [
                    {
                        "xml_id": f"dibao_archive.user_demo_{name}",
                        "record": getattr(self, name),
                    }
                    for name in names
                ]
            )
            for household in self.env["dibao.household"].create(
                [
                    {"division_id": self.village.id, "urban_rural": "rural"}
                    for _one in range(WAITING + 6)
                ]
            ):
                self._member_of(household, labour_ability="able")
                household.state = "active"
            self.env["dibao.meeting"]._demo_create()
        meetings = self.env["dibao.meeting"].search(
            [("division_id", "=", county.id)], order="id"
        )
        self.assertEqual(meetings.mapped("state"), ["done", "draft"])
        decided, coming = meetings
        self.assertEqual(decided.decided_count, DECIDED)
        self.assertEqual(set(decided.line_ids.case_id.mapped("stage")), {"confirmed"})
        self.assertEqual(coming.line_count, WAITING - DECIDED)
        complaints = self.env["dibao.complaint"].search([])
        self.assertEqual(
            sorted(complaints.mapped("state")),
            ["answered", "checking", "draft", "settled"],
        )
        for model, count in (
            ("dibao.spot.check", 1),
            ("dibao.declaration", 3),
            ("dibao.job.offer", 5),
        ):
            self.assertEqual(self.env[model].search_count([]), count, model)
        self.env["dibao.meeting"]._demo_create()
        self.assertEqual(self.env["dibao.meeting"].search_count([]), 2)
