# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.fields import Command
from odoo.tests import TransactionCase

from odoo.addons.dibao_archive.tools.county import County

from .assessment_common import LOCAL, AssessmentPersonas

DAY = "2026-03-10"


class WhatIfCase(TransactionCase, AssessmentPersonas):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()
        cls.policy = cls.env["dibao.policy"]
        cls.env["dibao.county"]._load(County(160, first=7))
        cls.households = cls.env["dibao.household"].search(
            [("division_id.code", "=like", "990107%")]
        )
        cls.county = cls.households.county_id[:1]
        for kind, amount in (("urban", 750), ("rural", 600)):
            cls.env["dibao.standard"].create(
                {
                    "division_id": cls.county.id,
                    "urban_rural": kind,
                    "amount": amount,
                    "valid_from": "2020-01-01",
                    "legal_basis": "试验县民政局公告",
                }
            )
        for code, value in LOCAL.items():
            cls._rule(code, value)
        cls.officer.dibao_division_ids = [Command.set(cls.county.ids)]

    @classmethod
    def _assess(cls, household, income, verdict, stopped=0, **values):
        """A means test that came out so, without its reckoning."""
        counted = household.live_member_ids.filtered("is_counted")
        alone = values.get("single_person_id")
        return (
            cls.env["dibao.assessment"]
            ._acting()
            .create(
                {
                    "household_id": household.id,
                    "day": DAY,
                    "applied_on": DAY,
                    "income": income,
                    "counted": len(counted),
                    "verdict": verdict,
                    "member_ids": [
                        Command.create(
                            {
                                "person_id": member.person_id.id,
                                "is_counted": alone in (None, member.person_id.id),
                                "is_stopped": place < stopped,
                            }
                        )
                        for place, member in enumerate(counted)
                    ],
                    **values,
                }
            )
        )

    def _what_if(self, **draft):
        standards = {
            name: draft.pop(name)
            for name in ("standard_rural", "standard_urban")
            if name in draft
        }
        keys = self.env["dibao.policy.key"]
        return (
            self.env["dibao.what.if"]
            .with_user(self.officer)
            .create(
                {
                    "name": "设想",
                    "division_id": self.county.id,
                    "day": DAY,
                    **standards,
                    "rule_ids": [
                        Command.create(
                            {
                                "key_id": keys.search([("code", "=", code)]).id,
                                "value": value,
                            }
                        )
                        for code, value in draft.items()
                    ],
                }
            )
        )
