# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64

from odoo import fields
from odoo.tests import HttpCase, tagged

from odoo.addons.dibao_archive.tests.common import make_id

from .common import CasePersonas


@tagged("post_install", "-at_install")
class TestExchangeTour(HttpCase, CasePersonas):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()
        number = make_id("19600505", 1)
        cls._member_of(cls.household, id_number=number, no_id_reason=False)
        cls.household.write({"state": "active", "urban_rural": "rural"})
        cls.batch = cls.env["dibao.exchange.batch"].create(
            {
                "source_id": cls.env.ref("dibao_review.exchange_source_funeral").id,
                "division_id": cls.county.id,
                "data_on": fields.Date.today(),
                "content": base64.b64encode(
                    f"身份证号,火化日期\n{number},2026-01-15\n".encode()
                ),
            }
        )

    def test_feed_a_list_and_close_with_evidence(self):
        """From the list of another department to the closed lead."""
        self.start_tour(
            "/odoo/dibao-deliveries", "dibao_exchange_feed_tour", login="r_officer"
        )
        self.assertEqual(self.batch.state, "reading")
        job = self.batch.job_id.sudo()
        self.patch(type(job), "_commit", lambda one: one.env.flush_all())
        job.state = "running"
        self.assertTrue(job._job_exchange_import())
        self.assertEqual(self.batch.state, "used")
        self.env["dibao.alert"]._search_all(fields.Date.today(), codes=["A01"])
        alert = self.env["dibao.alert"].search(
            [("household_id", "=", self.household.id)]
        )
        self.assertEqual(alert.state, "open")
        self.start_tour(
            "/odoo/dibao-alert-work", "dibao_exchange_close_tour", login="r_clerk"
        )
        self.assertRecordValues(
            alert,
            [
                {
                    "state": "closed",
                    "outcome": "explained",
                    "outcome_note": "已入户核实，本人健在",
                    "closed_by_id": self.clerk.id,
                }
            ],
        )
