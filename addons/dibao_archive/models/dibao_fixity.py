# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta
from math import ceil

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import fixity

#: Files read between two commits of the nightly run.
CHUNK = 200


class DibaoFixity(models.Model):
    """A round through the whole stock: each file read and its digest compared (R-24).

    Files new to the rounds, and the others at longer intervals, are decrypted and the
    digest of their content compared; of the rest it is the encrypted file's digest
    (see ``fixity``). The round tells how many it decrypted.

    Rounds follow one another; each ends within the days of the policy. Every night does
    its share of what is left, so that no file waits longer.
    """

    _name = "dibao.fixity"
    _description = "Fixity Round"
    _inherit = ["mail.thread", "dibao.filed.mixin"]
    _order = "id desc"
    _rec_name = "started_on"
    _act_fields = (
        "state",
        "started_on",
        "due_on",
        "finished_on",
        "total",
        "done",
        "opened_count",
        "position",
        "size",
        "seconds",
        "failure_count",
    )

    state = fields.Selection(
        [("running", "Running"), ("done", "Done")],
        required=True,
        default="running",
        readonly=True,
    )
    started_on = fields.Datetime(
        required=True, readonly=True, default=lambda self: fields.Datetime.now()
    )
    due_on = fields.Datetime("To end by", readonly=True)
    finished_on = fields.Datetime(readonly=True)
    total = fields.Integer("Files", readonly=True)
    done = fields.Integer("Files checked", readonly=True)
    opened_count = fields.Integer(
        "Of them decrypted",
        readonly=True,
        help="Their content was compared with the digest of its capture. Of the others "
        "the encrypted file was compared with the one last decrypted.",
    )
    position = fields.Json("Files read last", readonly=True)
    progress = fields.Float(compute="_compute_progress")
    size = fields.Float("Read (MB)", readonly=True)
    seconds = fields.Float("Time (s)", readonly=True)
    speed = fields.Float("MB/s", compute="_compute_progress", digits=(16, 1))
    failure_count = fields.Integer("Failures", readonly=True)
    finding_ids = fields.One2many("dibao.fixity.finding", "fixity_id", "Findings")
    job_id = fields.Many2one("dibao.job", readonly=True)

    _one_running = models.UniqueIndex(
        "(state) WHERE state = 'running'", "A round is under way already."
    )

    @api.depends("total", "done", "size", "seconds", "state")
    def _compute_progress(self):
        for one in self:
            share = 100.0 * one.done / one.total if one.total else 0.0
            one.progress = 100.0 if one.state == "done" else min(share, 100.0)
            one.speed = one.size / one.seconds if one.seconds else 0.0

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Rounds are kept as a proof."))

    # ------------------------------------------------------------------ rounds

    @api.model
    def _days(self):
        """Days of a round; the policy itself allows no more than 90."""
        return self.env["dibao.policy"].sudo()._require("fixity_days")

    @api.model
    def _current(self):
        """The running round; a new one when the last was begun long enough ago."""
        rounds = self.sudo()
        running = rounds.search([("state", "=", "running")], limit=1)
        if running:
            return running
        now, last = fields.Datetime.now(), rounds.search([], limit=1)
        days = self._days()
        # Begun early enough that each file is read again within the days: a round may
        # take as long as the one before it.
        if last and now < last.started_on + timedelta(days=days / 2):
            return self.browse()
        return self._begin()

    @api.model
    def _begin(self):
        now = fields.Datetime.now()
        # Half the days: a file read first in one round and last in the next is still
        # read twice within them.
        due = now + timedelta(days=self._days() / 2)
        vals = {"started_on": now, "due_on": due, "total": fixity.count(self.env)}
        return self.sudo().browse(self.sudo()._acting().create(vals).id)

    def _share(self, now):
        """Files to be read this night so that the round ends in time."""
        self.ensure_one()
        left = max(self.total - self.done, 0)
        nights = max((self.due_on - now) / timedelta(days=1) - 1, 1)
        return max(ceil(left / nights), CHUNK)

    @api.model
    def _cron_check(self):
        """The share of one night."""
        current = self._current()
        if not current:
            return
        left = current._share(fields.Datetime.now())
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=left)
        while left > 0 and current.state == "running":
            read = current._check_chunk(min(CHUNK, left))
            left -= CHUNK
            if not cron._commit_progress(read, remaining=max(left, 0)):
                break

    def action_check_all(self):
        """Read all that is left of the round now, in the background."""
        self.check_access("write")
        current = self._current() or self._begin()
        current.job_id = self.env["dibao.job"]._enqueue(
            "fixity",
            "fixity",
            self.env._("Fixity of the whole stock"),
            {"fixity": current.id},
            current.total,
        )
        return current.job_id._open()

    def _check_chunk(self, limit):
        """Check some files and note what came out; returns how many.

        The round ends when nothing is left; then what lies there without a row is
        looked for, too.
        """
        self.ensure_one()
        outcome = fixity.check(self.env, self.started_on, limit, self.position)
        found = self._note(outcome.failures)
        vals = {
            "done": self.done + outcome.count,
            "opened_count": self.opened_count + outcome.opened,
            "position": outcome.position,
            "size": self.size + outcome.size / 2**20,
            "seconds": self.seconds + outcome.seconds,
            "failure_count": self.failure_count + found,
        }
        if outcome.count < limit:
            strays = fixity.strays(self.env)
            vals["failure_count"] += self._note(strays)
            vals |= {"state": "done", "finished_on": fields.Datetime.now()}
            vals["total"] = vals["done"]
        self.sudo()._by_act(vals)
        return outcome.count

    def _note(self, failures):
        """Keep failures; what is known already is not told twice."""
        findings = self.env["dibao.fixity.finding"].sudo()
        found = 0
        for failure in failures:
            found += findings._note(self, failure)
        return found

    @api.model
    def _recheck(self, model, res_id, token):
        """What is wrong with one file now; empty when it is as it was kept."""
        if not res_id:
            return fixity.is_stray(self.env, token)
        return fixity.check_one(self.env, model, res_id)
