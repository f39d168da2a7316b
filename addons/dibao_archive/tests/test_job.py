# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .common import DibaoCase


class TestJob(DibaoCase):
    """The runner: chunks, resuming, failing, cancelling, one at a time for a key."""

    def setUp(self):
        super().setUp()
        self.model = type(self.env["dibao.job"])
        self.chunks = []

        def handler(job):
            done = (job.cursor or 0) + 1
            if done == 2 and self.crossed:
                self.crossed -= 1
                raise SerializationFailure
            if done == self.fail_at:
                raise RuntimeError("secret 990101196001010011")
            self.chunks.append(done)
            job._progress(done, 4, done)
            return done == 4

        self.fail_at, self.crossed = None, 0
        for patcher in (
            patch.object(self.model, "_job_test", handler, create=True),
            patch.object(self.model, "_commit", lambda job: job.env.flush_all()),
        ):
            patcher.start()
            self.addCleanup(patcher.stop)
        self.job = self.env["dibao.job"]._enqueue("test", key="k", title="Test")

    def test_runs_chunk_by_chunk(self):
        self.assertTrue(self.job._run())
        self.assertEqual(self.chunks, [1, 2, 3, 4])
        self.assertRecordValues(
            self.job, [{"state": "done", "done": 4, "total": 4, "progress": 100.0}]
        )

    def test_goes_on_where_a_killed_process_left_it(self):
        self.job.write({"state": "running", "cursor": 2, "done": 2, "total": 4})
        self.job._run()
        self.assertEqual(self.chunks, [3, 4])

    def test_one_at_a_time_for_a_key(self):
        self.assertEqual(self.env["dibao.job"]._enqueue("test", key="k"), self.job)
        self.job._run()
        self.assertNotEqual(self.env["dibao.job"]._enqueue("test", key="k"), self.job)

    def test_failure_says_no_values(self):
        self.fail_at = 2
        with (
            patch.object(self.env.cr, "rollback", lambda: None),
            mute_logger("odoo.addons.dibao_archive.models.dibao_job"),
        ):
            self.assertFalse(self.job._run())
        self.assertEqual((self.job.state, self.job.message), ("failed", "RuntimeError"))
        self.fail_at = None
        self.job.action_resume()
        self.job._run()
        self.assertEqual(self.chunks, [1, 2, 3, 4])

    def test_what_others_crossed_is_done_again(self):
        """A few times; then it fails like anything else."""
        self.crossed = 4
        with (
            patch.object(self.env.cr, "rollback", lambda: None),
            mute_logger("odoo.addons.dibao_archive.models.dibao_job"),
        ):
            self.assertTrue(self.job._run())
            self.assertEqual(self.chunks, [1, 2, 3, 4])
            again = self.env["dibao.job"]._enqueue("test", key="again")
            self.crossed = 5
            self.assertFalse(again._run())
        self.assertEqual(
            (again.state, again.message), ("failed", "SerializationFailure")
        )

    def test_cancel(self):
        self.job.action_cancel()
        self.assertFalse(self.job._run())
        self.assertEqual(self.chunks, [])

    def test_unknown_work_is_told(self):
        job = self.env["dibao.job"]._enqueue("nothing", key="n")
        with (
            patch.object(self.env.cr, "rollback", lambda: None),
            mute_logger("odoo.addons.dibao_archive.models.dibao_job"),
        ):
            job._run()
        self.assertEqual(job.state, "failed")
        with self.assertRaises(UserError):
            job._handler()
