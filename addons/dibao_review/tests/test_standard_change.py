# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Running benefits at a new standard: found, listed, confirmed, paid."""

from datetime import date

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.dibao_archive.tests.common import make_id

from ..models import dibao_standard_change_work
from .payment_common import FEB, JAN, MAR, PaymentCase

OLD, NEW = 800.0, 850.0
PAPER = "试验县民政局公告第8号"


@tagged("post_install", "-at_install")
@freeze_time("2026-01-20 02:00:00")
class TestStandardChange(PaymentCase):
    """By the rules that are shipped: by the gap, to the fen, from the first whole
    month on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.changes = cls.env["dibao.standard.change"]
        cls._standard(OLD, "2025-01-01", "2026-01-15")
        cls._standard(NEW, "2026-01-16", False)
        for code in ("elderly", "minor", "severe_disability", "serious_illness"):
            if code != "serious_illness":
                cls._policy(f"supplement_{code}", "0")

    @classmethod
    def _standard(cls, amount, since, until, kind="rural", place=None):
        return cls.env["dibao.standard"].create(
            {
                "division_id": (place or cls.county).id,
                "urban_rural": kind,
                "amount": amount,
                "valid_from": since,
                "valid_to": until,
                "legal_basis": PAPER,
            }
        )

    @classmethod
    def _policy(cls, code, value):
        key = cls.env["dibao.policy.key"].search([("code", "=", code)])
        cls.env["dibao.policy"].create(
            {
                "key_id": key.id,
                "division_id": cls.county.id,
                "value": value,
                "valid_from": "2020-01-01",
                "legal_basis": "测试",
            }
        )

    def _paid(self, number, amount, counted=1, **values):
        """By the old standard: the gap of what the household earns."""
        income = OLD * counted - amount
        household = self.make_household(
            None,
            [
                (f"示例标{number}{one}", make_id("19700101", 10 * number + one), role)
                for one, role in zip(range(counted), ("02", "10"), strict=False)
            ],
            account_number=f"62{number:014d}",
            account_bank="示例银行",
            state="active",
        )
        household.account_holder_id = household.head_id
        values = {"monthly_income": income, "per_capita": income / counted, **values}
        self.grant(household, amount, **values)
        return household

    def _rate(self, percent):
        """What the place pays the seriously ill, in per cent of the standard."""
        self._policy("supplement_serious_illness", percent)

    def _found(self, day=date(2026, 1, 20)):
        made = self.changes._search_all(day)
        return made.filtered(lambda one: one.division_id == self.county)

    def _work(self, change):
        job = change.job_id.sudo().with_context(force_report_rendering=True)
        job._run()
        change.invalidate_recordset()
        return job

    def _listed(self, change=None):
        change = (change or self._found()).with_user(self.officer)
        change.action_list()
        self.assertEqual(self._work(change).state, "done", change.job_message)
        return change

    def _carried_out(self, change, user=None):
        change = change.with_user(user or self.confirmer)
        change.action_decide()
        self.assertEqual(self._work(change).state, "done", change.job_message)
        return change

    def test_found_once_with_its_first_whole_month(self):
        """In force from 16 January: February is the first whole month."""
        self._paid(1, 500.0)
        change = self._found()
        self.assertEqual((change.month, change.state), (FEB, "draft"))
        self.assertEqual(change.document, PAPER)
        self.assertEqual(change.activity_ids.user_id, self.officer)
        self.assertFalse(self._found())

    def test_a_first_day_is_a_first_whole_month(self):
        standards = self.env["dibao.standard"].search(
            [("division_id", "=", self.county.id), ("urban_rural", "=", "rural")]
        )
        standards.filtered(lambda one: one.amount == NEW).valid_from = "2026-02-01"
        standards.filtered(lambda one: one.amount == OLD).valid_to = "2026-01-31"
        self._paid(1, 500.0)
        self.assertEqual(self._found().month, FEB)

    def test_where_all_is_at_the_standard_nothing_is_found(self):
        self._paid(1, 500.0, standard=NEW)
        self.assertFalse(self._found())

    def test_where_the_place_waits_for_the_recheck(self):
        self._policy("standard_change", "recheck")
        self._paid(1, 500.0)
        self.assertFalse(self._found())

    def test_from_the_list_to_the_payment(self):
        """850 − 300 = 550 for one; 2 × (850 − 450) = 800 for two; from February on."""
        one, two = self._paid(1, 500.0), self._paid(2, 700.0, counted=2)
        # Who was decided upon by the new standard already is not on the list.
        figures = {"standard": NEW, "monthly_income": 300, "per_capita": 300}
        self._paid(3, 550.0, **figures)
        self.settled(self.locked(JAN))
        change = self._listed()
        self.assertEqual(change.state, "listed")
        self.assertEqual(
            change.line_ids.sorted("household_id").mapped("amount_after"),
            [550.0, 800.0],
        )
        self.assertEqual((change.amount_before, change.difference), (1200.0, 150.0))
        # Nothing is granted by the list.
        self.assertEqual(one._in_force("2026-02-10").amount, 500.0)
        change = self._carried_out(change)
        self.assertEqual(change.state, "done")
        for household, before, after in ((one, 500.0, 550.0), (two, 700.0, 800.0)):
            self.assertEqual(household._in_force("2026-01-31").amount, before)
            benefit = household._in_force("2026-02-01")
            self.assertEqual((benefit.amount, benefit.standard), (after, NEW))
            self.assertEqual(benefit.line_ids.basis, PAPER)
            self.assertEqual(benefit.started_by_id, self.confirmer)
        run = self.computed(FEB)
        self.assertFalse(run.finding_ids.filtered(lambda f: f.code != "notices"))
        self.assertEqual(self.told(one)[-1], ("regular", FEB, 550.0))
        self.assertEqual(set(run.difference_ids.mapped("cause")), {"standard"})

    def test_two_people(self):
        self._paid(1, 500.0)
        change = self._listed(self._found().with_user(self.confirmer))
        change._by_act({"listed_by_id": self.confirmer.id})
        with self.assertRaises(UserError):
            change.with_user(self.confirmer).action_decide()
        with self.assertRaises(UserError):
            change.with_user(self.officer).action_decide()
        self.assertEqual(self._carried_out(change, self.second).state, "done")

    def test_found_late_what_lacks_is_arrears(self):
        """Confirmed in March for February: the difference is paid with March."""
        paid = self._paid(1, 500.0)
        self.settled(self.locked(JAN))
        self.settled(self.locked(FEB))
        with freeze_time("2026-03-02 02:00:00"):
            change = self._found(date(2026, 3, 2))
            self.assertEqual(change.month, FEB)
            self._carried_out(self._listed(change))
            self.computed(MAR)
        self.assertEqual(
            self.told(paid)[-2:], [("regular", MAR, 550.0), ("arrears", FEB, 50.0)]
        )

    def test_what_is_for_a_case(self):
        """Above the new standard, a death, a benefit that ends: none is touched."""
        for standard in self.env["dibao.standard"].search(
            [("division_id", "=", self.county.id), ("amount", "=", NEW)]
        ):
            standard.amount = 700.0
        above = self._paid(1, 50.0)
        lower = self._paid(2, 500.0)
        dead = self._paid(3, 500.0)
        dead.head_id.death_date = "2026-01-10"
        ending = self._paid(4, 500.0, date_to="2026-03-31")
        change = self._listed()
        self.assertEqual(
            {line.household_id: line.problem for line in change.line_ids},
            {above: "above", lower: False, dead: "death", ending: "later"},
        )
        for line in change.line_ids - change.line_ids.filtered("amount_after"):
            self.assertNotEqual(line.problem_shown, line.problem)
        self.assertEqual(change.held_count, 3)
        self._carried_out(change)
        self.assertEqual(lower._in_force("2026-02-01").amount, 400.0)
        self.assertEqual(above._in_force("2026-02-01").amount, 50.0)
        self.assertEqual(dead._in_force("2026-02-01").amount, 500.0)
        self.assertEqual(ending._in_force("2026-02-01").amount, 500.0)
        # The night does not bring up again what waits for its case.
        self.assertFalse(self._found())

    def test_a_lump_sum_is_not_reckoned_anew(self):
        """500 + 123: what made it up is not on record, an officer looks."""
        lump = self._paid(1, 500.0)
        lump.benefit_ids.sudo()._by_act(
            {
                "amount": 623.0,
                "line_ids": [Command.update(self._line(lump), {"amount": 623.0})],
            }
        )
        change = self._listed()
        self.assertEqual(change.line_ids.problem, "figures")

    def _line(self, household):
        return household.benefit_ids.line_ids.id

    def test_supplements_that_were_granted_go_with_the_standard(self):
        """20 % of 800 for the ill one is 160; of 850 it is 170. Who fell ill since
        then gets it by a decision."""
        self._rate("20")
        ill, well = self._paid(1, 500.0), self._paid(2, 400.0)
        (ill | well).head_id.serious_illness = True
        part = {
            "component": "supplement",
            "code": "serious_illness",
            "person_id": ill.head_id.id,
            "amount": 160.0,
            "basis": "试验县文件",
        }
        ill.benefit_ids.sudo()._by_act(
            {"amount": 660.0, "line_ids": [Command.create(part)]}
        )
        self._carried_out(self._listed())
        held = ill._in_force("2026-02-01")
        self.assertEqual(held.amount, 720.0)
        self.assertEqual(
            [(one.component, one.amount, one.basis) for one in held.line_ids],
            [("base", 550.0, PAPER), ("supplement", 170.0, "试验县文件")],
        )
        self.assertEqual(well._in_force("2026-02-01").amount, 450.0)

    def test_changed_between_list_and_confirmation(self):
        paid, other = self._paid(1, 500.0), self._paid(2, 400.0)
        change = self._listed()
        self.grant(paid, 480.0, FEB)
        self._carried_out(change)
        self.assertEqual(paid._in_force("2026-02-01").amount, 480.0)
        line = change.line_ids.filtered(lambda one: one.household_id == paid)
        self.assertEqual((line.state, line.problem), ("held", "changed"))
        self.assertEqual(other._in_force("2026-02-01").amount, 450.0)

    def test_carried_out_twice_nothing_is_granted_twice(self):
        paid = self._paid(1, 500.0)
        change = self._carried_out(self._listed())
        before = paid.benefit_ids
        with self.assertRaises(UserError):
            change.action_decide()
        self.assertFalse(change.sudo()._apply_next())
        self.assertEqual(paid.benefit_ids, before)

    def test_stopped_between_pieces_it_goes_on(self):
        """As a killed process leaves it: some changed, the others still to be."""
        households = [self._paid(number, 500.0) for number in range(1, 4)]
        change = self._listed().with_user(self.confirmer)
        self.patch(dibao_standard_change_work, "WRITTEN", 1)
        change.action_decide()
        change.sudo()._apply_next()
        done = change.line_ids.filtered(lambda one: one.state == "done")
        self.assertEqual(len(done), 1)
        self.assertEqual(self._work(change).state, "done")
        for household in households:
            held = household.benefit_ids.filtered(lambda one: one.state == "in_force")
            self.assertEqual(held.mapped("amount"), [550.0])

    def test_a_missing_rule_is_named_and_the_work_goes_on_after_it(self):
        self._paid(1, 500.0)
        rule = self.env.ref("dibao_review.policy_round_level")
        kept = rule.copy_data()[0]
        rule.unlink()
        change = self._found().with_user(self.officer)
        change.action_list()
        work = change.sudo()
        work._list()
        with self.assertRaises(UserError) as told:
            work._reckon_next()
        self.assertIn("Rounding of the household", str(told.exception))
        self.assertIn("2026-02-01", str(told.exception))
        with self.assertRaises(UserError):
            change.action_go_on()
        work.job_id.state = "failed"
        self.env["dibao.policy"].create(kept)
        change.action_go_on()
        self.assertEqual(self._work(change).state, "done")
        self.assertEqual(change.line_ids.amount_after, 550.0)

    def test_the_list_is_filed(self):
        self._paid(1, 500.0)
        change = self._carried_out(self._listed())
        item = change.item_id
        self.assertEqual(item.kind_id.code, "STANDARD")
        self.assertEqual(item.sudo().volume_id.division_id, self.county)
        self.assertTrue(item.sudo().original_ids)

    def test_what_was_listed_stays(self):
        self._paid(1, 500.0)
        change = self._listed()
        with self.assertRaises(UserError):
            change.month = MAR
        change.document = "示例文件"
        self._carried_out(change)
        with self.assertRaises(UserError):
            change.document = "另一文件"
        with self.assertRaises(UserError):
            change.unlink()
