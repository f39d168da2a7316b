# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, freeze_time, tagged

from .common import CasePersonas

DAY = date(2026, 3, 10)


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 02:00:00")
class TestDue(TransactionCase, CasePersonas):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()
        cls.due = cls.env["dibao.due"]

    def _on_roll(self, **values):
        household = self.env["dibao.household"].create(
            {"division_id": self.village.id, "urban_rural": "rural"}
        )
        household.write({"state": "active", "state_date": "2025-01-01", **values})
        return household

    def _found(self, kind, household=None, day=DAY):
        self.due._search_all(day)
        return self.due.search(
            [
                ("kind", "=", kind),
                ("household_id", "=", (household or self.household).id),
                ("state", "=", "open"),
            ]
        )

    def test_recheck_by_class(self):
        """57号 art. 31: twelve months when stable, six when not."""
        for recheck, since, due in (
            ("stable", "2025-04-09", date(2026, 4, 9)),
            ("stable", "2025-04-11", None),
            ("unstable", "2025-10-10", date(2026, 4, 10)),
            ("unstable", "2025-10-11", None),
        ):
            household = self._on_roll(recheck_class=recheck, state_date=since)
            self.assertEqual(self._found("recheck", household).due_on or None, due)

    def test_the_last_decision_counts(self):
        household = self._on_roll(recheck_class="stable", state_date="2024-01-01")
        case = self.env["dibao.case"].create(
            {"household_id": household.id, "kind": "reverification"}
        )
        case._by_act({"stage": "confirmed", "decided_on": "2025-09-01"})
        self.assertFalse(self._found("recheck", household))

    def test_what_the_papers_tell_of_a_household_taken_over(self):
        """On the roll since 2019, and looked at last year by the papers."""
        household = self._on_roll(
            recheck_class="stable",
            allowance_from="2019-01-01",
            rechecked_on="2025-11-02",
        )
        self.assertFalse(self._found("recheck", household))
        household.rechecked_on = "2025-04-01"
        household.invalidate_recordset(["event_ids"])
        self.assertIn("2025-04-01", "".join(household.event_ids.mapped("summary")))
        self.assertEqual(self._found("recheck", household).due_on, date(2026, 4, 1))
        # From the first decision here on, the decisions count.
        case = self.env["dibao.case"].create(
            {"household_id": household.id, "kind": "reverification"}
        )
        case._by_act({"stage": "confirmed", "decided_on": "2025-09-01"})
        self.assertFalse(self._found("recheck", household))

    def test_who_draws_nothing_is_not_rechecked(self):
        household = self._on_roll(recheck_class="stable", state="stopped")
        self.assertFalse(self._found("recheck", household))

    def test_rule_of_the_place(self):
        self._rule("recheck_months_stable", "24")
        household = self._on_roll(recheck_class="stable", state_date="2025-01-01")
        self.assertFalse(self._found("recheck", household))

    def test_death(self):
        """2022 notice: within three months of the death."""
        household = self._on_roll()
        person = self._member_of(household).person_id
        person.death_date = "2026-02-27"
        found = self._found("death", household)
        self.assertEqual((found.person_id, found.due_on), (person, date(2026, 5, 27)))
        household.member_ids.write({"date_to": DAY, "end_reason": "death"})
        self.assertFalse(self._found("death", household))
        self.assertEqual(found.state, "gone")

    def test_coming_of_age(self):
        household = self._on_roll()
        minor = self._member_of(household, birth_date="2008-03-11").person_id
        grown = self._member_of(
            household,
            birth_date="2008-03-10",
            relation_id=self.env["dibao.code"]._match("relation", "21"),
        ).person_id
        found = self._found("grown_up", household)
        self.assertEqual(found.person_id, grown)
        self.assertNotIn(minor, found.person_id)

    def test_days_to_deal_with_it(self):
        """How long there is to look into it is a rule of the place."""
        household = self._on_roll()
        self._member_of(household, birth_date="2008-03-01")
        found = self._found("grown_up", household)
        self.assertEqual(found.due_on, date(2026, 3, 31))
        self._rule("due_days", "10")
        other = self._on_roll()
        self._member_of(other, birth_date="2008-03-01")
        self.assertEqual(self._found("grown_up", other).due_on, date(2026, 3, 11))

    def test_the_age_of_a_supplement(self):
        """57号 art. 27: found where the place pays old people more, at its age."""
        household = self._on_roll()
        old = self._member_of(household, birth_date="1961-03-05").person_id
        self._member_of(household, birth_date="1961-03-12", relation_id=self._child())
        self._rule("supplement_elderly_age", "65")
        self.assertFalse(self._found("aged", household))
        self._rule("supplement_elderly", "20")
        found = self._found("aged", household)
        self.assertEqual((found.person_id, found.fact_on), (old, date(2026, 3, 5)))
        # Who gets it by a decision since then is off the list.
        case = self.env["dibao.case"].create(
            {"household_id": household.id, "kind": "increase"}
        )
        case._by_act({"stage": "confirmed", "decided_on": "2026-03-08"})
        self.assertFalse(self._found("aged", household))

    def _child(self):
        return self.env["dibao.code"]._match("relation", "21")

    def test_the_same_night_twice(self):
        household = self._on_roll(recheck_class="stable")
        first = self._found("recheck", household)
        self.assertEqual(self._found("recheck", household), first)
        self.assertEqual(len(first), 1)

    def test_cases_of_a_village_in_one_go(self):
        households = self._on_roll() | self._on_roll() | self._on_roll()
        open_one = households[0]
        self.env["dibao.case"].with_user(self.clerk).create(
            {"household_id": open_one.id, "kind": "reverification"}
        )
        self.due._search_all(DAY)
        dues = self.due.with_user(self.clerk).search(
            [("household_id", "in", households.ids), ("kind", "=", "recheck")]
        )
        made = dues.action_open_cases()
        self.assertEqual(made.household_id, households - open_one)
        self.assertEqual(set(dues.mapped("state")), {"case"})
        self.assertEqual(dues.case_id.household_id, households)

    def test_who_may_not_open_cases(self):
        self._on_roll()
        self.due._search_all(DAY)
        dues = self.due.with_user(self.confirmer).search([("kind", "=", "recheck")])
        with self.assertRaises(AccessError):
            dues.action_open_cases()
