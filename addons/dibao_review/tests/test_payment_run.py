# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A county's months: who is paid what, once, and by whose approval."""

from datetime import date

from psycopg2 import IntegrityError
from psycopg2.errors import RaiseException

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.dibao_archive.sealed import unseal_field
from odoo.addons.dibao_archive.tests.common import make_id

from .payment_common import APR, FEB, JAN, MAR, PaymentCase


@tagged("post_install", "-at_install")
class TestCompute(PaymentCase):
    def test_a_month(self):
        one, two = self.make_paid(1, 500.0), self.make_paid(2, 333.33)
        later = self.make_paid(3, 400.0, FEB)
        run = self.computed()
        self.assertEqual(self.told(one), [("regular", JAN, 500.0)])
        self.assertEqual(self.told(two), [("regular", JAN, 333.33)])
        self.assertFalse(self.live(later))
        self.assertRecordValues(
            run,
            [
                {
                    "state": "checked",
                    "total": 833.33,
                    "household_count": 2,
                    "line_count": 2,
                    "computed_by_id": self.officer.id,
                    "previous_id": False,
                }
            ],
        )
        line = self.live(one)
        self.assertEqual(line.township_id, self.east)
        self.assertEqual(unseal_field(line.sudo(), "account")[line.id], f"62{1:014d}")
        self.assertEqual(line.account[-4:], "0001")
        self.assertIn("*", line.account)

    def test_other_counties_are_left_alone(self):
        other = self.env["dibao.division"].create(
            {
                "code": "990102000000",
                "name": "邻县",
                "parent_id": self.places["990100000000"].id,
            }
        )
        township = self.env["dibao.division"].create(
            {"code": "990102001000", "name": "邻镇", "parent_id": other.id}
        )
        village = self.env["dibao.division"].create(
            {"code": "990102001001", "name": "邻村", "parent_id": township.id}
        )
        mine, theirs = self.make_paid(1), self.make_paid(2, village=village)
        self.computed()
        self.assertTrue(self.live(mine))
        self.assertFalse(self.live(theirs))

    def test_computed_twice(self):
        one = self.make_paid(1)
        run = self.computed()
        self.grant(one, 520.0)
        self.make_paid(2)
        self.compute(run)
        self.assertEqual(self.told(one), [("regular", JAN, 520.0)])
        self.assertEqual((run.line_count, run.total), (2, 1020.0))
        self.assertEqual(self.lines.search_count([("run_id", "=", run.id)]), 2)

    def test_two_officers_at_once(self):
        """Both press the button: one piece of work, one line a household."""
        one = self.make_paid(1)
        run = self.make_run()
        run.action_compute()
        first = run.job_id
        run.with_user(self.cashier).action_compute()
        self.assertEqual(run.job_id, first)
        first.sudo()._run()
        self.assertEqual(len(self.live(one)), 1)

    def test_one_run_of_a_month_and_one_at_a_time(self):
        self.make_run()
        for month in (JAN, FEB):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.make_run(month, self.cashier)

    def test_the_database_pays_nobody_twice(self):
        self.make_paid(1)
        run = self.computed()
        line = run.line_ids
        for change in ("'regular'", "'arrears'"):
            self.env.cr.execute(
                SQL(
                    "UPDATE dibao_payment_line SET kind = %s WHERE id = %s",
                    change.strip("'"),
                    line.id,
                )
            )
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(
                    SQL(
                        """INSERT INTO dibao_payment_line (run_id, run_month,
                               division_id, household_id, kind, month, amount, state)
                           SELECT run_id, run_month, division_id, household_id, kind,
                                  month, amount, state
                             FROM dibao_payment_line WHERE id = %s""",
                        line.id,
                    )
                )

    def test_killed_between_pieces(self):
        """A piece that is begun again pays nobody twice and leaves nobody out."""
        self.patch_chunk(2)
        households = [self.make_paid(number) for number in range(1, 6)]
        run = self.make_run()
        run.action_compute()
        job = run.job_id.sudo()
        job.state = "running"
        job._job_payment_compute()
        job._job_payment_compute()
        self.assertEqual(self.lines.search_count([("run_id", "=", run.id)]), 2)
        # The piece was committed; its note of how far it is was not.
        job.cursor = {"id": 0, "done": 0}
        self.assertTrue(job._run())
        self.assertEqual([len(self.live(one)) for one in households], [1] * 5)
        self.assertEqual(run.household_count, 5)

    def patch_chunk(self, size):
        from ..models import dibao_payment_run_compute  # noqa: PLC0415

        self.patch(dibao_payment_run_compute, "CHUNK", size)

    def test_missing_policies_stop_the_act(self):
        self.make_paid(1)
        policy = self.env.ref("dibao_review.policy_payment_after_death")
        policy.unlink()
        run = self.make_run()
        with self.assertRaisesRegex(UserError, "Payment after a member"):
            run.action_compute()
        self.assertFalse(run.job_id)

    def test_no_month_is_left_out(self):
        self.make_paid(1)
        self.locked(JAN)
        with self.assertRaisesRegex(UserError, "2026-02"):
            self.make_run(MAR).action_compute()

    def test_quarters(self):
        self.env["dibao.policy"].create(
            {
                "key_id": self.env.ref("dibao_archive.policy_key_payment_frequency").id,
                "division_id": self.county.id,
                "value": "quarterly",
                "valid_from": "2025-01-01",
                "legal_basis": "测试",
            }
        )
        one = self.make_paid(1, start=FEB)
        run = self.make_run(FEB)
        with self.assertRaisesRegex(UserError, "quarters"):
            run.action_compute()
        run.month = MAR
        self.compute(run)
        self.assertEqual(
            self.told(one), [("regular", FEB, 500.0), ("regular", MAR, 500.0)]
        )

    def test_over_new_year_and_leap_day(self):
        one = self.make_paid(1, start=date(2027, 12, 1))
        for month in (date(2027, 12, 1), date(2028, 1, 1), date(2028, 2, 29)):
            self.locked(month)
        self.assertEqual(
            [line.month for line in self.live(one)],
            [date(2027, 12, 1), date(2028, 1, 1), date(2028, 2, 1)],
        )


