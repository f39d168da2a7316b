# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""An import that is interrupted, and who may run one."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..ledger.write_known import KnownHouseholds
from ..models import dibao_job_ledger
from .common import make_id
from .ledger_common import LedgerImportCase, member_row


class TestResume(LedgerImportCase):
    """A process dies in the middle; the next one goes on."""

    def setUp(self):
        super().setUp()
        patcher = patch.object(dibao_job_ledger, "CHUNK", 3)
        patcher.start()
        self.addCleanup(patcher.stop)
        self.data = self.rows(
            *(row for n in range(10) for row in self.family(f"A{n}", 10 * n + 1)),
            member_row("B1", "张三", make_id(order=1)),
        )

    def die_after(self, job, chunks, act):
        """Run until ``chunks`` are committed, then lose everything in memory."""
        alive = iter([True] * (chunks - 1) + [False])
        with patch.object(type(job), "_next_chunk", lambda _job: next(alive)):
            self.assertFalse(act())
        self.env.flush_all()
        self.env.invalidate_all()

    def test_dry_run(self):
        ledger = self.upload(self.data)
        ledger.action_check()
        job = ledger.job_id.sudo()
        job.state = "running"
        self.die_after(job, 2, job._job_ledger_check)
        self.assertEqual(job.cursor["seq"], 6)
        self.run_job(ledger)
        self.assertEqual((ledger.household_count, ledger.person_count), (11, 21))
        self.assertEqual(self.rules(ledger), ["id_twice"])
        self.assertEqual(ledger.create_count, 10)

    def test_import(self):
        ledger = self.check(self.data, faultless_only=True)
        ledger.action_import()
        job = ledger.job_id.sudo()
        job.state = "running"
        self.die_after(job, 2, job._job_ledger_import)
        registry = self.env["dibao.household"]
        self.assertEqual(registry.search_count([("number", "=like", "A%")]), 6)
        self.run_job(ledger)
        self.assertEqual(registry.search_count([("number", "=like", "A%")]), 10)
        self.assertEqual((ledger.created_count, ledger.skipped_count), (10, 1))

    def test_import_dies_within_a_chunk(self):
        """What a chunk has begun to write goes with its transaction."""
        ledger = self.check(self.data, faultless_only=True)
        ledger.action_import()
        job = ledger.job_id.sudo()
        job.state = "running"
        self.die_after(job, 1, job._job_ledger_import)
        with (
            patch.object(KnownHouseholds, "_join", side_effect=RuntimeError("killed")),
            self.assertRaises(RuntimeError),
            self.env.cr.savepoint(),
        ):
            job._job_ledger_import()
        self.env.invalidate_all()
        self.assertEqual(job.cursor["seq"], 3)
        self.run_job(ledger)
        self.assertEqual(ledger.created_count, 10)
        self.env.cr.execute(
            "SELECT 1 FROM dibao_household_member GROUP BY person_id"
            " HAVING COUNT(*) > 1"
        )
        self.assertFalse(self.env.cr.fetchall())

    def test_cancel(self):
        ledger = self.check(self.data, faultless_only=True)
        ledger.action_import()
        ledger.action_cancel()
        self.assertEqual((ledger.state, ledger.job_id.state), ("checked", "cancelled"))
        self.assertFalse(ledger.job_id.sudo()._run())
        ledger.action_import()
        self.run_job(ledger)
        self.assertEqual(ledger.created_count, 10)


class TestLedgerRights(LedgerImportCase):
    def test_an_import_belongs_to_its_office(self):
        ledger = self.check(self.rows(*self.family("A1"), member_row("A2", "x", "1")))
        stranger = self.make_user("ledger_west", "township_clerk", self.west)
        for record in (ledger, ledger.finding_ids, ledger.column_ids):
            self.assertTrue(record.with_user(self.officer).has_access("read"))
            with self.assertRaises(AccessError):
                record.with_user(stranger).check_access("read")
            self.assertFalse(record.with_user(stranger).search([]))

    def test_no_import_into_another_area(self):
        with self.assertRaises(AccessError):
            self.upload(self.rows(*self.family()), office=self.west)
        with self.assertRaises(AccessError):
            self.upload(self.rows(*self.family()), office=self.county)

    def test_roles_without_it(self):
        for role in ("village_assistant", "statistics", "system_admin", "finance"):
            user = self.make_user(f"ledger_{role}", role, self.east)
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.upload(self.rows(*self.family()), user=user)

    def test_staged_rows_are_nobodys(self):
        self.check(self.rows(*self.family()))
        for model in ("dibao.ledger.household", "dibao.ledger.person"):
            for user in (self.clerk, self.officer):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])

    def test_steps_are_not_written_by_hand(self):
        ledger = self.check(self.rows(member_row("A1", "张三", "1")))
        for vals in ({"faulty_count": 0}, {"state": "done"}, {"job_id": False}):
            with self.assertRaises(UserError):
                ledger.write(vals)
        with self.assertRaises(UserError):
            ledger.column_ids[0].write({"field": False})

    def test_rights_withdrawn_before_the_job_runs(self):
        ledger = self.check(self.rows(*self.family()))
        ledger.action_import()
        self.clerk.sudo().dibao_division_ids = [Command.set(self.west.ids)]
        job = ledger.job_id.sudo()
        job.state = "running"
        with self.assertRaises(AccessError):
            job._job_ledger_import()
