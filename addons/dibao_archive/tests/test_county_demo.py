# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The 300 households of the demonstration and the people who work with them."""

from collections import Counter
from datetime import date

from lxml import etree

from odoo.tests import BaseCase, TransactionCase
from odoo.tools import file_path

from ..tools.county import County
from ..tools.county_means import means


class TestCountyMeans(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = date(2026, 9, 30)
        county = County(400, seed=3, as_of=cls.today, variety=True)
        cls.told = [(f, means(f, cls.today)) for f in county.families()]

    def test_income_of_a_year_is_that_of_the_household(self):
        for family, facts in self.told:
            total = sum(fact.amount for fact in facts if fact.table == "income")
            self.assertEqual(total, family.income * 12)

    def test_window_of_twelve_months(self):
        for _family, facts in self.told:
            for fact in facts:
                if fact.table != "asset":
                    self.assertEqual(fact.period_from, date(2025, 9, 1))
                    self.assertEqual(fact.period_to, date(2026, 8, 31))

    def test_verified_and_not(self):
        facts = [fact for _family, facts in self.told for fact in facts]
        share = sum(fact.verified is not None for fact in facts) / len(facts)
        self.assertAlmostEqual(share, 0.7, delta=0.05)
        self.assertTrue(any(f.verified and f.verified > f.amount for f in facts))

    def test_same_household_same_means(self):
        family, facts = self.told[5]
        self.assertEqual(means(family, self.today), facts)


class TestCountyDemo(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["dibao.county"]._load_demo()
        cls.households = cls.env["dibao.household"].search(
            [("number", "=like", "990101%")]
        )

    def test_variety(self):
        self.assertEqual(len(self.households), 300)
        states = Counter(self.households.mapped("state"))
        self.assertEqual(
            set(states), {"active", "suspended", "tapering", "stopped", "draft"}
        )
        self.assertEqual(
            set(self.households.mapped("member_count")), {1, 2, 3, 4, 5, 6}
        )
        self.assertEqual(set(self.households.mapped("urban_rural")), {"urban", "rural"})
        for name in ("income_ids", "asset_ids", "expense_ids", "custodian_ids"):
            self.assertTrue(self.households[name], name)
        self.assertTrue(self.households.head_id.certificate_ids)
        kinds = set(self.households.event_ids.mapped("kind"))
        self.assertLessEqual({"registered", "benefit", "state", "means"}, kinds)

    def test_standards_explain_the_allowance(self):
        standards = self.env["dibao.standard"]
        for household in self.households.filtered(lambda h: h.state == "active"):
            standard = standards._amount(household.division_id, household.urban_rural)
            gap = standard * household.counted_count - household.monthly_income
            self.assertEqual(household.allowance, gap)

    def test_loads_once(self):
        self.env["dibao.county"]._load_demo()
        count = self.env["dibao.household"].search_count(
            [("number", "=like", "990101%")]
        )
        self.assertEqual(count, 300)

    def test_every_place_of_an_officer_exists(self):
        codes = {
            field.get("search").split("'")[-2]
            for field in _demo_users().iterfind(".//field[@name='dibao_division_ids']")
        }
        self.assertTrue(codes)
        places = self.env["dibao.division"]._live_by_code(codes)
        self.assertEqual(set(places), codes)

    def test_an_officer_for_every_role(self):
        text = etree.tostring(_demo_users(), encoding="unicode")
        groups = self.env["ir.model.data"].search(
            [
                ("module", "=", "dibao_archive"),
                ("model", "=", "res.groups"),
                ("name", "not in", ("group_user", "group_reveal")),
            ]
        )
        self.assertEqual(len(groups), 14)
        for group in groups:
            self.assertIn(f"ref('{group.name}')", text)


def _demo_users():
    return etree.parse(file_path("dibao_archive/demo/users_demo.xml")).getroot()
