# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import os
import shutil

from odoo import api, fields, models

from .. import vault

KINDS = [
    ("space", "Free space"),
    ("fixity", "Digests that differ"),
    ("unreadable", "Files that cannot be read"),
    ("surplus", "Files without a record"),
    ("round", "Fixity round in time"),
    ("backup", "Age of the last backup"),
    ("drill", "Restoring tried"),
]
#: Who is told: those who can do something about it.
TOLD = ("dibao_archive.group_system_admin", "dibao_archive.group_archive_supervisor")
_UNREADABLE = ("missing", "truncated", "damaged", "key")


class DibaoStorageMonitor(models.Model):
    """Is the store in order? One line for each thing watched; alarms are activities."""

    _name = "dibao.storage.monitor"
    _description = "Storage Monitor"
    _inherit = ["mail.thread", "mail.activity.mixin", "dibao.filed.mixin"]
    _order = "sequence, id"
    _rec_name = "kind"
    _act_fields = ("state", "value", "limit", "checked_on", "since")

    kind = fields.Selection(KINDS, required=True, readonly=True)
    sequence = fields.Integer(default=10)
    state = fields.Selection(
        [("unknown", "Not checked yet"), ("ok", "In order"), ("alarm", "Alarm")],
        required=True,
        readonly=True,
        default="unknown",
        tracking=True,
    )
    value = fields.Float("Measured", readonly=True, digits=(16, 1))
    limit = fields.Float(readonly=True, digits=(16, 1))
    unit = fields.Char(compute="_compute_unit")
    checked_on = fields.Datetime(readonly=True)
    since = fields.Datetime("In this state since", readonly=True)

    _kind_uniq = models.UniqueIndex("(kind)", "This is watched already.")

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_unit(self):
        units = {
            "space": self.env._("% free, at least"),
            "round": self.env._("days late, at most"),
            "backup": self.env._("hours, at most"),
            "drill": self.env._("days ago, at most"),
        }
        for one in self:
            one.unit = units.get(one.kind, self.env._("open findings, at most"))

    # ------------------------------------------------------------------ looking

    @api.model
    def _cron_watch(self):
        """Look at everything; tell what has become worse, and what is well again."""
        for one in self.sudo().search([("kind", "in", list(dict(KINDS)))]):
            one._look()

    def action_look(self):
        """Look now."""
        self.check_access("read")
        for one in self.sudo():
            one._look()

    def _look(self):
        self.ensure_one()
        value, limit, alarm = getattr(self, f"_measure_{self.kind}")()
        state, before = ("alarm" if alarm else "ok"), self.state
        now = fields.Datetime.now()
        vals = {"value": value, "limit": limit, "checked_on": now, "state": state}
        if state != before:
            vals["since"] = now
        self._by_act(vals)
        if state == "alarm" and before != "alarm":
            self._raise_alarm()
        elif state == "ok" and before == "alarm":
            self.activity_feedback(
                ["mail.mail_activity_data_todo"],
                feedback=self.env._("In order again."),
            )

    def _raise_alarm(self):
        label = dict(self._fields["kind"]._description_selection(self.env))[self.kind]
        for user in self._told():
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Storage: %(what)s", what=label),
                note=f"{self.value:g} ({self.unit} {self.limit:g})",
                user_id=user.id,
            )

    @api.model
    def _told(self):
        groups = [self.env.ref(name).sudo() for name in TOLD]
        users = self.env["res.users"].union(*(group.all_user_ids for group in groups))
        return users.filtered(lambda user: user.active and not user.share)

    def _policy(self, code):
        return self.env["dibao.policy"].sudo()._require(code)

    # ------------------------------------------------------------------ measures

    def _measure_space(self):
        path = vault.folder(self.env.cr.dbname)
        while not os.path.isdir(path):
            path = os.path.dirname(path)
        usage = shutil.disk_usage(path)
        share, limit = 100 * usage.free / usage.total, self._policy("storage_free")
        return share, limit, share < limit

    def _open_findings(self, kinds):
        count = self.env["dibao.fixity.finding"].search_count(
            [("state", "=", "open"), ("kind", "in", kinds)]
        )
        return count, 0, count > 0

    def _measure_fixity(self):
        return self._open_findings(["digest"])

    def _measure_unreadable(self):
        return self._open_findings(list(_UNREADABLE))

    def _measure_surplus(self):
        return self._open_findings(["surplus"])

    def _measure_round(self):
        """Days by which the running round, or the next one, is late."""
        last = self.env["dibao.fixity"].search([], limit=1)
        if not last:
            return 0, 0, False
        end = last.due_on
        if last.state == "done":
            days = self._policy("fixity_days")
            end = fields.Datetime.add(last.started_on, days=days)
        late = (fields.Datetime.now() - end).total_seconds() / 86400
        return max(late, 0), 0, late > 0

    def _measure_backup(self):
        limit = self._policy("backup_hours")
        last = self.env["dibao.backup"].search([], limit=1)
        if not last:
            return 0, limit, True
        age = (fields.Datetime.now() - last.taken_on).total_seconds() / 3600
        return age, limit, age > limit

    def _measure_drill(self):
        limit = self._policy("drill_days")
        last = self.env["dibao.backup"].search(
            [("drill_ok", "=", True)], order="drill_on desc", limit=1
        )
        if not last:
            return 0, limit, True
        age = (fields.Datetime.now() - last.drill_on).total_seconds() / 86400
        return age, limit, age > limit