@tagged("post_install", "-at_install")
class TestChanges(PaymentCase):
    def test_arrears_of_a_late_decision(self):
        self.make_paid(1)
        self.locked(JAN)
        late = self.make_paid(2, 450.5, JAN)
        raised = self.make_paid(3, 300.0, FEB)
        self.locked(FEB)
        self.grant(raised, 350.0, FEB)
        self.locked(MAR)
        self.assertEqual(
            self.told(late),
            [
                ("regular", FEB, 450.5),
                ("arrears", JAN, 450.5),
                ("regular", MAR, 450.5),
            ],
        )
        self.assertEqual(
            self.told(raised),
            [("regular", FEB, 300.0), ("regular", MAR, 350.0), ("arrears", FEB, 50.0)],
        )

    def test_nothing_before_the_first_run(self):
        """Months that the county paid by other means are nobody's arrears."""
        one = self.make_paid(1, start=date(2025, 6, 1))
        self.locked(JAN)
        self.computed(FEB)
        self.assertEqual(
            self.told(one), [("regular", JAN, 500.0), ("regular", FEB, 500.0)]
        )

    def test_what_was_computed_stays_with_its_month(self):
        self.make_paid(1)
        self.make_run(APR).unlink()
        begun = self.make_run(JAN)
        begun.month = FEB
        self.compute(begun)
        for values in ({"month": MAR}, {"division_id": self.west.id}):
            with self.assertRaisesRegex(ValidationError, "stays with it"):
                begun.write(values)
        with self.assertRaisesRegex(ValidationError, "stays with it"):
            begun.unlink()
        self.assertRecordValues(begun, [{"month": FEB, "division_id": self.county.id}])
        self.assertEqual(len(begun.line_ids), 1)
        # So while it is being computed anew, when some of its lines are there.
        begun.sudo()._by_act({"state": "draft"})
        with self.assertRaisesRegex(ValidationError, "stays with it"):
            begun.month = MAR

    def test_what_is_stopped_is_arrears_of_the_next(self):
        one = self.make_paid(1)
        self.make_paid(2)
        run = self.computed(JAN)
        self.live(one).with_user(self.officer).action_stop()
        self.assertEqual(run.total, 500.0)
        self.explain_all(run)
        self.approve(run)
        run.with_user(self.confirmer).action_lock()
        self.locked(FEB)
        self.assertEqual(
            self.told(one), [("regular", FEB, 500.0), ("arrears", JAN, 500.0)]
        )

    def test_differences_are_explained_to_the_fen(self):
        same, gone = self.make_paid(1), self.make_paid(2, 200.0)
        more, less = self.make_paid(3), self.make_paid(4)
        self.locked(JAN)
        gone.benefit_ids._end(date(2026, 1, 5), "测试")
        self.grant(more, 612.34, FEB)
        self.grant(less, 320.0, FEB, kind="taper")
        new = self.make_paid(5, 99.99, JAN)
        run = self.computed(FEB)
        causes = {
            household: sorted(
                (one.cause, one.amount)
                for one in run.difference_ids
                if one.household_id == household
            )
            for household in (same, gone, more, less, new)
        }
        self.assertEqual(
            causes,
            {
                same: [],
                gone: [("ended", -200.0)],
                more: [("increase", 112.34)],
                less: [("taper", -180.0)],
                new: [("arrears", 99.99), ("first", 99.99)],
            },
        )
        total = sum(run.difference_ids.mapped("amount"))
        self.assertAlmostEqual(total, run.total - run.previous_total, 2)
        self.assertAlmostEqual(total, run.difference, 2)
        march = self.locked_after(run)
        self.assertEqual(
            [(one.cause, one.amount) for one in march.difference_ids],
            [("arrears_past", -99.99)],
        )

    def locked_after(self, run):
        self.explain_all(run)
        self.approve(run)
        run.with_user(self.confirmer).action_lock()
        return self.computed(MAR)

    def test_recovery_by_agreement_only(self):
        one = self.make_paid(1, 500.0)
        self.locked(JAN)
        # It ended before: January was paid by mistake.
        agreement = (
            self.env["dibao.payment.recovery"]
            .with_user(self.officer)
            .create(
                {
                    "household_id": one.id,
                    "reason": "多发一个月",
                    "amount": 500.0,
                    "monthly": 300.0,
                }
            )
        )
        self.locked(FEB)
        self.assertFalse(self.live(one, kind="recovery"))
        with self.assertRaisesRegex(UserError, "who signed"):
            agreement.action_agree()
        agreement.write({"consent_on": "2026-02-20", "signed_by": "示例户主"})
        agreement.action_agree()
        march = self.locked(MAR)
        # Half of the payment at most (policy), though 300 were agreed on.
        self.assertEqual(
            self.told(one, run_month=MAR),
            [("regular", MAR, 500.0), ("recovery", MAR, -250.0)],
        )
        self.assertEqual(march.recovery_total, -250.0)
        self.locked(APR)
        self.assertEqual(agreement.state, "done")
        self.computed(date(2026, 5, 1))
        self.assertEqual(sum(self.live(one, kind="recovery").mapped("amount")), -500.0)

    def test_without_consent_the_database_refuses(self):
        one = self.make_paid(1)
        run = self.computed()
        for vals in ("amount = -5", "kind = 'recovery', amount = -5"):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(
                    f"UPDATE dibao_payment_line SET {vals} WHERE run_id = {run.id}"
                )
        self.assertEqual(len(self.live(one)), 1)


