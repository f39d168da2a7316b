# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import UserError

from .dibao_disposal_acts import ARCHIVE

#: Each entry is looked at for itself; the digests of a long list, now and then.
LOOK_EVERY = 50


class DibaoDisposalExecute(models.Model):
    """Carrying a list out: entry by entry, each in a transaction of its own.

    An entry is looked at again just before. What is barred stops the work; then it goes
    on when the bar is gone, or the rest is withdrawn. A killed process leaves entries
    as they were, or erased with their files still to be proved gone.
    """

    # One file for each concern.
    _inherit = "dibao.disposal"  # pylint: disable=consider-merging-classes-inherited

    def action_execute(self):
        """Begin to carry the list out, in the background."""
        ready = ("supervised",) if self.has_destruction else ("approved", "supervised")
        self._check_step(*ready, groups=ARCHIVE, access="write")
        if self.env.user == self.approver_id:
            self._check_new_person()
        self._check_unchanged()
        self._check_problems()
        self._by_act({"state": "executing", "executed_by_id": self.env.uid})
        self._queue()
        return self._open_job()

    def action_go_on(self):
        """Go on where a stop or a failure left it."""
        self._check_step("executing", groups=ARCHIVE, access="write")
        if not self.stopped_because:
            raise UserError(self.env._("It is being carried out right now."))
        self._check_problems()
        self._queue()
        return self._open_job()

    def _queue(self):
        job = self.env["dibao.job"]._enqueue(
            "disposal",
            f"disposal/{self.id}",
            self.env._("Disposal list %s", self.name),
            {"disposal": self.id},
            len(self.line_ids),
            self.division_id,
        )
        self._by_act({"job_id": job.id})

    def _open_job(self):
        return (
            self.job_id.sudo()._open() if self.job_id.user_id == self.env.user else {}
        )

    def _withdraw(self, reason):
        """Leave out of the list what was stopped; it is appraised anew another time."""
        self._check_step("executing", groups=ARCHIVE, access="write")
        self._require_reason(reason)
        if not self.stopped_because:
            raise UserError(self.env._("It is being carried out right now."))
        rest = self.line_ids.filtered(lambda line: line.state == "listed")
        barred = self.env["dibao.disposal.line"].union(*rest._problems()) or rest
        barred._by_act({"state": "withdrawn", "withdrawn_because": reason.strip()})
        self._note(
            self.env._(
                "Withdrawn from the list, not carried out: %(codes)s. %(reason)s",
                codes=", ".join(line.display_name for line in barred),
                reason=reason,
            )
        )
        self._queue()

    # ------------------------------------------------------------------ the work

    def _carry_out_next(self):
        """Carry out one step; False when nothing is left.

        Files are proved gone in the step after the one that erased: what that said is
        committed by then.
        """
        self.ensure_one()
        looks = self.done_count % LOOK_EVERY == 0
        if self.state != "executing" or (looks and not self.is_unchanged):
            raise UserError(
                self.env._("The list is not the one that was frozen. Nothing goes on.")
            )
        lines = self._listed()
        erased = lines.filtered(lambda line: line.state == "erasing")[:1]
        if erased:
            erased._prove()
            return True
        line = lines.filtered(lambda one: one.state == "listed")[:1]
        if line:
            line._carry_out()
            return True
        self._finish()
        return False

    def _finish(self):
        today = fields.Date.context_today(self)
        gone = self._destroyed()
        days = self.env["dibao.policy"]._require("backup_keep_days", self.division_id)
        vals = {
            "state": "executed",
            "executed_on": fields.Datetime.now(),
            "backups_lapse_on": fields.Date.add(today, days=days) if gone else False,
        }
        if not gone:
            # Nothing to sign for: supervisors sign for what is gone.
            vals["state"] = "signed"
        self._by_act(vals)
