# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

_logger = logging.getLogger(__name__)

#: How often in a row a chunk is done again that somebody else's work crossed.
TRIES = 5


class DibaoJob(models.Model):
    """One way to run big work: in chunks that commit, resumable, never twice at once.

    A handler is a method ``_job_<kind>()``. It does one chunk, tells how far it is by
    ``_progress`` (which commits), and returns True when nothing remains. A killed
    process leaves the job where its last chunk ended; the next run goes on from there.
    """

    _name = "dibao.job"
    _description = "Background Job"
    _order = "id desc"
    _rec_name = "title"

    kind = fields.Char(required=True, readonly=True)
    title = fields.Char(required=True, readonly=True)
    key = fields.Char(required=True, readonly=True, help="One job for a key at a time.")
    params = fields.Json(readonly=True)
    state = fields.Selection(
        [
            ("queued", "Waiting"),
            ("running", "Running"),
            ("done", "Done"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        default="queued",
        required=True,
        readonly=True,
    )
    total = fields.Integer(readonly=True)
    done = fields.Integer(readonly=True)
    progress = fields.Float(compute="_compute_progress")
    cursor = fields.Json(readonly=True, help="Where the next chunk begins.")
    message = fields.Text(readonly=True)
    result = fields.Json(readonly=True)
    user_id = fields.Many2one(
        "res.users", readonly=True, default=lambda self: self.env.uid, required=True
    )
    division_id = fields.Many2one("dibao.division", readonly=True)
    started_on = fields.Datetime(readonly=True)
    finished_on = fields.Datetime(readonly=True)

    _one_at_a_time = models.UniqueIndex(
        "(key) WHERE state IN ('queued', 'running')",
        "This work is already waiting or running.",
    )

    @api.depends("total", "done", "state")
    def _compute_progress(self):
        for job in self:
            share = 100.0 * job.done / job.total if job.total else 0.0
            job.progress = 100.0 if job.state == "done" else min(share, 100.0)

    # ------------------------------------------------------------------ running

    @api.model
    def _enqueue(self, kind, key, title=None, params=None, total=0, division=None):
        """Put work in the queue; returns the job (the waiting one for an equal key)."""
        same = self.sudo().search(
            [("key", "=", key), ("state", "in", ("queued", "running"))], limit=1
        )
        if same:
            return same.with_env(self.env)
        job = self.sudo().create(
            {
                "kind": kind,
                "key": key,
                "title": title or kind,
                "params": params or {},
                "total": total,
                "user_id": self.env.uid,
                "division_id": division and division.id,
            }
        )
        self.env.ref("dibao_archive.ir_cron_jobs").sudo()._trigger()
        return job.with_env(self.env)

    @api.model
    def _cron_run(self):
        """Run waiting and interrupted jobs, oldest first."""
        jobs = self.sudo().search([("state", "in", ("queued", "running"))], order="id")
        self.env["ir.cron"]._commit_progress(remaining=len(jobs))
        for job in jobs:
            # What it writes and tells is read by the one who ordered it.
            job.with_context(lang=job.user_id.lang)._run()
            if not self.env["ir.cron"]._commit_progress(1):
                break

    def _run(self):
        """Run one job to its end (or its failure) unless somebody else runs it."""
        self.ensure_one()
        crossed = 0
        while True:
            # The lock lasts for one chunk: each chunk ends with a commit.
            if not self.try_lock_for_update():
                return False
            self.invalidate_recordset()
            if self.state not in ("queued", "running"):
                return False
            if self.state == "queued":
                self.write({"state": "running", "started_on": fields.Datetime.now()})
            try:
                finished = self._handler()()
                self.env.flush_all()
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY as error:
                crossed += 1
                if crossed >= TRIES:
                    self._fail(error)
                    return False
                self._roll_back()
                continue
            except Exception as error:
                self._fail(error)
                return False
            crossed = 0
            if finished:
                self.write(
                    {
                        "state": "done",
                        "finished_on": fields.Datetime.now(),
                        "done": self.total or self.done,
                    }
                )
            self._commit()
            if finished:
                self._notify()
                return True

    def _handler(self):
        handler = getattr(self, f"_job_{self.kind}", None)
        if handler is None:
            raise UserError(self.env._("Nothing here can do %(kind)s.", kind=self.kind))
        return handler

    def _roll_back(self):
        self.env.cr.rollback()
        self.env.invalidate_all()

    def _fail(self, error):
        self._roll_back()
        # Database errors may quote values: only texts of UserErrors are shown.
        text = str(error) if isinstance(error, UserError) else type(error).__name__
        _logger.warning(
            "job %s (%s) failed: %s", self.id, self.kind, type(error).__name__
        )
        self.write(
            {
                "state": "failed",
                "message": text,
                "finished_on": fields.Datetime.now(),
            }
        )
        self._commit()
        self._notify()

    def _progress(self, done, total=None, cursor=None):
        """Note how far the job is; committed together with the chunk it tells of."""
        vals = {"done": done, "cursor": cursor}
        if total is not None:
            vals["total"] = total
        self.write(vals)

    def _commit(self):
        self.env.cr.commit()  # pylint: disable=invalid-commit

    def _notify(self):
        self.user_id._bus_send(
            "simple_notification",
            {
                "type": "success" if self.state == "done" else "warning",
                "title": self.title,
                "message": self.message
                or dict(self._fields["state"]._description_selection(self.env))[
                    self.state
                ],
            },
        )
        self._commit()

    # ------------------------------------------------------------------ screen

    def _open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def action_cancel(self):
        """Stop after the present chunk; what is done stays done."""
        self.check_access("read")
        for job in self.filtered(lambda j: j.state in ("queued", "running")):
            job.sudo().write(
                {"state": "cancelled", "finished_on": fields.Datetime.now()}
            )

    def action_resume(self):
        """Go on where a failed or cancelled job ended."""
        self.check_access("read")
        for job in self.filtered(lambda j: j.state in ("failed", "cancelled")):
            job.sudo().write({"state": "queued", "message": False})
        self.env.ref("dibao_archive.ir_cron_jobs").sudo()._trigger()