@tagged("post_install", "-at_install")
class TestDeath(PaymentCase):
    def test_before_the_month(self):
        alone, couple = self.make_paid(1), self.make_couple()
        self.locked(JAN)
        alone.head_id.death_date = "2026-01-20"
        couple.head_id.death_date = "2026-01-31"
        run = self.computed(FEB)
        self.assertFalse(self.live(alone, run_month=FEB))
        self.assertTrue(self.live(couple, run_month=FEB))
        causes = {one.household_id: one.cause for one in run.difference_ids}
        self.assertEqual(causes, {alone: "died"})
        flagged = run.finding_ids.filtered(lambda one: one.code == "deaths")
        self.assertEqual(flagged.household_id, couple)

    def make_couple(self):
        household = self.make_household(
            None,
            [
                ("示例夫", make_id("19600101", 901), "02"),
                ("示例妻", make_id("19600101", 902), "10"),
            ],
            account_number="6299999999999999",
            state="active",
        )
        household.account_holder_id = household.head_id
        self.grant(household, 900.0)
        return household

    def test_held(self):
        policy = self.env.ref("dibao_review.policy_payment_after_death")
        policy.value = "hold"
        couple = self.make_couple()
        self.locked(JAN)
        couple.head_id.death_date = "2026-01-31"
        run = self.computed(FEB)
        self.assertFalse(self.live(couple, run_month=FEB))
        self.assertEqual(run.difference_ids.cause, "held")

    def test_between_computing_and_approval(self):
        alone, other = self.make_paid(1), self.make_paid(2)
        run = self.computed(FEB)
        self.explain_all(run)
        run.with_user(self.confirmer).action_approve()
        alone.head_id.death_date = "2026-01-31"
        told = run.with_user(self.second).action_approve()
        self.assertEqual(told["tag"], "display_notification")
        self.assertRecordValues(
            run, [{"state": "checked", "approved_by_id": False, "total": 500.0}]
        )
        self.assertEqual(
            self.lines.search([("household_id", "=", alone.id)]).stop_reason, "died"
        )
        self.approve(run)
        self.assertTrue(self.live(other))

    def test_between_lock_and_bank(self):
        alone, other = self.make_paid(1), self.make_paid(2)
        run = self.locked(FEB)
        alone.head_id.death_date = "2026-01-31"
        file = self.export(run)
        self.assertEqual((file.row_count, file.total), (1, 500.0))
        self.assertEqual(file.line_ids.household_id, other)
        self.assertEqual(run.state, "exported")

    def test_account_changed_before_approval(self):
        one = self.make_paid(1)
        run = self.computed()
        self.explain_all(run)
        one.account_number = "6200000000000777"
        self.assertTrue(run.with_user(self.confirmer).action_approve())
        self.assertFalse(run.approved_by_id)
        with self.assertRaisesRegex(UserError, "1 findings"):
            run.with_user(self.confirmer).action_approve()
        self.compute(run)
        self.explain_all(run)
        self.approve(run)

    def test_amount_changed_before_approval(self):
        """Nobody writes an amount over; were it done, nobody approves the old one."""
        one = self.make_paid(1)
        run = self.computed()
        self.explain_all(run)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE dibao_benefit SET amount = amount + 1 WHERE household_id = %s",
            [one.id],
        )
        self.env.invalidate_all()
        self.assertTrue(run.with_user(self.confirmer).action_approve())
        finding = run.finding_ids.filtered(lambda one: one.code == "changed")
        self.assertEqual(finding.detail, "amount_changed")
        self.assertEqual(finding.expected, finding.found + 1)
        # What is known is not noted again.
        self.explain_all(run)
        self.assertFalse(run.with_user(self.confirmer).action_approve())
        self.assertTrue(run.approved_by_id)


