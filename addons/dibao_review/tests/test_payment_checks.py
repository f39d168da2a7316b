# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Each check of a run finds what it is for, and says when it could not be run."""

import random
from datetime import date
from decimal import Decimal

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from odoo.addons.dibao_archive.tests.common import make_id

from ..tools import payment
from .payment_common import FEB, JAN, MAR, PaymentCase


@tagged("post_install", "-at_install")
class TestChecks(PaymentCase):
    def check(self, run, code):
        return run.check_ids.filtered(lambda one: one.code == code)

    def found(self, run, code):
        return {
            one.household_id: (one.detail, one.found, one.expected)
            for one in run.finding_ids
            if one.code == code
        }

    def test_in_order(self):
        self.make_paid(1)
        self.env["dibao.standard"].create(
            {
                "division_id": self.county.id,
                "urban_rural": "rural",
                "amount": 800.0,
                "valid_from": "2025-01-01",
                "legal_basis": "测试",
            }
        )
        run = self.computed()
        self.assertFalse(run.finding_ids)
        results = {one.code: one.result for one in run.check_ids}
        not_run = {"notices", "overpaid", "unexplained"}
        self.assertEqual(
            results,
            {code: "not_run" if code in not_run else "pass" for code in results},
        )
        self.assertEqual(len(results), 13)
        for code in not_run:
            self.assertTrue(self.check(run, code).reason_shown)

    def test_a28_never_on_a_notice(self):
        """By the rule of the place on the day of acceptance (57号 art. 19)."""
        shown, hidden, changed, old = (self.make_paid(n) for n in range(1, 5))
        cases = {}
        for household, kind in (
            (shown, "application"),
            (hidden, "application"),
            (changed, "reduction"),
        ):
            case = self.env["dibao.case"].create(
                {"household_id": household.id, "kind": kind}
            )
            case._by_act({"stage": "confirmed", "accepted_on": "2025-11-03"})
            household.benefit_ids._by_act({"case_id": case.id})
            cases[household] = case
        notices = self.env["dibao.notice"]
        notices._post(cases[shown], date(2025, 11, 20), date(2025, 11, 27))
        run = self.computed()
        self.assertEqual(list(self.found(run, "notices")), [hidden])
        check = self.check(run, "notices")
        self.assertEqual(
            (check.result, check.looked_at, check.skipped), ("found", 3, 1)
        )
        self.assertTrue(old)
        # All of them stood on one: nothing is found.
        notices._post(cases[hidden], date(2025, 11, 20), date(2025, 11, 27))
        self.compute(run)
        self.assertEqual(self.check(run, "notices").result, "pass")

    def test_by_which_day_it_is_paid(self):
        """Policy `payment_day`; of a short month the last day."""
        run = self.make_run(FEB)
        self.assertEqual(run.pay_by, date(2026, 2, 10))
        with freeze_time("2026-02-10 08:00:00"):
            self.assertFalse(run.is_late)
        with freeze_time("2026-02-11 08:00:00"):
            run.invalidate_recordset()
            self.assertTrue(run.is_late)
            self.assertIn(run, self.runs.search([("is_late", "=", True)]))
        self.env.ref("dibao_archive.policy_payment_day").value = "31"
        run.write({"month": "2028-02-15"})
        self.assertEqual(run.pay_by, date(2028, 2, 29))

    def test_nothing_to_pay_is_no_pass(self):
        """No check calls an empty list right; two people close the month, or it goes.

        What is found owed for it later is arrears, as of any month that was closed.
        """
        run = self.computed()
        self.assertEqual(set(run.check_ids.mapped("result")), {"not_run"})
        run.unlink()
        run = self.computed()
        run.with_user(self.confirmer).action_approve()
        with self.assertRaisesRegex(ValidationError, "stays with it"):
            run.unlink()
        run.with_user(self.second).action_approve()
        run.with_user(self.confirmer).action_lock()
        self.assertEqual(run.state, "closed")
        one = self.make_paid(1)
        later = self.compute(self.make_run(payment.shift(run.month, 1)))
        self.assertEqual(
            later.line_ids.filtered(lambda line: line.kind == "arrears").household_id,
            one,
        )

    def test_no_account(self):
        one = self.make_paid(1)
        one.account_number = False
        self.make_paid(2)
        run = self.computed()
        self.assertEqual(list(self.found(run, "account")), [one])
        with self.assertRaisesRegex(UserError, "findings are to be decided"):
            run.with_user(self.confirmer).action_approve()
        holder = self.check(run, "holder")
        self.assertEqual((holder.looked_at, holder.skipped), (1, 1))

    def test_accounts_unknown_altogether(self):
        self.make_paid(1).account_number = False
        run = self.computed()
        for code in ("shared", "holder"):
            self.assertEqual(self.check(run, code).result, "not_run")

    def test_a14_shared_account(self):
        one, two, three = (self.make_paid(number) for number in (1, 2, 3))
        two.account_number = f"62{1:014d}"
        run = self.computed()
        self.assertEqual(set(self.found(run, "shared")), {one, two})
        self.assertEqual(self.check(run, "shared").rule, "A14")
        self.keep_account(two, "2025-12-01")
        self.compute(run)
        self.assertEqual(set(self.found(run, "shared")), set())
        two.account_custodian_id.date_to = "2025-12-31"
        self.compute(run)
        self.assertEqual(set(self.found(run, "shared")), {one, two})
        self.assertFalse(self.found(run, "shared").get(three))

    def keep_account(self, household, since):
        household.account_custodian_id = self.env["dibao.custodian"].create(
            {
                "household_id": household.id,
                "name": "示例代管",
                "id_number": make_id("19500101", 77),
                "agreement_date": since,
            }
        )
        household.account_holder_id = False

    def test_a15_holder(self):
        nobody, left, dead, kept, late = (self.make_paid(n) for n in range(1, 6))
        nobody.account_holder_id = False
        other = self.env["dibao.person"].create(
            {
                "name": "示例外人",
                "id_number": make_id("19600202", 5),
                "division_id": self.east_village.id,
            }
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE dibao_household SET account_holder_id = %s WHERE id = %s",
            [other.id, left.id],
        )
        self.env.invalidate_all()
        self.keep_account(kept, "2026-01-31")
        self.keep_account(late, "2026-02-01")
        dead.head_id.death_date = "2026-01-02"
        run = self.computed()
        details = {one: told[0] for one, told in self.found(run, "holder").items()}
        self.assertEqual(
            details, {nobody: "no_holder", left: None or False, late: False}
        )

    def test_a16_ceiling(self):
        over = self.make_paid(1, 900.0, standard=800.0, per_capita=0.0)
        lines = [
            {"component": "base", "amount": 800.0},
            {"component": "supplement", "amount": 100.0},
        ]
        extra = self.make_paid(2)
        self.env["dibao.benefit"]._draft(
            extra,
            JAN,
            lines,
            [{"person_id": extra.head_id.id, "is_counted": True, "is_paid": True}],
            standard=800.0,
            per_capita=0.0,
            counted=1,
        )._start(JAN)
        run = self.computed()
        self.assertEqual(self.found(run, "ceiling"), {over: (False, 900.0, 800.0)})

    def test_a17_formula(self):
        wrong = self.make_paid(1, 500.0, per_capita=298.99)
        near = self.make_paid(2, 500.0, per_capita=299.01)
        run = self.computed()
        self.assertEqual(self.found(run, "formula"), {wrong: (False, 500.0, 501.01)})
        self.assertFalse(self.found(run, "formula").get(near))
        policy = self.env.ref("dibao_review.policy_payment_formula_tolerance")
        policy.value = "2"
        self.compute(run)
        self.assertFalse(self.found(run, "formula"))

    def _ruled(self, code, value):
        key = self.env["dibao.policy.key"].search([("code", "=", code)])
        self.env["dibao.policy"].create(
            {
                "key_id": key.id,
                "division_id": self.county.id,
                "value": value,
                "valid_from": "2025-01-01",
                "legal_basis": "测试",
            }
        )

    def test_a17_where_half_of_a_refused_share_is_paid(self):
        """57号 art. 34, reduced and not stopped: 500 less half of it is right."""
        half, whole = self.make_paid(1, 250.0), self.make_paid(2, 500.0)
        for household in (half, whole):
            benefit = household.benefit_ids.sudo()
            benefit._by_act({"per_capita": 300.0})
            benefit.member_ids._by_act({"is_paid": False})
        self._ruled("refusal_percent", "50")
        self.assertEqual(
            self.found(self.computed(), "formula"), {whole: (False, 500.0, 250.0)}
        )

    def test_a17_knows_the_smallest_amount(self):
        """The gap is 20; the place pays 50 at least."""
        raised = self.make_paid(1, 50.0, per_capita=780.0)
        less = self.make_paid(2, 20.0, per_capita=790.0)
        self._ruled("smallest_amount", "50")
        self.assertEqual(
            self.found(self.computed(), "formula"), {less: (False, 20.0, 50.0)}
        )
        self.assertTrue(self.live(raised))

    def test_a17_of_tiers(self):
        self.env["dibao.policy"].create(
            {
                "key_id": self.env.ref("dibao_archive.policy_key_amount_tiers").id,
                "division_id": self.county.id,
                "value": '[{"tier": 1, "urban": 600, "rural": 500}]',
                "valid_from": "2025-01-01",
                "legal_basis": "测试",
            }
        )
        right = self.make_paid(1, 500.0, method="tier", tier="1")
        wrong = self.make_paid(2, 600.0, method="tier", tier="1")
        run = self.computed()
        self.assertEqual(self.found(run, "formula"), {wrong: (False, 600.0, 500.0)})
        self.assertTrue(self.live(right))

    def test_what_cannot_be_reckoned_is_not_looked_at(self):
        self.make_paid(1, standard=0.0, per_capita=0.0)
        run = self.computed()
        self.assertEqual(self.check(run, "formula").result, "not_run")
        self.make_paid(2)
        self.compute(run)
        check = self.check(run, "formula")
        self.assertEqual((check.result, check.looked_at, check.skipped), ("pass", 1, 1))

    def test_standard_of_the_month(self):
        self.make_paid(1)
        standards = self.env["dibao.standard"]
        run = self.computed()
        self.assertEqual(self.check(run, "standard").result, "not_run")
        standards.create(
            {
                "division_id": self.county.id,
                "urban_rural": "rural",
                "amount": 850.0,
                "valid_from": "2026-01-15",
                "legal_basis": "测试",
            }
        )
        self.compute(run)
        # On the first of the month there is none yet.
        self.assertEqual(self.check(run, "standard").result, "not_run")
        self.explain_all(run)
        self.approve(run)
        run.with_user(self.confirmer).action_lock()
        run = self.computed(FEB)
        [told] = self.found(run, "standard").values()
        self.assertEqual(told, (False, 800.0, 850.0))

    def test_a28_lists(self):
        """A line goes, another comes: the lists are compared, not trusted."""
        gone, kept = self.make_paid(1), self.make_paid(2)
        run = self.computed()
        self.live(gone)._stop("finding")
        kept.benefit_ids._end(date(2025, 12, 31), "测试")
        self.env.flush_all()
        run._run_checks()
        details = {one: told[0] for one, told in self.found(run, "lists").items()}
        self.assertEqual(details, {gone: "missing", kept: False})

    def test_a28_registry(self):
        unknown, stopped = self.make_paid(1), self.make_paid(2)
        stopped.state = "stopped"
        unpaid = self.make_household(state="active")
        run = self.computed()
        details = {one: told[0] for one, told in self.found(run, "registry").items()}
        self.assertEqual(details, {stopped: False, unpaid: "registry_only"})
        self.assertFalse(details.get(unknown))

    def test_paid_too_much(self):
        one = self.make_paid(1)
        self.locked(JAN)
        self.locked(FEB)
        one.benefit_ids._end(date(2026, 1, 31), "测试")
        self.make_paid(2)
        run = self.computed(MAR)
        self.assertEqual(self.found(run, "overpaid"), {one: (False, 500.0, 0.0)})
        agreement = self.env["dibao.payment.recovery"].create(
            {
                "household_id": one.id,
                "reason": "多发",
                "amount": 500.0,
                "monthly": 100.0,
                "consent_on": "2026-03-01",
                "signed_by": "示例",
            }
        )
        agreement.action_agree()
        self.compute(run)
        self.assertFalse(self.found(run, "overpaid"))

    def test_deciding(self):
        one, two = self.make_paid(1), self.make_paid(2)
        (one | two).account_number = False
        run = self.computed()
        findings = run.finding_ids.with_user(self.officer)
        first, second = findings.sorted("id")
        with self.assertRaisesRegex(UserError, "Write down why"):
            first.action_explain()
        with self.assertRaises(AccessError):
            first.with_user(self.make_user("p_auditor", "auditor", self.county)).write(
                {"note": "x"}
            )
        reader = self.make_user("p_reader", "auditor", self.county)
        for act in ("explain", "stop"):
            with self.assertRaises(AccessError):
                getattr(first.with_user(reader), f"action_{act}")()
        first.note = "现金补发，另行登记"
        first.action_explain()
        second.action_stop()
        self.assertRecordValues(
            first | second,
            [
                {"state": "explained", "decided_by_id": self.officer.id},
                {"state": "stopped", "decided_by_id": self.officer.id},
            ],
        )
        self.assertFalse(self.live(second.household_id))
        self.assertEqual((run.open_count, run.total), (0, 500.0))