@tagged("post_install", "-at_install")
class TestApproval(PaymentCase):
    def setUp(self):
        super().setUp()
        self.household = self.make_paid(1)

    def test_two_people_neither_of_whom_computed(self):
        run = self.compute(self.make_run(user=self.cashier))
        self.explain_all(run)
        with self.assertRaisesRegex(UserError, "You computed"):
            run.with_user(self.cashier).action_approve()
        with self.assertRaises(AccessError):
            run.with_user(self.officer).action_approve()
        run.with_user(self.confirmer).action_approve()
        self.assertEqual(run.state, "checked")
        with self.assertRaisesRegex(UserError, "already"):
            run.with_user(self.confirmer).action_approve()
        run.with_user(self.second).action_approve()
        self.assertRecordValues(
            run,
            [
                {
                    "state": "approved",
                    "approved_by_id": self.confirmer.id,
                    "second_by_id": self.second.id,
                }
            ],
        )

    def test_the_database_asks_for_two(self):
        run = self.computed()
        self.explain_all(run)
        run.with_user(self.confirmer).action_approve()
        self.env.flush_all()
        for change in (
            "second_by_id = approved_by_id",
            "state = 'approved'",
            "state = 'locked'",
            "second_by_id = computed_by_id",
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(
                    f"UPDATE dibao_payment_run SET {change} WHERE id = {run.id}"
                )

    def test_where_the_policy_lets_the_computer_approve(self):
        self.env.ref("dibao_review.policy_payment_approvers_apart").value = "false"
        run = self.compute(self.make_run(user=self.cashier))
        self.explain_all(run)
        self.approve(run, self.cashier, self.confirmer)
        self.assertEqual(run.state, "approved")

    def test_the_list_of_the_first_approval_is_that_of_the_second(self):
        run = self.computed()
        self.explain_all(run)
        run.with_user(self.confirmer).action_approve()
        self.env.flush_all()
        self.env.cr.execute(
            SQL("UPDATE dibao_payment_line SET amount = 501 WHERE run_id = %s", run.id)
        )
        self.env.invalidate_all()
        benefit = self.household.benefit_ids
        self.env.cr.execute(
            SQL("UPDATE dibao_benefit SET amount = 501 WHERE id = %s", benefit.id)
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "not the one"):
            run.with_user(self.second).action_approve()

    def test_locked_is_kept_by_the_database(self):
        run = self.locked()
        self.env.flush_all()
        line = run.line_ids
        for statement in (
            f"UPDATE dibao_payment_line SET amount = 1 WHERE id = {line.id}",
            f"DELETE FROM dibao_payment_line WHERE id = {line.id}",
            f"""INSERT INTO dibao_payment_line (run_id, run_month, division_id,
                    household_id, kind, month, amount, state)
                SELECT run_id, run_month, division_id, household_id, 'correction',
                       month, 5, 'due' FROM dibao_payment_line WHERE id = {line.id}""",
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(RaiseException),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement)

    def test_nothing_by_hand(self):
        run = self.computed()
        for user in (self.cashier, self.officer, self.confirmer):
            for vals in ({"state": "locked"}, {"total": 1}, {"second_by_id": user.id}):
                with self.assertRaises(AccessError):
                    run.with_user(user).write(vals)
            with self.assertRaises(AccessError):
                run.line_ids.with_user(user).write({"amount": 1})
            with self.assertRaises(AccessError):
                run.finding_ids.with_user(user).write({"state": "explained"})

    def test_steps_in_their_order(self):
        run = self.make_run()
        for user, act in (
            (self.confirmer, "action_approve"),
            (self.confirmer, "action_lock"),
            (self.cashier, "action_export"),
        ):
            with self.assertRaises(UserError):
                getattr(run.with_user(user), act)()
        run = self.compute(run)
        self.explain_all(run)
        self.approve(run)
        with self.assertRaises(UserError):
            run.action_compute()
        run.with_user(self.confirmer).action_withdraw()
        self.assertRecordValues(
            run,
            [{"state": "checked", "approved_by_id": False, "second_by_id": False}],
        )