@tagged("post_install", "-at_install")
class TestSameAsInWords(PaymentCase):
    """What SQL does for a county is what ``tools.payment`` says of each household."""

    def setUp(self):
        super().setUp()
        self.rng = random.Random(11)
        self.facts = {}

    def make_any(self, number):
        """A household of one or two with one or two benefits and perhaps a death."""
        rng = self.rng
        members = [(f"示例{number}甲", make_id("19610101", number), "02")]
        if rng.random() < 0.4:
            members.append((f"示例{number}乙", make_id("19620202", number), "10"))
        household = self.make_household(
            None, members, account_number=f"62{number:014d}", state="active"
        )
        start = rng.choice((JAN, JAN, FEB))
        self.grant(household, self.amount(), start, **self.figures())
        if rng.random() < 0.4:
            change = rng.choice((FEB, MAR))
            if change > start:
                kind = rng.choice(("regular", "taper"))
                self.grant(
                    household, self.amount(), change, kind=kind, **self.figures()
                )
        if rng.random() < 0.25:
            household.benefit_ids.filtered(lambda one: one.state == "in_force")._end(
                rng.choice((date(2026, 1, 31), date(2026, 2, 28))), "测试"
            )
        for person in household.member_ids.person_id:
            if rng.random() < 0.2:
                person.death_date = rng.choice(("2026-01-15", "2026-02-01"))
        return household

    def amount(self):
        return self.rng.randint(1, 90000) / 100

    def figures(self):
        return {"standard": self.rng.choice((800.0, 830.0))}

    def benefits(self, household):
        return {
            one.id: payment.Benefit(
                one.date_from,
                one.date_to or None,
                Decimal(f"{one.amount:.2f}"),
                one.kind,
                one.counted,
                Decimal(f"{one.standard:.2f}"),
                tuple(
                    member.person_id.death_date or None
                    for member in one.member_ids
                    if member.is_counted
                ),
            )
            for one in household.benefit_ids
            if one.state in ("in_force", "ended")
        }

    def in_words(self, households, rules):
        """{household: {month: {kind: {month for: yuan}}}} by the pure functions."""
        told = {}
        for household in households:
            benefits = self.benefits(household).values()
            granted, runs = {}, {}
            for month in (JAN, FEB, MAR):
                lines = {}
                if one := payment.owed(benefits, month, rules):
                    lines["regular", month] = one.amount
                past = [earlier for earlier in (JAN, FEB) if earlier < month]
                for earlier, lack in payment.missed(benefits, granted, past, rules):
                    lines["arrears", earlier] = lack
                for (_kind, earlier), yuan in lines.items():
                    granted[earlier] = granted.get(earlier, 0) + yuan
                runs[month] = lines
            told[household] = runs
        return told

    def in_sql(self, households):
        told = {}
        for household in households:
            told[household] = {month: {} for month in (JAN, FEB, MAR)}
            for line in self.live(household):
                key = line.kind, line.month
                told[household][line.run_month][key] = Decimal(f"{line.amount:.2f}")
        return told

    def compare(self, after_death):
        self.env.ref("dibao_review.policy_payment_after_death").value = after_death
        rules = payment.Rules(after_death=after_death)
        households = [self.make_any(number) for number in range(100, 160)]
        runs = [self.locked(month) for month in (JAN, FEB, MAR)]
        self.assertEqual(self.in_sql(households), self.in_words(households, rules))
        for run, month in zip(runs[1:], (FEB, MAR), strict=True):
            self.compare_causes(run, month, households, rules)

    def compare_causes(self, run, month, households, rules):
        before_month = payment.shift(month, -1)
        in_sql, in_words = {}, {}
        for one in run.difference_ids:
            told = in_sql.setdefault(one.household_id, set())
            told.add((one.cause, Decimal(f"{one.amount:.2f}")))
        for household in households:
            sides = [self.paid(household, side) for side in (before_month, month)]
            seen = bool(
                self.live(household, kind="regular").filtered(
                    lambda line: line.run_month < before_month
                )
            )
            causes = payment.explain(*sides, month, before_month, seen, rules)
            if causes:
                in_words[household] = set(causes)
        self.assertEqual(in_sql, in_words)
        self.assertTrue(in_sql)

    def paid(self, household, month):
        lines = self.live(household, run_month=month)
        parts = {}
        for line in lines:
            parts.setdefault(line.kind, Decimal(0))
            parts[line.kind] += Decimal(f"{line.amount:.2f}")
        benefit = lines.filtered(lambda line: line.kind == "regular").benefit_id
        return payment.Paid(parts, self.benefits(household).get(benefit.id))

    def test_flagged(self):
        self.compare("flag")

    def test_held(self):
        self.compare("hold")
